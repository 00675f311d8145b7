"""Every check of a codebook: one that has the fault, and one that has not."""

from __future__ import annotations

from functools import partial

import pytest

from openends.domain.codebook import Code, Codebook, CodebookTest, CodingType, Rule, RuleKind
from openends.domain.response import Response
from openends.encoders import load_encoders
from openends.engine.codebook_check import checks, names, overlap, rules, test_cases, use
from openends.engine.codebook_check.check import check_codebook
from openends.engine.codebook_check.finding import Severity
from openends.engine.pipeline import code_question
from openends.engine.settings import Settings

ENCODERS = partial(load_encoders, "fast")
REGEX, PHRASE, VARIANT = RuleKind.REGEX, RuleKind.PHRASE, RuleKind.VARIANT


def coded(name, number=1, definition="what it costs, fees", **fields):
    if patterns := fields.pop("regex", ()):
        fields["rules"] = tuple(Rule(kind=REGEX, pattern=pattern) for pattern in patterns)
    return Code(name=name, number=number, definition=definition, **fields)


STAFF = Code(name="Staff", number=2, definition="waiters, service at the desk", examples=("rude",))


def found(*codes, **about):
    return check_codebook(Codebook(codes=codes, **about), ENCODERS)


def found_names(*codes, **about):
    return {finding.check for finding in found(*codes, **about)}


