"""Rules of a researcher give codes without weighing a score."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.domain.coding import Layer
from openends.domain.errors import CodebookProblem
from openends.engine.assign.rules import CONFIDENCE, compile_rules, rule_candidates


def codebook(*rules):
    return Codebook(codes=(Code(name="Price", number=1, rules=rules),))


def matched(kind, pattern, text):
    """Return the words that the rule matched, or None."""
    rules = (Rule(kind=RuleKind(kind), pattern=pattern),)
    candidates = rule_candidates(text, compile_rules(codebook(*rules)))
    return text[candidates[0].start : candidates[0].end] if candidates else None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("too expensive", "Too Expensive!!!"),
        ("Zu teuer", '"zu  teuer."'),
        ("¿Caro?", "caro"),
        ("价格", "价格。"),
        ("Größe", "GRÖẞE"),
        ("महंगा", "महंगा!"),
        ("👍", "👍"),
        ("👍", "👍🏽!"),
        ("❤", "❤️"),
        (":)", ":)"),
    ],
)
def test_a_text_rule_takes_the_whole_answer_case_and_marks_apart(pattern, text):
    assert matched("text", pattern, text) == text


@pytest.mark.parametrize("text", ["not too expensive", "too expensive here", "too-expensives"])
def test_a_text_rule_takes_nothing_but_the_whole_answer(text):
    assert matched("text", "too expensive", text) is None


@pytest.mark.parametrize("text", ["👎", "👍👎", "!!!", "", "good 👍", "?"])
def test_a_text_rule_without_words_takes_its_own_signs_only(text):
    assert matched("text", "👍", text) is None


@pytest.mark.parametrize(("pattern", "text"), [("महंगा", "मह"), ("कीमत", "किमत")])
def test_vowel_signs_are_part_of_a_word(pattern, text):
    assert matched("text", pattern, text) is None


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("car park", "The Car Park is full", "Car Park"),
        ("car park", "no car-park", "car-park"),
        ("car park", "car\n park", "car\n park"),
        ("don't", "I don't like it", "don't"),
        ("don't", "I don’t like it", "don’t"),
        ("años", "Hace AÑOS que voy", "AÑOS"),
        ("цена", "Высокая ЦЕНА!", "ЦЕНА"),
        ("5 euros", "cuesta 5 euros", "5 euros"),
        ("Straße", "in der Straße", "Straße"),
        ("Straße", "IN DER STRASSE", "STRASSE"),
        ("strasse", "in der Straße", "Straße"),
        ("कीमत", "इसकी कीमत ज़्यादा है", "कीमत"),
        ("महंगा", "बहुत महंगा", "महंगा"),
        ("👍", "the staff 👍👍", "👍"),
        ("❤️", "I ❤ it", "❤"),
        (":)", "nice :)", ":)"),
    ],
)
def test_a_phrase_rule_finds_its_words_in_order(pattern, text, words):
    assert matched("phrase", pattern, text) == words


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("价格", "这个价格太贵"),
        ("サービス", "カスタマーサービスが悪い"),
        ("高い", "値段が高いです"),
        ("แพง", "ราคาแพงมาก"),
        ("wifi", "这个WiFi太慢"),
        ("5元", "只要5元"),
    ],
)
def test_a_phrase_rule_finds_words_within_scripts_that_put_no_space_between_them(pattern, text):
    assert matched("phrase", pattern, text).casefold() == pattern


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("5元", "只要15元"),
        ("कीमत", "कीमती"),
        ("가격", "가격표"),
        ("👍", "👎"),
        ("park", "parking"),
        ("park", "carpark"),
        ("art", "start of the party"),
        ("an", "mañana"),
        ("car park", "park car"),
        ("car park", "car in the park"),
        ("5", "25 euros"),
    ],
)
def test_a_phrase_rule_keeps_to_whole_words(pattern, text):
    assert matched("phrase", pattern, text) is None


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        (r"\bprice[sd]?\b", "The PRICES are high", "PRICES"),
        (r"caf[eé]s?", "muchos cafés", "cafés"),
        (r"\d+ ?€", "it costs 10 €", "10 €"),
        (r"\p{Lu}{3}", "the BBC", "the"),
        (r"^good", "good", "good"),
    ],
)
def test_a_regex_rule_finds_its_pattern_without_regard_to_case(pattern, text, words):
    assert matched("regex", pattern, text) == words


@pytest.mark.parametrize("pattern", ["x*", "", "(?=good)"])
def test_a_match_without_words_gives_no_code(pattern):
    assert matched("regex", pattern, "good") is None


@pytest.mark.parametrize("pattern", ["(", "[a", "*", "(?P<x", "a{2,1}", r"\p{Nope}"])
def test_a_regex_that_is_not_valid_names_the_code_and_the_pattern(pattern):
    with pytest.raises(CodebookProblem) as caught:
        compile_rules(codebook(Rule(kind=RuleKind.REGEX, pattern=pattern)))
    assert "code 'Price' is not a valid regular expression" in caught.value.message
    assert f"'{pattern}'" in caught.value.message


def test_a_regex_that_takes_too_long_is_a_problem_of_the_codebook():
    with pytest.raises(CodebookProblem, match="rule of code 'Price' takes too long on an answer"):
        matched("regex", r"(a|aa)+(b|c)+$", "a" * 200 + "!")


def test_a_phrase_may_hold_signs_that_mean_something_in_a_regex():
    assert matched("phrase", "c++ (new)", "I use C++ new") == "C++ new"


def test_a_code_is_given_once_with_the_first_rule_that_holds():
    book = codebook(
        Rule(kind=RuleKind.PHRASE, pattern="dear"), Rule(kind=RuleKind.PHRASE, pattern="cost")
    )
    (candidate,) = rule_candidates("the cost is too dear", compile_rules(book))
    assert (candidate.start, candidate.end) == (16, 20)
    assert (candidate.layer, candidate.confidence) == (Layer.RULE, CONFIDENCE)


def test_several_codes_may_be_given_in_the_order_of_the_codebook():
    rule = (Rule(kind=RuleKind.PHRASE, pattern="price"),)
    book = Codebook(
        codes=(Code(name="B", number=2, rules=rule), Code(name="A", number=1, rules=rule))
    )
    found = rule_candidates("the price", compile_rules(book))
    assert [candidate.code.name for candidate in found] == ["B", "A"]


def test_variants_are_left_to_the_entity_layer():
    assert compile_rules(codebook(Rule(kind=RuleKind.VARIANT, pattern="prize"))) == []


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "Z")), max_size=12), st.text())
@settings(max_examples=100, deadline=None)
def test_any_phrase_can_be_looked_for_in_any_answer(pattern, text):
    words = matched("phrase", pattern, text)
    assert words is None or words in text
