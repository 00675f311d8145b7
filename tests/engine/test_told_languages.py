"""Languages that a question has to understand besides those of its answers."""

import pytest
from letters import LetterEncoder

from openends.domain.codebook import Code, Codebook, CodingType
from openends.domain.response import Response, ReviewedResponse
from openends.engine.prepare_question import prepare_question
from openends.engine.told import told_languages

ENGLISH = ("Friendliness of the staff", "Price of the tickets", "Noise in the evening")
SPANISH = ("Amabilidad del personal", "Precio de las entradas", "Ruido por la noche")
SWEDISH = ("Personalens vänlighet är viktig", "Priset på biljetterna", "Buller på kvällen")
ANSWERS = (
    "The staff were very friendly to all of us",
    "I thought that the tickets were much too expensive",
    "It is too loud in the evening when we want to sleep",
)


def codebook(names, **more):
    return Codebook(
        codes=tuple(Code(name=name, number=at) for at, name in enumerate(names)), **more
    )


@pytest.mark.parametrize(("names", "language"), [(ENGLISH, "en"), (SPANISH, "es"), (SWEDISH, "sv")])
def test_a_codebook_has_the_language_of_its_names(names, language):
    assert told_languages(codebook(names), ()) == {language}


def test_names_of_brands_have_no_language():
    assert told_languages(codebook(SWEDISH, coding_type=CodingType.ENTITY), ()) == set()


def test_reviewed_responses_have_a_language_too():
    reviewed = [ReviewedResponse(text=name, codes=()) for name in SPANISH]
    assert told_languages(None, reviewed) == {"es"}
    assert told_languages(codebook(ENGLISH), reviewed) == {"en", "es"}
    assert told_languages(None, ()) == set()


@pytest.mark.parametrize(
    ("names", "built", "asked"),
    [(ENGLISH, False, {"en"}), (SPANISH, False, {"en", "es"}), (SPANISH, True, {"en"})],
)
def test_encoders_are_chosen_for_the_codebook_as_well_unless_it_was_built_with_them(
    names, built, asked
):
    chosen = []

    def load(languages):
        chosen.append(set(languages))
        return (LetterEncoder(),)

    responses = [Response(id=str(at), text=text) for at, text in enumerate(ANSWERS)]
    prepare_question(responses, load_encoders=load, codebook=codebook(names), built=built)
    assert chosen == [asked]
