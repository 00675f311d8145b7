"""What becomes of codes and codings by an edit; the coder of the edited codebook is a table."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.domain.codebook_edit import (
    AddCode,
    ChangeCategory,
    ChangeCode,
    MergeCodes,
    RetireCode,
    SplitCode,
)
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.errors import CodebookProblem
from openends.domain.response import ResponseStatus
from openends.engine.refine.apply_edit import apply_edit
from openends.engine.refine.recode import recode
from openends.engine.refine.what_if import what_if

NOISE = Code(name="Noise", number=1, category="Place", examples=("loud",))
PRICE = Code(name="Price", number=2, category="Money")
STAFF = Code(name="Staff", number=7, exclude=("Noise",))
BOOK = Codebook(codes=(NOISE, PRICE, STAFF))


def coding(name, *codes, approved=False, coder=""):
    """A response with codes, each at words of its own."""
    text = "x" * 90
    return Coding(
        response_id=name,
        text=text,
        status=ResponseStatus.CODED if codes else ResponseStatus.OTHER,
        mentions=tuple(
            Mention(
                code=code,
                sentiment=Sentiment.NEUTRAL,
                confidence=0.5 + at / 100,
                layer=Layer.MODEL,
                evidence=Evidence.of(text, 10 * at, 10 * at + 5),
                coder=coder,
            )
            for at, code in enumerate(codes)
        ),
        approved=approved,
    )


def names(codings):
    return [[each.code.name for each in one.mentions] for one in codings]


def test_a_merged_code_takes_over_what_made_answers_its_sources():
    rule = Rule(kind=RuleKind.PHRASE, pattern="so loud")
    book = Codebook(codes=(replace(NOISE, rules=(rule,)), PRICE, STAFF))
    edited = apply_edit(book, MergeCodes(sources=(1,), target=7))
    (merged,) = [code for code in edited.codebook if code.number == 7]
    assert (merged.include, merged.examples, merged.rules) == (("Noise",), ("loud",), (rule,))
    # What was told apart from it is part of it now.
    assert merged.exclude == ()


def test_a_response_with_both_codes_has_the_merged_one_once_from_the_surer_mention():
    edited = apply_edit(BOOK, MergeCodes(sources=(1,), target=7))
    (after,) = recode([coding("a", NOISE, STAFF)], edited, None)
    (mention,) = after.mentions
    assert (mention.code.name, mention.confidence) == ("Staff", 0.51)
    (decided,) = recode([coding("a", NOISE, coder="Anna")], edited, None)
    assert decided.mentions[0].coder == "Anna"


def test_an_answer_that_gains_the_touched_code_loses_what_fits_it_less_and_no_other_changes():
    edited = apply_edit(BOOK, AddCode(code=Code(name="Music", number=0)))
    music = edited.codebook.find("Music")
    assert music.number == 8
    before = [coding("a", NOISE), coding("b", NOISE), coding("c", PRICE, STAFF)]
    fresh = [coding("a", music), coding("b", PRICE), coding("c", PRICE, music)]
    after = recode(before, edited, fresh.__getitem__)
    assert names(after) == [["Music"], ["Noise"], ["Price", "Music"]]


def test_what_a_person_approved_is_not_changed_by_a_new_definition():
    edited = apply_edit(BOOK, ChangeCode(number=1, definition="Only music."))
    before = [coding("a", NOISE, approved=True, coder="Anna"), coding("b", NOISE)]
    fresh = [coding("a", PRICE), coding("b", PRICE)]
    after = recode(before, edited, fresh.__getitem__)
    assert names(after) == [["Noise"], ["Price"]]
    assert after[0].approved


def test_a_split_looks_at_the_holders_of_the_code_alone():
    parts = (Code(name="Loud music", number=0), Code(name="Loud guests", number=0))
    edited = apply_edit(BOOK, SplitCode(number=1, parts=parts))
    assert [code.category for code in edited.codebook][:2] == ["Place", "Place"]
    music = edited.codebook.find("Loud music")
    asked = []

    def fresh(place):
        asked.append(place)
        return coding("?", music)

    after = recode([coding("a", NOISE, PRICE), coding("b", PRICE)], edited, fresh)
    assert names(after) == [["Loud music", "Price"], ["Price"]]
    assert asked == [0]


def test_a_response_without_another_code_gets_what_fits_next_when_its_code_is_retired():
    edited = apply_edit(BOOK, RetireCode(number=1))
    fresh = [coding("?", STAFF), coding("?", STAFF)]
    after = recode([coding("a", NOISE), coding("b", NOISE, PRICE)], edited, fresh.__getitem__)
    assert names(after) == [["Staff"], ["Price"]]
    assert after[0].response_id == "a"


def test_a_new_number_is_none_that_a_code_ever_had_and_none_that_is_reserved():
    edited = apply_edit(BOOK, AddCode(code=Code(name="New", number=0)), used_numbers={95, 96})
    assert edited.codebook.find("New").number == 100


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (RetireCode(number=5), "no code with the number 5; it has 1, 2, 7"),
        (MergeCodes(sources=(1,), target=1), "two different codes"),
        (MergeCodes(sources=(), target=1), "at least one other code"),
        (SplitCode(number=1, parts=(Code(name="x", number=0),)), "two codes or more"),
        (ChangeCode(number=1, name=" noise "), None),
        (ChangeCode(number=1, name="price"), "two codes named alike"),
        (ChangeCode(number=1, new_number=2), "Number 2 stands for both"),
        (ChangeCategory(category="?", name="x"), "these: 'Place', 'Money'"),
    ],
)
def test_an_edit_that_breaks_a_codebook_says_why(edit, said):
    if said is None:
        apply_edit(BOOK, edit)
        return
    with pytest.raises(CodebookProblem, match=said):
        apply_edit(BOOK, edit)


def test_the_only_code_is_not_retired():
    with pytest.raises(CodebookProblem, match="only code"):
        apply_edit(Codebook(codes=(NOISE,)), RetireCode(number=1))


subsets = st.lists(st.sampled_from([NOISE, PRICE, STAFF]), unique=True, max_size=3)
edits = st.sampled_from(
    [
        MergeCodes(sources=(1, 2), target=7),
        MergeCodes(sources=(7,), target=1),
        ChangeCode(number=2, name="Cost", new_number=9, category="New"),
        ChangeCategory(category="Place", name="Money"),
    ]
)


@given(st.lists(st.tuples(subsets, st.booleans()), max_size=8), edits)
def test_figures_say_how_many_people_have_each_code_before_and_after(people, edit):
    before = [coding(str(at), *codes, approved=done) for at, (codes, done) in enumerate(people)]
    edited = apply_edit(BOOK, edit)
    after = recode(before, edited, None)
    told = what_if(before, edited, after)
    changed = {each.response_id for each in told.changed}
    for old, new in zip(before, after, strict=True):
        assert old.approved == new.approved
        kept = [edited.stays.get(each.code.number) for each in old.mentions]
        assert (old.response_id in changed) == (set(kept) != {m.code.number for m in new.mentions})
    for code in edited.codebook:
        count = sum(code in [each.code for each in one.mentions] for one in after)
        moved = [each for each in told.figures if each.code == code]
        assert all(each.after == count for each in moved)
