"""One fragment after the other, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balkanroute.scale.engines import Answer, Fragment, Task


def run(task: Task, fragments: Sequence[Fragment]) -> Iterator[Answer]:
    """
    Run a task here.

    Parameters
    ----------
    task
        What to do.
    fragments
        With what.

    Yields
    ------
    Answer
        One for each fragment, in order.
    """
    for fragment in fragments:
        yield Answer((fragment,), task.run(fragment))
