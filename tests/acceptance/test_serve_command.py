"""``openends serve`` as people start it: a key to paste, a server that answers, an end in order."""

import re
import signal
import socket
import subprocess
import sys
import time

import httpx2
import psutil
import pytest

from forked import Forked, command

KEY = re.compile(r"scp_live_[A-Za-z0-9]{32}")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
OPENENDS = (sys.executable, "-m", "openends")
#: Seconds that a start may take on a busy machine.
PATIENCE = 90


class Server:
    """A server that was started, and what it prints."""

    def __init__(self, folder, number, *options, forked):
        self.printed, self.logged = folder / f"out{number}.txt", folder / f"log{number}.txt"
        words = ["serve", "--port", "0", "--database", f"sqlite:///{folder}/openends.db", *options]
        with self.printed.open("w") as out, self.logged.open("w") as log:
            self.process = (
                Forked(command, *words, out=self.printed, err=self.logged)
                if forked
                else subprocess.Popen([*OPENENDS, *words], stdout=out, stderr=log)
            )
        wait_until(lambda: ADDRESS.search(self.out) or self.process.poll() is not None)
        self.address = ADDRESS.search(self.out)[0]

    @property
    def out(self):
        return self.printed.read_text()

    @property
    def log(self):
        return self.logged.read_text()

    def get(self, path, key=None):
        headers = {"x-api-key": key} if key else {}
        return httpx2.get(self.address + path, headers=headers, timeout=PATIENCE)

    def stop(self, how=signal.SIGTERM):
        """Ask it to stop, and return its exit status."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture
def start(tmp_path):
    """Starts servers on a file in the test's folder."""
    servers = []

    def begin(workers=0, forked=False):
        options = ("--workers", str(workers))
        servers.append(Server(tmp_path, len(servers), *options, forked=forked))
        return servers[-1]

    yield begin
    for server in servers:
        server.process.kill()
        server.process.wait()


def test_the_first_start_prints_a_key_that_works(start):
    first = start()
    # The server answers once its models are loaded, and connections wait until then.
    assert first.get("/health").json()["data"]["status"] == "healthy"
    assert first.stop() == 0
    assert first.out.rstrip().endswith("Stopped.")
    (key,) = set(KEY.findall(first.out))

    second = start(forked=True)
    assert second.get("/v2/usage", key).status_code == 200
    assert second.stop() == 0
    assert not KEY.search(second.out)
    assert key not in second.log
    assert "route=/v2/usage status=200" in second.log


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_its_workers_in_order(start, how):
    server = start(workers=1)
    wait_until(lambda: queue_of(server) == "ok")
    (worker,) = psutil.Process(server.process.pid).children()
    assert server.stop(how) == 0
    assert "Traceback" not in server.log
    assert not worker.is_running()


def queue_of(server):
    return server.get("/health").json()["data"]["dependencies"]["queue"]["status"]


def test_a_request_under_way_is_answered_before_the_end(start):
    server = start(forked=True)
    (key,) = set(KEY.findall(server.out))
    server.get("/health")
    host, port = server.address.removeprefix("http://").split(":")
    body = b'{"name": "Study"}'
    head = f"POST /v2/projects HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"
    head += f"Content-Type: application/json\r\nx-api-key: {key}\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(head.encode() + body[:5])
        # Asked after it: so the half request has arrived when the signal does.
        server.get("/health")
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not lets_in(host, int(port)))
        connection.sendall(body[5:])
        assert connection.recv(100).startswith(b"HTTP/1.1 201")
    assert server.process.wait(PATIENCE) == 0


def lets_in(host, port):
    try:
        socket.create_connection((host, port)).close()
    except OSError:
        return False
    return True


def test_a_port_that_is_taken_is_named(openends, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = openends.process(
            "serve", "--port", port, "--database", f"sqlite:///{tmp_path}/openends.db"
        )
    assert done.returncode == 2
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"openends: Port {port} on 127.0.0.1 cannot be listened on")
    assert not (tmp_path / "openends.db").exists()


def test_a_host_that_is_not_known_is_named(openends, tmp_path):
    done = openends(
        "serve", "--host", "no.such.host.invalid", "--database", f"sqlite:///{tmp_path}/openends.db"
    )
    assert done.returncode == 2
    assert "The host 'no.such.host.invalid' is not known" in done.stderr


def test_an_address_that_is_none_is_named_as_the_option(openends):
    done = openends("serve", "--port", "0", "--database", "mysql://x")
    assert done.returncode == 2
    assert done.stderr.startswith("openends: --database cannot be used")


def test_a_file_that_is_no_database_is_left_alone(openends, tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but long enough to be looked at" * 20)
    before = file.read_bytes()
    done = openends("serve", "--port", "0", "--database", f"sqlite:///{file}")
    assert done.returncode == 2
    assert "cannot be" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == before
