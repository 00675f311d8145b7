"""``openends waves``: real change or coding change, as people ask for it."""

import json

import openpyxl
import pytest

from command import run_here
from openends.sample import survey_path

#: 100 people each. Price goes from 20 to 40; coded as in spring, the bridge has no more than 20.
SPRING = ["Price"] * 20 + ["Noise"] * 30 + [""] * 50
AUTUMN = ["Price"] * 40 + ["Noise; Leaks"] * 30 + [""] * 30
BRIDGE = ["Price"] * 20 + [""] * 20 + ["Noise"] * 30 + [""] * 30


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return name

    return write


@pytest.fixture
def wave(file):
    """Write a coded file of people: ids from 1, and the codes of each."""

    def write(name, codes, start=1, text="answer"):
        rows = [f"{at},{text} {at},{given}" for at, given in enumerate(codes, start)]
        return file(name, "\n".join(["id,text,codes", *rows]) + "\n")

    return write


@pytest.fixture
def pair(wave):
    return wave("spring.csv", SPRING), wave("autumn.csv", AUTUMN, start=201)


@pytest.fixture
def bridge(wave):
    return wave("bridge.csv", BRIDGE, start=201)


def said(done):
    """Return the one sentence of an error, and that it is nothing but one."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_a_change_that_the_new_coding_makes_is_told_from_one_that_people_make(
    openends, pair, bridge
):
    done = openends("waves", *pair, "--bridge", bridge)
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "First wave: spring.csv, 100 people who answered. Second wave: autumn.csv, 100." in text
    assert "100 responses of the second wave, coded as in the first by bridge.csv; " in text
    assert "the second coding gives 50 of them other codes." in text
    assert "Price 20.0 40.0 +20.0 coding change +20.0 exact 0.0" in text
    assert "Noise 30.0 30.0 0.0 no change 0.0 exact 0.0" in text
    assert "'Price' changed by +20.0 points: +20.0 by the new coding" in text
    assert "Codes of the second wave alone: Leaks." in text


def test_out_writes_the_same_figures_as_json_table_and_workbook(openends, pair, bridge, tmp_path):
    for ending in ("json", "csv", "xlsx"):
        done = openends("waves", *pair, "--bridge", bridge, "--out", f"waves.{ending}")
        assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "waves.json").read_bytes())
    changes = {change["code"]: change for change in found["compared"]["changes"]}
    assert changes["Price"]["coding"]["points"] == pytest.approx(20)
    assert changes["Price"]["verdict"] == "coding change"
    assert (found["compared"]["bridge"], found["compared"]["differing"]) == (100, 50)
    assert "one by one" in found["compared"]["method"]
    book = openpyxl.load_workbook(tmp_path / "waves.xlsx")
    rows = list(book["Waves"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["code", *changes]
    assert rows[1][rows[0].index("verdict")] == "coding change"
    table = (tmp_path / "waves.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0].split(",")[:3] == ["code", "first wave", "second wave"]
    assert len(table) == len(rows)


def test_too_small_a_bridge_says_how_little_it_can_tell(openends, pair, wave):
    few = wave("few.csv", ["Price"] * 5, start=201)
    done = openends("waves", *pair, "--bridge", few)
    assert "The bridge sample has 5 responses" in done.stdout
    assert "within 27 points" in done.stdout


def test_a_bridge_of_other_responses_is_refused(openends, pair, wave):
    other = wave("other.csv", ["Price"] * 5, start=298)
    sentence = said(openends("waves", *pair, "--bridge", other))
    assert "2 of 5 responses in other.csv are none of autumn.csv: 301, 302." in sentence


def test_waves_without_a_bridge_are_refused_with_both_ways_to_make_one(openends, pair):
    sentence = said(openends("waves", *pair))
    assert "--codebook" in sentence
    assert "--bridge" in sentence


def test_a_wave_that_nobody_answered_and_a_lost_input_are_refused(openends, pair, file, bridge):
    file("empty.csv", "id,text,codes\n1,,\n")
    assert "Nobody answered in empty.csv" in said(openends("waves", "empty.csv", *pair[1:]))
    lost = openends("waves", *pair, "--bridge", bridge, "--out", "bridge.csv")
    assert "would be lost" in said(lost)
    assert "no file" in said(openends("waves", pair[0], "nobody.csv"))


def test_more_responses_by_codes_than_can_be_compared_are_refused(openends, wave):
    first = wave("first.csv", ["Price"])
    many = wave("many.csv", [f"Code {at % 4_999}" for at in range(5_002)])
    assert "5,002 responses by 5,000 codes" in said(
        openends("waves", first, many, "--bridge", many)
    )


def test_reviewed_answers_are_for_the_machine(openends, pair, bridge):
    done = openends("waves", *pair, "--bridge", bridge, "--reviewed", bridge)
    assert "give it with --codebook and without --bridge" in said(done)


CODES = """
- {name: Noise, number: 1, definition: How loud it is.}
- {name: Cleaning, number: 2, definition: Cleaning and descaling.}
- {name: Price, number: 3, definition: What machine and capsules cost.}
- {name: Waste, number: 4, definition: "Capsules, recycling, aluminium, plastic."}
- {name: Size, number: 5, definition: "Size of cup, tank and machine."}
- {name: App, number: 6, definition: "App, display, lights, buttons."}
"""


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """A folder with two waves, parts of the sample survey, that one codebook coded."""
    folder = tmp_path_factory.mktemp("coded")
    (folder / "codes.yaml").write_text(CODES, encoding="utf-8")
    header, *rows = survey_path().read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [row for row in rows if ",GB," in row or ",US," in row]
    for name, part in (("spring", rows[:20]), ("autumn", rows[-120:])):
        (folder / "data.csv").write_text("".join([header, *part]), encoding="utf-8")
        outs = ("--out", f"{name}.json", "--out", f"{name}.csv")
        command = ("code", "data.csv", "-t", "improve", "-c", "codes.yaml", *outs)
        assert run_here(command, cwd=folder, environment={}).returncode == 0
    return folder


def test_results_that_say_they_were_coded_alike_need_no_bridge(openends, coded):
    done = openends("waves", coded / "spring.json", coded / "autumn.json")
    assert done.returncode == 0, done.stderr
    assert "Both waves are coded alike" in done.stdout
    assert "no bridge was needed" in " ".join(done.stdout.split())


def test_the_machine_bridges_with_the_first_codebook_and_finds_what_it_does_not_cover(
    openends, coded, tmp_path
):
    files = (coded / "spring.csv", coded / "autumn.csv", "-c", coded / "codes.yaml")
    done = openends("waves", *files, "-o", "w.json")
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "the second coding gives 0 of them other codes" in text
    assert "Both waves are coded alike" in text
    (theme, *_) = json.loads((tmp_path / "w.json").read_bytes())["themes"]
    people = len(theme["response_ids"])
    assert f"of the first covers: - '{theme['name']}' comes up with {people} people" in text
    assert theme["name"] not in CODES


def test_a_renamed_code_is_known_by_its_number_in_the_second_codebook(openends, file, wave):
    file("codes.yaml", CODES)
    file("later.yaml", CODES.replace("Price", "Value for money"))
    spring, autumn = wave("spring.csv", ["Price"] * 9), wave("autumn.csv", ["Value for money"] * 9)
    books = ("-c", "codes.yaml", "--second-codebook", "later.yaml", "--sample", "8")
    done = openends("waves", spring, autumn, *books)
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "'Price' is called 'Value for money' in the second wave" in text
    assert "Value for money 100.0 100.0" in text
    assert "Bridge: 8 responses" in text
    # No file says that a machine coded it.
    assert "let people code the bridge sample too" in text


def test_a_narrow_terminal_shows_fewer_columns(openends, pair, bridge):
    done = openends("waves", *pair, "--bridge", bridge, COLUMNS="60", NO_COLOR="1")
    assert done.returncode == 0, done.stderr
    assert "\x1b[" not in done.stdout
