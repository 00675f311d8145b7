"""Ctrl-C ends the command with status 130 and leaves the folder as it was."""

import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
import time

import pytest


@pytest.fixture
def job(openends, tmp_path):
    """A process that codes many answers into a folder that holds older results."""
    (tmp_path / "out").mkdir()
    (tmp_path / "parts").mkdir()
    lines = (f"{at},the price is too high and people are kind {at % 50}" for at in range(6_000))
    (tmp_path / "data.csv").write_text("id,why\n" + "\n".join(lines), encoding="utf-8")
    for name in ("coded.csv", "coded.xlsx"):
        (tmp_path / "out" / name).write_text("old")
    started = []

    def start(*arguments, **options):
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        process = subprocess.Popen(
            [str(openends.command), "code", *arguments],
            cwd=tmp_path,
            env={**os.environ, "TMPDIR": str(tmp_path / "parts"), "TERM": "xterm"},
            **given,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


OUT = ("data.csv", "-t", "why", "--out", "out/coded.csv", "--out", "out/coded.xlsx")


def unchanged(folder):
    out = {path.name: path.read_text() for path in (folder / "out").iterdir()}
    assert [str(path) for path in (folder / "parts").rglob("*")] == []
    assert out == {"coded.csv": "old", "coded.xlsx": "old"}
    return True


def all_or_nothing(folder, process, said):
    """Tell whether the folder is as the command says: as it was, or with all results.

    On a busy machine Ctrl-C can come when the results are in their places.
    """
    if process.returncode == 130 and b"nothing was written" in said:
        return unchanged(folder)
    out = sorted(path.name for path in (folder / "out").iterdir())
    new = all((folder / "out" / name).read_bytes() != b"old" for name in out)
    return new and out == ["coded.csv", "coded.xlsx"] and not any((folder / "parts").iterdir())


def wait_until(true, process):
    while not true():
        assert process.poll() is None, process.communicate()
        time.sleep(0.002)


@pytest.mark.parametrize("stage", ["Preparing", "Reading", "Telling the tone"])
def test_ctrl_c_during_the_work_leaves_everything_as_it_was(job, tmp_path, stage):
    terminal, theirs = pty.openpty()
    process = job(*OUT, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while stage.encode() not in seen:
            seen += os.read(terminal, 4096)
        process.send_signal(signal.SIGINT)
        while part := os.read(terminal, 4096):
            seen += part
    except OSError:
        # The terminal closes when the process ends.
        pass
    os.close(terminal)
    assert process.wait() == 130
    assert b"Traceback" not in seen
    assert b"Stopped; nothing was written." in seen
    assert unchanged(tmp_path)


def begun(folder, ending):
    return any(path.name[0] == "." and path.suffix == ending for path in (folder / "out").iterdir())


@pytest.mark.parametrize("ending", [".csv", ".xlsx"], ids=["first result", "second result"])
def test_ctrl_c_during_the_writing_leaves_all_results_or_none(job, tmp_path, ending):
    process = job(*OUT)
    wait_until(lambda: begun(tmp_path, ending), process)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert b"Traceback" not in said
    assert all_or_nothing(tmp_path, process, said)


def test_ctrl_c_while_a_workbook_is_packed_leaves_no_part_of_it(job, tmp_path):
    process = job(*OUT)
    parts = tmp_path / "parts"
    wait_until(lambda: any(path.is_file() for path in parts.glob("openends-*/*")), process)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert b"Traceback" not in said
    assert all_or_nothing(tmp_path, process, said)


def test_ctrl_c_while_answers_are_awaited_ends_the_command(job, tmp_path):
    process = job("-", "--out", "out/coded.csv", stdin=subprocess.PIPE)
    process.stdin.write(b"good price\n")
    process.stdin.flush()

    def taken():
        return struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4))) == (0,)

    wait_until(taken, process)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert unchanged(tmp_path)
