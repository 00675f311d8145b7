"""Answers in, codings out: what holds for every coded question."""

import pytest

import openends
from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.domain.coding import Layer
from openends.domain.errors import CodebookProblem, InputError, NothingToCode
from openends.domain.response import ResponseStatus
from openends.sample import QUESTIONS

CODES = ["Noise", "Price", "Taste of the coffee", "Cleaning", "Size"]


@pytest.fixture(scope="module")
def coded(sample):
    answers = list(sample.column("improve").values)
    return openends.code(answers, question=QUESTIONS["improve"])


def names(result):
    return [[mention.code.name for mention in coding.mentions] for coding in result.codings]


def test_every_answer_has_one_coding_in_its_place(coded, sample):
    assert len(coded) == len(sample)
    assert [coding.response_id for coding in coded.codings] == [
        str(number) for number in range(1, len(sample) + 1)
    ]


def test_evidence_is_a_literal_span_of_the_answer(coded):
    for coding in coded.codings:
        for mention in coding.mentions:
            evidence = mention.evidence
            assert evidence.length > 0
            assert coding.text[evidence.start : evidence.start + evidence.length] == evidence.text


def test_no_answer_has_a_code_twice(coded):
    for given in names(coded):
        assert len(given) == len(set(given))


def test_the_runner_up_is_a_code_that_was_not_given(coded):
    others = [coding for coding in coded.codings if coding.runner_up]
    assert others
    for coding in others:
        assert coding.runner_up not in [mention.code for mention in coding.mentions]


def test_confidence_is_a_probability(coded):
    values = [mention.confidence for coding in coded.codings for mention in coding.mentions]
    assert 0 < min(values) < max(values) < 1


def test_whoever_needs_review_is_told_why(coded):
    waiting = [coding for coding in coded.codings if coding.needs_review]
    assert 0 < len(waiting) < len(coded) / 2
    for coding in coded.codings:
        assert bool(coding.review_reason) is coding.needs_review
        assert not coding.review_reason or coding.review_reason.endswith(".")


def test_mentions_stand_in_the_order_of_the_words(coded):
    for coding in coded.codings:
        starts = [mention.evidence.start for mention in coding.mentions]
        assert starts == sorted(starts)


def test_blanks_and_nothing_to_say_are_set_aside():
    result = openends.code(["too loud", "", None, "don't know", "asdf", "nada"], codebook=CODES)
    assert [coding.status for coding in result.codings] == [
        ResponseStatus.CODED,
        ResponseStatus.NO_ANSWER,
        ResponseStatus.NO_ANSWER,
        ResponseStatus.NONE,
        ResponseStatus.JUNK,
        ResponseStatus.NONE,
    ]


def test_a_codebook_with_a_code_for_dont_know_gets_it():
    result = openends.code(["too loud", "don't know", "nothing"], codebook=[*CODES, "Don't know"])
    assert names(result) == [["Noise"], ["Don't know"], ["Don't know"]]


@pytest.mark.parametrize(
    "said", ["no clue", "not sure", "can't say", "D.K.", "undecided", "kann ich nicht sagen"]
)
def test_not_to_know_is_not_to_refuse(said):
    result = openends.code(
        ["too loud", said, "refused"], codebook=[*CODES, "Don't know", "Refused"]
    )
    assert [mention.code.name for mention in result.codings[1].mentions] == ["Don't know"]
    assert [mention.code.name for mention in result.codings[2].mentions] == ["Refused"]


def test_answers_alike_but_for_case_and_marks_get_the_same_codes():
    result = openends.code(["Too loud!", "too loud", "TOO LOUD..."], codebook=CODES)
    assert names(result) == [["Noise"]] * 3
    assert [coding.mentions[0].evidence.text.lower() for coding in result.codings] == [
        "too loud"
    ] * 3
    assert result.coded.duplicates == {"2": "1", "3": "1"}


def test_several_points_get_several_codes():
    result = openends.code(
        ["It is far too loud, and the price is much too high", "too loud"], codebook=CODES
    )
    assert [set(given) for given in names(result)] == [{"Noise", "Price"}, {"Noise"}]


def test_a_list_of_single_words_is_a_list_of_points():
    assert set(names(openends.code(["noise, price"], codebook=CODES))[0]) == {"Noise", "Price"}


def test_a_given_codebook_is_applied_as_it_is(coded):
    result = openends.code(["too loud", "too dear"], codebook=coded.codebook)
    assert result.codebook == coded.codebook
    assert not result.manifest.codebook_induced


def test_answers_in_another_language_than_the_codebook_are_coded():
    answers = ["es demasiado ruidoso", "viel zu teuer", "le goût du café est mauvais"]
    assert names(openends.code(answers, codebook=CODES)) == [
        ["Noise"],
        ["Price"],
        ["Taste of the coffee"],
    ]


