"""
A route to its line: geodesics on the ellipsoid, ways along roads, and corridors about a line.

Nothing here plans a journey. A leg becomes the shortest line between the two places that were
named, or the border that is all that was said of it. A way along roads is made only where it is
asked for, and is marked as computed; a track that nobody reported is never drawn as reported.
"""

from __future__ import annotations

from balkanroute.routing.corridors import corridor
from balkanroute.routing.geodesics import geodesic
from balkanroute.routing.legs import draw
from balkanroute.routing.roads import along_roads
from balkanroute.routing.traces import Trace, trace

__all__ = ["Trace", "along_roads", "corridor", "draw", "geodesic", "trace"]
