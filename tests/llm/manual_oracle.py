"""A scripted model that writes manuals, codes every answer and reviews, as it is told."""

import json

from oracle import entry, question_of, written


def manual_of(asked, **changes):
    """Return a right manual for what a request asks, with some members changed."""
    codes = [
        {
            "code": name,
            "definition": f"Speaks of {name}.",
            "in": [f"much {name}"],
            "out": [{"what": "silence", "code": ""}],
            "confused_with": "",
            "rule": "",
        }
        for name in asked["write"]
    ]
    told = {
        "codes": codes,
        "edge_cases": [{"case": "Several at once", "decision": "Give all of them."}],
        "examples": [
            {"answer": text, "codes": asked["write"][:1], "why": "it says so"}
            for text in asked["answers"][:1]
        ],
    }
    return json.dumps(told | changes)


def kind_of(request):
    """Return which of the three things a request asks for."""
    asked = question_of(request)
    if "write" in asked:
        return "manual"
    return "review" if any("first" in item for item in asked["answers"]) else "classify"


def scripted(first, again=None, manual=manual_of):
    """Return a server's answer.

    ``first`` and ``again`` return names and confidence for a text; ``manual`` the whole reply.
    """

    def answer(request):
        asked = question_of(request)
        kind = kind_of(request)
        if kind == "manual":
            return manual(asked)
        decide = (again or first) if kind == "review" else first
        entries = []
        for item in asked["answers"]:
            names, confidence = decide(item["text"])
            entries.append(entry(item, *names, confidence=confidence))
        return written(entries)

    return answer


def asked_for(server, kind):
    """Return what all requests of a kind asked."""
    return [question_of(got.json) for got in server.got if kind_of(got.json) == kind]
