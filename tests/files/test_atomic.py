from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from openends.domain.errors import OutputError
from openends.files.atomic import (
    all_or_none,
    check_distinct,
    check_writable,
    make_folder,
    replacing,
)


def listed(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_takes_its_place_when_it_is_complete(tmp_path):
    target = tmp_path / "a.csv"
    with replacing(target) as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".csv"
        temporary.write_text("new")
        assert not target.exists()
    assert (listed(tmp_path), target.read_text()) == (["a.csv"], "new")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError(28, "No space left")])
@pytest.mark.parametrize("before", [None, "old"], ids=["new file", "old file"])
def test_a_file_stays_as_it_was_when_writing_fails(tmp_path, error, before):
    target = tmp_path / "a.csv"
    if before:
        target.write_text(before)
    with (
        pytest.raises((ValueError, KeyboardInterrupt, OutputError)),
        replacing(target) as temporary,
    ):
        temporary.write_text("half")
        raise error
    assert listed(tmp_path) == (["a.csv"] if before else [])
    assert not before or target.read_text() == before


def test_a_full_disk_is_said_in_a_sentence(tmp_path):
    with pytest.raises(OutputError) as caught, replacing(tmp_path / "a.csv"):
        raise OSError(28, "No space left on device")
    assert caught.value.message == (
        f"Cannot write {tmp_path}/a.csv: No space left on device; make room or choose another "
        "place."
    )


FULL_DISK = """
import sys, tempfile
from pathlib import Path
from made_files import coded_survey, counts_of
from openends.domain.errors import OutputError
from openends.files.write_coded import write_coded

tempfile.tempdir = "parts"
coded = coded_survey([f"too dear {number}" for number in range(3_000)])
for name in sys.argv[1:]:
    try:
        write_coded(coded, counts_of(coded), Path(name))
    except OutputError as error:
        print(error.message)
"""


def test_a_disk_that_fills_up_leaves_nothing(tmp_path):
    names = ["a.csv", "a.json", "a.xlsx"]
    (tmp_path / "parts").mkdir()
    for name in names:
        (tmp_path / name).write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *names],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.stderr == ""
    told = done.stdout.splitlines()
    assert [line.endswith("make room or choose another place.") for line in told] == [True] * 3
    assert listed(tmp_path) == [*names, "parts"]
    assert {(tmp_path / name).read_text() for name in names} == {"old"}
    assert listed(tmp_path / "parts") == []


def test_permissions_are_kept_and_new_files_follow_the_mask(tmp_path):
    secret, new = tmp_path / "secret.csv", tmp_path / "new.csv"
    secret.touch(mode=0o600)
    mask = os.umask(0o027)
    try:
        for path in (secret, new):
            with replacing(path) as temporary:
                assert temporary.stat().st_mode & 0o077 == 0
    finally:
        os.umask(mask)
    assert secret.stat().st_mode & 0o777 == 0o600
    assert new.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "data").mkdir()
    real, link = tmp_path / "data" / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    with replacing(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_several_files_take_their_places_together(tmp_path):
    with all_or_none():
        for name in ("a.csv", "b.csv"):
            with replacing(tmp_path / name) as temporary:
                temporary.write_text(name)
        assert not (tmp_path / "a.csv").exists()
    assert [path.read_text() for path in sorted(tmp_path.iterdir())] == ["a.csv", "b.csv"]


def test_none_of_several_files_is_left_when_one_fails(tmp_path):
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(KeyboardInterrupt), all_or_none():
        with replacing(tmp_path / "a.csv") as temporary:
            temporary.write_text("new")
        with replacing(tmp_path / "b.csv"):
            raise KeyboardInterrupt
    assert listed(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("none/a.csv", "there is no folder {0}/none; create it or choose another."),
        ("file/a.csv", "{0}/file is no folder; choose another place."),
        ("folder", "it is a folder; add a file name."),
        ("pipe", "it is no ordinary file; choose another."),
        ("x" * 300 + ".csv", "File name too long; make room or choose another place."),
        ("loop/a.csv", "there is no folder {0}/loop; create it or choose another."),
    ],
    ids=["no folder", "below a file", "folder", "pipe", "long name", "endless link"],
)
def test_a_place_that_cannot_be_written_to_is_refused(tmp_path, place, words):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    before = listed(tmp_path)
    path = tmp_path / place
    with pytest.raises(OutputError) as caught:
        check_writable(path)
    assert caught.value.message == f"Cannot write {path}: {words.format(tmp_path)}"
    assert listed(tmp_path) == before


