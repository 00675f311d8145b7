"""Processes that need not start anew: forked off one that has loaded what a server does.

To import it takes a process two seconds, and to code for the first time one more. Tests start
dozens that are about what a process does afterwards. Those about the start have a real one.
"""

import multiprocessing
import os
import subprocess
import sys
from multiprocessing import forkserver
from pathlib import Path
from unittest import mock

from openends.cli import main

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["loaded"])


class Forked:
    """A process that runs a function; what can be done with it is what ``Popen`` can.

    Parameters
    ----------
    target, arguments:
        What it runs, of a module that can be imported.
    cwd:
        Its folder; None takes this process's.
    out, err:
        Files for what it prints and says; None lets both go where this process's go.
    """

    def __init__(self, target, *arguments, cwd=None, out=None, err=None):
        # Modules are loaded beforehand only where they are found without the path of the tests.
        with mock.patch.dict(os.environ, {"PYTHONPATH": str(Path(__file__).parent)}):
            forkserver.ensure_running()
        given = (target, arguments, dict(os.environ), cwd or Path.cwd(), out, err)
        # A daemon: what is left of a test that fails ends with the tests.
        self._process = _context.Process(target=_run, args=given, daemon=True)
        self._process.start()
        self.pid = self._process.pid

    def poll(self):
        return self._process.exitcode

    def wait(self, timeout=None):
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
        return self._process.exitcode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def terminate(self):
        self._process.terminate()

    def kill(self):
        self._process.kill()


def run_forked(arguments, *, cwd, folder, environment):
    """Run ``openends`` in a forked process to its end; ``folder`` gets what it prints."""
    words = [str(each) for each in arguments]
    out, err = folder / "out.txt", folder / "err.txt"
    with mock.patch.dict(os.environ, environment):
        process = Forked(command, *words, cwd=cwd, out=out, err=err)
    try:
        status = process.wait(300)
    finally:
        process.kill()
    return subprocess.CompletedProcess(words, status, out.read_text(), err.read_text())


def command(*words):
    """Be ``openends``: the target of a process that runs the command line."""
    sys.argv = ["openends", *words]
    main()


def _run(target, arguments, environment, cwd, out, err):
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    for number, path in ((1, out), (2, err)):
        if path is not None:
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    target(*arguments)
