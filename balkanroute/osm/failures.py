"""What it says when OpenStreetMap was asked and no whole answer came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from balkanroute.errors import BalkanRouteError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Why no answer came; see `UnansweredQuestion`.
Reason = Literal[
    "refused",
    "unknown host",
    "unreachable",
    "timed out",
    "busy",
    "error status",
    "cut short",
    "not JSON",
    "unexpected",
    "given up",
    "empty",
    "not recorded",
]

_ELSE: Final = (
    "work from a file with extract='area.osm', from a saved network with load, "
    "or from recorded answers with Service(cache=folder)"
)
#: What to do about each reason, after which the ways round the network follow.
_WAYS_ON: Final[dict[Reason, str]] = {
    "refused": "try later or name another server in Service",
    "unknown host": "check the address in Service and whether there is a network",
    "unreachable": "check the network, or name another server in Service",
    "timed out": "ask for less, or wait longer with Service(timeout_s=300)",
    "busy": "try later, wait longer with Service(patience_s=600), or name another server",
    "error status": "read what it says, try later, or name another server in Service",
    "cut short": "nothing of it was kept; try again",
    "not JSON": "look at what stands at the address: a proxy, a log-in page or a notice",
    "unexpected": "check that the address in Service is the right kind of server",
    "given up": "nothing of it was kept; ask for less, or raise Service(timeout_s=300)",
}
_FOR_EMPTY: Final = (
    "an empty answer is not kept as a layer; check the place and the kind, or take it as "
    "'nothing is mapped' by catching this error with reason 'empty'"
)
_FOR_UNRECORDED: Final = (
    "ask once with a network and Service(cache=folder), then ship the folder; "
    "or work from a file with extract='area.osm'"
)


class UnansweredQuestion(BalkanRouteError, OSError):
    """
    OpenStreetMap was asked and no whole answer came, or the answer was empty.

    Parameters
    ----------
    reason
        ``refused``, ``unknown host``, ``unreachable``, ``timed out``, ``busy`` (429 or 504),
        ``error status`` (any other), ``cut short``, ``not JSON``, ``unexpected`` (JSON of
        another shape), ``given up`` (the server stopped halfway and says so), ``empty`` (a whole
        answer with nothing in it), ``not recorded`` (offline, and the cache does not hold it).
    asked
        What was asked, and where.
    came
        What came.
    wait_s
        After how many seconds the server wants to be asked again; None where it did not say.
    """

    def __init__(
        self, reason: Reason, asked: str, came: str, *, wait_s: float | None = None
    ) -> None:
        self.reason: Reason = reason
        self.asked = asked
        self.came = came
        self.wait_s = wait_s
        super().__init__(f"{asked}: {came}; {way_on(reason)}")

    def __reduce__(self) -> tuple[type[UnansweredQuestion], tuple[Reason, str, str]]:
        """Carry the parts, not their text, to a copy or another process."""
        return type(self), (self.reason, self.asked, self.came)


def way_on(reason: Reason) -> str:
    """Say how to go on after a failure."""
    if reason == "empty":
        return _FOR_EMPTY
    if reason == "not recorded":
        return _FOR_UNRECORDED
    return f"{_WAYS_ON[reason]}; or {_ELSE}"


def read_failure(failure: Exception, timeout_s: float) -> tuple[Reason, str]:
    """
    Tell what an exception of the HTTP library means.

    Parameters
    ----------
    failure
        What was raised.
    timeout_s
        How long an answer was waited for, in seconds.

    Returns
    -------
    tuple of reason and str
        The reason, and what came in words.
    """
    names = {type(one).__name__ for one in _chain(failure)}
    if names & {"ConnectTimeout", "ReadTimeout", "ReadTimeoutError", "TimeoutError"}:
        return "timed out", f"no whole answer came within {timeout_s:g} s"
    if names & {"ChunkedEncodingError", "IncompleteRead", "ContentDecodingError"}:
        return "cut short", "the answer broke off before its end"
    if names & {"RemoteDisconnected", "ConnectionResetError", "ProtocolError"}:
        return "cut short", "the server hung up before it had answered"
    if names & {"NameResolutionError", "gaierror"}:
        return "unknown host", "no address is known for that host"
    if "ConnectionRefusedError" in names:
        return "refused", "the connection was refused"
    return "unreachable", f"no connection came about ({type(failure).__name__}: {failure})"


def _chain(failure: BaseException) -> Iterator[BaseException]:
    """Give an exception, those that it wraps and those that it came from."""
    waiting: list[object] = [failure]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
