"""An encoder's server as one finds them, which speaks OpenAI's language over a real socket.

It is the tests' other server with vectors in place of replies: it takes the same steps, and those
requests that find none left are answered with the vectors of their texts.

    with EmbeddingServer(limited(2), vectors([[1.0, 0.0]])) as server:
        encoder = load_remote_encoder(LlmSpec(model="openai:fake", base_url=server.url))
        ...
    assert server.sent == ["too loud"]
"""

import json
from zlib import crc32

import numpy as np
from fake_server import FakeServer, Step

SIZE = 8


def by_letters(texts):
    """Read texts: the same text always has the same vector, of any length."""
    return [np.random.default_rng(crc32(text.encode())).normal(size=SIZE) for text in texts]


def vectors(rows, **other):
    """Answer with vectors; ``other`` replaces what else stands in the answer."""
    data = [
        {"object": "embedding", "index": at, "embedding": list(map(_number, row))}
        for at, row in enumerate(rows)
    ]
    usage = {"prompt_tokens": len(data), "total_tokens": len(data)}
    whole = {"object": "list", "model": "fake", "data": data, "usage": usage} | other
    body = json.dumps({name: value for name, value in whole.items() if value is not None}).encode()
    return Step("raw", headers={"Content-Type": "application/json"}, body=body)


def _number(value):
    return float(value) if isinstance(value, np.floating) else value


class EmbeddingServer(FakeServer):
    """Listens while it is entered.

    Parameters
    ----------
    script:
        Steps for the first requests.
    read:
        Returns a vector for each of some texts, or a step.
    """

    def __init__(self, *script, read=by_letters, **options):
        def answer(request):
            step = read(request["input"])
            return step if isinstance(step, Step) else vectors(step)

        super().__init__(*script, answer=answer, **options)

    @property
    def sent(self):
        """All texts that came, in the order of their requests."""
        return [text for got in self.got for text in got.json["input"]]
