"""Two waves beside each other: which code is which, and what is said about bridge and codes."""

import pytest

from openends.domain.codebook import Code
from openends.domain.wave_change import ChangeVerdict
from openends.engine.reliability.waves import compare_waves, draw_bridge, later_names, wave_notes

PRICE, NOISE, NONE = frozenset({"Price"}), frozenset({"Noise"}), frozenset()


def codes(*named):
    return [Code(name=name, number=number) for name, number in named]


def test_a_wave_that_is_coded_alike_has_no_coding_in_any_change():
    first, second = [PRICE] * 20 + [NONE] * 80, [PRICE] * 40 + [NONE] * 60
    found = compare_waves(first, second, dict(enumerate(second)), {})
    (price,) = found.changes
    assert (price.coding.points, price.coding.low, price.coding.high) == (0, 0, 0)
    assert price.real == price.whole
    assert found.coded_alike
    assert found.statement.startswith("Both waves are coded alike")
    assert "real change 1, coding change 0" in found.statement


def test_a_sample_without_differences_does_not_prove_that_all_is_coded_alike():
    second = [PRICE] * 100
    found = compare_waves([PRICE] * 100, second, {0: PRICE, 1: PRICE}, {})
    assert (found.bridge, found.differing, found.coded_alike) == (2, 0, False)
    assert "coded alike" not in found.statement


def test_a_code_that_only_the_second_coding_has_changes_by_coding():
    first, second = [NONE] * 400, [NOISE] * 100 + [NONE] * 300
    found = compare_waves(first, second, dict.fromkeys(range(400), NONE), {})
    (noise,) = found.changes
    assert (noise.first, noise.second) == (0, 25)
    assert noise.coding.points == pytest.approx(25)
    assert noise.verdict is ChangeVerdict.CODING


def test_a_code_that_only_the_first_coding_has_is_followed_by_the_bridge():
    # 25% then; the first coding would give it to 50% of the second wave, whose coding lacks it.
    first, second = [NOISE] * 100 + [NONE] * 300, [NONE] * 400
    bridge = {place: NOISE if place % 2 else NONE for place in range(400)}
    (noise,) = compare_waves(first, second, bridge, {}).changes
    assert (noise.whole.points, noise.coding.points) == (pytest.approx(-25), pytest.approx(-50))
    assert noise.real.points == pytest.approx(25)
    assert noise.verdict is ChangeVerdict.REAL


def test_a_renamed_code_is_one_code_under_its_new_name():
    found = compare_waves([PRICE], [frozenset({"Value"})], {0: PRICE}, {"Price": "Value"})
    (value,) = found.changes
    assert (value.code, value.first, value.second) == ("Value", 100, 100)
    assert found.differing == 0


def test_the_most_frequent_code_of_either_wave_comes_first():
    first = [NOISE] * 9 + [PRICE]
    second = [PRICE] * 2 + [frozenset({"Staff"})] * 8
    found = compare_waves(first, second, {0: PRICE}, {})
    assert [change.code for change in found.changes] == ["Noise", "Staff", "Price"]


def test_numbers_stay_so_a_new_name_on_a_known_number_is_the_same_code():
    first = codes(("Price", 1), ("Noise", 2), ("Staff", 3))
    second = codes(("Cost", 1), ("noise", 2), ("Staff", 3), ("Leaks", 4))
    assert later_names(first, second) == {"Price": "Cost", "Noise": "noise", "Staff": "Staff"}


def test_the_same_name_is_the_same_code_whatever_its_number():
    first, second = codes(("Price", 1), ("Noise", 2)), codes(("Noise", 1), ("Price", 2))
    assert later_names(first, second) == {"Price": "Price", "Noise": "Noise"}


def test_numbers_of_codebooks_that_were_built_apart_mean_nothing():
    first = codes(("Price", 1), ("Noise", 2), ("Staff", 3))
    second = codes(("Leaks", 1), ("Taste", 2), ("Staff", 3))
    assert later_names(first, second) == {"Staff": "Staff"}


def test_a_draw_is_by_chance_without_repetition_and_the_same_for_the_same_seed():
    drawn = draw_bridge(1000, 50, seed=3)
    assert drawn == sorted(set(drawn)) == draw_bridge(1000, 50, seed=3)
    assert len(drawn) == 50
    assert drawn != draw_bridge(1000, 50, seed=4)
    assert draw_bridge(3, 50, seed=0) == [0, 1, 2]


def notes(first, second, first_codes, second_codes, later, bridge=None):
    found = compare_waves(first, second, bridge or dict(enumerate(second)), later)
    return wave_notes(found, first_codes, second_codes, later)


def test_what_was_renamed_and_what_one_wave_alone_has_is_noted():
    first, second = [PRICE, NOISE], [frozenset({"Cost", "Leaks"}), NONE]
    renamed, gone, new = notes(
        first, second, ["Price", "Noise", "Rare"], ["Cost", "Leaks"], {"Price": "Cost"}
    )
    assert renamed.startswith("'Price' is called 'Cost' in the second wave")
    assert gone == "Codes of the first wave alone: Noise."
    assert new.startswith("Codes of the second wave alone: Leaks. The first wave's coding cannot")


def test_capitals_are_no_new_name():
    assert notes([PRICE], [frozenset({"PRICE"})], ["Price"], ["PRICE"], {"Price": "PRICE"}) == ()


def test_a_bridge_of_few_responses_says_how_little_it_can_tell():
    # 1.96 / (12 + 2) is 14 points, times the root of 1 - 12 / 500.
    bridge = dict.fromkeys(range(12), PRICE)
    (note,) = notes([PRICE], [PRICE] * 500, ["Price"], ["Price"], {}, bridge)
    assert "has 12 responses" in note
    assert "within 14 points only" in note
    (note,) = notes([PRICE], [PRICE] * 500, ["Price"], ["Price"], {}, {3: PRICE})
    assert "is 1 response:" in note


def test_a_bridge_of_the_whole_of_a_small_wave_is_not_called_small():
    assert notes([PRICE], [PRICE] * 12, ["Price"], ["Price"], {}) == ()
