"""The client's report as one web page: no script, nothing from elsewhere, a printed page each."""

from __future__ import annotations

from openends.domain.client_report import ClientReport
from openends.domain.coding import Sentiment
from openends.files.client_report.fit_text import clean, direction, fit
from openends.files.page import load_page


def render_client_page(report: ClientReport) -> str:
    """Return the page; every text in it is escaped."""
    page = load_page("client_report.html", clean=clean, direction=direction, fit=fit)
    return page.render(report=report, order=tuple(Sentiment))
