"""Variables added to a client's .sav: the untouched part, proven record by record, variable by
variable, by pyreadstat and by GNU PSPP; and what is refused.
"""

from __future__ import annotations

import csv
import math
import re
import struct
import zlib
from dataclasses import replace

import pytest
from client_files import CASES, FILES, VARIABLES, write_clients
from delivered_tables import picks_of, question_of, read_back, run_pspp, table_of

from openends.domain.codebook import Code
from openends.domain.delivery import DeliveredTable, MultipleResponseSet, Variable
from openends.domain.errors import ColumnProblem, FileProblem, FormatProblem
from openends.files.merge.merge_open import open_client_file
from openends.files.merge.merge_sav_file import (
    DISPLAY,
    EXTENSION_HEAD,
    LONG_NAMES,
    PIECES,
    SETS,
    read_sav_file,
)
from openends.files.spss.sav_records import EXTENSION, LABELLED, VALUE_LABELS, VARIABLE

CODES = (
    Code(name="Größe & Qualität", number=1),
    Code(name="It's the price", number=2),
    Code(name="A name of a code that is too long, " * 5, number=500),
)
ASKED = "Was hat Ihnen gefallen, und was nicht? " * 8
#: Extensions that hold a list, which goes on.
LONGER = {SETS, DISPLAY, LONG_NAMES}


