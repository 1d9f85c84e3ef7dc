"""
On the processes of a dask cluster: one of the user's own, or one that is started on this machine.

Every worker needs balkanroute and the same files under the same paths. A worker that dies is
replaced by its cluster, and the fragments that it had not finished are run again elsewhere; a
fragment's partial result is a value, not an addition, so that none is counted twice.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from balkanroute._extras import require
from balkanroute.errors import BalkanRouteError, EngineStopped
from balkanroute.scale.engines import Answer, Engine, Fragment, Task

if TYPE_CHECKING:
    from distributed import Client, Future

#: How often a fragment is tried again when its worker dies.
_RETRIES: Final = 3
_WAIT_S: Final = 60
_GONE: Final = (
    "what is finished is kept where the run has a work folder, and a second run goes on from there"
)


def run(
    task: Task,
    fragments: Sequence[Fragment],
    *,
    scheduler: str | None = None,
    client: Client | None = None,
    workers: int | None = None,
) -> Iterator[Answer]:
    """
    Run a task on a cluster.

    Parameters
    ----------
    task
        What to do.
    fragments
        With what.
    scheduler
        Address of a cluster's scheduler, such as ``tcp://10.0.0.4:8786``.
    client
        A client that is connected already; it is left open. Without it and an address, the
        current client of this process is used, and without that, processes on this machine.
    workers
        How many processes to start on this machine; one a processor if left out. A script that
        starts them keeps its own work under ``if __name__ == "__main__":``, since each process
        imports it.

    Yields
    ------
    Answer
        One for each fragment, as they come.

    Raises
    ------
    MissingExtra
        When distributed is not installed.
    EngineStopped
        When the scheduler does not answer or goes away, or the worker of a fragment dies again
        and again; the message names a fragment.
    """
    require("distributed", "dask")
    with ExitStack() as stack:
        own = client or stack.enter_context(_connected(scheduler, workers, len(fragments)))
        yield from _answers(own, task, fragments)


def at(address: str) -> Engine:
    """
    Give the engine of a cluster that runs already.

    Parameters
    ----------
    address
        Of its scheduler.

    Returns
    -------
    Engine
        `run` on that cluster.
    """
    return partial(run, scheduler=address)


@contextmanager
def _connected(scheduler: str | None, workers: int | None, most: int) -> Iterator[Client]:
    """Connect to a cluster, or start one."""
    import distributed

    if scheduler is None:
        current = _current()
        if current is not None:
            yield current
            return
        with _cluster(workers, most) as cluster, distributed.Client(cluster) as client:
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=_WAIT_S)
    except (OSError, TimeoutError, ValueError) as reason:
        raise EngineStopped(
            f"dask: no scheduler answers at {scheduler} ({reason}); start one, or give its address"
        ) from reason
    with client:
        yield client


def _current() -> Client | None:
    """Give the client that this process has, if any."""
    import distributed

    try:
        return distributed.get_client()
    except ValueError:
        return None


def _cluster(workers: int | None, most: int) -> Any:  # noqa: ANN401 - distributed has no types
    """Start processes on this machine: fragments are large, so each has one thread."""
    import os

    import distributed

    processes = workers or max(min(os.cpu_count() or 1, most), 1)
    return distributed.LocalCluster(
        n_workers=processes, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    )


def _answers(client: Client, task: Task, fragments: Sequence[Fragment]) -> Iterator[Answer]:
    """Hand fragments out and give their results as they come."""
    from distributed import as_completed

    packed = pickle.dumps(task, protocol=5)
    with warnings.catch_warnings():
        # The outlines of places go out once, and may be large.
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        # As a step of the graph, not scattered: a worker that dies takes no copy with it.
        held = client.submit(bytes, packed, pure=False)
        running: Mapping[Future, Fragment] = {
            client.submit(_run, held, fragment, retries=_RETRIES, pure=False): fragment
            for fragment in fragments
        }
    try:
        for future in as_completed(running):
            fragment = running[future]
            yield Answer((fragment,), _result(client, future, fragment))
            future.release()
    finally:
        with suppress(Exception):
            client.cancel(list(running))


def _result(client: Client, future: Future, fragment: Fragment) -> bytes:
    """Fetch the result of a fragment, or say what became of it."""
    from concurrent.futures import CancelledError

    try:
        result: bytes = future.result(timeout=_WAIT_S)
    except BalkanRouteError:
        raise
    except (Exception, CancelledError) as reason:
        lost = client.status != "running" or isinstance(reason, CancelledError)
        what = "the scheduler went away" if lost else f"the work failed ({reason})"
        raise EngineStopped(f"{fragment.name}: {what}; {_GONE}") from reason
    return result


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> Task:
    """Unpack a task once a process, so that its grid is laid once."""
    task: Task = pickle.loads(packed)  # noqa: S301 - from the client that was connected
    return task


def _run(packed: bytes, fragment: Fragment) -> bytes:
    """Run the task on one fragment."""
    return _unpacked(packed).run(fragment)
