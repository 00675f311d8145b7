"""Codebooks built from answers."""

from collections import Counter

import pytest

import openends
from openends.engine.induce.themes import LANGUAGES
from openends.engine.induce.wanted import least_people
from openends.sample import QUESTIONS

NOISE = ["too loud", "very noisy", "the noise", "noise at night", "so loud it wakes me", "loud"]
PRICE = ["too expensive", "the price", "lower prices", "price is high", "cheaper please", "cost"]
DELIVERY = [
    "delivery took weeks",
    "late delivery",
    "faster delivery",
    "delivery was late",
    "the parcel came late",
    "slow delivery",
]


@pytest.fixture(scope="module")
def coded(sample):
    return {
        column: openends.code(list(sample.column(column).values), question=question)
        for column, question in QUESTIONS.items()
    }


def test_clear_themes_become_codes():
    result = openends.code([*NOISE, *PRICE, *DELIVERY], question="What should be improved?")
    main = [coding.mentions[0].code.name for coding in result.codings]
    commonest = [
        Counter(main[start : start + 6]).most_common(1)[0] for start in range(0, len(main), 6)
    ]
    assert len({name for name, _ in commonest}) == 3
    assert all(count >= 4 for _, count in commonest)


def test_an_induced_codebook_is_fit_for_a_report(coded):
    for result in coded.values():
        names = [code.name for code in result.codebook]
        assert 8 <= len(names) <= 40
        assert len({name.casefold() for name in names}) == len(names)
        for code in result.codebook:
            assert code.name[0].isupper() or not code.name[0].isalpha()
            assert 1 <= len(code.name.split()) <= 7
            assert code.definition.endswith(".")
            assert "\n" not in code.definition
            assert code.category
            assert code.number not in {97, 98, 99}


def test_few_answers_are_left_as_other(coded):
    for result in coded.values():
        assert result.counts.other < 0.1 * result.counts.base


def test_every_code_has_people(coded):
    for result in coded.values():
        least = least_people(result.counts.base, 0.01)
        counted = [item.people for item in result.counts.codes]
        assert all(people > 0 for people in counted)
        assert sum(people >= least for people in counted) >= 0.9 * len(counted)


def test_examples_stand_in_the_answers_word_for_word(coded, sample):
    for column, result in coded.items():
        answers = [str(cell) for cell in sample.column(column).values if cell]
        for code in result.codebook:
            assert code.examples
            for example in code.examples:
                assert any(example in answer for answer in answers)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("es", ["muy caro para mí", "el precio es alto", "precios más bajos", "demasiado caro"]),
        ("de", ["viel zu teuer für mich", "der Preis ist hoch", "die Preise senken", "zu teuer"]),
        ("fr", ["beaucoup trop cher", "le prix est élevé", "baisser les prix", "trop cher"]),
    ],
)
def test_names_are_in_the_language_of_the_answers(language, answers):
    result = openends.code(answers * 3, language=language)
    assert result.codebook.language == language
    assert language in LANGUAGES
    english = openends.code(["too expensive", "price too high", "lower the prices"] * 4)
    assert english.codebook.language == "en"
    assert {code.name for code in result.codebook}.isdisjoint(
        {code.name for code in english.codebook}
    )


def test_max_codes_limits_an_induced_codebook(sample):
    answers = list(sample.column("improve").values)
    assert len(openends.code(answers, max_codes=5).codebook) <= 5


def test_the_same_answers_give_the_same_codebook(coded, sample):
    for column, result in coded.items():
        again = openends.code(list(sample.column(column).values), question=QUESTIONS[column])
        assert again.codebook == result.codebook
        assert again.codings == result.codings


def test_one_answer_makes_a_codebook_of_its_own():
    result = openends.code(["The battery never lasts a whole day"])
    assert len(result.codebook) == 1
    assert result.codings[0].mentions


def test_a_few_answers_on_different_things_get_different_codes():
    answers = ["Friendly staff", "Prices too high", "Great location", "The food was cold"]
    result = openends.code(answers)
    first = [coding.mentions[0].code.name for coding in result.codings]
    assert len(set(first)) == len(answers)


def test_chinese_answers_on_different_things_get_different_codes():
    topics = [("早餐太咸", "早餐很丰富"), ("停车不方便", "停车太贵"), ("房间很吵", "房间太小")]
    result = openends.code([answer for topic in topics for answer in topic * 3])
    first = [coding.mentions[0].code.name for coding in result.codings]
    assert [len(set(first[start : start + 6])) for start in range(0, 18, 6)] == [1, 1, 1]
    assert len(set(first)) == 3


@pytest.mark.parametrize(
    ("total", "share", "least"),
    [
        (1_000, 0.01, 10),
        (400, 0.01, 5),
        (50, 0.01, 2.5),
        (24, 0.01, 2),
        (12, 0.01, 1),
        (1, 0.01, 1),
    ],
)
def test_a_code_needs_a_share_and_a_handful(total, share, least):
    assert least_people(total, share) == least
