"""``openends compare``: two coders on the same responses, as people run it."""

import json

import openpyxl
import pytest

ANNA = "id,text,codes\n1,loud,Noise\n2,dear,Price\n3,both,Noise; Price\n4,hm,\n5,loud,Noise\n"
BEN = "id,codes\n1,Noise\n2,Price\n3,price\n4,\n6,Noise\n"


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    return write


@pytest.fixture
def pair(file):
    return file("anna.csv", ANNA), file("ben.csv", BEN)


def said(done):
    """Return the one sentence of an error, and that it is nothing but one."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_it_prints_agreement_and_what_was_left_out(openends, pair):
    done = openends("compare", *pair)
    assert done.returncode == 0, done.stderr
    assert "First coder: anna.csv. Second coder: ben.csv." in done.stdout
    assert "4 responses are in both; the two differ on 1 of them." in done.stdout
    assert "Left out: 1 only in the first file, 1 only in the second." in done.stdout
    assert "Krippendorff's alpha (MASI)" in done.stdout
    assert "Cohen's kappa" in done.stdout


def test_out_writes_the_same_figures_as_json_table_and_workbook(openends, pair, tmp_path):
    for ending in ("json", "csv", "xlsx"):
        done = openends("compare", *pair, "--out", f"agreement.{ending}", "--seed", "3")
        assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "agreement.json").read_text(encoding="utf-8"))
    assert (found["only_first"], found["only_second"], found["differing"]) == (1, 1, 1)
    assert found["agreement"]["seed"] == 3
    assert found["agreement"]["percent_agreement"]["value"] == 0.75
    codes = {code["code"]: code for code in found["agreement"]["codes"]}
    assert (codes["Noise"]["first"], codes["Noise"]["second"], codes["Noise"]["both"]) == (2, 1, 1)
    book = openpyxl.load_workbook(tmp_path / "agreement.xlsx")
    rows = list(book["Agreement"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["code", "(all codes)", "Price", "Noise"]
    table = (tmp_path / "agreement.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0].split(",")[:4] == [str(cell) for cell in rows[0][:4]]
    assert len(table) == len(rows)


def test_the_same_seed_gives_the_same_bytes(openends, pair, tmp_path):
    for name in ("a.json", "b.json"):
        openends("compare", *pair, "--out", name)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_adjudicate_lists_the_differences_with_an_empty_decision(openends, pair, tmp_path):
    done = openends("compare", *pair, "--adjudicate", "decide.xlsx")
    assert done.returncode == 0, done.stderr
    rows = list(openpyxl.load_workbook(tmp_path / "decide.xlsx").active.iter_rows(values_only=True))
    assert rows == [
        ("id", "text", "first coder", "second coder", "codes", "checked"),
        ("3", "both", "Noise; Price", "Price", None, None),
    ]


def test_decisions_are_read_again_as_reviewed_responses(openends, pair, file, tmp_path):
    openends("compare", *pair, "--adjudicate", "decide.xlsx")
    book = openpyxl.load_workbook(tmp_path / "decide.xlsx")
    book.active["E2"], book.active["F2"] = "Price", "x"
    book.save(tmp_path / "decide.xlsx")
    file("codes.yaml", "[Noise, Price]\n")
    done = openends(
        *("code", "anna.csv", "--text", "text", "--codebook", "codes.yaml"),
        *("--reviewed", "decide.xlsx", "--out", "coded.csv"),
    )
    assert done.returncode == 0, done.stderr
    again = openends("compare", "coded.csv", "anna.csv", "--out", "again.json")
    assert again.returncode == 0, again.stderr


def test_a_machine_is_compared_with_a_person_by_whatever_it_wrote(openends, file, tmp_path):
    file("anna.csv", ANNA)
    file("codes.yaml", "[Noise, Price]\n")
    outs = ("coded.xlsx", "coded.csv", "coded.json")
    done = openends(
        *("code", "anna.csv", "-t", "text", "-c", "codes.yaml"),
        *(part for name in outs for part in ("--out", name)),
    )
    assert done.returncode == 0, done.stderr
    reports = []
    for name in outs:
        done = openends("compare", "anna.csv", name, "--out", "report.json")
        assert done.returncode == 0, done.stderr
        reports.append(json.loads((tmp_path / "report.json").read_bytes())["agreement"])
    assert reports[0] == reports[1] == reports[2]


def test_nothing_to_match_by_is_refused(openends, file):
    file("a.csv", ANNA)
    file("b.csv", "id,codes\n91,Noise\n92,Price\n")
    sentence = said(openends("compare", "a.csv", "b.csv"))
    assert "no id in common" in sentence
    assert "'1' and '91'" in sentence
    assert "--id" in sentence


def test_doubled_ids_are_refused(openends, file):
    file("a.csv", ANNA)
    file("b.csv", "id,codes\n1,Noise\n1,Price\n2,Noise\n")
    assert "b.csv has the id 1 more than once" in said(openends("compare", "a.csv", "b.csv"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"id,codes\n", "no row"),
        (b"\x00\x01\x02\xff" * 50, "b.csv"),
        (b"id,text\n1,loud\n", "has no codes"),
    ],
)
def test_a_file_without_codes_is_refused(openends, file, content, reason):
    file("a.csv", ANNA)
    file("b.csv", content)
    assert reason in said(openends("compare", "a.csv", "b.csv"))


def test_a_missing_file_and_a_lost_input_are_refused(openends, pair):
    assert "There is no file" in said(openends("compare", "anna.csv", "nobody.csv"))
    assert "would be lost" in said(openends("compare", *pair, "--out", "ben.csv"))
    assert "use the ending .xlsx" in said(openends("compare", *pair, "--adjudicate", "d.csv"))


def test_blank_answers_are_left_out_and_counted(openends, file):
    file("a.csv", "id,text,codes\n1,loud,Noise\n2,,\n3,dear,Price\n")
    file("b.csv", "id,text,codes\n1,loud,Noise\n2,,\n3,dear,Noise\n")
    done = openends("compare", "a.csv", "b.csv")
    assert "2 responses are in both" in done.stdout
    assert "Left out: 1 without an answer." in done.stdout
    file("c.csv", "id,text,codes\n2,,\n")
    assert "are blank" in said(openends("compare", "c.csv", "c.csv"))


def test_one_response_and_full_agreement_say_what_is_not_defined(openends, file):
    file("a.csv", "id,codes\n1,Noise\n")
    done = openends("compare", "a.csv", "a.csv")
    assert done.returncode == 0, done.stderr
    assert "is not defined: the codings do not vary" in done.stdout
    file("b.csv", "id,codes\n" + "".join(f"{at},{'AB'[at % 2]}\n" for at in range(40)))
    done = openends("compare", "b.csv", "b.csv")
    assert done.returncode == 0, done.stderr
    assert "do not tell how many more are needed" in done.stdout


def test_names_and_numbers_meet_by_the_codebook(openends, file):
    file("a.csv", "id,codes\n1,1\n2,2\n3,1; 2\n")
    file("b.csv", "id,codes\n1,Noise\n2,Price\n3,Noise; Price\n")
    file("codes.yaml", "[{name: Noise, number: 1}, {name: Price, number: 2}]\n")
    assert "no code in common" in openends("compare", "a.csv", "b.csv").stdout
    done = openends("compare", "a.csv", "b.csv", "--codebook", "codes.yaml")
    assert done.returncode == 0, done.stderr
    assert "differ on 0 of them" in done.stdout


def test_formulas_stay_texts_in_everything_that_is_written(openends, file, tmp_path):
    file("a.csv", 'id,text,codes\n=1+1,"=HYPERLINK(""x"")",=cmd|x\n2,a,@B\n')
    file("b.csv", "id,codes\n=1+1,[red]x[/red]\n2,@B\n")
    done = openends("compare", "a.csv", "b.csv", "--adjudicate", "d.xlsx", "--out", "o.csv")
    assert done.returncode == 0, done.stderr
    assert "[red]x[/red]" in done.stdout
    sheet = openpyxl.load_workbook(tmp_path / "d.xlsx").active
    assert [cell.data_type for cell in sheet[2] if cell.value] == ["s"] * 4
    assert sheet["A2"].value == "=1+1"
    assert "\n'=cmd|x," in (tmp_path / "o.csv").read_text(encoding="utf-8-sig")


def test_another_encoding_and_hundreds_of_codes_are_compared(openends, file):
    rows = "".join(f"{at};Größe {at % 500}\n" for at in range(1_000))
    file("a.csv", f"id;codes\n{rows}".encode("cp1252"))
    file("b.csv", f"id;codes\n{rows}".encode("utf-16"))
    done = openends("compare", "a.csv", "b.csv")
    assert done.returncode == 0, done.stderr
    assert "the 30 most frequent of 500" in done.stdout
    assert "differ on 0 of them" in done.stdout


def test_ids_that_mean_other_responses_are_noted(openends, file):
    file("a.csv", "id,text,codes\n1,loud,Noise\n2,dear,Price\n")
    file("b.csv", "id,text,codes\n1,dear,Price\n2,loud,Noise\n")
    assert "2 of 2 responses have another text" in openends("compare", "a.csv", "b.csv").stdout


def test_a_narrow_terminal_without_colours_shows_every_column(openends, pair):
    done = openends("compare", *pair, COLUMNS="60", NO_COLOR="1")
    assert done.returncode == 0, done.stderr
    assert "\x1b[" not in done.stdout