def added_table(people):
    questions = [
        question_of("Q1", ASKED, CODES, picks_of(people, 3)),
        question_of("Warum_genau_sagen", "Pourquoi ?", CODES[:2], picks_of(people, 2)),
    ]
    dummies = table_of("binary_dummy", questions[1])
    mentions = table_of("columns_by_mention", questions[0], sentiment=True, categories=False)
    return DeliveredTable(
        variables=[*mentions.variables[1:], *dummies.variables[1:]],
        sets=[*mentions.sets, *dummies.sets],
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The clients' files, and each with further variables beside it."""
    folder = tmp_path_factory.mktemp("clients")
    for name, path in write_clients(folder).items():
        open_client_file(path, "respid").merge(added_table(CASES), folder / f"new_{name}")
    return folder


@pytest.fixture(params=FILES)
def both(request, folder):
    """A client's file and the delivered one."""
    return folder / request.param, folder / f"new_{request.param}"


@pytest.fixture(scope="module")
def ours():
    return [variable.name for variable in added_table(CASES).variables]


def test_the_proof_is_on_files_with_everything(both):
    file = read_sav_file(both[0])
    subtypes = {record.subtype for record in file.records}
    # Sets of both kinds, attributes of file and variables, very long texts, labels and missing
    # values of long ones, encoding; documents.
    assert {3, 4, 7, 11, 13, 14, 17, 18, 19, 20, 21, 22} <= subtypes
    assert 6 in {record.kind for record in file.records}
    assert len(read_back(both[0])[0].columns) == VARIABLES


def test_every_record_of_the_client_is_there_byte_for_byte(both):
    before, after = map(read_sav_file, both)
    header = bytearray(after.header)
    header[PIECES : PIECES + 4] = before.header[PIECES : PIECES + 4]
    assert bytes(header) == before.header
    rest = iter(after.records)
    for record in before.records:
        for other in rest:
            same_place = (other.kind, other.subtype) == (record.kind, record.subtype)
            if same_place and record.subtype in LONGER:
                assert other.content[EXTENSION_HEAD:].startswith(record.content[EXTENSION_HEAD:])
                break
            if other.content == record.content:
                break
            # What stands between is ours.
            assert other.kind in {VARIABLE, VALUE_LABELS, LABELLED}
        else:
            pytest.fail(f"a record of kind {record.kind}, {record.subtype} is missing")
    assert list(rest) == []


def pieces(path):
    """Every case as a list of its pieces: numbers as eight bytes, unpacked one by one."""
    file = read_sav_file(path)
    content = path.read_bytes()[file.cases_at :]
    if file.packing == 2:
        content = unzipped(path, file.cases_at)
    found = []
    if file.packing == 0:
        found = [content[at : at + 8] for at in range(0, len(content), 8)]
    at = 0
    while file.packing and at < len(content):
        codes, at = content[at : at + 8], at + 8
        for code in codes:
            if code == 253:
                found.append(content[at : at + 8])
                at += 8
            elif code == 254:
                found.append(b" " * 8)
            elif code == 255:
                found.append(struct.pack("<d", -1.7976931348623157e308))
            elif 0 < code < 252:
                found.append(struct.pack("<d", code - file.bias))
    assert len(found) % file.pieces == 0
    return [found[at : at + file.pieces] for at in range(0, len(found), file.pieces)]


def unzipped(path, start):
    whole = path.read_bytes()
    own, trailer, size = struct.unpack_from("<3q", whole, start)
    assert (own, trailer + size) == (start, len(whole))
    bias, zero, block, count = struct.unpack_from("<2q2i", whole, trailer)
    assert (bias, zero, block) == (-100, 0, 0x3FF000)
    content = b""
    for entry in range(count):
        at = trailer + 24 + 24 * entry
        unpacked_at, packed_at, unpacked, packed = struct.unpack_from("<2q2i", whole, at)
        assert unpacked_at == start + len(content)
        content += zlib.decompress(whole[packed_at : packed_at + packed])
        assert len(content) == unpacked_at - start + unpacked
    return content


def test_every_piece_of_every_case_is_there_bit_for_bit(both):
    before, after = pieces(both[0]), pieces(both[1])
    assert len(before) == len(after) == CASES
    for old, new in zip(before, after, strict=True):
        assert new[: len(old)] == old


def test_pyreadstat_reads_every_variable_of_the_client_as_before(both, ours):
    (frame, old), (merged, new) = map(read_back, both)
    assert merged.columns == [*frame.columns, *ours]
    for name in frame.columns:
        pairs = zip(frame[name].to_list(), merged[name].to_list(), strict=True)
        assert all(a == b or (a is None and b is None) for a, b in pairs), name
        for told in (
            *("column_names_to_labels", "variable_value_labels", "missing_ranges"),
            *("original_variable_types", "variable_measure", "variable_display_width"),
            *("variable_alignment", "variable_storage_width", "missing_user_values"),
        ):
            assert getattr(old, told).get(name) == getattr(new, told).get(name), (name, told)
    assert old.mr_sets.items() <= new.mr_sets.items()
    for told in ("notes", "file_label", "file_encoding", "creation_time", "number_rows"):
        assert getattr(old, told) == getattr(new, told), told


def test_pyreadstat_reads_what_was_added(both, ours):
    merged, meta = read_back(both[1])
    for variable in added_table(CASES).variables:
        given = ["" if value is None else value for value in variable.values]
        if merged[variable.name].dtype.is_numeric():
            given = list(variable.values)
        assert merged[variable.name].to_list() == given
    assert meta.column_names_to_labels["Q1_1"].startswith("Was hat Ihnen gefallen, und was nicht? ")
    assert meta.variable_value_labels["Q1_1"][1] == "Größe & Qualität"
    assert meta.variable_value_labels["Q1_2"] == meta.variable_value_labels["Q1_1"]
    assert meta.missing_ranges["Q1_1"] == [{"lo": 98.0, "hi": 98.0}, {"lo": 99.0, "hi": 99.0}]
    assert meta.variable_measure["Q1_1_confidence"] == "scale"
    assert meta.mr_sets["Q1"]["variable_list"] == ["Q1_1", "Q1_2", "Q1_3"]
    assert meta.mr_sets["Warum_genau_sagen"]["counted_value"] == 1
    assert len(ours) == len(set(ours))


SHOWN = (
    *("DISPLAY DICTIONARY.", "DISPLAY @ATTRIBUTES.", "DISPLAY DOCUMENTS.", "DISPLAY FILE LABEL."),
    *("MRSETS /DISPLAY NAME=ALL.", "SHOW WEIGHT."),
)


@pytest.fixture(scope="module")
def told(folder):
    """What PSPP says of every file, by its name; its data are in a .csv beside it."""
    commands = []
    for name in (*FILES, *(f"new_{name}" for name in FILES)):
        save = f"SAVE TRANSLATE /TYPE=CSV /OUTFILE='{name}.csv' /FIELDNAMES /CELLS=VALUES /REPLACE."
        commands += [f"GET FILE='{name}'.", f"ECHO 'file {name}'.", *SHOWN, save]
    parts = run_pspp(folder, *commands).split("file ")
    return {name: rest for name, _, rest in (part.partition("\n") for part in parts)}


def test_pspp_says_the_same_of_everything_that_was_there(both, told, ours):
    # The note of the weight says where in the commands it stands.
    told_of = (re.sub(r"run.sps:\d+: ", "", told[path.name]) for path in both)
    old, new = ([line for line in lines.splitlines() if line] for lines in told_of)
    rest = iter(new)
    between = []
    for line in old:
        for other in rest:
            if other == line:
                break
            between.append(other)
        else:
            pytest.fail(f"PSPP does not say any more: {line}")
    between += rest
    assert {line.partition(",")[0] for line in between} >= {*ours, "$Q1", "$Warum_genau_sagen"}


def test_pspp_reads_the_same_data(both, told, ours):
    rows = []
    for path in both:
        assert path.name in told
        file = path.with_name(f"{path.name}.csv")
        with file.open(encoding="utf-8", errors="surrogateescape", newline="") as lines:
            rows.append(list(csv.reader(lines)))
    old, new = rows
    assert [row[: len(old[0])] for row in new] == old
    assert new[0][len(old[0]) :] == ours
    numbers = {variable.name: variable.values for variable in added_table(CASES).variables}
    place = new[0].index("Q1_1")
    assert [row[place].strip() for row in new[1:]] == [
        "" if value is None else str(value) for value in numbers["Q1_1"]
    ]


def test_what_was_added_can_be_added_to_again(both, tmp_path):
    again = Variable(name="again", label="", values=list(range(CASES)))
    pair = [again, replace(again, name="again_too", value_labels={1: "one"})]
    its_set = MultipleResponseSet(name="again", label="", variables=("again", "again_too"))
    target = tmp_path / "third.sav"
    client = open_client_file(both[1], "RESPID")
    client.merge(DeliveredTable(variables=pair, sets=[its_set]), target)
    frame, meta = read_back(target)
    assert frame["again"].to_list() == list(range(CASES))
    assert set(meta.mr_sets) == {
        *("had", "said", "texts", "counted", "Q1", "Warum_genau_sagen", "again"),
    }


def test_the_same_variables_give_the_same_bytes(both, tmp_path):
    open_client_file(both[0], "RESPID").merge(added_table(CASES), tmp_path / "new.sav")
    assert (tmp_path / "new.sav").read_bytes() == both[1].read_bytes()


@pytest.mark.parametrize("key", ["respid", "number", "half"])
def test_a_key_may_be_a_text_or_a_number(folder, key):
    for name in FILES:
        keys = open_client_file(folder / name, key).keys
        wanted = {"respid": "R{}", "number": "{}"}.get(key)
        halves = [f"{at // 2}" if at % 2 == 0 else f"{at / 2}" for at in range(1, CASES + 1)]
        assert keys == ([wanted.format(at) for at in range(1, CASES + 1)] if wanted else halves)


def test_cases_without_a_key_have_none(folder):
    assert open_client_file(folder / "bytes.sav", "n1").keys.count("") == CASES // 3
    assert open_client_file(folder / "plain.sav", "n1").keys.count("") == CASES // 3
    assert "" in open_client_file(folder / "packed.zsav", "t9").keys


def one(name, **more):
    return DeliveredTable(variables=[Variable(name=name, label="", values=[1] * CASES, **more)])


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("RESPONDENT", r"has no variable 'RESPONDENT' \(did you mean 'RESPID'\?\)"),
        ("t256", "'t256' of western.sav holds texts of 256 bytes, and a key has 255 at most"),
    ],
)
def test_a_key_that_cannot_be_one_is_refused(folder, key, said):
    with pytest.raises(ColumnProblem, match=said):
        open_client_file(folder / "western.sav", key)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (one("N1"), "western.sav has N1 already; give the coded variables another beginning"),
        (
            DeliveredTable(
                variables=[*one("a1").variables, *one("a2").variables],
                sets=[MultipleResponseSet(name="SAID", label="", variables=("a1", "a2"))],
            ),
            r"western.sav has \$SAID already",
        ),
    ],
)
def test_a_name_that_the_client_has_is_refused(folder, tmp_path, table, said):
    client = open_client_file(folder / "western.sav", "RESPID")
    with pytest.raises(ColumnProblem, match=said):
        client.merge(table, tmp_path / "out.sav")
    assert list(tmp_path.iterdir()) == []


