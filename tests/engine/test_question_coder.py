"""A question can be coded in slices, in any order and by any process, with the same outcome."""

import pickle
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from letters import LetterEncoder, load_letters
from pinned_codings import RULES, made_answers

from openends.domain.codebook import Code, Codebook, CodingType
from openends.domain.coding import Layer
from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ResponseStatus, ReviewedResponse
from openends.engine import read_question
from openends.engine.judge import BLOCK
from openends.engine.pipeline import Settings, code_question
from openends.engine.prepare.distinct import distinct_texts
from openends.engine.prepare_question import prepare_question
from openends.sample import QUESTIONS

#: Distinct answers that are fitted on here, so that most of them are not.
FITTED = 60


@pytest.fixture(scope="module", autouse=True)
def _small_reference():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_question, "FIT_ANSWERS", FITTED)
        yield


@pytest.fixture(scope="module")
def responses(sample):
    cells = [*sample.column("why_brand").values, *sample.column("improve").values]
    texts = made_answers(cells, 280)
    return [Response(id=str(at), text=text) for at, text in enumerate([*texts, *texts[200:230]])]


@pytest.fixture(scope="module")
def brands(sample):
    cells = sample.column("brand").values
    return [Response(id=str(at), text=str(cell or "")) for at, cell in enumerate(cells)]


def prepared(responses, **options):
    return prepare_question(responses, load_encoders=load_letters, **options)


@pytest.fixture(scope="module")
def at_once(responses):
    coder = prepared(responses, codebook=RULES)
    return coder.code(0, len(responses))


@pytest.fixture(scope="module")
def told_apart(responses, at_once):
    """Return the places whose codings by another coder, slice after slice, are others."""

    def compare(slices):
        coder = prepared(responses, codebook=RULES)
        coded = [(start, coder.code(start, stop)) for start, stop in slices]
        found = {start + at: coding for start, part in coded for at, coding in enumerate(part)}
        return [place for place, coding in enumerate(at_once) if found[place] != coding]

    return compare


@hypothesis_settings(deadline=None, max_examples=10)
@given(cuts=st.sets(st.integers(1, 316), max_size=12), seed=st.integers(0, 99))
def test_codings_are_the_same_whatever_the_cuts_and_their_order(told_apart, cuts, seed):
    slices = list(pairwise([0, *sorted(cuts), 317]))
    Random(seed).shuffle(slices)
    assert told_apart(slices) == []


@pytest.mark.parametrize(
    "options",
    [{"coding_type": CodingType.ENTITY}, {}, {"min_share": 5}],
    ids=["names", "themes", "themes that many speak of"],
)
def test_a_built_codebook_is_applied_the_same_whatever_the_cuts(responses, brands, options):
    asked = brands if "coding_type" in options else responses
    whole, parts = (prepared(asked, settings=Settings(**options)) for _ in range(2))
    assert whole.codebook == parts.codebook
    coded = [parts.code(start, start + 7) for start in range(0, len(asked), 7)]
    assert whole.code(0, len(asked)) == tuple(coding for part in coded for coding in part)


def test_coding_a_question_is_coding_all_its_slices(responses):
    coded = code_question(responses, load_encoders=load_letters)
    coder = prepared(responses)
    assert coded.codings == coder.code(0, len(responses))
    assert (coded.codebook, coded.warnings) == (coder.codebook, coder.warnings)


def test_who_says_the_same_gets_the_same_wherever_it_stands(responses, at_once):
    decided = {}
    for coding in at_once:
        given_codes = [mention.code for mention in coding.mentions]
        told = (given_codes, coding.sentiment, coding.runner_up)
        assert decided.setdefault(coding.text.casefold().rstrip(".!, "), told) == told
    assert len(decided) < len(at_once)


def test_a_slice_reads_its_blocks_only_and_a_pass_every_answer_once(responses):
    encoder = LetterEncoder()
    coder = prepare_question(responses, load_encoders=lambda languages: (encoder,), codebook=RULES)
    whole = {response.text for response in responses if ", and " in response.text}
    encoder.read.clear()
    coder.code(200, 210)
    assert 1 < len(whole & set(encoder.read)) <= 2 * BLOCK
    for start in range(0, len(responses), 10):
        coder.code(start, start + 10)
    read = Counter(encoder.read)
    assert max(read[text] for text in whole) == 1


