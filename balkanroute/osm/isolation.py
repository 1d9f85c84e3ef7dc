"""
The settings of osmnx, set for one question and put back.

`osmnx.settings` is a module: what one caller sets, all see. Asking Overpass also replaces
`socket.getaddrinfo` for the rest of the process. So all this is changed here and nowhere else,
under a lock that lets one question through at a time, and put back however the question ends.
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
    # Beyond it osmnx asks for the hull, which is many times the area along a border; how large
    # an area may be is checked before.
    "max_query_area_size": 1e15,
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
def isolated(*, resolving: bool = True, **changes: object) -> Iterator[None]:
    """
    Set osmnx for one question, alone, and put everything back.

    Parameters
    ----------
    resolving
        Whether osmnx may look up the address of a host, which it does before it looks into its
        cache in versions before 2.1.1, and otherwise where the cache does not hold an answer.
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
        resolve, look_up = socket.getaddrinfo, socket.gethostbyname
        try:
            if not resolving:
                socket.gethostbyname = _refuse_to_resolve
            for name, value in {**_OURS, **changes}.items():
                setattr(settings, name, value)
            yield
        finally:
            for name, value in kept.items():
                setattr(settings, name, value)
            socket.getaddrinfo, socket.gethostbyname = resolve, look_up


def _refuse_to_resolve(hostname: str) -> str:
    """Say that a host is unknown, which osmnx takes for granted behind a proxy."""
    raise socket.gaierror(socket.EAI_NONAME, f"{hostname} is not looked up in a replay")