def test_a_letter_that_the_encoding_lacks_is_refused_by_name(folder, tmp_path):
    client = open_client_file(folder / "western.sav", "RESPID")
    with pytest.raises(
        FormatProblem, match=r"'价格太高'.*\(WINDOWS-1252\) lacks the character '价'"
    ):
        client.merge(one("Q", value_labels={1: "价格太高"}), tmp_path / "out.sav")
    assert list(tmp_path.iterdir()) == []
    # Where it has it in another form, that is the same letter.
    client.merge(one("Q", value_labels={1: "cafe\u0301 …"}), tmp_path / "out.sav")
    assert read_back(tmp_path / "out.sav")[1].variable_value_labels["Q"] == {1.0: "café …"}


def test_nobody_guesses_an_encoding_that_a_file_does_not_say(folder, tmp_path):
    content = (folder / "western.sav").read_bytes()
    path = tmp_path / "odd.sav"
    path.write_bytes(content.replace(b"WINDOWS-1252", b"utf-16-in-it"))
    client = open_client_file(path, "RESPID")
    client.merge(one("Q", value_labels={1: "plain"}), tmp_path / "out.sav")
    with pytest.raises(FormatProblem, match="utf-16-in-it, which is not known here"):
        client.merge(one("Q", value_labels={1: "é"}), tmp_path / "out.sav")


