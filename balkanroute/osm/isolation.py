"""
The settings of osmnx, set for one question and put back.

`osmnx.settings` is a module: what one caller sets, all see. Asking Overpass also replaces
`socket.getaddrinfo` for the rest of the process. So both are changed here and nowhere else, under
a lock that lets one question through at a time, and both are put back however the question ends.
Code that reads the settings of osmnx in another thread meanwhile does see ours.
"""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCK: Final = threading.RLock()
#: What every question needs, whatever the user has set: the same answer for all.
_OURS: Final[dict[str, Any]] = {
    "all_oneway": False,
    "bidirectional_network_types": [],
    "cache_only_mode": False,
    "default_crs": "epsg:4326",
    # Where a host is unknown, osmnx would ask a resolver elsewhere.
    "doh_url_template": None,
    "log_console": False,
    "log_file": False,
    "nominatim_key": None,
    "overpass_memory": None,
    # osmnx would wait for a slot without bound, and a minute for a server that is down; the
    # gate keeps a gap between requests and obeys 429 instead.
    "overpass_rate_limit": False,
    "default_access": '["access"!~"private"]',
    "max_query_area_size": 2_500_000_000,
    "useful_tags_node": ["barrier", "highway", "junction", "railway", "ref"],
    "useful_tags_way": [
        "access",
        "area",
        "bridge",
        "highway",
        "junction",
        "lanes",
        "maxspeed",
        "name",
        "oneway",
        "ref",
        "service",
        "tunnel",
    ],
}


@contextmanager
def isolated(**changes: object) -> Iterator[None]:
    """
    Set osmnx for one question, alone, and put everything back.

    Parameters
    ----------
    changes
        Settings of osmnx for this question, beside those that every question needs.

    Yields
    ------
    None
        While the lock is held.
    """
    from osmnx import settings

    with _LOCK:
        kept = {name: value for name, value in vars(settings).items() if not name.startswith("_")}
        resolve = socket.getaddrinfo
        try:
            for name, value in {**_OURS, **changes}.items():
                setattr(settings, name, value)
            yield
        finally:
            for name, value in kept.items():
                setattr(settings, name, value)
            socket.getaddrinfo = resolve
