"""A collection of features, read one by one and within bounds."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.readers import json_text
from balkanroute.readers.features import Feature
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geojson.whens import about_of
from balkanroute.readers.problems import refusal
from balkanroute.readers.protocol import Options
from balkanroute.readers.texts import EMPTY, MEBIBYTE, TOO_DEEP, unfit

#: The most that is read of a file.
MOST_BYTES: Final = 256 * MEBIBYTE
MOST_FEATURES: Final = 1_000_000
_STEP: Final = 5_000
#: Names of WGS 84 with longitude and latitude, as programs write them, in lower case.
_WGS84: Final = frozenset(
    {
        "urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:ogc::crs84", "ogc:crs84", "crs84",
        "urn:ogc:def:crs:epsg::4326", "epsg:4326",
        "http://www.opengis.net/def/crs/ogc/1.3/crs84",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """
    A collection, its features not yet parsed.

    Parameters
    ----------
    file
        The file.
    features
        The bytes of each.
    members
        All other members, parsed.
    records
        The member ``balkanroute``, None where there is none.
    """

    file: Path
    features: list[Any]
    members: Mapping[str, Any]
    records: Mapping[str, Any] | None = None


def opened(path: Path, most: int = MOST_BYTES) -> Collection:
    """
    Open a collection.

    Parameters
    ----------
    path
        The file.
    most
        How many bytes are read.

    Returns
    -------
    Collection
        Its features as bytes.

    Raises
    ------
    UnreadableFile
        When it is no collection of features in WGS 84, or is too large.
    """
    members = members_of(path, most)
    raw = members.pop("features", b"null")
    rest = parsed_all(path, members)
    if rest.get("type") != "FeatureCollection":
        raise refusal(path, "expected a GeoJSON FeatureCollection; put single features into one")
    features = listed(path, raw, "features")
    _check_crs(path, rest.get("crs"))
    records = rest.pop("balkanroute", None)
    held = records if isinstance(records, dict) else None
    return Collection(file=path, features=features, members=rest, records=held)


def listed(path: Path, raw: Any, name: str) -> list[Any]:  # noqa: ANN401 - raw JSON
    """
    Cut a list into its entries.

    Parameters
    ----------
    path
        The file, for the error.
    raw
        The list as raw JSON.
    name
        Of the member that it is.

    Returns
    -------
    list
        Raw JSON by entry.

    Raises
    ------
    UnreadableFile
        When it is no list, or has more entries than are read.
    """
    try:
        entries = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except msgspec.DecodeError:
        raise refusal(path, f"expected a list of {name} under {name!r}") from None
    if len(entries) > MOST_FEATURES:
        raise refusal(
            path,
            f"it has {len(entries):,} {name}; at most {MOST_FEATURES:,} become one atlas; cut it "
            f"in parts, or count it by place with balkanroute.scale",
        )
    return entries


def members_of(path: Path, most: int = MOST_BYTES) -> dict[str, Any]:
    """
    Read the members of a JSON object, their values not yet parsed.

    Parameters
    ----------
    path
        The file.
    most
        How many bytes are read.

    Returns
    -------
    dict
        Raw JSON by member; it is well-formed.

    Raises
    ------
    UnreadableFile
        When the file is missing, too large, empty, or no JSON object.
    """
    try:
        if not path.is_file():
            raise refusal(path, "there is no such file")
        with path.open("rb") as stream:
            data = stream.read(most + 1).removeprefix(b"\xef\xbb\xbf")
    except OSError as reason:
        raise refusal(path, f"the file cannot be opened: {reason.strerror or reason}") from reason
    if len(data) > most:
        raise refusal(
            path,
            f"the file is larger than {most // MEBIBYTE} MiB, the most that is read of it; "
            f"make it a GeoPackage with `ogr2ogr out.gpkg {path.name}`, or cut it in parts",
        )
    if not data.strip():
        raise refusal(path, EMPTY)
    _check_text(path, data)
    return _raw_members(path, data)


def _raw_members(path: Path, data: bytes) -> dict[str, Any]:
    """Cut an object into its members, and tell where it is no JSON."""
    try:
        return msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except RecursionError as reason:
        raise refusal(path, TOO_DEEP) from reason
    except msgspec.ValidationError as reason:
        raise refusal(path, "expected a JSON object, such as a FeatureCollection") from reason
    except msgspec.DecodeError as reason:
        # The stricter parser tells line and column, and names what msgspec does not.
        json_text.load(data.decode(), path)
        raise refusal(path, f"this is not JSON: {reason}") from reason


def _check_text(path: Path, data: bytes) -> None:
    """Refuse bytes that are not UTF-8, which are looked at a part at a time."""
    decoder = getincrementaldecoder("utf-8")()
    for start in range(0, len(data) + 1, MEBIBYTE):
        part = data[start : start + MEBIBYTE]
        try:
            decoder.decode(part, final=start + MEBIBYTE > len(data))
        except UnicodeDecodeError as wrong:
            at = start + wrong.start - (len(wrong.object) - len(part))
            byte = wrong.object[wrong.start]
            message = f"byte 0x{byte:02X} at offset {at} is not UTF-8; save the file as UTF-8"
            raise refusal(path, message) from wrong


def parsed(raw: Any) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """
    Parse raw JSON.

    Parameters
    ----------
    raw
        As `members_of` gives it, or None.

    Returns
    -------
    object
        Plain data; None where there is nothing.

    Raises
    ------
    InvalidRecord
        When it is nested too deep.
    """
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as reason:
        raise InvalidRecord(TOO_DEEP) from reason


def parsed_all(path: Path, members: Mapping[str, Any]) -> dict[str, Any]:
    """
    Parse the members of an object.

    Parameters
    ----------
    path
        The file, for the error.
    members
        As `members_of` gives them.

    Returns
    -------
    dict
        Plain data by member.

    Raises
    ------
    UnreadableFile
        When one is nested too deep.
    """
    try:
        return {name: parsed(value) for name, value in members.items()}
    except InvalidRecord as reason:
        raise refusal(path, str(reason)) from reason


def _check_crs(path: Path, crs: object) -> None:
    """Refuse coordinates that are not longitude and latitude on WGS 84."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and name.lower() in _WGS84:
        return
    raise refusal(
        path,
        f"the collection says that its CRS is {str(name or crs)[:80]!r}; GeoJSON is WGS 84: run "
        f"`ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES out.geojson {path.name}`",
    )


