"""A scripted model that knows the right codes, and the reply in the form that is asked for."""

import json

from fake_server import texts

from openends.domain.codebook import Code, Codebook
from openends.engine.advice.adviser import Asked

CODES = Codebook(
    codes=(
        Code(name="Price", number=1, definition="What it costs"),
        Code(name="Noise", number=2, definition="How loud it is", examples=("Call Anna Meyer!",)),
        Code(name="Taste", number=3),
    )
)


def question_of(request):
    """Return what a request asks, as it stands in its last message."""
    return json.loads(texts(request)[-1])


def entry(answer, *names, evidence=None, confidence=0.9, sentiment="negative"):
    """Return what a reply says of one answer."""
    codes = [
        {
            "code": name,
            "evidence": answer["text"] if evidence is None else evidence,
            "confidence": confidence,
            "sentiment": sentiment,
        }
        for name in names
    ]
    return {"id": answer["id"], "codes": codes}


def written(entries):
    """Return a whole reply."""
    return json.dumps({"answers": entries})


def oracle(told):
    """Return a server's answer that gives each text the codes it has in ``told``."""

    def answer(request):
        asked = question_of(request)["answers"]
        return written([entry(item, *told.get(item["text"], ())) for item in asked])

    return answer


def asked(*texts_of_answers):
    """Return answers that may get any of the three codes."""
    return [Asked(text, CODES.codes) for text in texts_of_answers]


def names(advice):
    """Return the codes that an answer was given; None where nothing usable came."""
    return None if advice is None else [item.code.name for item in advice.codes]
