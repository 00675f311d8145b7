"""Figures for Prometheus: requests, jobs and credits, and nothing that tells callers apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from openends.store import totals

if TYPE_CHECKING:
    from openends.store.database import Database

#: Seconds; a poll takes a few thousandths, coding a few seconds.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
#: A client can send any word as a method; others are counted together.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
def read_metrics(request: Request) -> Response:
    """Return all figures in the text form of Prometheus."""
    metrics: Metrics = request.app.state.metrics
    figures = metrics.read(request.app.state.services.database)
    return Response(figures, media_type=CONTENT_TYPE_LATEST)


class Metrics:
    """The figures of one server process, and those that its database knows."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "openends_requests",
            "Requests answered, by path of the route, method and status.",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "openends_request_seconds",
            "Seconds from a request to the end of its answer.",
            ["route", "method"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        method = method if method in _METHODS else "OTHER"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route, method).observe(seconds)

    def read(self, database: Database) -> bytes:
        """Return all figures in the text form of Prometheus."""
        stored = CollectorRegistry()
        stored.register(_Stored(database))
        return generate_latest(self._registry) + generate_latest(stored)


class _Stored(Collector):
    """Figures that all processes on a database share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        with self._database.reading() as connection:
            jobs = totals.count_jobs(connection)
            charged = totals.credits_charged(connection)
        family = GaugeMetricFamily("openends_jobs", "Jobs there are, by status.", labels=["status"])
        for status, count in jobs.items():
            family.add_metric([status], count)
        yield family
        yield CounterMetricFamily("openends_credits_charged", "Credits charged.", charged)

    def describe(self) -> Iterator[Metric]:
        """Return nothing: registering is no time to ask the database."""
        yield from ()
