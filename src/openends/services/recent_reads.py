"""Remember the questions that were read last: who edits a codebook asks about them again."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence, Set
from dataclasses import replace

from openends.domain.codebook import Code
from openends.domain.response import Response
from openends.engine.assign.model import Model, ModelScores, fit_model
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder, EncoderChoice
from openends.engine.progress import Progress
from openends.engine.read_question import ReadQuestion, read_question
from openends.engine.settings import Settings

#: Questions that are remembered, each some tens of megabytes.
MOST = 4
#: Codebooks whose model is remembered with each: the one in force, one that is tried, and the draft
#: that a built one came of.
MOST_FITS = 3

_Key = tuple[bytes, frozenset[str], Settings]


class RecentReads:
    """Reads a question, or returns what it read of the very same answers a moment ago.

    Codings are the same to the bit either way: what is remembered is the whole of what was read,
    and of what was fitted on it before anybody taught.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, ReadQuestion] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(
        self,
        responses: Sequence[Response],
        told: Set[str],
        load_encoders: EncoderChoice,
        settings: Settings,
        progress: Progress,
    ) -> ReadQuestion:
        """Prepare all answers, and read as many as a question is fitted on."""
        key = (_fingerprint(responses), frozenset(told), settings)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return replace(found, progress=progress)
        read = read_question(responses, told, load_encoders, settings, progress)
        read = replace(read, fitter=_RecentFits())
        with self._lock:
            self._kept[key] = read
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return read


class _RecentFits:
    """Fits a model on one reference, or returns what came out for the same codes a moment ago."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[tuple[Code, ...], str], tuple[Model, ModelScores]] = (
            OrderedDict()
        )
        self._lock = threading.Lock()

    def __call__(
        self,
        embedded: Embedded,
        codes: Sequence[Code],
        encoders: Sequence[Encoder],
        progress: Progress,
        question: str,
    ) -> tuple[Model, ModelScores]:
        key = (tuple(codes), question)
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = fit_model(embedded, codes, encoders, progress, question)
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_FITS:
                self._kept.popitem(last=False)
        return found


def _fingerprint(responses: Sequence[Response]) -> bytes:
    digest = hashlib.sha256()
    for response in responses:
        for part in (response.id, response.text, response.language or ""):
            content = part.encode("utf-8", "surrogatepass")
            digest.update(len(content).to_bytes(8, "big") + content)
    return digest.digest()
