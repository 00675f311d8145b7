"""A language model's server as one finds them: it does what its script says, and counts.

It speaks OpenAI's language (``POST .../chat/completions``) and Anthropic's (``POST .../messages``)
over real sockets, in threads of its own.

    with FakeServer(limited(2), BROKEN, reply('{"codes": []}')) as server:
        model = load_model(LlmSpec(model="openai:fake", base_url=server.url))
        ...
    assert len(server.got) == 3

Requests take the steps of the script in the order in which they come. Those that find none left
are answered by ``answer(request)``, which gets the request's JSON and returns the content of the
reply (or a step), and by default with ``{}``. It is called in the request's thread: it may wait for
other requests, with a ``threading.Barrier``.

A token is a word: ``words(text)`` counts them, in all messages of a request and in the reply. A
reply ends after the tokens that the request allows.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Step:
    """What the server does with one request."""

    kind: str = "reply"
    content: str = "{}"
    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0
    finish: str = ""


def reply(content="{}", *, finish=""):
    """Reply; ``finish`` names another end than the usual, as "content_filter"."""
    return Step(content=content, finish=finish)


def slow(seconds, content="{}"):
    """Reply after some seconds."""
    return Step(content=content, seconds=seconds)


def refuse(status, error="server_error", message="No.", **headers):
    """Answer with an error; ``retry_after="2"`` becomes the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    told = {"error": {"message": message, "type": error, "code": error}, "type": "error"}
    return Step("refuse", status=status, headers=named, body=json.dumps(told).encode())


def limited(retry_after=None):
    """Answer that there are too many calls; Retry-After is a number or an HTTP date."""
    headers = {} if retry_after is None else {"retry_after": str(retry_after)}
    return refuse(429, "rate_limit_exceeded", **headers)


#: Says nothing until the server is closed.
HANG = Step("hang")
#: Ends the connection without a word.
DROP = Step("drop")
#: A body that is no JSON, and one that does not say it was.
BROKEN = Step("raw", headers={"Content-Type": "application/json"}, body=b'{"choices": [{"mess')
PAGE = Step("raw", headers={"Content-Type": "text/html"}, body=b"<html>Bad gateway</html>")
#: JSON that is no reply.
STRANGE = Step("raw", headers={"Content-Type": "application/json"}, body=b'{"hello": "world"}')


@dataclass(frozen=True)
class Got:
    """A request that came."""

    path: str
    headers: dict
    json: dict
    at: float


def words(text):
    """Count the tokens of a text."""
    return len(text.split())


def texts(request):
    """Return what a request says: instructions and messages, as plain texts."""
    parts = [request.get("system", "")] + [it["content"] for it in request["messages"]]
    flat = [it if isinstance(it, list) else [it] for it in parts]
    return [it["text"] if isinstance(it, dict) else it for them in flat for it in them if it]


class FakeServer:
    """Listens while it is entered.

    Parameters
    ----------
    script:
        Steps for the first requests.
    answer:
        Returns the content of a reply, or a step, for the requests after them.
    clock:
        Tells when a request came.

    Attributes
    ----------
    got:
        The requests, in the order in which they came.
    most_at_once:
        Most requests that were under way together; may be set to 0 in between.
    url, root:
        Base URL in OpenAI's language, and in Anthropic's.
    """

    def __init__(
        self,
        *script: Step,
        answer: Callable = lambda _request: "{}",
        clock: Callable[[], float] = time.monotonic,
    ):
        self.got: list[Got] = []
        self.most_at_once = 0
        self._script = list(script)
        self._answer = answer
        self._clock = clock
        self._running = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def __enter__(self):
        self._http = _Http(("127.0.0.1", 0), _handler_of(self))
        self.root = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.url = f"{self.root}/v1"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def serve(self, handler):
        """Do one request's step."""
        raw = handler.rfile.read(int(handler.headers["Content-Length"]))
        request = json.loads(raw)
        with self._lock:
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
            headers = {name.lower(): value for name, value in handler.headers.items()}
            self.got.append(Got(handler.path, headers, request, self._clock()))
            step = self._script.pop(0) if self._script else None
        try:
            step = step or self._answer(request)
            step = reply(step) if isinstance(step, str) else step
            self._do(handler, request, step)
        finally:
            with self._lock:
                self._running -= 1

    def _do(self, handler, request, step):
        if step.kind == "hang" or step.seconds:
            self._closing.wait(step.seconds or None)
        if step.kind in ("hang", "drop"):
            handler.close_connection = True
            return
        body, headers = step.body, dict(step.headers)
        if step.kind == "reply":
            openai = handler.path.endswith("/chat/completions")
            body = json.dumps((_openai if openai else _anthropic)(request, step)).encode()
        handler.send_response(step.status)
        headers.setdefault("Content-Type", "application/json")
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


class _Http(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, *_):
        """Callers that hang up are part of the tests."""


def _handler_of(server):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            server.serve(self)

        def log_message(self, *_):
            pass

    return Handler


def _cut(request, content):
    """Return as much of a content as the request allows, and whether that is all of it."""
    most = request.get("max_completion_tokens", request.get("max_tokens", 10**6))
    whole = words(content) <= most
    return content if whole else " ".join(content.split()[:most]), whole


def _openai(request, step):
    content, whole = _cut(request, step.content)
    read, written = sum(map(words, texts(request))), words(content)
    message = {"role": "assistant", "content": content}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": request["model"],
        "choices": [
            {
                "index": 0,
                "message": message,
                "finish_reason": step.finish or ("stop" if whole else "length"),
            }
        ],
        "usage": {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        },
    }


def _anthropic(request, step):
    content, whole = _cut(request, step.content)
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": request["model"],
        "content": [{"type": "text", "text": content}],
        "stop_reason": step.finish or ("end_turn" if whole else "max_tokens"),
        "stop_sequence": None,
        "usage": {
            "input_tokens": sum(map(words, texts(request))),
            "output_tokens": words(content),
        },
    }
