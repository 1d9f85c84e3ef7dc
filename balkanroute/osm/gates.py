"""
The gate that every request of osmnx passes on its way out and every answer on its way in.

osmnx hands ``requests_kwargs`` to the HTTP library, which calls ``auth`` before it sends
and the hook ``response`` before anybody reads the answer. So what is not whole never reaches
osmnx: it is neither kept nor made into a layer.
"""

from __future__ import annotations

import json
import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from balkanroute.osm.failures import UnansweredQuestion

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

    from balkanroute.osm.failures import Reason
    from balkanroute.osm.services import Service

_BUSY: Final = frozenset({429, 504})
_FIRST_ERROR: Final = 400
_SHOWN: Final = 120
_OF_A_PLACE: Final = frozenset(
    {"boundingbox", "geojson", "importance", "lat", "lon", "osm_id", "osm_type"}
)
_OF_AN_ELEMENT: Final = {"node": ("lat", "lon"), "way": ("nodes",), "relation": ("members",)}
#: When each host was last asked, by the monotonic clock: the gap holds between questions too.
_LAST_ASKED: Final[dict[str, float]] = {}


class Gate:
    """
    Lets the requests of one question out and its answers in.

    Parameters
    ----------
    asked
        The question in words.
    service
        How politely to ask.
    of_places
        Whether places of Nominatim are expected; else elements of Overpass are.
    closed
        Whether nothing may be sent: the question is being replayed.
    """

    def __init__(
        self, asked: str, service: Service, *, of_places: bool, closed: bool = False
    ) -> None:
        self._asked = asked
        self._of_places = of_places
        self._service = service
        self.closed = closed
        self._address = ""

    @property
    def asked(self) -> str:
        """The question, and the server that was asked last."""
        return f"{self._asked} (asked {self._address})" if self._address else self._asked

    @property
    def user_agent(self) -> str:
        """Who asks."""
        return self._service.user_agent()

    def kwargs(self) -> dict[str, Any]:
        """Give what the HTTP library is to be called with."""
        return {"auth": self, "hooks": {"response": self.check}}

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Hold a request back until its server may be asked, or for good."""
        address = str(request.url)
        if self.closed:
            raise UnansweredQuestion(
                "not recorded", self._asked, "the recorded answer does not hold all that is needed"
            )
        self._address = address.partition("?")[0]
        host = urlsplit(address).netloc
        ready = _LAST_ASKED.get(host, float("-inf")) + self._service.gap_s
        time.sleep(max(0.0, ready - time.monotonic()))
        _LAST_ASKED[host] = time.monotonic()
        return request

    def check(self, response: Response, **_: object) -> None:
        """Refuse an answer that is not whole, and let go of its connection."""
        if response.is_redirect:
            return
        try:
            self._judge(response)
        except BaseException:
            response.close()
            raise

    def _judge(self, response: Response) -> None:
        """Look at the status of an answer, then at what is in it."""
        self._address = response.url.partition("?")[0]
        if response.status_code in _BUSY:
            came = f"the server is busy ({response.status_code} {response.reason})"
            raise UnansweredQuestion("busy", self.asked, came, wait_s=_asked_wait(response))
        if response.status_code >= _FIRST_ERROR:
            status = f"{response.status_code} {response.reason}"
            raise self._refusal("error status", f"{status}, {_shown(response)}")
        self._check_shape(self._json(response))

    def _json(self, response: Response) -> object:
        """Read an answer, and tell a broken one from one of another kind."""
        try:
            return json.loads(response.content)
        except ValueError as reason:
            if response.content.lstrip()[:1] in {b"{", b"["}:
                size = f"after {len(response.content):,} bytes"
                raise self._refusal("cut short", f"JSON that breaks off {size}") from reason
            kind = response.headers.get("Content-Type", "no content type")
            came = f"{kind.partition(';')[0]} instead of JSON, {_shown(response)}"
            raise self._refusal("not JSON", came) from reason

    def _check_shape(self, answer: object) -> None:
        """Refuse JSON that is not of the server's kind, and an answer given up halfway."""
        if self._of_places:
            rows, lacks = answer, _lacks_of_place
        else:
            rows, lacks = answer.get("elements") if isinstance(answer, dict) else None, _lacks
        if isinstance(answer, dict) and "remark" in answer:
            remark = str(answer["remark"])[:_SHOWN]
            raise self._refusal("given up", f"an unfinished answer that says {remark!r}")
        if not isinstance(rows, list):
            shown = json.dumps(answer, ensure_ascii=False)[:_SHOWN]
            raise self._refusal("unexpected", f"JSON of another shape, {shown}")
        for row in rows:
            lacking = lacks(row if isinstance(row, dict) else {})
            if lacking:
                sort = "a place" if self._of_places else "an element"
                raise self._refusal("unexpected", f"{sort} without {', '.join(lacking)}")

    def _refusal(self, reason: Reason, came: str) -> UnansweredQuestion:
        return UnansweredQuestion(reason, self.asked, came)


def _lacks_of_place(row: dict[str, Any]) -> list[str]:
    """Give what a place of Nominatim needs and lacks."""
    return sorted(_OF_A_PLACE - set(row))


def _lacks(row: dict[str, Any]) -> list[str]:
    """Give what an element of Overpass needs and lacks."""
    return sorted({"id", "type", *_OF_AN_ELEMENT.get(str(row.get("type")), ())} - set(row))


def _shown(response: Response) -> str:
    """Give the start of an answer in one line, without its mark-up."""
    text = response.content[:4000].decode("utf-8", "replace")
    words = " ".join(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", text).split())
    return f"which says {words[:_SHOWN]!r}" if words else "with nothing in it"


def _asked_wait(response: Response) -> float | None:
    """Read ``Retry-After``, a number of seconds or a date; None where it is neither."""
    given = response.headers.get("Retry-After", "")
    if given.isdigit():
        return float(given)
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
    except ValueError:
        return None
