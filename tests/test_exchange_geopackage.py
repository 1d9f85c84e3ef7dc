from __future__ import annotations

import importlib.util
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings

from balkanroute.errors import InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.model import (
    KINDS,
    TABLES,
    Agent,
    Atlas,
    Claim,
    Leg,
    Place,
    PlaceRole,
    Relation,
    Route,
    Source,
    from_cells,
    to_cells,
)
from balkanroute.periods import Period
from balkanroute.readers import read, shipped
from balkanroute.readers.geopackage import READER
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.writers import features
from balkanroute.writers.columns import columns
from balkanroute.writers.geopackage import CARRIER, WRITER

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


def written(tmp_path, atlas=ATLAS, name="a.gpkg"):
    path = tmp_path / name
    assert not WRITER.write(atlas, path, places=BUNDLED)
    return path


def reading_of(path):
    return READER.read(path, places=BUNDLED)


def edited(path, *statements):
    """Change a file by SQL; the functions of its triggers are stood in for."""
    with closing(sqlite3.connect(path)) as database, database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: 0)
        for statement in statements:
            database.execute(statement)
    return reading_of(path)


def messages(reading):
    return " | ".join(f"{problem.record}: {problem.message}" for problem in reading.problems)


# What is written is read back


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_what_is_written_is_read_back(tmp_path_factory, atlas):
    path = written(tmp_path_factory.mktemp("geopackage"), atlas)
    reading = reading_of(path)
    assert reading.atlas == atlas == CARRIER.kept(atlas)
    assert not reading.problems
    assert not reading.skipped
    assert READER.recognises(path)


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_columns_hold_the_cells_of_each_record(atlas):
    for kind in KINDS:
        made = columns(kind, getattr(atlas, kind), without=["legs"])
        for index, record in enumerate(getattr(atlas, kind)):
            cells = {name: column[index] for name, column in made.items()}
            wanted = from_cells(TABLES[kind], to_cells(record))[0]
            if wanted is not None and kind != "routes":
                assert from_cells(TABLES[kind], cells)[0] == wanted


