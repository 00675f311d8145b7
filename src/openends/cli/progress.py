"""Progress on a terminal: the stage, a bar and the time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from openends.engine.progress import Progress, silent


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Progress]:
    """Show stages and progress on standard error while the block runs.

    Nothing is shown when quiet or when standard error is not a terminal.
    """
    import sys

    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    with Bars(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        tasks: dict[str, int] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = int(bars.add_task(stage, total=total))
            task = next(task for task in bars.tasks if task.id == tasks[stage])
            bars.update(task.id, completed=done, total=total)

        yield show
