"""What a forked process has loaded when it begins (see ``forked.py``): a server that has coded."""

from importlib import import_module

import numpy as np

from openends.domain.response import Response
from openends.engine.encoder import Reads
from openends.engine.prepare_question import prepare_question
from openends.engine.settings import Settings

for _name in ("api.app", "cli.serve", "cli.worker", "jobs.worker", "settings"):
    import_module(f"openends.{_name}")


class _Blind:
    """All texts are one to it. Encoders that ship start threads, which no fork outlives."""

    name, version, step, reads = "blind", "1", 512, Reads.ALL

    def encode(self, texts):
        return np.ones((len(texts), 1), dtype=np.float32)


_texts = [f"The {word} was too expensive" for word in ("price", "parking", "staff", "queue")]
_answers = [Response(id=text, text=text) for text in _texts]
prepare_question(_answers, load_encoders=lambda _: (_Blind(),), settings=Settings()).code(0, 4)
