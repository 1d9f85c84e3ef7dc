from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, given, settings

from balkanroute.errors import InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Leg,
    Place,
    PlaceRole,
    Relation,
    Route,
    Source,
)
from balkanroute.periods import Period
from balkanroute.readers import geoparquet, read, shipped
from balkanroute.readers.geoparquet import READER
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.writers import features
from balkanroute.writers.geoparquet import CARRIER, WRITER

_spec = importlib.util.spec_from_file_location(
    "strategies", Path(__file__).with_name("strategies.py")
)
strategies = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(strategies)

slowly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ATLAS = Atlas(
    title="Fares",
    recorder="me",
    agents=(Agent(id="me", name="Me"), Agent(id="bia", name="Agency", kind="government body")),
    sources=(
        Source(id="paper", title="The paper", kind="government document"),
        Source(id="news", title="News of it", derived_from=("paper",)),
    ),
    places=(
        Place(id="nowhere", name="A place that nobody knows"),
        Place(
            id="vojvodina", name="Vojvodina", kind="region", geometry=shapely.box(19, 45, 21, 46)
        ),
        Place(id="horgos", name="Horgoš", kind="crossing", geometry=shapely.Point(19.97, 46.16)),
        Place(id="roszke", name="Röszke", geometry=shapely.Point(20, 46.2), precision_m=50.0),
    ),
    routes=(
        Route(
            id="north",
            name="North",
            legs=(
                Leg(origin="vojvodina", destination="horgos", claims=("a",), mode="road"),
                Leg(
                    origin="horgos",
                    destination="roszke",
                    geometry=shapely.LineString([(19.97, 46.16), (20, 46.2)]),
                    about=Period("2023-10"),
                ),
            ),
        ),
    ),
    claims=(
        Claim(
            id="a",
            says="It costs 3,000.",
            speaker="bia",
            source="paper",
            about=Period("2023-10/.."),
            where=(PlaceRole(place="horgos", role="at"), PlaceRole(place="vojvodina")),
            credibility=3,
        ),
        Claim(
            id="b",
            says="It does not.",
            speaker="me",
            source="news",
            where=(PlaceRole(place="horgos"),),
            relations=(Relation(kind="contradicts", claim="a"),),
        ),
        Claim(id="c", says="Nobody knows where.", speaker="me", source="news"),
    ),
)


def written(tmp_path, atlas=ATLAS, name="a.parquet"):
    path = tmp_path / name
    assert not WRITER.write(atlas, path, places=BUNDLED)
    return path


def reading_of(path):
    return READER.read(path, places=BUNDLED)


def messages(reading):
    return " | ".join(f"{problem.record}: {problem.message}" for problem in reading.problems)


def edited(path, change=None, **metadata):
    """Change the table of a file, and its metadata by key; None takes a key out."""
    table = pq.read_table(path)
    held = dict(table.schema.metadata)
    for key, value in metadata.items():
        held.pop(key.encode(), None)
        if value is not None:
            held[key.encode()] = value.encode()
    table = table if change is None else change(table)
    pq.write_table(table.replace_schema_metadata(held), path)
    return reading_of(path)


# What is written is read back


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_what_is_written_is_read_back(tmp_path_factory, atlas):
    path = written(tmp_path_factory.mktemp("geoparquet"), atlas)
    reading = reading_of(path)
    assert reading.atlas == atlas == CARRIER.kept(atlas)
    assert not reading.problems
    assert not reading.skipped
    assert READER.recognises(path)