def test_a_folder_of_the_system_is_refused(tmp_path):
    code = "from pathlib import Path; from openends.files.atomic import check_writable as check\n"
    code += (
        "try: check(Path('/proc/a.csv'))\nexcept Exception as error: print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "OutputError\n"


@pytest.mark.parametrize(
    "name", ["data.csv", "./data.csv", "link.csv", "hard.csv", "sub/../data.csv"]
)
def test_a_result_never_overwrites_what_is_read(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    data = tmp_path / "data.csv"
    data.touch()
    (tmp_path / "link.csv").symlink_to(data)
    (tmp_path / "hard.csv").hardlink_to(data)
    path = Path(name)
    with pytest.raises(OutputError, match="it is the file that is read, and would be lost; choose"):
        check_distinct([tmp_path / "other.csv", path], [data])
    check_distinct([tmp_path / "other.csv", tmp_path / "another.csv"], [data])


def test_two_results_never_share_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    relative = Path("a.csv")
    with pytest.raises(OutputError, match=r"a\.csv twice; give every result its own name\."):
        check_distinct([tmp_path / "a.csv", relative], [])


def test_a_folder_for_results_is_made_where_it_can_be(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"Cannot create the folder .*; choose another\."):
        make_folder(tmp_path / "file" / "b")


#: Sends Ctrl-C in the moment in which something of its parts is about to be made or taken away.
AT_THE_WORST_MOMENT = """
import os, signal, sys
from pathlib import Path
from openends.files.workbook import new_workbook

def interrupt(event, arguments):
    if event == EVENT and os.environ["TMPDIR"] in str(arguments[0]):
        global EVENT_SEEN
        if not EVENT_SEEN:
            EVENT_SEEN = True
            os.kill(os.getpid(), signal.SIGINT)

EVENT, EVENT_SEEN = sys.argv[1], False
sys.addaudithook(interrupt)
try:
    with new_workbook(Path(sys.argv[2])) as book:
        book.add_worksheet().write_string(0, 0, "text")
finally:
    assert EVENT_SEEN
"""


def test_ctrl_c_while_the_folder_for_parts_is_tried_leaves_nothing_in_it(tmp_path):
    parts = tmp_path / "parts"
    parts.mkdir()
    program = AT_THE_WORST_MOMENT.replace(
        "with new_workbook(Path(sys.argv[2])) as book:\n        book.add_worksheet()"
        '.write_string(0, 0, "text")',
        "from openends.files.atomic import check_writable\n    check_writable(Path(sys.argv[2]))",
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "open", str(tmp_path / "a.xlsx")],
        env={**os.environ, "TMPDIR": str(parts)},
        capture_output=True,
        check=False,
    )
    assert b"KeyboardInterrupt" in done.stderr
    assert list(parts.iterdir()) == []


@pytest.mark.parametrize("event", ["open", "os.mkdir", "os.remove", "shutil.rmtree", "os.rmdir"])
def test_ctrl_c_leaves_no_part_of_a_workbook_whenever_it_comes(tmp_path, event):
    parts = tmp_path / "parts"
    parts.mkdir()
    arguments = [sys.executable, "-c", AT_THE_WORST_MOMENT, event, str(tmp_path / "a.xlsx")]
    done = subprocess.run(
        arguments, env={**os.environ, "TMPDIR": str(parts)}, capture_output=True, check=False
    )
    assert b"KeyboardInterrupt" in done.stderr
    assert b"AssertionError" not in done.stderr
    assert list(parts.iterdir()) == []