def damaged(content):
    """The file with its damages, by what was done."""
    at = content.index(b"$FL")
    assert at == 0
    yield "half", content[: len(content) // 2]
    yield "head", content[:100]
    yield "one byte less", content[:-1]
    yield "more cases than said", content[:80] + struct.pack("<i", 7) + content[84:]
    yield "another packing", content[:72] + struct.pack("<i", 9) + content[76:]
    yield "an unknown record", content[:176] + struct.pack("<i", 5) + content[180:]
    yield "a width beyond", content[:180] + struct.pack("<i", 9999) + content[184:]


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_refused(folder, tmp_path, name):
    for what, content in damaged((folder / name).read_bytes()):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(FileProblem) as refused:
            open_client_file(path, "RESPID")
        assert "save it anew" in refused.value.message, what


def test_every_byte_of_a_dictionary_may_be_wrong(folder, tmp_path):
    whole = (folder / "bytes.sav").read_bytes()
    path = tmp_path / "broken.sav"
    end = read_sav_file(folder / "bytes.sav").cases_at
    for at in range(4, end, 233):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xA5]) + whole[at + 1 :])
        try:
            open_client_file(path, "RESPID").merge(one("Q"), tmp_path / "out.sav")
        except (FileProblem, ColumnProblem):
            continue


def test_a_packed_file_that_unpacks_to_too_much_is_refused(folder):
    with pytest.raises(FileProblem, match="damaged"):
        open_client_file(folder / "packed.zsav", "RESPID", 10_000)


