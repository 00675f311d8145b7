"""Pages of HTML that are written as files: one look, and every text in them escaped."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

from openends.domain.percent import percent

if TYPE_CHECKING:
    from jinja2 import Template


def load_page(name: str, **filters: Callable[..., str]) -> Template:
    """Return a page's template; it can include ``page.css``, the look of all pages.

    Parameters
    ----------
    name:
        File beside this module.
    filters:
        What the page does with texts, by the names that it uses.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda part: (files(__package__) / part).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    environment.filters["number"] = lambda count: f"{count:,}"
    environment.filters |= filters
    return environment.get_template(name)
