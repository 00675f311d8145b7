"""A language model is asked about what is in doubt, and the embedded coding stands elsewhere."""

from dataclasses import replace

import pytest
from letters import load_letters
from pinned_codings import made_answers

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind
from openends.domain.coding import Layer, Sentiment
from openends.domain.response import Response, ResponseStatus, ReviewedResponse
from openends.domain.result import AdviceReport
from openends.engine.advice import select
from openends.engine.advice.adviser import Advice, AdvisedCode
from openends.engine.advice.select import DOUBTFUL, SHORT_CODEBOOK, doubtful_answers
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.assign import CHOICES
from openends.engine.assign.candidate import Candidate
from openends.engine.pipeline import Settings, code_question
from openends.engine.prepare_question import prepare_question

NAMES = (
    "Price Noise Taste Design Size Cleaning Repair Delivery Service Speed Colour Weight App Cups "
    "Milk Water Filter Warranty Advice Brand"
).split()
CODEBOOK = Codebook(codes=tuple(Code(name=name, number=at + 1) for at, name in enumerate(NAMES)))


class Knowing:
    """Gives every answer the codes that ``codes_of`` says, on all its words."""

    everything = False

    def name_codes(self, drafts, study, progress):
        return None

    def __init__(self, codes_of, sentiment=Sentiment.NEGATIVE):
        self.codes_of, self.sentiment, self.asked = codes_of, sentiment, []

    def advise(self, asked, question, progress):
        self.asked += asked
        told = [self.codes_of(each) for each in asked]
        return [
            codes
            and Advice(
                tuple(AdvisedCode(code, 0, len(each.text), 0.9, self.sentiment) for code in codes)
                if codes != "none"
                else ()
            )
            for each, codes in zip(asked, told, strict=True)
        ]

    def reword(self, codes):
        return {code.name: f"In other words: {code.name}" for code in codes}

    def report(self):
        return AdviceReport(model="knowing", prompts=("decide-1",), sent=len(self.asked))


def last_choice(each):
    return [each.choices[-1]]


@pytest.fixture(scope="module")
def responses(sample):
    cells = [*sample.column("why_brand").values, *sample.column("improve").values]
    texts = made_answers(cells, 120)
    return [Response(id=str(at), text=text) for at, text in enumerate([*texts, *texts[:20], ""])]


def coded(responses, adviser=None, codebook=CODEBOOK, **options):
    return code_question(
        responses, load_encoders=load_letters, codebook=codebook, adviser=adviser, **options
    )


def names(coding):
    return [mention.code.name for mention in coding.mentions]


def test_what_is_in_doubt_is_asked_about_and_nothing_else(responses):
    alone = coded(responses)
    adviser = Knowing(last_choice)
    told = coded(responses, adviser)
    doubted = {coding.text for coding in alone.codings if coding.doubt >= DOUBTFUL}
    assert len(adviser.asked) == told.advice.doubtful > 10
    for before, after in zip(alone.codings, told.codings, strict=True):
        if before.text not in doubted:
            assert after == before
        elif before.status is not ResponseStatus.NO_ANSWER:
            assert {mention.layer for mention in after.mentions} == {Layer.LLM}
            assert names(after) != names(before)


def test_duplicates_are_asked_about_once(responses):
    adviser = Knowing(last_choice)
    coded(responses, adviser)
    texts = [each.text for each in adviser.asked]
    assert len(texts) == len(set(texts))


def test_where_nothing_usable_comes_back_the_embedded_coding_stands(responses):
    alone, told = coded(responses), coded(responses, Knowing(lambda each: None))
    assert told.codings == alone.codings
    assert told.advice.changed == 0


def test_none_of_these_leaves_an_answer_to_other(responses):
    told = coded(responses, Knowing(lambda each: "none"))
    asked_about = [coding for coding in told.codings if coding.status is ResponseStatus.OTHER]
    assert len(asked_about) >= told.advice.doubtful
    assert all(coding.needs_review and coding.runner_up for coding in asked_about)


def test_it_chooses_among_the_ten_closest_codes_of_a_long_codebook(responses):
    adviser = Knowing(last_choice)
    coded(responses, adviser)
    assert {len(each.choices) for each in adviser.asked} == {CHOICES}
    assert all(len({code.name for code in each.choices}) == CHOICES for each in adviser.asked)


