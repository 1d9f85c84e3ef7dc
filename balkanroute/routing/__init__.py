"""
A route to its line: geodesics on the ellipsoid, and corridors about a line.

Nothing here plans a journey. A leg becomes the shortest line between the two places that were
named, or the border that is all that was said of it; a track that nobody reported is not made.
"""

from __future__ import annotations

from balkanroute.routing.corridors import corridor
from balkanroute.routing.geodesics import geodesic
from balkanroute.routing.legs import draw

__all__ = ["corridor", "draw", "geodesic"]