@settings(slowly, max_examples=10)
@given(strategies.atlases())
def test_the_same_atlas_gives_the_same_bytes(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("same")
    first = written(folder, atlas).read_bytes()
    assert written(folder, reading_of(folder / "a.gpkg").atlas, "b.gpkg").read_bytes() == first


def test_a_file_does_not_say_when_it_was_written(tmp_path):
    with closing(sqlite3.connect(written(tmp_path))) as database:
        times = database.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
    assert times == [("1970-01-01T00:00:00.000Z",)]


def test_the_shipped_atlas_comes_back(tmp_path):
    dossier = read(shipped())
    reading = reading_of(written(tmp_path, dossier))
    assert reading.atlas == dossier
    assert not reading.problems


def test_the_shipped_atlas_opens_in_gdal(tmp_path):
    dossier = read(shipped())
    path = written(tmp_path, dossier)
    layers = {str(name): kind for name, kind in pyogrio.list_layers(path)}
    info = {name: pyogrio.read_info(path, layer=name, force_total_bounds=True) for name in layers}
    drawn = [place for place in dossier.places if place.geometry is not None]
    counts = {name: one["features"] for name, one in info.items()}
    assert sum(counts[name] for name in layers if name.startswith("places_")) == len(dossier.places)
    assert counts["places_point"] == sum(p.geometry.geom_type == "Point" for p in drawn)
    assert counts["places_without_geometry"] == len(dossier.places) - len(drawn)
    assert counts["claims"] == sum(len(claim.where) or 1 for claim in dossier.claims)
    assert counts["legs"] == sum(len(route.legs) for route in dossier.routes)
    assert (counts["sources"], counts["agents"]) == (len(dossier.sources), len(dossier.agents))
    assert layers["places_point"] == "Point"
    assert layers["places_multipolygon"] == "MultiPolygon"
    assert layers["sources"] is None
    spots = shapely.total_bounds([p.geometry for p in drawn if p.geometry.geom_type == "Point"])
    assert info["places_point"]["total_bounds"] == pytest.approx(tuple(spots))
    assert info["claims"]["crs"] == "EPSG:4326"
    assert "GeoNames" in pyogrio.read_dataframe(path, layer="atlas")["attribution"].iloc[0]


def test_a_place_and_a_claim_tell_their_counts(tmp_path):
    path = written(tmp_path)
    places = pyogrio.read_dataframe(path, layer="places_point").set_index("id")
    horgos = places.loc["horgos"]
    assert (horgos["n_claims"], horgos["n_origins"], horgos["n_disputing"]) == (2, 1, 2)
    assert horgos["claims"].startswith("It costs 3,000. (Agency asserts, 2023-10/..; The paper)\n")
    claims = pyogrio.read_dataframe(path, layer="claims")
    assert claims["id"].tolist() == ["a", "a", "b", "c"]
    assert claims["place_name"].tolist()[:3] == ["Horgoš", "Vojvodina", "Horgoš"]
    assert claims["n_disputing"].tolist() == [1, 1, 1, 0]
    assert claims.geometry.iloc[0] == shapely.Point(19.97, 46.16)
    assert claims.geometry.iloc[3] is None
    assert str(claims["about_earliest"].iloc[0])[:10] == "2023-10-01"
    legs = pyogrio.read_dataframe(path, layer="legs")
    assert legs["drawn"].isna().tolist() == [False, True]
    assert legs["drawn"].iloc[0] == "straight between its places"
    assert legs["n_claims"].tolist() == [1, 0]


def test_a_hundred_claims_of_a_place_are_told_and_the_rest_counted(tmp_path):
    claims = tuple(replace(ATLAS.claims[1], id=f"x{n}", relations=()) for n in range(103))
    path = written(tmp_path, replace(ATLAS, claims=claims, routes=()))
    horgos = pyogrio.read_dataframe(path, layer="places_point").set_index("id").loc["horgos"]
    assert horgos["n_claims"] == 103
    assert horgos["claims"].splitlines()[100] == "… and 3 more"


def test_long_outlines_are_not_repeated_beyond_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(features, "MOST_REPEATED", 100)
    monkeypatch.setattr(features, "SHORT_SHAPE", 30)
    path = written(tmp_path)
    claims = pyogrio.read_dataframe(path, layer="claims")
    assert [shape is None for shape in claims.geometry] == [False, True, False, True]
    assert reading_of(path).atlas == ATLAS


def test_a_text_with_a_nul_comes_back_unless_it_was_changed(tmp_path):
    claim = replace(ATLAS.claims[2], says="a\x00b", note="\x00")
    atlas = replace(ATLAS, claims=(*ATLAS.claims[:2], claim))
    path = written(tmp_path, atlas)
    assert reading_of(path).atlas == atlas
    reading = edited(path, "UPDATE claims SET says = 'New.' WHERE id = 'c'")
    assert (reading.atlas.claim("c").says, reading.atlas.claim("c").note) == ("New.", "\x00")


def test_what_cannot_be_written_is_refused_and_nothing_is_left(tmp_path):
    claim = replace(ATLAS.claims[2], says="half \ud800")
    atlas = replace(ATLAS, claims=(*ATLAS.claims[:2], claim))
    with pytest.raises(InvalidRecord, match="claim 'c': says: the text holds half a character"):
        WRITER.write(atlas, tmp_path / "a.gpkg", places=BUNDLED)
    place = replace(ATLAS.places[0], extra={"a": float("nan")})
    with pytest.raises(InvalidRecord, match="place 'nowhere': extra: a figure is a finite number"):
        WRITER.write(
            replace(ATLAS, places=(place, *ATLAS.places[1:])), tmp_path / "a.gpkg", places=BUNDLED
        )
    with pytest.raises(UnwritableFile):
        WRITER.write(ATLAS, tmp_path / "missing" / "a.gpkg", places=BUNDLED)
    assert not list(tmp_path.iterdir())


def test_an_old_file_is_replaced_whole(tmp_path):
    path = written(tmp_path)
    first = path.read_bytes()
    written(tmp_path)
    assert path.read_bytes() == first


def test_a_ring_on_its_own_is_kept_as_a_line_and_said(tmp_path):
    ring = shapely.LinearRing([(19, 45), (20, 45), (20, 46)])
    places = tuple(replace(p, geometry=ring) if p.id == "horgos" else p for p in ATLAS.places)
    path = tmp_path / "a.gpkg"
    report = WRITER.write(replace(ATLAS, places=places), path, places=BUNDLED)
    assert "a ring on its own is kept as a closed line" in str(report)
    assert reading_of(path).atlas.place("horgos").geometry == shapely.LineString(ring.coords)


# A file of ours that somebody has edited


def test_what_was_changed_is_changed(tmp_path):
    reading = edited(
        written(tmp_path),
        "UPDATE places_point SET geom = (SELECT geom FROM places_point WHERE id = 'roszke'), "
        "name = 'Moved' WHERE id = 'horgos'",
        "UPDATE claims SET says = 'It costs 4,000.' WHERE id = 'b'",
    )
    horgos = reading.atlas.place("horgos")
    assert (horgos.name, horgos.geometry) == ("Moved", shapely.Point(20, 46.2))
    assert reading.atlas.claim("b").says == "It costs 4,000."
    assert messages(reading).count("the claim stands elsewhere than its place 'horgos'") == 2


def test_legs_that_were_broken_are_listed(tmp_path):
    reading = edited(
        written(tmp_path),
        "UPDATE legs SET claim_ids = '{' WHERE number = 0",
        "UPDATE legs SET route = 'south' WHERE number = 1",
    )
    reasons = " | ".join(problem.message for problem in reading.skipped)
    assert "claim_ids: expected a list of ids in JSON" in reasons
    assert "its route 'south' is not in the table 'routes'" in reasons
    assert not reading.atlas.routes


def test_a_header_that_was_broken_is_said_and_the_rest_kept(tmp_path):
    reading = edited(
        written(tmp_path), "UPDATE atlas SET date = 'soon', recorder = 'nobody', note = 'x'"
    )
    assert (reading.atlas.title, reading.atlas.note) == ("Fares", "x")
    assert (reading.atlas.date, reading.atlas.recorder) == (None, None)
    assert "'soon' is not a date" in messages(reading)
    assert "recorder 'nobody' is not among the agents" in messages(reading)


def test_columns_that_were_added_are_kept(tmp_path):
    reading = edited(
        written(tmp_path),
        "ALTER TABLE places_point ADD COLUMN mine INTEGER",
        "UPDATE places_point SET mine = 7 WHERE id = 'horgos'",
    )
    assert reading.atlas.place("horgos").extra == {"geopackage": {"mine": 7}}
    assert reading.atlas.place("roszke").extra == {}


def test_a_place_that_was_taken_out_is_missed_and_said(tmp_path):
    reading = edited(written(tmp_path), "DELETE FROM places_point WHERE id = 'horgos'")
    assert [place.id for place in reading.atlas.places] == ["nowhere", "vojvodina", "roszke"]
    assert reading.atlas.claim("a").where == (PlaceRole(place="vojvodina"),)
    assert "place 'horgos' is not in the file" in messages(reading)
    assert not reading.atlas.routes
    assert "no leg of it has both its places" in reading.skipped[0].message


def test_a_source_that_was_taken_out_takes_its_claims_along(tmp_path):
    reading = edited(written(tmp_path), "DELETE FROM sources WHERE id = 'paper'")
    assert [claim.id for claim in reading.atlas.claims] == ["b", "c"]
    assert reading.atlas.claim("b").relations == ()
    assert reading.atlas.source("news").derived_from == ()
    assert reading.skipped[0].message == "claim 'a': its source 'paper' is not in the file"


def test_rows_that_were_added_are_read(tmp_path):
    reading = edited(
        written(tmp_path),
        "INSERT INTO places_point (name, kind, geom) SELECT 'Kelebia', 'crossing', geom "
        "FROM places_point WHERE id = 'roszke'",
        "INSERT INTO claims (says, speaker, source, place) VALUES ('New.', 'me', 'news', 'roszke')",
        "INSERT INTO claims (says, speaker) VALUES ('Without a source.', 'me')",
    )
    assert reading.atlas.places[-1].id == "kelebia"
    new = reading.atlas.claims[-1]
    assert (new.says, new.where) == ("New.", (PlaceRole(place="roszke"),))
    assert len(reading.skipped) == 1
    assert "field 'source' is missing" in reading.skipped[0].message


def test_a_place_that_was_cut_in_two_is_two(tmp_path):
    columns = "id, name, kind, geom"
    reading = edited(
        written(tmp_path),
        f"INSERT INTO places_point ({columns}) SELECT {columns} "  # noqa: S608 - of this test
        "FROM places_point WHERE id = 'horgos'",
    )
    assert [place.id for place in reading.atlas.places][-1] == "horgos-2"
    assert "the id 'horgos' stands twice" in messages(reading)


def test_rows_of_one_claim_that_differ_are_said(tmp_path):
    reading = edited(
        written(tmp_path), "UPDATE claims SET says = 'Other.' WHERE id = 'a' AND role = 'about'"
    )
    assert reading.atlas.claim("a") == ATLAS.claims[0]
    assert "another row of the claim says otherwise" in messages(reading)


def test_a_cell_that_was_broken_is_listed(tmp_path):
    reading = edited(
        written(tmp_path),
        "UPDATE claims SET relations = '[{' WHERE id = 'b'",
        "UPDATE sources SET kind = 'rumour' WHERE id = 'news'",
    )
    reasons = " | ".join(problem.message for problem in reading.skipped)
    assert "relations: expected JSON" in reasons
    assert "'rumour' is not one of" in reasons
    assert [claim.id for claim in reading.atlas.claims] == ["a"]


def test_the_layer_of_claims_alone_is_read_by_names(tmp_path):
    path = tmp_path / "alone.gpkg"
    claims = pyogrio.read_dataframe(written(tmp_path), layer="claims")
    pyogrio.write_dataframe(claims, path, layer="claims")
    reading = reading_of(path)
    assert "the file holds claims alone" in messages(reading)
    atlas = reading.atlas
    assert [claim.id for claim in atlas.claims] == ["a", "b", "c"]
    assert atlas.claims[0].where == ATLAS.claims[0].where
    assert atlas.claims[1].relations == ATLAS.claims[1].relations
    assert atlas.agent("bia").name == "Agency"
    assert atlas.source("paper").title == "The paper"
    assert atlas.place("horgos").geometry == shapely.Point(19.97, 46.16)
    assert atlas.place("horgos").kind == "crossing"


def test_a_layer_of_somebody_else_in_a_file_of_ours_is_said(tmp_path):
    path = written(tmp_path)
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326")
    pyogrio.write_dataframe(frame, path, layer="hills")
    reading = reading_of(path)
    assert reading.atlas == ATLAS
    assert messages(reading) == "layer 'hills': this layer is none of ours, and is not read"


# Files of others


def foreign(tmp_path, crs="EPSG:4326", geometry=None, **columns):
    path = tmp_path / "foreign.gpkg"
    shapes = geometry or [shapely.Point(19.97, 46.16), shapely.Point(20, 45)]
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=crs)
    pyogrio.write_dataframe(frame, path, layer="posts")
    return path


