"""
Asks OpenStreetMap, through osmnx only: places, features, road networks, saved and loaded.

Every question can be answered without a network: from a file that the user has (``extract``), from
a folder of recorded answers (``Service(cache=folder)``) or, for roads, from a saved network
(`load`). When a server does not answer in full, `UnansweredQuestion` says what was asked, what
came and how to go on. The data are OpenStreetMap's, under the ODbL 1.0: whatever shows them owes
`ATTRIBUTION`.
"""

from __future__ import annotations

from balkanroute.osm.archives import load, save
from balkanroute.osm.boundaries import place
from balkanroute.osm.failures import UnansweredQuestion
from balkanroute.osm.kinds import FEATURE_KINDS, features
from balkanroute.osm.networks import ROADS, network
from balkanroute.osm.services import ATTRIBUTION, Service

__all__ = [
    "ATTRIBUTION",
    "FEATURE_KINDS",
    "ROADS",
    "Service",
    "UnansweredQuestion",
    "features",
    "load",
    "network",
    "place",
    "save",
]
