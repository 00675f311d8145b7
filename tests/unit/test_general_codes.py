"""Which codes stand for what is said in general, and how they are read."""

import pytest

from openends.domain.codebook import Code
from openends.engine.assign.general_codes import (
    BLAME,
    PRAISE,
    CodesAsRead,
    GeneralCode,
    general_code,
    read_general_codes,
)

BOTH = frozenset((PRAISE, BLAME))


def code(name, number=1, **told):
    return Code(name=name, number=number, **told)


def read(*names, closest=lambda names: 0):
    codes = [code(name, number) for number, name in enumerate(names, 1)]
    return read_general_codes(codes, closest)


@pytest.mark.parametrize(
    "name",
    [
        "General",
        "General satisfaction",
        "overall_satisfaction",
        "Overall impression",
        "In general",
        "Allgemeine Zufriedenheit",
        "Gesamteindruck",
        "Satisfacción general",
        "Avis général",
        "Commentaires généraux",
        "Opinião geral",
        "Soddisfazione generale",
        "Algemene indruk",
    ],
)
def test_a_code_about_everything_has_no_subject(name):
    assert general_code(code(name)) == GeneralCode("", BOTH)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("course general", "course"),
        ("FOOD#GENERAL", "food"),
        ("room_amenities_general", "room amenities"),
        ("Service (general)", "service"),
        ("Personal allgemein", "personal"),
        ("Overall quality", "quality"),
    ],
)
def test_a_general_code_is_about_the_rest_of_its_name(name, subject):
    assert general_code(code(name)) == GeneralCode(subject, BOTH)


@pytest.mark.parametrize(
    "name",
    [
        "Attorney General",
        "Secretary general",
        "General practitioner",
        "General hospital",
        "General Motors",
        "High complexity in overall project setting",
        "Directeur général",
        "Price",
        "Generation gap",
        "---",
    ],
)
def test_other_names_with_such_a_word_stay_what_they_are(name):
    assert general_code(code(name)) is None


@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("Good in general", PRAISE),
        ("General praise", PRAISE),
        ("Positive (general)", PRAISE),
        ("Allgemein gut", PRAISE),
        ("Bad in general", BLAME),
        ("General criticism", BLAME),
        ("Mal en general", BLAME),
    ],
)
def test_a_code_for_praise_or_blame_alone_takes_that_only(name, takes):
    assert general_code(code(name)) == GeneralCode("", frozenset({takes}))


def test_a_definition_says_what_is_meant_instead_of_the_name():
    defined = code("General", definition="likeable, a good person")
    assert general_code(defined) is None
    assert read_general_codes([defined], lambda names: 0) == CodesAsRead((defined,), ())


def test_a_general_code_is_read_by_its_subject():
    names = [each.name for each in read("course general", "course workload").codes]
    assert names == ["course", "course workload"]


def test_praise_without_a_reason_belongs_to_the_subject_that_answers_speak_of():
    asked = []

    def closest(names):
        asked.append(list(names))
        return 1

    (praised, praise), (blamed, blame) = read(
        "teacher general", "course general", "price", closest=closest
    ).unreasoned
    assert asked == [["teacher", "course"]] * 2
    assert praised == blamed == 1
    assert "great" in praise
    assert "I was disappointed" in blame


def test_a_code_for_praise_alone_takes_it_from_those_for_both():
    (praised, praise), (blamed, blame) = read(
        "course general", "good in general", "bad in general"
    ).unreasoned
    assert (praised, blamed) == (1, 2)
    assert not set(praise) & set(blame)


def test_a_codebook_without_general_codes_is_read_as_it_is():
    plain = read("price", "staff", "attorney general")
    assert [each.name for each in plain.codes] == ["price", "staff", "attorney general"]
    assert plain.unreasoned == ()