def test_the_cost_is_the_number_of_distinct_real_answers(responses):
    coder = prepared(responses, codebook=RULES)
    assert len(coder) == len(responses)
    assert coder.cost == distinct_texts([response.text for response in responses])
    assert FITTED < coder.cost < len(responses)


def test_duplicates_are_found_inside_and_outside_the_reference(responses):
    coder = prepared(responses, codebook=RULES)
    repeated = coder.duplicates()
    for earlier, response in enumerate(responses[-30:], start=200):
        if distinct_texts([response.text]):
            assert repeated[response.id] == repeated.get(str(earlier), str(earlier))


def stored(codebook):
    """Return the codebook as a program that kept it has it: the same in other values."""
    return pickle.loads(pickle.dumps(codebook))


@pytest.mark.parametrize("min_share", [None, 6])
def test_a_built_codebook_that_was_stored_codes_like_the_coder_that_built_it(responses, min_share):
    settings = Settings(min_share=min_share)
    first = prepared(responses, settings=settings)
    again = prepared(responses, settings=settings, codebook=stored(first.codebook), built=True)
    assert first.induced
    assert again.induced
    assert again.codebook == first.codebook
    assert again.code(0, len(responses)) == first.code(0, len(responses))


def test_a_built_list_of_names_that_was_stored_codes_like_the_coder_that_built_it(brands):
    first = prepared(brands, settings=Settings(coding_type=CodingType.ENTITY))
    again = prepared(brands, codebook=stored(first.codebook), built=True)
    assert again.code(0, len(brands)) == first.code(0, len(brands))


def test_examples_of_a_built_codebook_are_no_persons_decisions(responses):
    built = prepared(responses).codebook
    renamed = replace(built, codes=(replace(built.codes[0], name="Renamed"), *built.codes[1:]))
    assert any(code.examples for code in renamed)
    by_machine = prepared(responses, codebook=renamed, built=True)
    assert by_machine.codebook == renamed
    by_person = prepared(responses, codebook=renamed)
    assert Layer.EXACT not in layers(by_machine.code(0, len(responses)))
    assert Layer.EXACT in layers(by_person.code(0, len(responses)))


def layers(codings):
    return {mention.layer for coding in codings for mention in coding.mentions}


def test_what_people_reviewed_overrules_a_built_codebook(responses):
    built = prepared(responses).codebook
    text, code = responses[-1].text, built.codes[-1]
    reviewed = [ReviewedResponse(text=text, codes=(code.name,))]
    coder = prepared(responses, codebook=built, built=True, reviewed=reviewed)
    mentions = coder.code(len(responses) - 1, len(responses))[0].mentions
    assert [(mention.code, mention.layer) for mention in mentions] == [(code, Layer.EXACT)]


def test_a_built_codebook_codes_answers_that_none_could_be_built_from():
    codebook = Codebook(codes=(Code(name="Noise", number=1, examples=("too loud",)),))
    asked = [Response(id="1", text="nothing"), Response(id="2", text="")]
    coder = prepared(asked, codebook=codebook, built=True)
    assert [coding.status for coding in coder.code(0, 2)] == [
        ResponseStatus.NONE,
        ResponseStatus.NO_ANSWER,
    ]
    assert coder.cost == 0
    with pytest.raises(NothingToCode):
        prepared(asked)


def test_slices_beyond_the_end_are_empty(responses):
    coder = prepared(responses, codebook=RULES)
    assert coder.code(len(responses), len(responses) + 5) == ()
    assert len(coder.code(len(responses) - 2, len(responses) + 5)) == 2


def test_progress_reaches_every_response(responses):
    told = []
    code_question(
        responses,
        load_encoders=load_letters,
        codebook=RULES,
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )
    coding = [(done, total) for stage, done, total in told if stage == "Coding"]
    assert coding[0] == (0, len(responses))
    assert coding[-1] == (len(responses), len(responses))
    assert coding == sorted(coding)


def test_rare_codes_of_a_built_codebook_are_left_out_of_every_slice(sample):
    cells = sample.column("improve").values
    asked = [Response(id=str(at), text=str(cell or "")) for at, cell in enumerate(cells)]
    settings = Settings(question=QUESTIONS["improve"])
    coder = prepared(asked, settings=settings)
    given_codes = {
        mention.code for coding in coder.code(0, len(asked)) for mention in coding.mentions
    }
    assert given_codes <= set(coder.codebook)
    assert [code.number for code in coder.codebook] == list(range(1, len(coder.codebook) + 1))
