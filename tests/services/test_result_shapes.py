"""How codebooks and coded responses are sent."""

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.services.results import code_result, codebook_to_dict, coding_to_dict
from openends.store.codebooks import StoredCodebook

NOISE = Code(
    name="Noise", number=1, category="Place", definition="Too loud.", examples=("Too loud",)
)
PRICE = Code(name="Price", number=2)
MUSIC = Code(name="Music", number=7, category="Place", sentiment=Sentiment.NEGATIVE)
STORED = StoredCodebook(
    codebook=Codebook(codes=(NOISE, PRICE, MUSIC)),
    induced=False,
    code_ids={1: "id-noise", 2: "id-price", 7: "id-music"},
    category_ids={"Place": "id-place"},
)


def mention(code, text="loud", start=4):
    return Mention(
        code=code,
        sentiment=Sentiment.NEGATIVE,
        confidence=0.123456,
        layer=Layer.MODEL,
        evidence=Evidence(start=start, length=len(text), text=text),
    )


def coding(*codes, response_id="R1", **members):
    return Coding(
        response_id=response_id,
        text="Too loud",
        status=ResponseStatus.CODED if codes else ResponseStatus.OTHER,
        mentions=tuple(mention(code) for code in codes),
        **members,
    )


def test_a_codebook_holds_categories_that_hold_codes():
    assert codebook_to_dict(STORED, {"id-noise": 3}) == {
        "categories": [
            {
                "id": "id-place",
                "name": "Place",
                "codes": [
                    {
                        "id": "id-noise",
                        "number": 1,
                        "name": "Noise",
                        "definition": "Too loud.",
                        "count": 3,
                        "examples": ["Too loud"],
                    },
                    {
                        "id": "id-music",
                        "number": 7,
                        "name": "Music",
                        "definition": "",
                        "count": 0,
                        "examples": [],
                        "sentiment": "negative",
                    },
                ],
            },
            {
                "id": None,
                "name": "Codes",
                "codes": [
                    {
                        "id": "id-price",
                        "number": 2,
                        "name": "Price",
                        "definition": "",
                        "count": 0,
                        "examples": [],
                    }
                ],
            },
        ]
    }


def test_a_result_says_everything_about_a_response():
    made = coding(
        NOISE, PRICE, sentiment=Sentiment.MIXED, needs_review=True, review_reason="Two aspects."
    )
    assert coding_to_dict(made, STORED) == {
        "id": "R1",
        "codes": [
            {
                "id": "id-noise",
                "number": 1,
                "name": "Noise",
                "category": "Place",
                "sentiment": "negative",
                "confidence": 0.1235,
                "evidence": {"start": 4, "length": 4, "text": "loud"},
                "layer": "model",
            },
            {
                "id": "id-price",
                "number": 2,
                "name": "Price",
                "category": "Codes",
                "sentiment": "negative",
                "confidence": 0.1235,
                "evidence": {"start": 4, "length": 4, "text": "loud"},
                "layer": "model",
            },
        ],
        "status": "coded",
        "sentiment": "mixed",
        "language": "en",
        "needs_review": True,
        "review_reason": "Two aspects.",
    }


def test_a_response_without_codes_has_an_empty_list_and_no_reason():
    result = coding_to_dict(coding(), STORED)
    assert result["codes"] == []
    assert (result["status"], result["needs_review"]) == ("other", False)
    assert "review_reason" not in result


def test_codes_are_counted_by_responses():
    made = [coding(NOISE, PRICE), coding(NOISE, response_id="R2"), coding(response_id="R3")]
    results = [coding_to_dict(item, STORED) for item in made]
    data = code_result("project", "question", STORED, results)
    counts = {
        code["name"]: code["count"]
        for category in data["codebook"]["categories"]
        for code in category["codes"]
    }
    assert counts == {"Noise": 2, "Music": 0, "Price": 1}
    assert data["results"] == results
    assert (data["project_id"], data["question_id"]) == ("project", "question")