#: By check, codes that have the fault and codes like them that have not.
CASES = [
    (checks.RULE_TOO_SLOW, [coded("Price", regex=[r"(x+x+)+y|(a|aa)+$"])],
     [coded("Price", regex=[r"x+y"])]),
    (checks.RULE_MATCHES_ALL, [coded("Price", regex=[".*"])], [coded("Price", regex=[r"\d+"])]),
    (checks.RULE_MATCHES_ALL, [coded("Price", regex=["[a-z]"])],
     [coded("Price", regex=["[a-z]*price"])]),
    (checks.IN_AND_OUT, [coded("Price", include=("Parts!",), exclude=("parts",))],
     [coded("Price", include=("parts",), exclude=("repairs",))]),
    (checks.OVERLAP, [coded("Price"), coded("Prices", 2)], [coded("Price"), STAFF]),
    (checks.TONE_IN_NAME, [coded("Friendly staff")], [coded("Staff training")]),
    (checks.TONE_IN_NAME, [coded("Good price")], [coded("Price")]),
    (checks.TONE_IN_NAME, [coded("Too expensive")], [coded("Crime")]),
    (checks.NO_DESCRIPTION, [coded("Price", definition="")],
     [coded("Price", definition="", examples=("too dear",))]),
    (checks.NO_DESCRIPTION, [coded("Price", definition="")], [coded("Don't know", definition="")]),
    (checks.BROAD_NAME, [coded("Other")], [coded("Other shops")]),
    (checks.BROAD_NAME, [coded("General comments")], [coded("General practitioner")]),
    (checks.BROAD_NAME, [coded("Expensive")], [coded("Price")]),
    (checks.BROAD_NAME, [coded("Good")], [coded("Goods")]),
    (checks.DEFINITION_REPEATS, [coded("Price", definition="The price.")],
     [coded("Price", definition="The price of parts.")]),
    (checks.EXAMPLE_TWICE, [coded("Price", examples=("Rude!",)), STAFF],
     [coded("Price", examples=("dear",)), STAFF]),
    (checks.INCLUDE_TWICE, [coded("Price", include=("tips",)),
                            coded("Staff", 2, include=("Tips",))],
     [coded("Price", include=("tips", "tips.")), STAFF]),
    (checks.EXCLUDE_IS_INCLUDE, [coded("Price", include=("tips",)),
                                 coded("Staff", 2, exclude=("tips",))],
     [coded("Price", include=("tips",)), coded("Staff", 2, exclude=("prices",))]),
    (checks.RULE_TAKES_EXAMPLE, [coded("Price", regex=["rude"]), STAFF],
     [coded("Price", regex=["rudeness"]), STAFF]),
    (checks.RULE_TAKES_EXAMPLE, [coded("Price", rules=(Rule(kind=PHRASE, pattern="RUDE"),)), STAFF],
     [coded("Price", examples=("rude",), regex=["rude"]), STAFF]),
    (checks.LONG_NAME, [coded("x" * 61)], [coded("x" * 60)]),
    (checks.LONE_CATEGORY, [coded("Price", category="Value"), STAFF],
     [coded("Price", category="Value"), coded("Discounts", 2, category="Value")]),
    (checks.NUMBERS, [coded("Price", 3), STAFF], [coded("Price", 1), STAFF]),
    (checks.NUMBERS, [coded("Price", 94), coded("Staff", 96)],
     [coded("Price", 96), coded("Staff", 100)]),
    (checks.NOT_ALL, [coded(f"Price {at}", at) for at in range(1, 16)], [coded("Price")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "faulty", "sound"),
    CASES,
    ids=[f"{check.name}-{at}" for at, (check, *_) in enumerate(CASES)],
)
def test_a_check_finds_its_fault_and_nothing_like_it(check, faulty, sound):
    assert check.name in found_names(*faulty)
    assert check.name not in found_names(*sound)


def test_a_sound_codebook_is_clean():
    assert found(coded("Price", examples=("too dear",), include=("fees",)), STAFF) == []


def test_a_finding_says_what_where_why_and_what_to_do():
    (finding,) = found(coded("Price", regex=[".*"]), STAFF)[:1]
    assert finding.where == "code 1 'Price'"
    assert finding.codes == ("Price",)
    assert all(text.endswith(".") for text in (finding.what, finding.why, finding.do))


def test_overlapping_codes_are_named_with_their_closeness():
    staff = coded("Staff", 3, definition="waiters")
    told = found(coded("Price"), coded("Prices", 2), staff)
    (finding,) = (item for item in told if item.check == "overlap")
    assert finding.codes == ("Price", "Prices")
    assert overlap.CLOSE["use"] <= finding.figure <= 1.001


def test_only_the_closest_pairs_are_listed():
    listed = [item for item in found(*CASES[-1][1]) if item.check == "overlap"]
    assert len(listed) == overlap.MOST_PAIRS
    assert listed == sorted(listed, key=lambda item: -item.figure)


def test_many_codes_without_a_description_are_one_finding():
    topics = ("Price", "Staff", "Noise", "Leaks", "Size", "Taste", "Heat", "Milk", "Pods", "Repair")
    codes = [coded(name, at, definition="") for at, name in enumerate((*topics, "Weight"), start=1)]
    told = [item.codes for item in found(*codes[:10]) if item.check == "no-description"]
    assert told == [(name,) for name in topics]
    (one,) = (item for item in found(*codes) if item.check == "no-description")
    assert one.codes == (*topics, "Weight")
    assert one.where == "'Price' and 10 more"


def test_errors_come_first_and_notes_last():
    order = [item.severity for item in found(coded("Good price", 5, regex=["."]), STAFF)]
    assert order == sorted(order, key=list(Severity).index)
    assert {*order} == set(Severity)


@pytest.mark.parametrize(
    ("language", "broad", "toned"),
    [
        ("de", "Sonstiges", "Freundliches Personal"),
        ("fr", "Autres", "Mauvais service"),
        ("es", "Otros", "Buen precio"),
        ("pt", "Outros", "Bom preço"),
        ("it", "Altro", "Ottimo servizio"),
        ("nl", "Overig", "Goede service"),
        ("sv", "Övrigt", "Bra service"),
    ],
)
def test_names_are_read_in_the_language_of_the_codebook(language, broad, toned):
    codes = (coded(broad), coded(toned, 2))
    listed = names.check_names(Codebook(codes=codes, language=language))
    told = {finding.check: finding.codes for finding in listed}
    assert told == {"broad-name": (broad,), "tone-in-name": (toned,)}


def test_names_of_entities_may_be_anything_and_are_not_compared_by_meaning():
    codes = [
        Code(name=name, number=at, rules=(Rule(kind=VARIANT, pattern=name),))
        for at, name in enumerate(("Good", "Other", "Best Price", "Best Prices"), start=1)
    ]
    assert found(*codes, coding_type=CodingType.ENTITY) == []


def test_slow_rules_are_given_up_after_a_few():
    codes = [coded(f"Topic {at}", at, regex=[r"(a|aa)+$"]) for at in range(1, 15)]
    told = list(rules.check_rules(Codebook(codes=tuple(codes)), lambda *_: None))
    assert [item.check for item in told].count("rule-too-slow") == rules.MOST_SLOW
    assert told[-1].check == "not-all"


def test_progress_is_told():
    stages = []
    codebook = Codebook(codes=(coded("Price", regex=["dear"]), STAFF))
    check_codebook(codebook, ENCODERS, lambda stage, done, total: stages.append((done, total)))
    assert (0, 1) in stages
    assert (2, 2) in stages


def brand(name, number, *variants):
    return Code(
        name=name,
        number=number,
        rules=tuple(Rule(kind=VARIANT, pattern=text) for text in (name, *variants)),
    )


BRANDS = Codebook(
    codes=(brand("Acme", 1), brand("Globex", 2), brand("Initech", 3), brand("Umbrella", 4)),
    coding_type=CodingType.ENTITY,
)


def used(texts):
    responses = [Response(id=str(at), text=text) for at, text in enumerate(texts)]
    settings = Settings(coding_type=CodingType.ENTITY)
    result = code_question(responses, load_encoders=ENCODERS, settings=settings, codebook=BRANDS)
    return {finding.check: finding for finding in use.check_use(result)}


EVEN = ["Acme", "Globex", "Initech", "Umbrella"] * 10


def test_a_codebook_that_parts_the_answers_is_clean():
    assert used(EVEN) == {}


def test_a_code_that_nobody_has_is_dead():
    told = used([text for text in EVEN if text != "Umbrella"])
    assert {name: item.codes for name, item in told.items()} == {"dead-code": ("Umbrella",)}


def test_a_code_that_more_than_four_in_ten_have_is_too_frequent():
    told = used(EVEN + ["Acme"] * 15)
    assert {name: item.codes for name, item in told.items()} == {"too-frequent": ("Acme",)}
    assert told["too-frequent"].figure == pytest.approx(25 / 55, abs=0.001)


def test_answers_that_fit_no_code_are_counted():
    told = used(EVEN + ["a shop in my street"] * 10)
    assert set(told) == {"fits-no-code"}
    assert told["fits-no-code"].figure == 0.2


def test_codes_that_always_come_together_are_candidates_for_a_merge():
    told = used(["Acme and Globex"] * 12 + ["Initech"] * 12 + ["Umbrella"] * 12)
    assert {name: item.codes for name, item in told.items()} == {
        "given-together": ("Acme", "Globex")
    }


def test_few_answers_say_nothing_about_shares():
    assert set(used(["Acme"] * 29)) == {"few-answers"}


def tried(codes, *tests):
    codebook = Codebook(codes=tuple(codes), tests=tests)
    result = code_question(
        test_cases.responses_to_try(codebook), load_encoders=ENCODERS, codebook=codebook
    )
    return test_cases.compare_tests(codebook, result.codings)


BY_RULE = [coded("Price", regex=["cost|dear"]), coded("Staff", 2, regex=["waiter|rude"])]


@pytest.mark.parametrize(
    ("text", "codes", "passes"),
    [
        ("it costs too much", ["Price"], True),
        ("it costs too much", ["price"], True),
        ("it costs too much", ["Staff"], False),
        ("dear, and a rude waiter", ["Staff", "Price"], True),
        ("dear, and a rude waiter", ["Price"], False),
        ("don't know", ["none"], True),
        ("asdfgh", ["no answer"], True),
        ("don't know", ["other"], False),
    ],
)
def test_a_test_passes_when_exactly_its_codes_are_given_in_any_order(text, codes, passes):
    (result,) = tried(BY_RULE, CodebookTest(text=text, codes=tuple(codes)))
    assert result.passed is passes
    assert (result.finding is None) is passes
    if not passes:
        assert result.finding.check == "test-fails"
        assert result.given[0] in result.finding.what


def test_a_test_of_an_unknown_code_is_an_error_of_the_test():
    (result,) = tried(BY_RULE, CodebookTest(text="it costs too much", codes=("Prise",)))
    assert result.finding.check == "test-unknown-code"
    assert not result.passed


def test_a_code_that_is_named_other_comes_before_the_reserved_name():
    other = coded("Other", 3, regex=["moon"])
    (result,) = tried([*BY_RULE, other], CodebookTest(text="the moon", codes=("other",)))
    assert result.given == ("Other",)
    assert result.passed


def test_every_check_has_a_test_here():
    here = {check for check, *_ in CASES} | {
        *(checks.TEST_FAILS, checks.TEST_UNKNOWN_CODE, checks.DEAD_CODE, checks.FREQUENT_CODE),
        *(checks.FITS_NO_CODE, checks.TOGETHER, checks.FEW_ANSWERS),
    }
    assert here == set(checks.CHECKS)
