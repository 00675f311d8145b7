"""One self-contained HTML page about a coded data file, to read, send and print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openends.domain.coding import Coding, Layer, Sentiment
from openends.domain.errors import OutputError
from openends.domain.result import CodedQuestion
from openends.domain.survey import CodedSurvey
from openends.domain.tabulation import CodeCount, Tabulation
from openends.files.atomic import replacing
from openends.files.page import load_page

#: Verbatims shown per code, and answers shown that need review.
EXAMPLES, REVIEWED = 3, 25
#: Characters of a verbatim that are shown.
LONGEST = 300

_LAYERS = {
    Layer.PERSON: "given by a person",
    Layer.EXACT: "the same words as an example of the code",
    Layer.RULE: "by a rule of the codebook",
    Layer.ENTITY: "a spelling of the name",
    Layer.EXAMPLES: "learned from reviewed answers",
    Layer.MODEL: "by closeness of meaning",
    Layer.LLM: "by a language model",
}


@dataclass(frozen=True, slots=True)
class _Section:
    """What the page shows of one question."""

    title: str
    column: str
    coded: CodedQuestion
    counts: Tabulation
    #: Share of the most frequent code: the full length of a bar.
    most: float
    by_category: tuple[tuple[str, float | None, tuple[CodeCount, ...]], ...]
    review: tuple[Coding, ...]
    #: Part of the mentions by layer, in words.
    layers: tuple[tuple[str, float], ...]
    languages: tuple[tuple[str, int], ...]


def write_report(coded: CodedSurvey, tabulations: Mapping[str, Tabulation], path: Path) -> None:
    """Write codebook, frequencies, sentiment, examples, review and how the coding was done.

    Raises
    ------
    OutputError
        When the ending is not .html or the file cannot be written.
    """
    check_report(path)
    content = render_report(coded, tabulations)
    with replacing(path) as temporary:
        temporary.write_text(content, encoding="utf-8")


def check_report(path: Path) -> None:
    """Raise ``OutputError`` when the ending is not that of a web page."""
    if path.suffix.casefold() not in {".html", ".htm"}:
        raise OutputError(f"Cannot write the report {path.name}: use the ending .html.")


def render_report(coded: CodedSurvey, tabulations: Mapping[str, Tabulation]) -> str:
    """Return the page; every text of a respondent is escaped."""
    page = load_page("report.html", short=_short)
    sections = [
        _section(column, question, tabulations[column])
        for column, question in coded.questions.items()
    ]
    return page.render(
        source=coded.survey.source,
        warnings=coded.survey.warnings,
        sections=sections,
        tones=tuple(Sentiment),
        examples=EXAMPLES,
    )


def _section(column: str, coded: CodedQuestion, counts: Tabulation) -> _Section:
    nets = {net.name: net.share for net in counts.categories}
    names = sorted(nets, key=lambda name: -nets[name]) or [""]
    if nets and any(not item.code.category for item in counts.codes):
        names.append("")
    by_category = tuple(
        (name, nets.get(name), tuple(item for item in counts.codes if item.code.category == name))
        for name in names
    )
    waiting = [coding for coding in coded.codings if coding.needs_review]
    waiting.sort(key=lambda coding: (-coding.doubt, coding.response_id))
    layers = [mention.layer for coding in coded.codings for mention in coding.mentions]
    spoken = [coding.language for coding in coded.codings if coding.mentions]
    languages = sorted(set(spoken), key=lambda language: (-spoken.count(language), language))
    return _Section(
        title=coded.question or column,
        column=column,
        coded=coded,
        counts=counts,
        most=max((item.share for item in counts.codes), default=0.0) or 1.0,
        by_category=by_category,
        review=tuple(waiting[:REVIEWED]),
        layers=tuple(
            (words, layers.count(layer) / len(layers))
            for layer, words in _LAYERS.items()
            if layer in layers
        ),
        languages=tuple((language, spoken.count(language)) for language in languages),
    )


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= LONGEST else joined[:LONGEST].rstrip() + "…"