def test_a_language_that_the_quick_encoder_lacks_gets_the_broad_one():
    answers = ["den är alldeles för högljudd", "priset är för högt", "svårt att rengöra den"]
    result = openends.code(answers, codebook=CODES, language="sv")
    assert [name.split()[0] for name in result.manifest.encoders] == ["e5"]
    assert names(result)[:2] == [["Noise"], ["Price"]]


@pytest.mark.parametrize(
    ("answers", "further"),
    [
        (["far too loud", "too expensive"], ["minilm", "e5"]),
        (["hace demasiado ruido", "me parece muy caro"], ["e5"]),
    ],
)
def test_best_quality_reads_with_further_encoders(answers, further):
    result = openends.code(answers, codebook=CODES, quality="best")
    assert [name.split()[0] for name in result.manifest.encoders] == ["use", *further]
    assert names(result) == [["Noise"], ["Price"]]


def test_a_rule_gives_its_code_and_says_so():
    rule = Rule(kind=RuleKind.PHRASE, pattern="power cord")
    codes = (Code(name="Cable", number=1, rules=(rule,)), Code(name="Noise", number=2))
    result = openends.code(["the power cord"], codebook=Codebook(codes=codes))
    mention = result.codings[0].mentions[0]
    assert (mention.code.name, mention.layer, mention.evidence.text) == (
        "Cable",
        Layer.RULE,
        "power cord",
    )


def test_what_a_person_decided_overrules_the_model():
    reviewed = {"Too loud": ["Price"], "nice": []}
    result = openends.code(["too loud", "nice", "so loud"], codebook=CODES, reviewed=reviewed)
    assert names(result) == [["Price"], [], ["Noise"]]
    assert result.codings[0].mentions[0].layer is Layer.EXACT
    assert result.codings[1].status is ResponseStatus.OTHER


def test_min_share_sends_rare_codes_to_other():
    answers = ["too loud", "so noisy", "the noise", "loud", "too expensive"]
    result = openends.code(answers, codebook=["Noise", "Price"], min_share=30)
    assert [code.name for code in result.codebook] == ["Noise"]
    assert result.codings[-1].status is ResponseStatus.OTHER


def test_min_share_sends_rare_codes_of_a_built_codebook_to_other_too(sample):
    answers = list(sample.column("improve").values)
    result = openends.code(answers, question=QUESTIONS["improve"], min_share=4)
    assert len(result.codebook) > 3
    assert all(item.share >= 0.04 for item in result.counts.codes)
    assert result.counts.other > 20


@pytest.mark.parametrize(
    "wrong",
    [
        {"coding_type": "x"},
        {"quality": "x"},
        {"language": "english"},
        {"max_codes": 0},
        {"min_share": 101},
        {"reviewed": {"loud": ["Nois"]}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_setting_that_the_engine_does_not_know_is_refused(wrong):
    with pytest.raises(InputError):
        openends.code(["too loud"], codebook=CODES, **wrong)


def test_a_share_that_nothing_reaches_is_refused():
    with pytest.raises(NothingToCode, match="min-share"):
        openends.code(["too loud", "too expensive"], codebook=["Noise", "Price"], min_share=90)


def test_brands_are_found_however_they_are_spelt(sample):
    result = openends.code(list(sample.column("brand").values), coding_type="entity")
    top = [item.code.name for item in result.counts.codes][:8]
    assert top == [
        "Brevano",
        "Kaffira",
        "Moltarra",
        "Dolventi",
        "Perkalto",
        "Quillano",
        "Steamhollow",
        "Tasselbrook",
    ]


@pytest.mark.parametrize("answers", [[], ["", None, "  "]])
def test_nothing_to_code_is_said(answers):
    with pytest.raises(NothingToCode):
        openends.code(answers)


def test_only_answers_that_say_nothing_need_a_codebook():
    with pytest.raises(NothingToCode, match="codebook"):
        openends.code(["don't know", "nothing"])
    assert len(openends.code(["don't know", "nothing"], codebook=CODES)) == 2


@pytest.mark.parametrize("wrong", ["too loud", [5, 6]], ids=["a text", "numbers"])
def test_what_is_no_list_of_texts_is_refused(wrong):
    with pytest.raises(InputError):
        openends.code(wrong)


def test_a_codebook_with_a_name_twice_is_refused():
    with pytest.raises(CodebookProblem, match="Noise"):
        openends.code(["too loud"], codebook=["Noise", "noise"])


def test_parts_that_say_nothing_get_the_code_for_it_and_no_other():
    result = openends.code(
        ["don't know, maybe the noise", "too loud"], codebook=[*CODES, "Don't know"]
    )
    assert [set(given) for given in names(result)] == [{"Don't know", "Noise"}, {"Noise"}]
    without = openends.code(["don't know, maybe the noise", "too loud"], codebook=CODES)
    assert names(without) == [["Noise"], ["Noise"]]
