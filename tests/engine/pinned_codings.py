"""What became of every response to some questions, a character each.

python tests/engine/pinned_codings.py

writes pinned_codings.json anew, after a change of the coding that is meant and measured.
"""

import base64
import hashlib
import json
from pathlib import Path

import openends
from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.files import read_survey
from openends.sample import QUESTIONS, survey_path

PINNED = Path(__file__).with_name("pinned_codings.json")

RULES = Codebook(
    codes=(
        Code(
            name="Noise",
            number=1,
            definition="loud, noisy, vibration",
            examples=("too loud",),
            rules=(Rule(kind=RuleKind.REGEX, pattern=r"leak\w*"),),
        ),
        Code(name="Price", number=2, definition="expensive, cheap, value", category="Money"),
        Code(name="Taste of the coffee", number=3, category="Product"),
        Code(name="Cleaning", number=7),
        Code(name="Size", number=12, definition="too big, too small"),
        Code(name="Don't know", number=20),
    )
)


def questions():
    """Return how to code some questions, by name."""
    survey = read_survey(survey_path())
    asked = {name: list(survey.column(name).values) for name in (*QUESTIONS, "brand")}
    why, improve = asked["why_brand"], asked["improve"]
    many = made_answers([*why, *improve], 500)
    return {
        "why": {"responses": why, "question": QUESTIONS["why_brand"]},
        "improve": {"responses": improve, "question": QUESTIONS["improve"]},
        "improve, a given codebook": {"responses": improve, "codebook": RULES},
        "improve, few codes": {"responses": improve, "min_share": 4},
        "improve, reviewed": {
            "responses": improve,
            "codebook": RULES,
            "reviewed": {"Too loud": ["Price"], "price": []},
        },
        "brand": {"responses": asked["brand"], "coding_type": "entity"},
        "eight": {"responses": why[:8], "codebook": RULES},
        "twenty-five": {"responses": why[:25]},
        "forty": {"responses": improve[:40], "codebook": RULES},
        "many": {"responses": many},
        "many, a given codebook": {"responses": many, "codebook": RULES},
    }


def made_answers(cells, count):
    """Return distinct answers of one to three of the sample's, with some blanks and repetitions."""
    pool = [str(cell) for cell in dict.fromkeys(cells) if cell]
    made = []
    for number in range(count):
        drawn = hashlib.sha256(str(number).encode()).digest()
        places = (int.from_bytes(drawn[at : at + 4], "big") for at in (0, 4, 8))
        parts = [pool[place % len(pool)] for place in places][: drawn[12] % 3 + 1]
        made.append((". ", ", and ", ", ")[drawn[13] % 3].join(parts))
        if drawn[14] < 12:
            made.append(("", "nothing", "asdf", made[-1].upper())[drawn[15] % 4])
    return made


def outcome(coded):
    """Return what was decided for each response, a character each, and the mean confidence.

    Confidence is left out of the characters: its last digit depends on the processor.
    """
    letters = "".join(_letter(coding) for coding in coded.codings)
    sure = [mention.confidence for coding in coded.codings for mention in coding.mentions]
    names = hashlib.sha256("|".join(code.name for code in coded.codebook).encode()).hexdigest()
    return {"codes": names[:8], "confidence": sum(sure) / len(sure), "responses": letters}


def _letter(coding):
    decided = (
        coding.response_id,
        coding.status.value,
        [
            (
                mention.code.number,
                mention.layer.value,
                mention.sentiment.value,
                mention.evidence.start,
                mention.evidence.length,
            )
            for mention in coding.mentions
        ],
        coding.sentiment and coding.sentiment.value,
        coding.language,
        coding.runner_up and coding.runner_up.number,
    )
    return base64.b64encode(hashlib.sha256(repr(decided).encode()).digest())[:1].decode()


if __name__ == "__main__":
    outcomes = {name: outcome(openends.code(**asked)) for name, asked in questions().items()}
    PINNED.write_text(json.dumps(outcomes, indent=1) + "\n", encoding="utf-8")
