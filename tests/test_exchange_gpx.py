from __future__ import annotations

import pytest
import shapely

from balkanroute.errors import UnreadableFile
from balkanroute.model import PlaceRole, RouteRole
from balkanroute.periods import Period
from balkanroute.readers.gpx import READER, reading
from balkanroute.readers.protocol import BUNDLED, Options

HEAD = '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="Receiver 5">'
FENCE = """<?xml version="1.0" encoding="UTF-8"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="Receiver 5">
<metadata><name>Fence in October</name><desc>Drawn on one day.</desc>
 <author><name>The desk</name></author><link href="https://example.org/gpx"/>
 <time>2023-10-20T08:00:00Z</time></metadata>
<wpt lat="46.15" lon="19.97"><ele>81.2</ele><time>2023-10-19T07:00:00.5Z</time>
 <name>Хоргош sheds</name><desc>Two sheds, &lt;b&gt;one&lt;/b&gt; empty</desc><sym>Building</sym>
 <type>shelter</type></wpt>
<wpt lat="46.2" lon="20"><name>Gate</name></wpt>
<rte><name>The road north</name><desc>As it was told to us</desc>
 <rtept lat="45.8" lon="19.6"><name>Subotica</name></rtept>
 <rtept lat="45.9" lon="19.7"/><rtept lat="46.0" lon="19.8"/>
 <rtept lat="46.2" lon="20"><name>Gate</name></rtept>
 <rtept lat="46.3" lon="20.1"/></rte>
<trk><name>Along the fence</name><trkseg>
 <trkpt lat="46.1" lon="19.1"><ele>80</ele><time>2023-10-19T07:00:00Z</time></trkpt>
 <trkpt lat="46.2" lon="19.2"><time>2023-10-19T07:10:00Z</time><hdop>3</hdop></trkpt></trkseg>
 <trkseg><trkpt lat="46.3" lon="19.3"/><trkpt lat="46.4" lon="19.4"/></trkseg></trk>
</gpx>"""


def read_text(folder, text, options=None):
    path = folder / "walk.gpx"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return READER.read(path, places=BUNDLED, options=options or Options())


def test_a_waypoint_is_a_place_and_its_description_a_claim_of_the_files_author(tmp_path):
    found = read_text(tmp_path, FENCE)
    atlas = found.atlas
    assert not found.problems
    assert not found.skipped
    assert (atlas.title, atlas.summary) == ("Fence in October", "Drawn on one day.")
    place = atlas.places[0]
    assert place.geometry == shapely.Point(19.97, 46.15)
    assert place.precision_m is None
    assert place.extra["gpx"]["ele"] == "81.2"
    assert place.extra["gpx"]["sym"] == "Building"
    claim = atlas.claims[0]
    assert claim.says == "Two sheds, <b>one</b> empty"
    assert claim.where == (PlaceRole(place=place.id, role="at"),)
    assert claim.recorded == Period("2023-10-19T07:00:00Z")
    assert claim.about is None
    assert claim.topics == ("shelter",)
    assert atlas.agent(claim.speaker).name == "The desk"
    source = atlas.source(claim.source)
    assert source.url == "https://example.org/gpx"
    assert source.published == Period("2023-10-20T08:00:00Z")
    assert atlas.extra["gpx"]["@creator"] == "Receiver 5"


def test_a_route_has_a_leg_between_points_with_names_and_the_others_shape_it(tmp_path):
    atlas = read_text(tmp_path, FENCE).atlas
    (route,) = atlas.routes
    first, second = route.legs
    assert [atlas.place(leg.destination).name for leg in route.legs] == [
        "Gate",
        "End of The road north",
    ]
    assert first.geometry.coords[1] == (19.7, 45.9)
    assert second.geometry is None
    assert (first.mode, first.basis) == ("unknown", "reported")
    assert sum(place.name == "Gate" for place in atlas.places) == 1
    (claim,) = [claim for claim in atlas.claims if claim.routes]
    assert claim.routes == (RouteRole(route=route.id),)
    assert claim.says == "As it was told to us"


def test_a_track_is_a_line_and_nobody_is_said_to_have_moved(tmp_path):
    atlas = read_text(tmp_path, FENCE).atlas
    place = atlas.places[-1]
    assert place.geometry == shapely.from_wkt(
        "MULTILINESTRING ((19.1 46.1, 19.2 46.2), (19.3 46.3, 19.4 46.4))"
    )
    claim = atlas.claims[-1]
    assert claim.says == "A track called Along the fence was recorded."
    assert claim.about == Period("2023-10-19T07:00:00Z/2023-10-19T07:10:00Z")
    columns = place.extra["gpx"]["points"]
    assert columns["hdop"] == [None, "3", None, None]
    assert columns["ele"] == ["80", None, None, None]


