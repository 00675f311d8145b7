"""Where commands print their tables: a terminal, or a pipe."""

from __future__ import annotations

from rich.console import Console

#: Columns in a pipe, which has no width of its own.
WIDTH = 120


class _Pipeable(Console):
    """A console that lets the command line end well when a reader (head, less) has had enough."""

    def on_broken_pipe(self) -> None:
        """Hand the end of the pipe on; the library would end the program as if it had failed."""
        raise BrokenPipeError


def open_console() -> Console:
    """Return a console as wide as the terminal, or 120 columns in a pipe; plain texts stay plain.

    Names of codes and files are no markup.
    """
    console = _Pipeable(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = _Pipeable(highlight=False, markup=False, emoji=False, width=WIDTH)
    return console
