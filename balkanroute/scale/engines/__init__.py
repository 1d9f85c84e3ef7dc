"""
Who does the work on which part of the events: one file an engine, all with the same answer.

An engine is a function, `run` in a module of this folder, whose file name is what ``engine=``
calls it. It gets a `Task` and its fragments, and gives partial results::

    def run(task: Task, fragments: Sequence[Fragment]) -> Iterator[Answer]:
        for fragment in fragments:
            yield Answer((fragment,), task.run(fragment))

This is all of the engine ``local``. What there is to know to write another:

- A `Fragment` is plain data: a path, and which row groups (of Parquet), bytes (of CSV) or batches
  (of an Arrow file) of it. Any process that sees the same files can open it.
- A `Task` is plain data too, and is pickled whole: which columns, which places, which rules. What
  it computes from them, such as the grid, it leaves behind and makes again where it is used, once
  a process: send it once, not with every fragment.
- ``task.run(fragment)`` gives a partial result as bytes, which hold an Arrow IPC stream. Send
  these as they are. Whatever is in them, ``task.merge([one, other])`` makes one of several, and it
  does not matter which are merged first, or in what order.
- Answers come in any order, each as soon as it is there; every fragment is in exactly one of them.
  An engine may merge on its own computers, and name all the fragments of the answer; a run with a
  work folder can then only go on after such a group, not after each fragment.
- An engine that finds places by its own means, such as SQL, uses the halves of ``task.run``:
  ``task.read(fragment)`` gives batches of `balkanroute.scale.rows.Rows`, each with ``x`` and
  ``y``; ``task.targets.ids`` and ``task.targets.outlines`` (WKB) are the places;
  ``task.fold([(rows, pairs), ...])`` makes the partial result of all batches of a fragment, with
  `balkanroute.scale.pairs.Pairs` of positions in the batch and in the places: a pair for each
  place that the point is inside, and, with ``on_border`` set, for each that has it on its outline;
  a point at 180 degrees of longitude is at -180 too.
  Which of those count is the task's affair. Where ``task.targets.within_km`` is not empty, some
  places hold what is within a distance of them; ``task.targets.locate(x, y)`` finds all pairs.
- Errors of ``task.run`` name the fragment; let them through as they are. About the halves of it,
  put `balkanroute.scale.tasks.naming`, so that theirs do too.

Options of an engine are keywords with defaults. To give some, hand over the function itself:
``engine=functools.partial(run, workers=4)``. An engine that runs elsewhere has beside `run` a
function ``at(address)`` that gives an engine; ``engine="dask@tcp://10.0.0.4:8786"`` calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules

from balkanroute.errors import UnknownReference, did_you_mean
from balkanroute.scale.fragments import Fragment
from balkanroute.scale.tasks import Task

__all__ = ["Answer", "Engine", "Fragment", "Task", "engine_named", "engines"]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    A partial result.

    Parameters
    ----------
    fragments
        Those whose rows are in it.
    partial
        What the task made of them.
    """

    fragments: tuple[Fragment, ...]
    partial: bytes = field(repr=False)


Engine = Callable[[Task, Sequence[Fragment]], Iterator[Answer]]


def engines() -> tuple[str, ...]:
    """
    List the engines.

    Returns
    -------
    tuple of str
        By name; one that needs an extra says so when it is used.
    """
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def engine_named(engine: str | Engine) -> Engine:
    """
    Find an engine.

    Parameters
    ----------
    engine
        Its name, with ``@`` and an address where it runs elsewhere, or an engine, which is given
        back.

    Returns
    -------
    Engine
        The function that runs a task.

    Raises
    ------
    UnknownReference
        When none has the name.
    MissingExtra
        When what it runs on is not installed.
    """
    if not isinstance(engine, str):
        return engine
    known = engines()
    name, at, address = engine.partition("@")
    if name not in known:
        raise UnknownReference(
            f"engine {name!r} is none of {', '.join(known)}{did_you_mean(name, known)}"
        )
    module = import_module(f"{__name__}.{name}")
    if at and not hasattr(module, "at"):
        raise UnknownReference(f"engine {name!r} runs in this process; leave {at + address!r} out")
    found: Engine = module.at(address) if at else module.run
    return found