def test_a_short_codebook_is_shown_whole(responses):
    short = replace(CODEBOOK, codes=CODEBOOK.codes[:SHORT_CODEBOOK])
    adviser = Knowing(last_choice)
    coded(responses, adviser, short)
    assert {each.choices for each in adviser.asked} == {short.codes}


def test_a_sample_of_the_confident_answers_tells_what_the_rest_would_change(monkeypatch, responses):
    monkeypatch.setattr(select, "FEWEST_CONFIDENT", 5)
    monkeypatch.setattr(select, "SAMPLE", 5)
    alone = coded(responses)
    adviser = Knowing(last_choice)
    told = coded(responses, adviser)
    doubts = {coding.text: coding.doubt for coding in alone.codings}
    confident = [each for each in adviser.asked if doubts[each.text] < DOUBTFUL]
    assert len(confident) == told.advice.sampled == 5
    assert len(adviser.asked) == told.advice.doubtful + 5
    assert 0 < told.advice.sampled_changed <= 5
    low, high = told.advice.sampled_interval
    assert 0 <= low <= told.advice.sampled_changed / 5 <= high <= 1
    assert "5 confident answers" in told.advice.in_words


def test_the_same_seed_draws_the_same_sample(monkeypatch, responses):
    monkeypatch.setattr(select, "FEWEST_CONFIDENT", 5)
    monkeypatch.setattr(select, "SAMPLE", 5)
    drawn = []
    for seed in (1, 1, 2):
        adviser = Knowing(last_choice)
        coded(responses, adviser, settings=Settings(seed=seed))
        drawn.append({each.text for each in adviser.asked})
    assert drawn[0] == drawn[1] != drawn[2]


def test_confidence_is_learned_from_answers_that_people_decided(monkeypatch, responses):
    monkeypatch.setattr(select, "FEWEST_CONFIDENT", 5)
    decided = [ReviewedResponse(text=item.text, codes=("Milk",)) for item in responses[:60]]
    right = {item.text for item in responses[:60:2]}
    milk, water = CODEBOOK.find("Milk"), CODEBOOK.find("Water")
    adviser = Knowing(lambda each: [milk if each.text in right else water])
    told = coded(responses, adviser, reviewed=decided)
    assert told.advice.compared >= 30
    assert 0.3 < told.advice.compared_right / told.advice.compared_codes < 0.7
    assert "people had decided" in told.advice.in_words
    given = [each for c in told.codings for each in c.mentions if each.layer is Layer.LLM]
    assert given
    assert all(0.4 < each.confidence < 0.6 for each in given)
    coded_by_people = [c for c in told.codings[:60] if c.status is ResponseStatus.CODED]
    assert len(coded_by_people) > 50
    assert all(names(coding) == ["Milk"] for coding in coded_by_people)


def test_what_people_decided_is_asked_about_without_a_hint_of_their_codes(responses):
    decided = [ReviewedResponse(text=item.text, codes=("Milk",)) for item in responses[:60]]
    adviser = Knowing(last_choice)
    told = coded(responses, adviser, reviewed=decided)
    blind = [each for each in adviser.asked if each.text in {item.text for item in decided}]
    assert len(blind) == told.advice.compared
    assert {each.choices for each in blind} == {CODEBOOK.codes}


def test_examples_in_the_codebook_are_no_test_of_the_model(responses):
    texts = tuple({item.text: None for item in responses if item.text})[:40]
    milk = replace(CODEBOOK.find("Milk"), examples=texts)
    others = tuple(code for code in CODEBOOK if code.name != "Milk")
    adviser = Knowing(last_choice)
    coded(responses, adviser, replace(CODEBOOK, codes=(*others, milk)))
    assert not {each.text for each in adviser.asked} & set(texts)


def test_what_a_few_people_decided_is_not_asked_about(responses):
    decided = [ReviewedResponse(text=item.text, codes=("Milk",)) for item in responses[:5]]
    adviser = Knowing(last_choice)
    told = coded(responses, adviser, reviewed=decided)
    asked_about = {each.text for each in adviser.asked}
    assert not asked_about & {item.text for item in decided}
    assert all(names(coding) == ["Milk"] for coding in told.codings[:5] if coding.text)


def test_codes_by_rules_stay_beside_the_models(responses):
    ruled = Code(name="Ruled", number=50, rules=(Rule(kind=RuleKind.REGEX, pattern="."),))
    codebook = replace(CODEBOOK, codes=(*CODEBOOK.codes, ruled))
    coder = prepare_question(responses, load_encoders=load_letters, codebook=codebook)
    coder.take_advice(Knowing(last_choice))
    for coding in coder.code(0, len(responses)):
        if coding.status is ResponseStatus.CODED:
            assert "Ruled" in names(coding)