def test_the_older_version_is_read(tmp_path):
    text = (
        '<gpx version="1.0" creator="c" xmlns="http://www.topografix.com/GPX/1/0"><name>Old</name>'
        "<author>A. Walker</author><url>https://example.org</url><time>2004-05-06T07:08:09Z</time>"
        '<wpt lat="1" lon="2"><cmt>seen</cmt></wpt></gpx>'
    )
    atlas = read_text(tmp_path, text).atlas
    assert atlas.title == "Old"
    assert atlas.agents[0].name == "A. Walker"
    assert atlas.sources[0].url == "https://example.org"
    assert atlas.claims[0].says == "seen"
    assert atlas.places[0].name == "Waypoint 1"


@pytest.mark.parametrize(
    "attributes",
    ['lat="91" lon="2"', 'lat="nan" lon="2"', 'lon="2"', 'lat="1_0" lon="2"', 'lat="" lon="x"',
     'lat="1e400" lon="0"', 'lat="119.9" lon="46"'],
)  # fmt: skip
def test_a_bad_waypoint_is_listed_and_the_rest_is_read(tmp_path, attributes):
    text = f'{HEAD}<wpt {attributes}><name>bad</name></wpt><wpt lat="1" lon="2"/></gpx>'
    found = read_text(tmp_path, text)
    assert [place.name for place in found.atlas.places] == ["Waypoint 2"]
    assert found.skipped[0].record == "waypoint 1 ('bad')"
    assert "number of degrees" in found.skipped[0].message


def test_a_bad_point_of_a_track_is_told_and_the_line_is_read(tmp_path):
    points = '<trkpt lat="1" lon="2"/><trkpt lat="x" lon="2"/><trkpt lat="3" lon="4"/>'
    alone = '<trkseg><trkpt lat="5" lon="6"/></trkseg>'
    found = read_text(tmp_path, f"{HEAD}<trk><trkseg>{points}</trkseg>{alone}</trk></gpx>")
    assert found.atlas.places[0].geometry == shapely.LineString([(2, 1), (4, 3)])
    assert "1 of its points are not read; point 2" in found.problems[0].message
    assert "one position" in found.problems[1].message


@pytest.mark.parametrize(
    ("inner", "geometry"),
    [
        ('<trkpt lat="1" lon="2"/>', shapely.Point(2, 1)),
        ('<trkpt lat="1" lon="2"/><trkpt lat="1" lon="2"/>', shapely.Point(2, 1)),
    ],
)
def test_a_track_that_stands_still_is_a_point(tmp_path, inner, geometry):
    found = read_text(tmp_path, f"{HEAD}<trk><trkseg>{inner}</trkseg></trk></gpx>")
    assert found.atlas.places[0].geometry == geometry


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        ("<trk><trkseg/></trk>", "no points"),
        ("<rte/>", "no points"),
        ('<rte><rtept lat="1" lon="2"/></rte>', "joins no two places"),
    ],
)
def test_what_has_too_few_points_is_listed_and_leaves_nothing_behind(tmp_path, inner, message):
    found = read_text(tmp_path, f"{HEAD}{inner}</gpx>")
    assert message in found.skipped[0].message
    assert not found.atlas.places
    assert not found.atlas.routes


def test_many_points_of_one_name_are_read_in_time(tmp_path):
    points = "".join(
        f'<rtept lat="{number / 1000}" lon="2"><name>Turn</name></rtept>' for number in range(3000)
    )
    atlas = read_text(tmp_path, f"{HEAD}<rte>{points}</rte></gpx>").atlas
    assert len(atlas.routes[0].legs) == 2999


def test_progress_is_told(tmp_path):
    told = []
    waypoint = '<wpt lat="1" lon="2"/>'
    text = f"{HEAD}{waypoint * 3000}</gpx>"
    read_text(tmp_path, text, Options(progress=lambda done, size: told.append((done, size))))
    assert len(told) > 2
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE gpx [<!ENTITY a "b">]><gpx><name>&a;</name></gpx>', "entities"),
        ('<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx/>', "entities"),
        ("<kml/>", "expected a gpx document, found <kml>"),
        (f"{HEAD}<trk>", "cut off"),
        ("", "not XML"),
        ("<gpx>" + "<extensions>" * 200 + "</extensions>" * 200 + "</gpx>", "nested more than"),
    ],
)
def test_what_is_no_gpx_is_refused_with_the_reason(tmp_path, text, message):
    with pytest.raises(UnreadableFile, match=message):
        read_text(tmp_path, text)


def test_too_many_points_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_POINTS", 2)
    with pytest.raises(UnreadableFile, match="more than 2 points"):
        read_text(tmp_path, FENCE)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        READER.read(tmp_path / "a.gpx", places=BUNDLED)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.gpx", FENCE, True),
        ("a.xml", "<gpx/>", True),
        ("a.gpx", "<kml/>", False),
        ("a.gpx", "{}", False),
        ("a.gpx", "", False),
    ],
)
def test_gpx_is_recognised_by_its_root(tmp_path, name, text, expected):
    (tmp_path / name).write_text(text)
    assert READER.recognises(tmp_path / name) is expected
    assert not READER.recognises(tmp_path / "missing.gpx")