@settings(slowly, max_examples=10)
@given(strategies.atlases())
def test_the_same_atlas_gives_the_same_bytes(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("same")
    first = written(folder, atlas).read_bytes()
    assert written(folder, atlas, "b.parquet").read_bytes() == first


def test_the_shipped_atlas_comes_back(tmp_path):
    dossier = read(shipped())
    reading = reading_of(written(tmp_path, dossier))
    assert reading.atlas == dossier
    assert not reading.problems


def test_the_shipped_atlas_opens_in_geopandas(tmp_path):
    dossier = read(shipped())
    path = written(tmp_path, dossier)
    frame = gpd.read_parquet(path)
    assert len(frame) == sum(len(claim.where) or 1 for claim in dossier.claims)
    assert frame.crs.equals("EPSG:4326", ignore_axis_order=True)
    told = {entry.place for claim in dossier.claims for entry in claim.where}
    shapes = [place.geometry for place in dossier.places if place.id in told and place.geometry]
    assert frame.total_bounds == pytest.approx(shapely.total_bounds(shapes))
    assert set(frame["place"].dropna()) == told
    metadata = pq.read_metadata(path).metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    column = geo["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["geometry_types"] == sorted({shape.geom_type for shape in shapes})
    assert column["bbox"] == pytest.approx(list(shapely.total_bounds(shapes)))
    assert b"GeoNames" in metadata[b"attribution"]


def test_a_row_tells_names_dates_and_counts(tmp_path):
    frame = gpd.read_parquet(written(tmp_path))
    assert frame["id"].tolist() == ["a", "a", "b", "c"]
    first = frame.iloc[0]
    shown = (first["speaker_name"], first["source_title"], first["place_name"], first["role"])
    assert shown == ("Agency", "The paper", "Horgoš", "at")
    assert str(first["about_earliest"]) == "2023-10-01"
    assert frame["n_origins"].tolist() == [1, 1, 1, 1]
    assert frame["n_disputing"].tolist() == [1, 1, 1, 0]
    assert frame.geometry.iloc[0] == shapely.Point(19.97, 46.16)
    assert frame.geometry.iloc[3] is None


def test_geometry_stands_in_the_metadata_only_where_no_row_has_it(tmp_path):
    held = json.loads(pq.read_metadata(written(tmp_path)).metadata[b"balkanroute"])
    shapes = dict(zip(held["places"]["id"], held["places"]["geometry"], strict=True))
    assert [key for key, shape in shapes.items() if shape] == ["roszke"]


def test_long_outlines_are_not_repeated_beyond_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(features, "MOST_REPEATED", 100)
    monkeypatch.setattr(features, "SHORT_SHAPE", 30)
    path = written(tmp_path)
    assert [shape is None for shape in gpd.read_parquet(path).geometry] == [
        False,
        True,
        False,
        True,
    ]
    assert reading_of(path).atlas == ATLAS


def test_what_cannot_be_written_is_refused_and_nothing_is_left(tmp_path):
    claim = replace(ATLAS.claims[2], topics=("half \ud800",))
    atlas = replace(ATLAS, claims=(*ATLAS.claims[:2], claim))
    with pytest.raises(InvalidRecord, match="claim 'c': topics: the text holds half a character"):
        WRITER.write(atlas, tmp_path / "a.parquet", places=BUNDLED)
    source = replace(ATLAS.sources[0], extra={"a": object()})
    with pytest.raises(InvalidRecord, match="source 'paper': extra: expected text, a number"):
        WRITER.write(
            replace(ATLAS, sources=(source, ATLAS.sources[1])),
            tmp_path / "a.parquet",
            places=BUNDLED,
        )
    with pytest.raises(UnwritableFile):
        WRITER.write(ATLAS, tmp_path / "missing" / "a.parquet", places=BUNDLED)
    assert not list(tmp_path.iterdir())


def test_a_ring_on_its_own_is_kept_as_a_line_and_said(tmp_path):
    ring = shapely.LinearRing([(19, 45), (20, 45), (20, 46)])
    places = tuple(replace(p, geometry=ring) if p.id == "horgos" else p for p in ATLAS.places)
    path = tmp_path / "a.parquet"
    report = WRITER.write(replace(ATLAS, places=places), path, places=BUNDLED)
    assert "a ring on its own is kept as a closed line" in str(report)
    assert reading_of(path).atlas.place("horgos").geometry == shapely.LineString(ring.coords)


# A file of ours that somebody has edited


def test_a_table_that_was_written_anew_is_read_by_names(tmp_path):
    path = written(tmp_path)
    gpd.read_parquet(path).to_parquet(path)
    reading = reading_of(path)
    assert "the file holds claims alone" in messages(reading)
    atlas = reading.atlas
    assert [claim.id for claim in atlas.claims] == ["a", "b", "c"]
    assert atlas.claims[0] == replace(ATLAS.claims[0], recorder=None)
    assert atlas.claims[1].relations == ATLAS.claims[1].relations
    assert [place.id for place in atlas.places] == ["horgos", "vojvodina"]
    assert atlas.place("vojvodina").geometry == ATLAS.place("vojvodina").geometry
    assert atlas.agent("bia").name == "Agency"
    assert atlas.source("news").title == "News of it"
    assert not reading.skipped


def test_rows_that_were_filtered_out_are_missed_and_said(tmp_path):
    reading = edited(written(tmp_path), lambda table: table.slice(2))
    assert [claim.id for claim in reading.atlas.claims] == ["b", "c"]
    assert reading.atlas.claim("b").relations == ()
    assert reading.atlas.routes[0].legs[0].claims == ()
    assert messages(reading).count("claim 'a' is not in the file") == 2
    assert reading.atlas.place("vojvodina").geometry is None


def test_a_column_that_was_added_is_kept(tmp_path):
    mine = pa.array([1.5, 1.5, None, None])
    reading = edited(written(tmp_path), lambda table: table.append_column("mine", mine))
    assert reading.atlas.claim("a").extra == {"geoparquet": {"mine": 1.5}}
    assert reading.atlas.claim("b").extra == {}


def test_a_place_that_is_drawn_twice_is_drawn_as_in_its_first_row(tmp_path):
    def change(table):
        shapes = table.column("geometry").to_pylist()
        shapes[2] = shapely.Point(1, 1).wkb
        number = table.column_names.index("geometry")
        return table.set_column(number, "geometry", pa.array(shapes, pa.binary()))

    reading = edited(written(tmp_path), change)
    assert reading.atlas.place("horgos").geometry == shapely.Point(19.97, 46.16)
    assert "place 'horgos' is drawn otherwise in another row" in messages(reading)


@pytest.mark.parametrize(
    "held",
    ["", "[", "7", '{"sources": 7}', '{"sources": {"id": [1], "title": []}}', "[" * 100_000],
)
def test_metadata_that_was_broken_is_refused(tmp_path, held):
    with pytest.raises(UnreadableFile, match="metadata under 'balkanroute' cannot be read"):
        edited(written(tmp_path), balkanroute=held)


def test_a_record_of_the_metadata_that_was_broken_is_listed(tmp_path):
    path = written(tmp_path)
    held = json.loads(pq.read_metadata(path).metadata[b"balkanroute"])
    held["places"]["geometry"] = [None, None, None, "00ff"]
    held["routes"]["legs"] = ["[{"]
    reading = edited(path, balkanroute=json.dumps(held))
    reasons = " | ".join(problem.message for problem in reading.skipped)
    assert "its geometry cannot be read" in reasons
    assert "legs: expected JSON" in reasons
    assert reading.atlas.claims == ATLAS.claims


# Files of others


def foreign(tmp_path, crs="EPSG:4326", geometry=None, **columns):
    path = tmp_path / "foreign.parquet"
    shapes = geometry or [shapely.Point(19.97, 46.16), shapely.Point(20, 45)]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_parquet(path)
    return path


def test_rows_become_places_and_claims(tmp_path):
    path = foreign(
        tmp_path,
        name=["Horgoš", "Silent"],
        description=["People wait.", None],
        hours=[7, 8],
        parts=[[1, 2], None],
    )
    assert READER.recognises(path)
    atlas = reading_of(path).atlas
    assert [place.name for place in atlas.places] == ["Horgoš", "Silent"]
    assert [place.extra for place in atlas.places] == [
        {"geoparquet": {"hours": 7, "parts": [1, 2]}},
        {"geoparquet": {"hours": 8}},
    ]
    assert [claim.says for claim in atlas.claims] == ["People wait."]


def test_another_crs_is_brought_to_degrees_and_said(tmp_path):
    shapes = gpd.GeoSeries([shapely.Point(19.97, 46.16), None], crs="EPSG:4326").to_crs("EPSG:3857")
    path = foreign(tmp_path, crs="EPSG:3857", geometry=list(shapes), name=["a", "b"])
    reading = reading_of(path)
    assert reading.atlas.places[0].geometry.equals_exact(shapely.Point(19.97, 46.16), 1e-9)
    assert reading.atlas.places[1].geometry is None
    assert "the coordinates were in EPSG:3857" in messages(reading)


def test_a_table_of_unknown_crs_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="its CRS is unknown"):
        reading_of(foreign(tmp_path, crs=None, name=["a", "b"]))


def test_other_encodings_of_geometry_are_read(tmp_path):
    path = tmp_path / "arrow.parquet"
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326")
    frame.to_parquet(path, geometry_encoding="geoarrow", schema_version="1.1.0")
    assert reading_of(path).atlas.places[0].geometry == shapely.Point(1, 2)


def test_heights_are_left_out_and_bad_shapes_listed(tmp_path):
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    path = foreign(tmp_path, geometry=[shapely.Point(1, 2, 3), bow], name=["a", "b"])
    reading = reading_of(path)
    assert reading.atlas.places[0].geometry == shapely.Point(1, 2)
    assert "heights were left out" in messages(reading)
    assert "not valid" in reading.skipped[0].message


def test_progress_is_told_in_rows(tmp_path):
    told = []
    path = foreign(tmp_path, name=["a", "b"])
    READER.read(path, places=BUNDLED, options=Options(progress=lambda *two: told.append(two)))
    assert told == [(2, 2)]


def test_too_many_rows_are_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(geoparquet, "MOST_ROWS", 1)
    with pytest.raises(UnreadableFile, match=r"2 rows .* at most 1 rows .*; filter it"):
        reading_of(foreign(tmp_path, name=["a", "b"]))


def test_what_is_no_geoparquet_is_not_recognised_and_refused(tmp_path):
    plain = tmp_path / "plain.parquet"
    pq.write_table(pa.table({"a": [1]}), plain)
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(written(tmp_path).read_bytes()[:500])
    noise = tmp_path / "noise.parquet"
    noise.write_bytes(b"PAR1" + b"\xff" * 100 + b"PAR1")
    for path in (plain, cut, noise, tmp_path, tmp_path / "missing.parquet"):
        assert not READER.recognises(path)
        with pytest.raises(UnreadableFile):
            reading_of(path)
