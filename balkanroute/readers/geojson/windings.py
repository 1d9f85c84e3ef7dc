"""Rings turned back to how they stood before they were written as GeoJSON wants them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry


def rewound(shape: BaseGeometry | None, wound: object) -> BaseGeometry | None:
    """
    Turn some rings of a geometry.

    Parameters
    ----------
    shape
        Any geometry, or None.
    wound
        The numbers of the rings that stood the other way, from 0, in the order of the file; a
        ring that is not there is passed over, since a geometry may have been edited.

    Returns
    -------
    shapely geometry or None
        The same but for those rings.
    """
    if shape is None or not isinstance(wound, list) or not wound:
        return shape
    numbers = {number for number in wound if isinstance(number, int)}
    turned: BaseGeometry = _rewound(shape, numbers, count())
    return turned


def _rewound(shape: Any, wound: Collection[int], numbers: Iterator[int]) -> Any:  # noqa: ANN401 - a geometry of any type
    """Turn the rings of a geometry and of its parts, counting them."""
    if isinstance(shape, shapely.Polygon):
        rings = [shape.exterior, *shape.interiors]
        turned = [ring.reverse() if next(numbers) in wound else ring for ring in rings]
        return shapely.Polygon(turned[0], turned[1:])
    if hasattr(shape, "geoms"):
        return type(shape)([_rewound(part, wound, numbers) for part in shape.geoms])
    return shape
