"""How texts are cut and put together before they are sent to an encoder elsewhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.llm.text_batches import LONGEST, MOST_BYTES, MOST_TEXTS, shortened, text_batches


@pytest.mark.parametrize("letter", ["a", "é", "好", "😀"])
def test_a_text_is_cut_by_the_room_it_takes_and_never_within_a_character(letter):
    cut = shortened(letter * 5_000)
    assert set(cut) == {letter}
    assert LONGEST - 4 < len(cut.encode()) <= LONGEST


def test_a_text_that_is_short_enough_stays():
    assert shortened("Zu laut! 太吵了 😀") == "Zu laut! 太吵了 😀"


def test_nothing_is_sent_as_a_space_because_servers_refuse_nothing():
    assert shortened("") == " "


def test_half_a_character_is_sent_as_a_question_mark():
    assert shortened("half \ud83d") == "half ?"


@given(st.lists(st.text(max_size=400), max_size=120))
@settings(deadline=None)
def test_batches_hold_every_text_in_order_within_both_limits(texts):
    ready = [shortened(text) for text in texts]
    batches = list(text_batches(ready))
    assert [text for batch in batches for text in batch] == ready
    assert all(0 < len(batch) <= MOST_TEXTS for batch in batches)
    assert all(sum(len(text.encode()) for text in batch) <= MOST_BYTES for batch in batches)


def test_long_texts_go_fewer_at_once():
    batches = list(text_batches([shortened("long " * 1_000)] * 50))
    assert [len(batch) for batch in batches] == [20, 20, 10]
