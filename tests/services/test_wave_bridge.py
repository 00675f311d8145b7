"""The bridge between two waves in files: by people, by the machine, or none if none is needed."""

import re

import pytest

from openends.cli.app import app
from openends.domain.codebook import Code, Codebook
from openends.domain.errors import InputError
from openends.domain.response import ReviewedResponse
from openends.engine.progress import silent
from openends.services.coded_layouts import CodedRow
from openends.services.coder_file import CoderFile
from openends.services.runs_alike import built_its_codebook, coded_alike
from openends.services.wave_bridge import bridge_by_machine, bridge_by_people

BOOK = Codebook(codes=(Code(name="Noise", number=1), Code(name="Price", number=2)))
TEXTS = ("too loud", "the price", "so noisy", "", "it leaks")


def wave(*codes, name="autumn.csv", texts=TEXTS, start=1):
    rows = [
        CodedRow(id=str(at), text=text, codes=given, answered=bool(text))
        for at, (text, given) in enumerate(zip(texts, codes, strict=True), start)
    ]
    return CoderFile(name=name, responses={row.id: row for row in rows}, codes=(), warnings=())


AUTUMN = wave(("Noise",), ("Price",), ("Noise",), (), ())
ANSWERED = [row for row in AUTUMN.responses.values() if row.answered]


def machine(drawn, **more):
    given = {"reviewed": (), "quality": "fast", "progress": silent} | more
    return bridge_by_machine(AUTUMN, ANSWERED, drawn, BOOK, **given)


def test_people_s_bridge_is_matched_by_id():
    # Response 4 is blank: it is no part of any percentage.
    coded = wave(("Noise",), (), name="b.csv", texts=("so noisy", ""), start=3)
    bridge = bridge_by_people(coded, AUTUMN, ANSWERED)
    assert bridge.coded == {2: frozenset({"Noise"})}
    assert bridge.by == "b.csv"
    assert bridge.notes == ("Left out of the bridge sample: 1 without an answer.",)


def test_responses_that_are_none_of_the_second_wave_are_refused():
    coded = wave(("Noise",), (), name="b.csv", texts=("it leaks", "dear"), start=5)
    with pytest.raises(InputError, match=r"1 of 2 responses in b\.csv are none of autumn\.csv: 6"):
        bridge_by_people(coded, AUTUMN, ANSWERED)


def test_a_bridge_without_answers_is_refused():
    coded = wave((), name="b.csv", texts=("",), start=4)
    with pytest.raises(InputError, match="Nobody answered in any response"):
        bridge_by_people(coded, AUTUMN, ANSWERED)


def test_other_texts_under_the_same_ids_are_noted():
    coded = wave(("Noise",), name="b.csv", texts=("the price",))
    (note,) = bridge_by_people(coded, AUTUMN, ANSWERED).notes
    assert note.startswith("1 of 1 responses have another text in b.csv")


def test_the_machine_codes_what_was_drawn_as_if_it_coded_all(use):
    every = machine(range(4)).coded
    assert every[0] == every[2] == frozenset({"Noise"})
    assert every[1] == frozenset({"Price"})
    assert machine([1, 3]).coded == {place: every[place] for place in (1, 3)}


def test_the_machine_learns_what_people_decided_in_the_first_wave(use):
    decided = (ReviewedResponse(text="it leaks", codes=("Price",)),)
    assert machine([3], reviewed=decided).coded[3] == frozenset({"Price"})


def test_the_machine_needs_texts():
    bare = wave(("Noise",), texts=("",))
    rows = [row for row in bare.responses.values() if row.codes]
    with pytest.raises(InputError, match=r"autumn\.csv has no texts"):
        bridge_by_machine(bare, rows, [0], BOOK, reviewed=(), quality="fast", progress=silent)


@pytest.fixture(scope="module")
def results(tmp_path_factory, use):
    """Results of two waves, by a codebook that is given or built, as the command line writes."""
    folder = tmp_path_factory.mktemp("waves")

    def code(name, *options, count=4):
        data = folder / "data.csv"
        rows = [f"{at},{TEXTS[at % 3]} {at}" for at in range(count)]
        data.write_text("\n".join(["id,why", *rows]) + "\n", encoding="utf-8")
        with pytest.raises(SystemExit) as end:
            app(["code", str(data), "-t", "why", "-o", str(folder / name), *options])
        assert not end.value.code
        return folder / name

    book, other = folder / "codes.yaml", folder / "other.yaml"
    book.write_text("[Noise, Price]\n", encoding="utf-8")
    other.write_text("[Noise, Value]\n", encoding="utf-8")
    decided = folder / "decided.csv"
    decided.write_text("text,codes\nso noisy 2,Noise\n", encoding="utf-8")
    given = ("-c", str(book))
    return {
        "spring": code("spring.json", *given),
        "autumn": code("autumn.json", *given, count=5),
        "table": code("autumn.csv", *given),
        "other": code("other.json", "-c", str(other)),
        "learned": code("learned.json", *given, "-r", str(decided)),
        "built": code("built.json"),
    }


@pytest.mark.parametrize(
    ("second", "alike"),
    [
        ("spring", True), ("autumn", True), ("table", False),
        ("other", False), ("learned", False), ("built", False),
    ],
)  # fmt: skip
def test_only_the_same_codebook_in_the_same_way_is_coded_alike(results, second, alike):
    assert coded_alike(results["spring"], results[second], None) is alike
    assert coded_alike(results[second], results["spring"], "why") is alike


def test_a_result_says_whether_its_codebook_was_built(results):
    assert [name for name, path in results.items() if built_its_codebook(path, None)] == ["built"]


def test_a_manifest_of_another_version_tells_nothing(results, tmp_path):
    content = results["spring"].read_text(encoding="utf-8")
    old = tmp_path / "old.json"
    old.write_text(re.sub(r'"seed":\s*\d+,', "", content), encoding="utf-8")
    assert not coded_alike(old, results["autumn"], None)