def test_an_adviser_of_everything_sees_every_answer_and_all_codes_the_likeliest_first(responses):
    adviser = Knowing(lambda each: [each.choices[0]])
    adviser.everything = True
    told = coded(responses, adviser)
    alone = coded(responses)
    firsts = {each.text: each.choices[0].name for each in adviser.asked}
    distinct = [each for each in alone.codings if each.response_id not in alone.duplicates]
    given = {coding.text: names(coding) for coding in distinct if coding.mentions}
    assert given.keys() <= firsts.keys()
    assert all(len(each.choices) == len(CODEBOOK) for each in adviser.asked)
    assert all(firsts[text] in codes for text, codes in given.items())
    assert told.advice.doubtful < len(adviser.asked)


def test_entities_are_not_asked_about(sample):
    cells = sample.column("brand").values
    brands = [Response(id=str(at), text=str(cell or "")) for at, cell in enumerate(cells)]
    adviser = Knowing(last_choice)
    coded(brands, adviser, None, settings=Settings(coding_type=CodingType.ENTITY))
    assert adviser.asked == []


def test_a_code_with_too_few_people_is_not_offered(responses):
    adviser = Knowing(last_choice)
    told = coded(responses, adviser, settings=Settings(min_share=8))
    kept = {code.name for code in told.codebook}
    assert len(kept) < len(CODEBOOK)
    assert {code.name for each in adviser.asked for code in each.choices} <= kept


def test_the_same_advice_gives_the_same_codings_in_any_slices(responses):
    coder = prepare_question(responses, load_encoders=load_letters, codebook=CODEBOOK)
    coder.take_advice(Knowing(last_choice))
    parts = [coding for at in range(0, len(responses), 9) for coding in coder.code(at, at + 9)]
    assert tuple(parts) == coded(responses, Knowing(last_choice)).codings


def test_the_report_counts_distinct_answers_and_those_whose_codes_changed(responses):
    told = coded(responses, Knowing(last_choice))
    alone = coded(responses)
    coder = prepare_question(responses, load_encoders=load_letters, codebook=CODEBOOK)
    assert told.advice.answers == coder.cost
    changed = {
        after.text.strip(" .!").casefold()
        for before, after in zip(alone.codings, told.codings, strict=True)
        if names(before) != names(after)
    }
    assert told.advice.changed == len(changed)


@pytest.mark.parametrize(
    ("tones", "whole"),
    [
        (("negative", "negative"), Sentiment.NEGATIVE),
        (("positive", "negative"), Sentiment.MIXED),
        (("positive", "neutral"), Sentiment.POSITIVE),
        (("neutral", "neutral"), Sentiment.NEUTRAL),
    ],
)
def test_an_answer_has_the_tone_of_its_mentions(responses, tones, whole):
    class Toned(Knowing):
        def advise(self, asked, question, progress):
            return [
                Advice(
                    tuple(
                        AdvisedCode(code, 0, 1, 0.9, Sentiment(tone))
                        for code, tone in zip(each.choices[:2], tones, strict=True)
                    )
                )
                for each in asked
            ]

    told = coded(responses, Toned(last_choice))
    by_model = [c for c in told.codings if {m.layer for m in c.mentions} == {Layer.LLM}]
    assert len(by_model) > 10
    assert {coding.sentiment for coding in by_model} == {whole}


def verdict(*sure, status=ResponseStatus.CODED, **given):
    candidates = tuple(
        Candidate(CODEBOOK.codes[at], Layer.MODEL, confidence, 0, 1)
        for at, confidence in enumerate(sure)
    )
    return Verdict(status, candidates, None, choices=CODEBOOK.codes[:3], **given)


def test_the_most_doubtful_are_asked_about_first():
    verdicts = [verdict(0.5), verdict(0.9), verdict(0.1), verdict(status=ResponseStatus.OTHER)]
    assert doubtful_answers(verdicts) == [3, 2, 0]


def test_one_sure_code_is_enough_not_to_doubt():
    assert doubtful_answers([verdict(0.9, 0.1), verdict(0.5, 0.1)]) == [1]


def test_what_a_person_decided_is_in_no_doubt():
    assert doubtful_answers([verdict(0.1, decided=True)]) == []
