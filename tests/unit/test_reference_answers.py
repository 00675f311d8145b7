"""The answers that a question is fitted on."""

from hypothesis import given
from hypothesis import strategies as st

from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.prepare import Answer
from openends.engine.reference import choose_reference


def answers(people):
    return [
        Answer(text, "en", (Clause(0, len(text), text),), count) for text, count in people.items()
    ]


def singles(count):
    return {f"answer number {number}": 1 for number in range(count)}


def test_few_answers_are_all_in_it_as_they_are():
    few = answers({"price": 7, "staff": 1, "noise": 2})
    reference = choose_reference(few, 3)
    assert sorted(reference.positions) == [0, 1, 2]
    assert reference.answers == tuple(few[position] for position in reference.positions)
    assert [answer.text for answer in reference.answers] == ["noise", "price", "staff"]
    assert reference.share == 1


def test_of_many_it_holds_as_many_as_allowed_in_the_order_of_their_letters():
    reference = choose_reference(answers(singles(500)), 100)
    assert len(reference.answers) == len(set(reference.positions)) == 100
    texts = [answer.text for answer in reference.answers]
    assert texts == [f"answer number {position}" for position in reference.positions]
    assert texts == sorted(texts)


@given(order=st.permutations(range(60)))
def test_which_ones_depends_on_the_texts_alone(order):
    many = answers(singles(60))
    shuffled = choose_reference([many[position] for position in order], 20)
    assert shuffled.answers == choose_reference(many, 20).answers


def test_a_further_answer_changes_it_by_one_at_most():
    before = {answer.text for answer in choose_reference(answers(singles(300)), 100).answers}
    after = {answer.text for answer in choose_reference(answers(singles(301)), 100).answers}
    assert len(before - after) <= 1


def test_what_many_people_said_is_in_it_and_counts_no_more_than_its_share():
    reference = choose_reference(answers({**singles(3_000), "price": 1_000}), 200)
    people = {answer.text: answer.people for answer in reference.answers}
    assert set(people.values()) == {1, people["price"]}
    assert 0.2 < people["price"] / sum(people.values()) < 0.3
    assert 0.04 < reference.share < 0.1
