"""A closed question out of a file's columns: its list, and who punched what."""

import pytest

from openends.domain.codebook import Code, Codebook
from openends.domain.errors import InputError
from openends.domain.survey import Column
from openends.files.value_labels import read_value_labels
from openends.services.closed_columns import read_closed

NAMES = Codebook(codes=(Code(name="Price", number=1), Code(name="Taste", number=2)))


def column(name, *values, label=""):
    return Column(name=name, values=values, label=label)


def read(columns, other="97", labels=None, codebook=None, **more):
    return read_closed(columns, other, labels=labels or {}, codebook=codebook, **more)


def listed(closed):
    return [(option.number, option.name) for option in closed.question.options]


def test_numbers_are_named_by_a_codebook():
    closed = read([column("Q5", 1, 2, 97, None)], codebook=NAMES)
    assert listed(closed) == [(1, "Price"), (2, "Taste"), (97, "Other")]
    assert closed.punches == ((1,), (2,), (97,), ())
    assert closed.filled == (True, True, True, False)
    assert (closed.question.name, closed.question.multiple) == ("Q5", False)


def test_numbers_without_names_are_refused():
    with pytest.raises(InputError, match="holds numbers; say what they stand for with --codebook"):
        read([column("Q5", 1, 97)])


def test_names_are_numbered_in_their_order_and_other_has_97():
    closed = read([column("Q5", "Taste", "Other", "Price", "Taste")], other="other")
    assert listed(closed) == [(1, "Taste"), (97, "Other"), (2, "Price")]
    assert closed.punches == ((1,), (97,), (2,), (1,))


def test_names_in_cells_take_the_numbers_of_a_codebook():
    closed = read([column("Q5", "taste", "Something else")], "something else", codebook=NAMES)
    assert listed(closed) == [(1, "Price"), (2, "Taste"), (97, "something else")]
    assert closed.punches == ((2,), (97,))


def test_names_keep_the_numbers_of_an_earlier_run():
    earlier = read([column("Q5", "Taste", "Other", "Price")], other="Other").question
    closed = read([column("Q5", "Colour", "Price", "Other")], "Other", known=earlier.options)
    assert listed(closed) == [(1, "Taste"), (97, "Other"), (2, "Price"), (3, "Colour")]
    assert closed.punches == ((3,), (2,), (97,))


def test_a_column_per_option_holds_zeros_and_ones():
    columns = [
        column("Q5_1", 1, 0, None, label="Why? - Price"),
        column("Q5_2", 1, 0, None, label="Why? - Taste"),
        column("Q5_97", 0, 1, None, label="Why? - Other"),
    ]
    closed = read(columns)
    assert listed(closed) == [(1, "Price"), (2, "Taste"), (97, "Other")]
    assert closed.punches == ((1, 2), (97,), ())
    assert closed.filled == (True, True, False)
    assert closed.question.text == "Why?"
    assert (closed.question.name, closed.question.multiple) == ("Q5", True)


def test_a_column_per_option_may_hold_the_options_name_or_nothing():
    columns = [column("Price", "Price", None), column("Something else", None, "Something else")]
    closed = read(columns, other="Something else")
    assert closed.punches == ((1,), (2,))
    assert closed.question.other == 2


def test_delivered_dummies_are_read_by_their_headings():
    columns = [column("Q5_c01 Price", 1, 0), column("Q5_c97 Other", 0, 1)]
    closed = read(columns)
    assert listed(closed) == [(1, "Price"), (97, "Other")]


def test_a_column_per_mention_holds_options():
    closed = read([column("Q5_1", 1, 2, 97), column("Q5_2", 2, None, 1)], codebook=NAMES)
    assert closed.punches == ((1, 2), (2,), (97, 1))
    assert closed.question.multiple


def test_value_labels_name_the_options():
    labels = {"Q5": {1: "Price", 2: "Taste", 97: "Other"}}
    closed = read([column("Q5", "Price", "Other", None)], labels=labels)
    assert listed(closed) == [(1, "Price"), (2, "Taste"), (97, "Other")]
    assert closed.punches == ((1,), (97,), ())


def test_what_is_not_on_the_list_is_told_by_its_row():
    with pytest.raises(InputError, match="Row 2 of column 'Q5' holds an option that the list"):
        read([column("Q5", 1, 3, 97)], codebook=NAMES)


def test_an_unknown_other_is_told_with_the_list():
    with pytest.raises(InputError, match=r"no option 'something'.*1 Price, 2 Taste"):
        read([column("Q5", 1, 2)], other="something", codebook=NAMES)


def test_an_spss_file_says_what_its_numbers_stand_for(tmp_path):
    import polars
    import pyreadstat

    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        polars.DataFrame({"Q5": [1.0, 97.0], "x": ["a", "b"]}),
        str(path),
        variable_value_labels={"Q5": {1.0: "Schöner Preis", 97.0: "价格 sonst"}},
    )
    assert read_value_labels(path)["Q5"] == {1: "Schöner Preis", 97: "价格 sonst"}
    assert read_value_labels(tmp_path / "a.csv") == {}
