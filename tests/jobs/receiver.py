"""A receiver of events, as a customer would write it: it knows the secret and nothing of ours."""

import hashlib
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Got:
    """A request that came."""

    path: str
    headers: dict
    body: bytes
    at: float


class Receiver:
    """Notes what comes and answers with the statuses in turn, the last one for ever."""

    def __init__(self, *statuses, answer=None):
        self.got = []
        self.statuses = list(statuses) or [200]
        self.answer = answer

    def status(self):
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@contextmanager
def listening(receiver, tls=None):
    """Let a receiver listen; the address of its hook is yielded."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got = Got(self.path, dict(self.headers.items()), body, time.monotonic())
            receiver.got.append(got)
            if receiver.answer is not None:
                receiver.answer(self)
                return
            self.send_response(receiver.status())
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_):
            """Senders that hang up are part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        scheme = "http" if tls is None else "https"
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}/hook"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def is_signed(got, secret):
    """Check the signature: HMAC-SHA256 after RFC 2104, written out."""
    key = secret.encode().ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + got.body).digest()
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).hexdigest()
    return got.headers["X-Signature"] == f"sha256={outer}"