def test_files_that_cannot_be_kept_whole_are_refused(folder, tmp_path):
    content = (folder / "bytes.sav").read_bytes()
    path = tmp_path / "old.sav"
    path.write_bytes(content[:64] + struct.pack(">i", 2) + content[68:])
    with pytest.raises(FileProblem, match="another kind \\(big-endian\\)"):
        open_client_file(path, "RESPID")
    file = read_sav_file(folder / "bytes.sav")
    kept = [each for each in file.records if (each.kind, each.subtype) != (EXTENSION, LONG_NAMES)]
    records = b"".join(record.content for record in kept)
    path.write_bytes(file.header + records + content[file.cases_at :])
    with pytest.raises(FileProblem, match="before version 12"):
        open_client_file(path, "RESPID")


def two_fields(record):
    """How variables are displayed as older files say it: without the widths of columns."""
    fields = struct.unpack(f"<{(len(record.content) - EXTENSION_HEAD) // 4}i", record.content[16:])
    kept = [field for at, field in enumerate(fields) if at % 3 != 1]
    return record.content[:12] + struct.pack(f"<{len(kept) + 1}i", len(kept), *kept)


def shorter(record):
    """How variables are displayed, but of the last one."""
    (count,) = struct.unpack_from("<i", record.content, 12)
    return record.content[:12] + struct.pack("<i", count - 3) + record.content[16:-12]


@pytest.fixture
def changed(folder, tmp_path):
    """The client's file with other records of a subtype."""

    def write(subtype, change):
        file = read_sav_file(folder / "bytes.sav")
        records = (
            change(record) if (record.kind, record.subtype) == (EXTENSION, subtype)
            else record.content for record in file.records
        )  # fmt: skip
        path = tmp_path / "changed.sav"
        cases = (folder / "bytes.sav").read_bytes()[file.cases_at :]
        path.write_bytes(file.header + b"".join(records) + cases)
        return path

    return write


@pytest.mark.parametrize(
    ("subtype", "change"),
    [(SETS, lambda _: b""), (DISPLAY, lambda _: b""), (DISPLAY, two_fields)],
    ids=["no sets", "nothing on display", "display without widths"],
)
def test_files_that_say_less_are_added_to_as_well(changed, tmp_path, subtype, change):
    path = changed(subtype, change)
    open_client_file(path, "RESPID").merge(added_table(CASES), tmp_path / "out.sav")
    (frame, old), (merged, new) = read_back(path), read_back(tmp_path / "out.sav")
    assert [merged[name].to_list() for name in frame.columns if "long" not in name] == [
        frame[name].to_list() for name in frame.columns if "long" not in name
    ]
    assert new.mr_sets.keys() - old.mr_sets.keys() == {"Q1", "Warum_genau_sagen"}
    for told in ("variable_measure", "variable_alignment", "variable_display_width"):
        said = getattr(new, told)
        assert {name: said[name] for name in frame.columns} == getattr(old, told)


def test_a_file_that_contradicts_itself_about_what_is_displayed_is_refused(changed, tmp_path):
    client = open_client_file(changed(DISPLAY, shorter), "RESPID")
    with pytest.raises(FileProblem, match="another number of variables than it has"):
        client.merge(added_table(CASES), tmp_path / "out.sav")
    assert not (tmp_path / "out.sav").exists()


def test_values_at_the_edges_of_packing_are_read_back(folder, tmp_path):
    odd = [*(-101, -100, -99, -98, 0, 150, 151, 152, 153, 0.5, 1e300, -1e300, None), math.pi]
    values = [odd[at % len(odd)] for at in range(CASES)]
    texts = ["", " x", "12345678", "        a", None, "é" * 100] * CASES
    table = DeliveredTable(
        variables=[
            Variable(name="edge", label="", values=values),
            Variable(name="texts", label="", values=texts[:CASES]),
        ]
    )
    for name in FILES:
        open_client_file(folder / name, "RESPID").merge(table, tmp_path / name)
        frame, _ = read_back(tmp_path / name)
        assert frame["edge"].to_list() == values
        assert frame["texts"].to_list() == [text or "" for text in texts[:CASES]]