def features_of(
    gathering: Gathering, collection: Collection, options: Options
) -> Iterator[Feature]:
    """
    Parse the features one by one.

    Parameters
    ----------
    gathering
        Told which cannot be read.
    collection
        As `opened` gives it.
    options
        Told of the progress, in features.

    Yields
    ------
    Feature
        Each that can be read.
    """
    count = len(collection.features)
    for number, raw in enumerate(collection.features, start=1):
        try:
            yield feature_of(raw, number)
        except InvalidRecord as reason:
            gathering.skip(number, str(reason), f"feature {number}")
        if options.progress is not None and (number % _STEP == 0 or number == count):
            options.progress(number, count)


def feature_of(raw: Any, number: int) -> Feature:  # noqa: ANN401 - raw JSON
    """
    Parse a feature.

    Parameters
    ----------
    raw
        Its JSON.
    number
        From 1.

    Returns
    -------
    Feature
        Members of its own that are none of GeoJSON's stand among its properties.

    Raises
    ------
    InvalidRecord
        When it is no feature, or its geometry is none.
    """
    try:
        members = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as reason:
        raise InvalidRecord(f"expected a feature, found {bytes(raw)[:40]!r}") from reason
    if parsed(members.pop("type", None)) != "Feature":
        raise InvalidRecord("expected an object with the type 'Feature'")
    shape = members.pop("geometry", None)
    geometry = _geometry(shape)
    key, when = parsed(members.pop("id", None)), parsed(members.pop("when", None))
    properties = parsed(members.pop("properties", None))
    if properties is not None and not isinstance(properties, dict):
        raise InvalidRecord(f"its properties are an object, found {str(properties)[:40]}")
    members.pop("bbox", None)
    said = {**{name: parsed(value) for name, value in members.items()}, **(properties or {})}
    wrong = unfit(said)
    if wrong is not None:
        raise InvalidRecord(f"{'.'.join(map(str, wrong[0]))}: {wrong[1]}")
    about = about_of(when)
    if when is not None and about is None:
        said["when"] = when
    if shape is not None and b'"when"' in bytes(shape):
        said["geometry_when"] = [part.get("when") for part in _parts(parsed(shape))]
    named = str(key) if isinstance(key, str | int) and str(key) else None
    return Feature(number=number, properties=said, geometry=geometry, key=named, about=about)


def _parts(shape: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - parsed JSON
    """Give the parts of a collection of geometries."""
    parts = shape.get("geometries") if isinstance(shape, dict) else None
    return [part for part in parts or [] if isinstance(part, dict)]


def _geometry(shape: Any) -> BaseGeometry | None:  # noqa: ANN401 - raw JSON
    """Read a geometry."""
    text = b"null" if shape is None else bytes(shape)
    if text == b"null":
        return None
    try:
        return shapely.from_geojson(text)
    except (shapely.errors.ShapelyError, UnicodeDecodeError) as reason:
        raise InvalidRecord(f"its geometry is not GeoJSON: {reason}") from None
