"""``openends code --by``: counts by background variables."""

import openpyxl


def test_counts_are_broken_down_by_the_named_columns(openends, tmp_path):
    rows = "\n".join(f"{at},too expensive,{'ab'[at % 2]},{at % 3}" for at in range(90))
    (tmp_path / "s.csv").write_text(f"id,why,Group,wave\n{rows}\n", encoding="utf-8")
    done = openends(
        "code", "s.csv", "-t", "why", "--by", "group", "--by", "wave", "--out", "o.xlsx"
    )
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["Tables"]
    titles = [row[0] for row in sheet.iter_rows(values_only=True) if row[0] and ": by" in row[0]]
    assert titles == ["why: by Group", "why: by wave"]


def test_a_column_that_makes_no_table_is_refused_before_the_coding(openends, tmp_path):
    rows = "\n".join(f"{at},too expensive" for at in range(90))
    (tmp_path / "s.csv").write_text(f"id,why\n{rows}\n", encoding="utf-8")
    for column, said in (("id", "Group the values"), ("nothing", "no column 'nothing'")):
        done = openends("code", "s.csv", "-t", "why", "--by", column, "--out", "o.xlsx")
        assert done.returncode == 2
        assert said in done.stderr.replace("\n", " ")
        assert not (tmp_path / "o.xlsx").exists()
