"""Measure the server: polling a job, coding inline, jobs from end to end, polling under load.

python benchmarks/api.py [--seconds 5] [--only sqlite|postgresql]

Polling is compared with a bare answer and with FastAPI on the database driver alone, in turns, in
the same run. Everything shares the machine's cores: load, server, worker and database.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

import numpy as np

from api_load import Load, measure
from api_servers import Server, comparison, databases, serving
from machine import in_words, machine
from openends.files import read_survey
from openends.sample import QUESTIONS, survey_path

RESULTS = Path(__file__).resolve().parent / "results"
CONNECTIONS = 32
ROUNDS = 3
CODEBOOK = ["Price", "Taste of the coffee", "Noise", "Ease of use", "Design", "Milk", "Cleaning"]


def main() -> None:
    """Measure on the databases that there are, and write ``api.md`` and ``api.json``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    found: dict[str, Any] = {}
    for name, url in databases(options.only):
        # Without a worker the job waits for ever, and every poll finds it waiting.
        with serving(url, workers=0) as server:
            found[name] = {"polling": _polling(server, name, options.seconds)}
        with serving(url, workers=1) as server:
            found[name]["inline"] = _inline(server)
            found[name]["jobs"] = _jobs(server)
            found[name]["polling_under_load"] = _under_load(server)
        print(json.dumps({name: found[name]}), flush=True)
    _write(found)


def _polling(server: Server, name: str, seconds: float) -> dict[str, Any]:
    """Take turns between the bare answer, the driver alone and the server itself."""
    job = _start(server, _answers(60))
    path = f"/v2/jobs/{job}"
    headers = {"x-api-key": server.key}
    loads: dict[str, list[Load]] = {}
    with comparison("bare", server.database) as bare, comparison(name, server.database) as driver:
        urls = {"bare": bare, "driver": driver, "openends": server.url}
        for turn in range(ROUNDS):
            order = list(urls.items())
            for kind, url in order if turn % 2 == 0 else reversed(order):
                load = measure(url + path, headers, seconds=seconds, connections=CONNECTIONS)
                loads.setdefault(kind, []).append(load)
    server.delete(path)
    return {kind: _middle(several) for kind, several in loads.items()}


def _middle(loads: Sequence[Load]) -> dict[str, float]:
    if any(load.failed for load in loads):
        raise SystemExit(f"{sum(load.failed for load in loads):,} answers were no 200.")
    return {
        "per_second": round(median(load.per_second for load in loads)),
        "p50_ms": round(median(load.p50_ms for load in loads), 2),
        "p99_ms": round(median(load.p99_ms for load in loads), 2),
    }


def _inline(server: Server) -> dict[str, float]:
    """Code 49 answers, codebook included, 20 times."""
    times = []
    for turn in range(21):
        answers = _answers(49, skip=7 * turn)
        start = perf_counter()
        server.post("/v2/code", {"responses": answers})
        times.append(perf_counter() - start)
    return _percentiles(times[1:])


def _jobs(server: Server, count: int = 40) -> dict[str, float]:
    """Enqueue jobs of 50 answers with a codebook, and wait for the last."""
    start = perf_counter()
    started = [_start(server, _answers(50, skip=turn), CODEBOOK) for turn in range(count)]
    accepted = perf_counter() - start
    for job in started:
        _wait(server, job)
    took = perf_counter() - start
    return {
        "jobs": count,
        "accepted_per_second": round(count / accepted, 1),
        "done_per_second": round(count / took, 2),
    }


def _under_load(server: Server) -> dict[str, float]:
    """Poll while 10,000 answers are coded."""
    job = _start(server, _answers(10_000))
    times = []
    start = perf_counter()
    while True:
        asked = perf_counter()
        status = server.get(f"/v2/jobs/{job}")["status"]
        times.append(perf_counter() - asked)
        if status == "completed":
            # The last answer carries the whole result.
            return {"job_seconds": round(perf_counter() - start, 1), **_percentiles(times[:-1])}
        sleep(0.05)


def _percentiles(times: Sequence[float]) -> dict[str, float]:
    return {
        "p50_ms": round(float(np.percentile(times, 50)) * 1000, 1),
        "p99_ms": round(float(np.percentile(times, 99)) * 1000, 1),
    }


def _answers(count: int, skip: int = 0) -> list[dict[str, str]]:
    """Return distinct answers: the sample's own, then pairs of them."""
    survey = read_survey(survey_path())
    texts = [str(cell) for name in QUESTIONS for cell in survey.column(name).values if cell]
    distinct = list(dict.fromkeys(texts))
    random = np.random.default_rng(skip)
    while len(distinct) < count + skip:
        one, other = random.integers(0, len(texts), 2)
        distinct.append(f"{texts[one]} {texts[other]} {len(distinct)}")
    return [{"id": str(at), "text": text} for at, text in enumerate(distinct[skip : skip + count])]


def _start(
    server: Server, answers: Sequence[dict[str, str]], codebook: Sequence[str] | None = None
) -> str:
    body: dict[str, Any] = {"responses": list(answers)}
    if codebook:
        body["codebook"] = [{"code": name} for name in codebook]
    return str(server.post("/v2/code", body)["job_id"])


def _wait(server: Server, job: str) -> str:
    while (found := server.get(f"/v2/jobs/{job}"))["status"] != "completed":
        if found["status"] == "failed":
            raise SystemExit(f"Job {job} failed: {found['error']}")
        sleep(0.05)
    return job


def _write(found: dict[str, Any]) -> None:
    date = datetime.now(UTC).date().isoformat()
    facts = machine()
    content = {"date": date, "machine": facts, "databases": found}
    (RESULTS / "api.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    lines = ["# The server", "", f"{date}, {in_words(facts)}. `python benchmarks/api.py`.", ""]
    lines += [*_table(found), ""]
    (RESULTS / "api.md").write_text("\n".join(lines), "utf-8")


def _table(found: dict[str, Any]) -> Iterator[str]:
    yield f"Polling a job over {CONNECTIONS} connections, median of {ROUNDS} rounds:"
    yield ""
    yield "| database | who answers | requests/s | of the driver | p50 ms | p99 ms |"
    yield "|---|---|--:|--:|--:|--:|"
    names = {"bare": "bare ASGI", "driver": "FastAPI and driver", "openends": "openends serve"}
    for database, figures in found.items():
        driver = figures["polling"]["driver"]["per_second"]
        for kind, load in figures["polling"].items():
            yield (
                f"| {database} | {names[kind]} | {load['per_second']:,} | "
                f"{load['per_second'] / driver:.2f} | {load['p50_ms']} | {load['p99_ms']} |"
            )
    yield ""
    yield "| database | what | figure |"
    yield "|---|---|---|"
    for database, figures in found.items():
        inline, jobs, load = (figures[key] for key in ("inline", "jobs", "polling_under_load"))
        yield (
            f"| {database} | POST /v2/code, 49 answers, codebook built | "
            f"p50 {inline['p50_ms']:,.0f} ms, p99 {inline['p99_ms']:,.0f} ms |"
        )
        yield (
            f"| {database} | jobs of 50 answers, codebook given | "
            f"{jobs['accepted_per_second']} a second accepted, "
            f"{jobs['done_per_second']} a second done |"
        )
        yield (
            f"| {database} | polling while 10,000 answers are coded in "
            f"{load['job_seconds']} s | p50 {load['p50_ms']} ms, p99 {load['p99_ms']} ms |"
        )


if __name__ == "__main__":
    main()