def test_features_become_places_and_claims(tmp_path):
    path = foreign(
        tmp_path, name=["Horgoš", "Silent"], description=["People wait.", None], hours=[7, None]
    )
    assert READER.recognises(path)
    atlas = reading_of(path).atlas
    assert [place.name for place in atlas.places] == ["Horgoš", "Silent"]
    assert atlas.places[0].extra == {"geopackage": {"hours": 7.0}}
    assert [claim.says for claim in atlas.claims] == ["People wait."]
    assert atlas.source(atlas.claims[0].source).title == "foreign"


def test_several_layers_are_topics_and_tables_are_said(tmp_path):
    path = foreign(tmp_path, name=["a", "b"], description=["x", "y"])
    frame = gpd.GeoDataFrame(
        {"name": ["c"], "description": ["z"]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326"
    )
    pyogrio.write_dataframe(frame, path, layer="hills")
    pyogrio.write_dataframe(frame.drop(columns="geometry"), path, layer="list")
    reading = reading_of(path)
    assert [claim.topics for claim in reading.atlas.claims] == [("posts",), ("posts",), ("hills",)]
    assert "the table 'list' has no geometry, and is not read" in messages(reading)


def test_another_crs_is_brought_to_degrees_and_said(tmp_path):
    shapes = gpd.GeoSeries([shapely.Point(19.97, 46.16), None], crs="EPSG:4326").to_crs("EPSG:3857")
    path = foreign(tmp_path, crs="EPSG:3857", geometry=list(shapes), name=["a", "b"])
    reading = reading_of(path)
    assert reading.atlas.places[0].geometry.equals_exact(shapely.Point(19.97, 46.16), 1e-9)
    assert reading.atlas.places[1].geometry is None
    assert "the coordinates were in EPSG:3857" in messages(reading)


def test_a_layer_that_says_no_crs_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="crs"):
        path = foreign(tmp_path, crs=None, name=["a", "b"])
    with pytest.raises(UnreadableFile, match=r"says no CRS|its CRS is unknown"):
        reading_of(path)


