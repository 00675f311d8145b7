"""``openends verify``: percentages with their coding error, as people run it."""

import json

import openpyxl
import pytest

RIGHT = {at: ["A"] if at % 2 else ["B"] if at % 4 else [] for at in range(120)}


@pytest.fixture
def coded(tmp_path):
    """A coded file in which every tenth response has the code A that it should not have."""
    rows = [
        f"{at},answer {at},{'; '.join({*codes, 'A'} if at % 10 == 0 else codes)}"
        for at, codes in RIGHT.items()
    ]
    (tmp_path / "coded.csv").write_text("id,text,codes\n" + "\n".join(rows) + "\n", "utf-8")
    return "coded.csv"


@pytest.fixture
def drawn(openends, coded, tmp_path):
    """Draw a sample and return its workbook's path and how to fill it in."""

    def draw(*options, right=RIGHT, leave=0):
        done = openends("verify", "draw", coded, "--out", "sample.xlsx", *options)
        assert done.returncode == 0, done.stderr
        book = openpyxl.load_workbook(tmp_path / "sample.xlsx")
        for row in list(book["Check"].iter_rows(min_row=2))[leave:]:
            row[2].value = "; ".join(right[int(row[0].value)]) or None
            row[3].value = "x"
        book.save(tmp_path / "sample.xlsx")
        return done

    return draw


def report(openends, tmp_path, *options):
    done = openends("verify", "report", "sample.xlsx", "--out", "report.json", *options)
    assert done.returncode == 0, done.stderr
    return json.loads((tmp_path / "report.json").read_bytes())


def test_with_all_responses_checked_the_corrected_percentages_are_the_checkers(
    openends, drawn, tmp_path
):
    done = drawn("--size", "500")
    assert "120 of 120 responses drawn" in done.stdout
    found = report(openends, tmp_path)
    codes = {row["code"]: row for row in found["codes"]}
    assert (found["base"], found["checked"]) == (120, 120)
    assert codes["A"]["coded"] == 72 / 120
    assert codes["A"]["corrected"]["value"] == 60 / 120
    assert codes["A"]["precision"]["value"] == 60 / 72
    assert codes["A"]["recall"]["value"] == 1.0
    assert codes["B"]["corrected"]["value"] == codes["B"]["coded"] == 30 / 120


def test_a_part_that_is_checked_gives_percentages_with_a_margin(openends, drawn, tmp_path):
    drawn("--size", "40", "--seed", "2")
    found = report(openends, tmp_path)
    row = next(row for row in found["codes"] if row["code"] == "A")
    assert row["corrected"]["low"] < 0.5 < row["corrected"]["high"]
    assert row["margin"] == pytest.approx((row["corrected"]["high"] - row["corrected"]["low"]) / 2)
    shown = openends("verify", "report", "sample.xlsx").stdout
    assert "Percent of 120 responses, 40 checked" in shown
    assert "corrected" in shown
    for ending in ("csv", "xlsx"):
        done = openends("verify", "report", "sample.xlsx", "--out", f"r.{ending}")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "r.csv").read_text("utf-8-sig").startswith("code,people,coded,corrected")


def test_the_checker_does_not_see_what_was_coded(openends, coded, tmp_path):
    openends("verify", "draw", coded, "--out", "sample.xlsx", "--size", "30")
    book = openpyxl.load_workbook(tmp_path / "sample.xlsx")
    assert book.sheetnames == ["Check", "Codes", "Sample", "About"]
    rows = list(book["Check"].iter_rows(values_only=True))
    assert rows[0] == ("id", "text", "codes", "checked")
    assert all(row[2:] == (None, None) for row in rows[1:])


def test_the_same_seed_draws_the_same_bytes_and_another_one_others(openends, coded, tmp_path):
    for name, seed in (("a.xlsx", "1"), ("b.xlsx", "1"), ("c.xlsx", "2")):
        openends("verify", "draw", coded, "--out", name, "--size", "30", "--seed", seed)
    first, again, other = ((tmp_path / f"{name}.xlsx").read_bytes() for name in "abc")
    assert first == again != other


def refused(openends, *arguments):
    done = openends("verify", *arguments)
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_a_sample_that_is_not_checked_to_its_end_is_refused(openends, drawn):
    drawn("--size", "40", leave=3)
    assert "3 of 40 responses in sample.xlsx are not decided" in refused(
        openends, "report", "sample.xlsx"
    )


def test_a_code_that_nobody_knows_is_refused(openends, drawn):
    drawn("--size", "40", right={at: ["Aa"] for at in RIGHT})
    assert "has the code 'Aa', which the sheet 'Codes' lacks" in refused(
        openends, "report", "sample.xlsx"
    )


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("Sample", "D2", 0),
        ("Sample", "D2", "often"),
        ("Sample", "A2", "nobody"),
        ("Check", "A2", "nobody"),
        ("Codes", "B2", 9_999),
        ("Codes", "B2", "many"),
        ("About", "B3", 0),
        ("About", "B3", "x"),
    ],
)
def test_a_sheet_that_was_changed_is_named(openends, drawn, tmp_path, sheet, cell, value):
    drawn("--size", "40")
    book = openpyxl.load_workbook(tmp_path / "sample.xlsx")
    book[sheet][cell] = value
    book.save(tmp_path / "sample.xlsx")
    assert "is not as it was drawn" in refused(openends, "report", "sample.xlsx")


def test_other_files_are_no_samples(openends, coded, tmp_path):
    assert "no sheet 'Check'" in refused(openends, "report", coded)
    assert "There is no file" in refused(openends, "report", "nothing.xlsx")
    (tmp_path / "none.csv").write_text("id,codes\n1,\n", "utf-8")
    assert "nothing to verify" in refused(openends, "draw", "none.csv", "--out", "s.xlsx")
    assert "use the ending .xlsx" in refused(openends, "draw", coded, "--out", "s.csv")


def test_blank_answers_are_outside_the_base(openends, tmp_path):
    (tmp_path / "c.csv").write_text("id,text,codes\n1,a,A\n2,,\n3,b,A\n", "utf-8")
    done = openends("verify", "draw", "c.csv", "--out", "sample.xlsx")
    assert "2 of 2 responses drawn" in done.stdout


def test_formulas_stay_texts_in_the_sample(openends, tmp_path):
    (tmp_path / "c.csv").write_text("id,text,codes\n=1,=1+1,=A\n2,+b,@B\n", "utf-8")
    done = openends("verify", "draw", "c.csv", "--out", "sample.xlsx")
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(tmp_path / "sample.xlsx")
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
