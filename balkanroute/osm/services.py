"""Where OpenStreetMap is asked, how politely, and where the answers are kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from balkanroute.errors import InvalidRecord

#: The credit line that whatever shows the data owes.
ATTRIBUTION: Final = "© OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"
#: The largest area that one question covers unless it is raised, in km²: 50 km by 50 km, which
#: osmnx too takes for the most to ask at once.
LARGEST_KM2: Final = 2_500.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """
    Where OpenStreetMap is asked, how politely, and where the answers are kept.

    Parameters
    ----------
    nominatim
        Address of the Nominatim server, which knows places by name and by id.
    overpass
        Address of the Overpass server, which knows features and roads.
    cache
        A folder in which whole answers are kept and from which they are replayed, one folder a
        question; None keeps nothing. It may be shipped: a question is found again whatever
        the server, and no answer in it expires.
    offline
        Replay only: a question that the cache does not hold is refused, and nothing is sent.
    contact
        An address at which the server's operator can reach whoever asks; it is sent with
        each request, which the public servers wish for.
    timeout_s
        How long an answer is waited for, in seconds; the Overpass server is told to stop then.
    patience_s
        How long to wait in all, in seconds, when a server says that it is busy (429 or 504);
        0 gives up at once.
    gap_s
        The least time between two requests to one server, in seconds. Nominatim's is one
        second in any case.
    largest_km2
        The largest area that one question may cover, in square kilometres.
    """

    nominatim: str = "https://nominatim.openstreetmap.org/"
    overpass: str = "https://overpass-api.de/api"
    cache: str | Path | None = None
    offline: bool = False
    contact: str | None = None
    timeout_s: float = 180.0
    patience_s: float = 60.0
    gap_s: float = 1.0
    largest_km2: float = LARGEST_KM2

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        for name in ("nominatim", "overpass"):
            address = urlsplit(getattr(self, name))
            if address.scheme not in {"http", "https"} or not address.hostname:
                raise InvalidRecord(
                    f"service: {name} is the address of a server, found {getattr(self, name)!r}; "
                    f"write it like 'https://example.org/api'"
                )
        for name, least in (("timeout_s", 0.001), ("patience_s", 0.0), ("gap_s", 0.0)):
            if not least <= getattr(self, name) < math.inf:
                raise InvalidRecord(
                    f"service: {name} is a number of seconds, found {getattr(self, name)!r}"
                )
        if not self.largest_km2 > 0:
            raise InvalidRecord(
                f"service: largest_km2 is an area in km², found {self.largest_km2!r}"
            )
        if self.offline and self.cache is None:
            raise InvalidRecord(
                "service: offline replays a cache, found none; name its folder in cache"
            )

    def user_agent(self) -> str:
        """Say who asks: the library, its version, and the contact where one is given."""
        contact = f"; {self.contact}" if self.contact else ""
        return f"balkanroute/{version('balkanroute')} (osmnx/{version('osmnx')}{contact})"
