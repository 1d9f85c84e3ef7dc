"""Coordinates of any CRS to longitude and latitude, and said where they were not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import shapely

from balkanroute.readers.gathering import Gathering

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray
    from pyproj import CRS


def in_degrees(frame: gpd.GeoDataFrame, gathering: Gathering, words: str) -> Any:  # noqa: ANN401 - a frame or None
    """
    Give a frame in EPSG:4326, longitude first.

    Parameters
    ----------
    frame
        A frame with its CRS.
    gathering
        Told that coordinates were reprojected.
    words
        What to call the frame.

    Returns
    -------
    geopandas.GeoDataFrame or None
        None where the frame says no CRS.
    """
    if frame.crs is None:
        return None
    if is_degrees(frame.crs):
        return frame
    told(gathering, frame.crs, words)
    return frame.to_crs("EPSG:4326")


def is_degrees(crs: CRS) -> bool:
    """
    Tell whether a CRS gives longitude and latitude on WGS 84.

    Parameters
    ----------
    crs
        Any CRS; libraries hand out coordinates longitude first, whatever its axes say.

    Returns
    -------
    bool
        True for EPSG:4326 and OGC:CRS84.
    """
    return bool(crs.equals("EPSG:4326", ignore_axis_order=True)) or crs.to_authority() in {
        ("OGC", "CRS84"),
        ("EPSG", "4326"),
    }


def told(gathering: Gathering, crs: CRS, words: str) -> None:
    """
    Say that coordinates were reprojected.

    Parameters
    ----------
    gathering
        Told.
    crs
        What they were in.
    words
        What to call the table.
    """
    authority = ":".join(crs.to_authority() or ()) or crs.name
    message = f"the coordinates were in {authority} ({crs.name}); they are now in EPSG:4326"
    gathering.warn(1, message, words)


def projected(shapes: Sequence[Any], crs: CRS) -> NDArray[Any]:
    """
    Reproject geometries to EPSG:4326.

    Parameters
    ----------
    shapes
        Geometries of shapely; None stays None.
    crs
        What they are in, x first.

    Returns
    -------
    numpy.ndarray
        In degrees, longitude first.
    """
    import numpy as np
    from pyproj import Transformer

    transformer = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    projector: Any = transformer.transform
    return shapely.transform(np.array(shapes, dtype=object), projector, interleaved=False)
