"""What a person confirms or corrects is learned at once for all other answers."""

import pytest

import openends
from openends.domain.coding import Layer

#: The name of the third says nothing: what it stands for has to be learned.
CODES = ["Taste", "Price", "Segment 7", "Friendly staff"]
REVIEWED = {
    "the coffee is too bitter": "Taste",
    "tastes burnt": "Taste",
    "delicious espresso": "Taste",
    "weak and watery coffee": "Taste",
    "great flavour": "Taste",
    "I love the aroma": "Taste",
    "it is far too loud": "Segment 7",
    "makes a terrible noise": "Segment 7",
    "very quiet": "Segment 7",
    "wakes the whole house up": "Segment 7",
    "the grinder is noisy": "Segment 7",
    "loud": "Segment 7",
    "too expensive": "Price",
    "good price": "Price",
    "the capsules cost a fortune": "Price",
    "cheap": "Price",
    "costs too much": "Price",
    "affordable": "Price",
}
OTHERS = {
    "the espresso tastes sour": "Taste",
    "noisy machine": "Segment 7",
    "the price is too high": "Price",
}


def learned(texts, reviewed=None, **options):
    told = REVIEWED if reviewed is None else reviewed
    decided = {text: [code] if isinstance(code, str) else code for text, code in told.items()}
    result = openends.code([*texts], codebook=CODES, reviewed=decided, **options)
    return result.codings


def names(coding):
    return [mention.code.name for mention in coding.mentions]


@pytest.fixture(scope="module")
def codings():
    return learned([*REVIEWED, *OTHERS])


def test_decisions_carry_over_to_answers_of_like_meaning(codings):
    assert {coding.text: names(coding) for coding in codings[-3:]} == {
        text: [code] for text, code in OTHERS.items()
    }
    assert {mention.layer for coding in codings[-3:] for mention in coding.mentions} == {
        Layer.EXAMPLES
    }


def test_decisions_in_one_language_help_the_others():
    others = {
        "el espresso sabe amargo": "Taste",
        "die Maschine ist sehr laut": "Segment 7",
        "le prix est trop élevé": "Price",
    }
    given = [names(coding) for coding in learned([*REVIEWED, *others])[-3:]]
    assert given == [[code] for code in others.values()]


def test_a_decision_stands_and_is_flagged_when_all_others_speak_against_it():
    reviewed = REVIEWED | {"far too loud and noisy": "Price"}
    coding = learned([*reviewed, *OTHERS], reviewed)[len(REVIEWED)]
    assert names(coding) == ["Price"]
    assert coding.mentions[0].layer is Layer.EXACT
    assert coding.needs_review
    assert "Segment 7" in coding.review_reason


def test_decisions_that_others_support_are_not_flagged(codings):
    assert not any(coding.needs_review for coding in codings[: len(REVIEWED)])


def test_a_decision_holds_for_the_same_words_with_a_slip():
    reviewed = REVIEWED | {"delicious espresso": "Price"}
    coding = learned(["Delicous Espreso!", *OTHERS], reviewed)[0]
    assert names(coding) == ["Price"]
    assert coding.mentions[0].layer is Layer.EXACT


def test_an_answer_that_a_person_left_without_codes_stays_so():
    coding = learned([*OTHERS, "I do not care"], REVIEWED | {"I do not care": []})[-1]
    assert names(coding) == []
    assert not coding.needs_review


def test_what_a_person_left_without_codes_teaches_which_others_fit_none():
    beside = ["my sister lives in Rome", "my brother lives in Oslo", "the weather is nice"]
    left = {text: [] for text in ("our dog is old", "we moved in May", "the weather was fine")}
    before, after = learned([*OTHERS, *beside]), learned([*OTHERS, *beside], REVIEWED | left)
    assert all(map(names, before))
    assert [names(coding) for coding in after[3:]] == [[], [], []]
    assert [names(coding) for coding in after[:3]] == [[code] for code in OTHERS.values()]


def test_a_code_without_an_example_is_still_given():
    texts = [*OTHERS, "the staff were so friendly", "friendly people work there"]
    given = [names(coding) for coding in learned(texts)[-2:]]
    assert given == [["Friendly staff"]] * 2


def test_few_decisions_leave_the_rest_to_closeness_of_meaning():
    few = dict(list(REVIEWED.items())[:4])
    layers = {mention.layer for coding in learned([*OTHERS], few) for mention in coding.mentions}
    assert layers == {Layer.MODEL}


def test_five_decisions_for_one_code_do_not_give_it_to_everyone():
    noise = [text for text, code in REVIEWED.items() if code == "Segment 7"][:5]
    others = [text for text, code in REVIEWED.items() if code != "Segment 7"]
    codings = learned(others, dict.fromkeys(noise, "Segment 7"))
    layers = {mention.layer for coding in codings for mention in coding.mentions}
    assert layers == {Layer.EXAMPLES}
    drawn = [coding.text for coding in codings if "Segment 7" in names(coding)]
    assert len(drawn) <= len(others) / 3


def test_the_answers_to_review_next_are_spread_over_what_people_say_and_unreviewed():
    decided = {text: [code] for text, code in REVIEWED.items()}
    fresh = ["the staff were so friendly", "delivery took weeks", "such nice waiters", "loud!"]
    result = openends.code([*fresh, *REVIEWED], codebook=CODES, reviewed=decided)
    teaching = [int(response) for response in result.teaching]
    assert len(teaching) == len(set(teaching))
    assert set(teaching[:3]) == {1, 2, 3}


def test_the_last_of_two_decisions_on_the_same_words_counts():
    reviewed = REVIEWED | {"noisy machine": "Taste", "Noisy machine!": "Segment 7"}
    assert names(learned([*OTHERS], reviewed)[1]) == ["Segment 7"]


def test_the_same_decisions_in_another_order_teach_the_same():
    turned = dict(reversed(REVIEWED.items()))
    first, second = learned([*OTHERS]), learned([*OTHERS], turned)
    assert [names(coding) for coding in first] == [names(coding) for coding in second]


def test_confidence_is_provisional_until_thirty_answers_are_reviewed():
    decided = {text: [code] for text, code in REVIEWED.items()}
    few = openends.code([*OTHERS], codebook=CODES, reviewed=decided).coded
    assert few.confidence_means.startswith("provisional")
    more = decided | {f"{text} indeed": codes for text, codes in decided.items()}
    enough = openends.code([*OTHERS], codebook=CODES, reviewed=more).coded
    assert enough.confidence_means == "a probability, learned from 36 reviewed answers"


def test_the_manifest_tells_runs_with_other_decisions_apart():
    runs = [
        openends.code([*OTHERS], codebook=CODES, reviewed=reviewed).manifest
        for reviewed in ({}, {"loud": ["Price"]}, {"loud": ["Taste"]})
    ]
    assert [run.reviewed for run in runs] == [0, 1, 1]
    assert len({run.reviewed_sha256 for run in runs}) == 3
