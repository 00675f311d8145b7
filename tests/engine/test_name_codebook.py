"""A language model names the codes of a built codebook, and the codings follow it."""

from collections import Counter

import pytest
from letters import load_letters
from pinned_codings import made_answers

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind
from openends.domain.response import Response
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import DraftCode, NamedCode, Study
from openends.engine.advice.name import name_codebook
from openends.engine.pipeline import Settings, code_question
from openends.engine.prepare_question import prepare_question
from openends.engine.tabulate.tabulate import tabulate


class Naming:
    """Names codes as ``rename`` says, and says nothing of answers."""

    everything = False

    def __init__(self, rename):
        self.rename, self.drafts, self.study = rename, [], None

    def name_codes(self, drafts, study, progress):
        self.drafts, self.study = list(drafts), study
        return self.rename(drafts)

    def advise(self, asked, question, progress):
        return [None] * len(asked)

    def reword(self, codes):
        return {code.name: f"In other words: {code.name}" for code in codes}

    def report(self):
        return AdviceReport(model="naming", prompts=("name-1",))


def each_by_itself(drafts):
    """Turn every name around, so that none stays what it was."""
    return [
        NamedCode(draft.code.name[::-1], "New.", "Group", (draft.code.number,)) for draft in drafts
    ]


def first_two_as_one(drafts):
    first, second, *rest = drafts
    both = NamedCode("Both", "Either.", "Group", (second.code.number, first.code.number))
    return [*each_by_itself(rest), both]


@pytest.fixture(scope="module")
def responses(sample):
    cells = [*sample.column("why_brand").values, *sample.column("improve").values]
    return [Response(id=str(at), text=text) for at, text in enumerate(made_answers(cells, 300))]


def built(responses, adviser=None, **options):
    return code_question(responses, load_encoders=load_letters, adviser=adviser, **options)


def names(coding):
    return [mention.code.name for mention in coding.mentions]


def test_a_new_name_changes_no_coding(responses):
    alone, told = built(responses), built(responses, Naming(each_by_itself))
    for before, after in zip(alone.codings, told.codings, strict=True):
        assert names(after) == [name[::-1] for name in names(before)]
        assert [each.evidence for each in after.mentions] == [
            each.evidence for each in before.mentions
        ]
    assert told.advice.renamed == len(alone.codebook)
    assert told.advice.merged == 0


def test_names_that_are_swapped_reach_the_right_answers(responses):
    def swapped(drafts):
        texts = [draft.code.name for draft in drafts]
        return [
            NamedCode(name, "New.", "Group", (draft.code.number,))
            for name, draft in zip(texts[::-1], drafts, strict=True)
        ]

    alone, told = built(responses), built(responses, Naming(swapped))
    old = [code.name for code in alone.codebook]
    other = dict(zip(old, old[::-1], strict=True))
    assert [names(each) for each in told.codings] == [
        [other[name] for name in names(each)] for each in alone.codings
    ]


def test_people_of_merged_codes_are_counted_once(responses):
    alone, told = built(responses), built(responses, Naming(first_two_as_one))
    first, second = (code.name for code in alone.codebook.codes[:2])
    people = sum(bool({first, second} & set(names(each))) for each in alone.codings)
    assert sum(names(each).count("Both") for each in told.codings) == people > 0
    assert told.advice.merged == 1
    assert [code.number for code in told.codebook] == list(range(1, len(alone.codebook)))
    assert told.codebook.codes[0].name == "Both"
    assert tabulate(told).base == tabulate(alone).base


def test_each_draft_comes_with_its_people_and_with_answers_that_have_it(responses):
    adviser = Naming(lambda drafts: None)
    told = built(responses, adviser)
    people = Counter(name for coding in told.codings for name in set(names(coding)))
    held = {name: {c.text for c in told.codings if name in names(c)} for name in people}
    assert [draft.code for draft in adviser.drafts] == list(told.codebook.codes)
    for draft in adviser.drafts:
        assert draft.people == people[draft.code.name]
        assert {each.text for each in draft.examples} <= held[draft.code.name]


def test_without_a_usable_reply_the_codebook_stays(responses):
    alone, told = built(responses), built(responses, Naming(lambda drafts: None))
    assert told.codebook == alone.codebook
    assert told.codings == alone.codings


def test_the_model_is_told_what_the_researcher_wants_to_know(responses):
    adviser = Naming(each_by_itself)
    settings = Settings(question="Why?", guidance="Mind the price.", objective="A new machine")
    built(responses, adviser, settings=settings)
    study = adviser.study
    assert (study.question, study.guidance, study.objective, study.language) == (
        "Why?", "Mind the price.", "A new machine", "en",
    )  # fmt: skip


def test_a_code_with_too_few_people_is_not_named(responses):
    adviser = Naming(each_by_itself)
    told = built(responses, adviser, settings=Settings(min_share=8))
    assert all(draft.people >= 0.08 * len(responses) for draft in adviser.drafts)
    assert len(told.codebook) == len(adviser.drafts) < len(built(responses).codebook)


def test_a_given_codebook_and_names_of_brands_are_left_alone(responses):
    adviser = Naming(each_by_itself)
    given = built(responses).codebook
    assert built(responses, adviser, codebook=given).codebook == given
    brands = [Response(id=str(at), text="Nespresso" if at % 2 else "Senseo") for at in range(20)]
    built(brands, adviser, settings=Settings(coding_type=CodingType.ENTITY))
    assert adviser.drafts == []


def test_the_named_codebook_gives_the_same_codings_when_the_model_names_it_again(responses):
    first = built(responses, Naming(first_two_as_one))
    coder = prepare_question(
        responses,
        load_encoders=load_letters,
        codebook=first.codebook,
        built=True,
        adviser=Naming(first_two_as_one),
    )
    assert coder.code(0, len(responses)) == first.codings


def test_rules_of_merged_codes_are_joined():
    rules = [Rule(kind=RuleKind.PHRASE, pattern=text) for text in ("too dear", "too loud")]
    codebook = Codebook(
        codes=tuple(
            Code(name=name, number=at + 1, rules=(rules[at],)) for at, name in enumerate("AB")
        )
    )
    drafts = [DraftCode(code, 1, ()) for code in codebook]
    naming = name_codebook(codebook, drafts, Study("", "", "", "en"), Naming(first_two_as_one))
    assert [code.rules for code in naming.codebook] == [tuple(rules)]