def test_heights_are_left_out_and_bad_shapes_listed(tmp_path):
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    path = foreign(tmp_path, geometry=[shapely.Point(1, 2, 3), bow], name=["a", "b"])
    reading = reading_of(path)
    assert reading.atlas.places[0].geometry == shapely.Point(1, 2)
    assert "heights were left out" in messages(reading)
    assert reading.skipped[0].line == 2
    assert "not valid" in reading.skipped[0].message


def test_progress_is_told_in_rows(tmp_path):
    told = []
    path = foreign(tmp_path, name=["a", "b"])
    READER.read(path, places=BUNDLED, options=Options(progress=lambda *two: told.append(two)))
    assert told == [(2, 2)]


def test_too_many_rows_are_refused_with_the_way_out(tmp_path, monkeypatch):
    from balkanroute.readers.geopackage import layers

    monkeypatch.setattr(layers, "MOST_ROWS", 1)
    with pytest.raises(UnreadableFile, match=r"2 rows; at most 1 .* filter it"):
        reading_of(foreign(tmp_path, name=["a", "b"]))


def test_other_databases_are_not_taken_for_it(tmp_path):
    plain = tmp_path / "plain.gpkg"
    with closing(sqlite3.connect(plain)) as database, database:
        database.execute("CREATE TABLE a (b)")
    assert not READER.recognises(plain)
    assert not READER.recognises(tmp_path)
    assert not READER.recognises(tmp_path / "missing.gpkg")
    with pytest.raises(UnreadableFile, match="no such file"):
        reading_of(tmp_path / "missing.gpkg")


def test_a_damaged_file_is_refused(tmp_path):
    path = written(tmp_path)
    cut = tmp_path / "cut.gpkg"
    cut.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UnreadableFile):
        reading_of(cut)
    noise = tmp_path / "noise.gpkg"
    noise.write_bytes(b"SQLite format 3\x00" + b"\xff" * 2000)
    with pytest.raises(UnreadableFile):
        reading_of(noise)
    renamed = tmp_path / "renamed.db"
    shutil.copy(path, renamed)
    assert READER.recognises(renamed)
