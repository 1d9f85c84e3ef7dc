from __future__ import annotations

import zipfile
from dataclasses import replace

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from strategies import atlases

from balkanroute.errors import InvalidRecord, UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Leg, Place, PlaceRole, Route, Source
from balkanroute.periods import Period
from balkanroute.readers import elements
from balkanroute.readers.kml import READER, archives, reading
from balkanroute.readers.markup import text_of
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.writers import formats
from balkanroute.writers.kml import CARRIER, WRITER

slowly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" '
    'xmlns:gx="http://www.google.com/kml/ext/2.2" xmlns:atom="http://www.w3.org/2005/Atom">'
)
ROUND = "<coordinates>0,0 9,0\n9,9 0,0,0</coordinates>"
HOLE = "<coordinates> 5,1 6,1 6, 2 5,1 </coordinates>"
POINT = "<Point><coordinates>19.97,46.15</coordinates></Point>"


def document(inner, name="Camps of one autumn"):
    return f"{HEAD}<Document><name>{name}</name>{inner}</Document></kml>"


def placemark(inner=POINT, name="Sheds"):
    return f"<Placemark><name>{name}</name>{inner}</Placemark>"


def read_text(folder, text, options=None):
    path = folder / "map.kml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return READER.read(path, places=BUNDLED, options=options or Options())


def only_place(folder, inner, name="Sheds"):
    found = read_text(folder, document(placemark(inner, name)))
    assert not found.skipped
    return found.atlas.places[0]


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


# What a file says


MY_MAP = document(
    """
<description><![CDATA[<p>What we saw &amp; heard.</p>]]></description>
<atom:author><atom:name>The desk</atom:name></atom:author>
<atom:link href="https://example.org/map"/>
<Style id="icon-1"><IconStyle><scale>1.1</scale></IconStyle></Style>
<Schema name="tents" id="tents"><SimpleField type="int" name="beds"/></Schema>
<Folder><name>Camps</name><description>Places to sleep</description>
 <Placemark id="p1"><name>Хоргош</name>
  <description><![CDATA[<b>Forty</b> tents<br>as
   <a href="https://example.org/a">seen</a>]]></description>
  <TimeSpan><begin>2023-10</begin><end>2023-11</end></TimeSpan>
  <styleUrl>#icon-1</styleUrl>
  <ExtendedData><Data name="tents"><value>40</value></Data>
   <SchemaData schemaUrl="#tents"><SimpleData name="beds">120</SimpleData></SchemaData>
  </ExtendedData>
  <Point><coordinates>19.97,46.15,81.5</coordinates></Point></Placemark>
</Folder>
<Placemark><name>Nothing said</name><Point><coordinates>20,46</coordinates></Point></Placemark>
"""
)


def test_a_placemark_with_a_description_is_a_place_and_a_claim_of_the_maps_author(tmp_path):
    found = read_text(tmp_path, MY_MAP)
    atlas = found.atlas
    assert not found.problems
    assert not found.skipped
    assert atlas.title == "Camps of one autumn"
    assert atlas.summary == "What we saw & heard."
    place, other = atlas.places
    assert place.name == "Хоргош"
    assert place.geometry == shapely.Point(19.97, 46.15)
    assert place.precision_m is None
    assert other.name == "Nothing said"
    (claim,) = atlas.claims
    assert claim.says == "Forty tents\nas seen (https://example.org/a)"
    assert claim.about == Period("2023-10/2023-11")
    assert claim.where == (PlaceRole(place=place.id, role="at"),)
    assert claim.topics == ("Camps",)
    assert atlas.agent(claim.speaker).name == "The desk"
    assert atlas.source(claim.source).url == "https://example.org/map"
    assert atlas.source(claim.source).kind == "dataset"


def test_what_has_no_field_is_kept_under_extra(tmp_path):
    atlas = read_text(tmp_path, MY_MAP).atlas
    kept = atlas.places[0].extra["kml"]
    assert kept["folder"] == ["Camps"]
    assert kept["data"] == {"tents": "40", "beds": "120"}
    assert kept["heights"] == [81.5]
    assert kept["styleUrl"] == "#icon-1"
    assert kept["@id"] == "p1"
    assert kept["description"].startswith("<b>Forty</b>")
    header = atlas.extra["kml"]
    assert header["folders"] == [{"folder": ["Camps"], "description": "Places to sleep"}]
    assert header["styles"][0]["Style"]["IconStyle"] == {"scale": "1.1"}
    assert header["styles"][1]["Schema"]["SimpleField"] == {"@type": "int", "@name": "beds"}


def test_a_file_without_an_author_is_spoken_by_nobody_named(tmp_path):
    atlas = read_text(tmp_path, document(placemark("<description>x</description>" + POINT))).atlas
    speaker = atlas.agent(atlas.claims[0].speaker)
    assert speaker.kind == "unnamed"
    assert speaker.name == "Whoever made Camps of one autumn"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (f"<LineString>{ROUND}</LineString>", "LINESTRING (0 0, 9 0, 9 9, 0 0)"),
        (
            (
                f"<Polygon><outerBoundaryIs><LinearRing>{ROUND}</LinearRing></outerBoundaryIs>"
                f"<innerBoundaryIs><LinearRing>{HOLE}</LinearRing></innerBoundaryIs></Polygon>"
            ),
            "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))",
        ),
        (f"<MultiGeometry>{POINT}{POINT}</MultiGeometry>", "MULTIPOINT (19.97 46.15, 19.97 46.15)"),
        (
            f"<MultiGeometry>{POINT}<LineString>{HOLE}</LineString></MultiGeometry>",
            "GEOMETRYCOLLECTION (POINT (19.97 46.15), LINESTRING (5 1, 6 1, 6 2, 5 1))",
        ),
        (
            (
                "<gx:MultiTrack><gx:Track><gx:coord>0 0 5</gx:coord><gx:coord>1 1 5</gx:coord>"
                "</gx:Track></gx:MultiTrack>"
            ),
            "MULTILINESTRING ((0 0, 1 1))",
        ),
    ],
)
def test_every_kind_of_geometry_is_read(tmp_path, inner, expected):
    assert only_place(tmp_path, inner).geometry == shapely.from_wkt(expected)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("<TimeStamp><when>2023</when></TimeStamp>", "2023"),
        ("<TimeStamp><when>2023-10-25T10:00:00.25Z</when></TimeStamp>", "2023-10-25T10:00:00Z"),
        ("<TimeSpan><begin>2023-10-01</begin></TimeSpan>", "2023-10-01/.."),
        ("<TimeSpan><end>2023-10-01</end></TimeSpan>", "../2023-10-01"),
        ("<TimeSpan><begin>2023-10-01</begin><end>2023-10-01</end></TimeSpan>", "2023-10-01"),
    ],
)
def test_a_time_keeps_its_precision(tmp_path, time, expected):
    found = read_text(tmp_path, document(placemark(time + POINT)))
    assert found.atlas.claims[0].about == Period(expected)


def test_a_time_that_is_none_is_told_and_kept(tmp_path):
    wrong = "<TimeStamp><when>last autumn</when></TimeStamp>"
    found = read_text(tmp_path, document(placemark(wrong + POINT)))
    assert "last autumn" in found.problems[0].message
    assert found.atlas.places[0].extra["kml"]["time"] == {"when": "last autumn"}
    assert not found.atlas.claims


def test_a_track_is_a_line_with_the_time_it_took_and_says_nothing_of_a_person(tmp_path):
    track = (
        "<gx:Track><when>2023-10-01T10:00:00Z</when><when>2023-10-01T11:30:00Z</when>"
        "<gx:coord>19 46 80</gx:coord><gx:coord>19.1 46.1 81</gx:coord></gx:Track>"
    )
    atlas = read_text(tmp_path, document(placemark(track, "Walk"))).atlas
    assert atlas.places[0].geometry.geom_type == "LineString"
    assert atlas.claims[0].about == Period("2023-10-01T10:00:00Z/2023-10-01T11:30:00Z")
    assert atlas.claims[0].says == "Walk"
    assert not atlas.routes
    assert len(atlas.places[0].extra["kml"]["when"]) == 2


def test_what_is_not_read_is_listed_and_the_rest_is_read(tmp_path):
    inner = (
        "<NetworkLink><name>live</name><Link><href>https://example.org/live.kml</href></Link>"
        "</NetworkLink><GroundOverlay><name>photo</name><Icon><href>a.png</href></Icon>"
        "</GroundOverlay>"
        + placemark("<Model><Location><longitude>1</longitude></Location></Model>", "house")
        + placemark()
    )
    found = read_text(tmp_path, document(inner))
    assert [problem.record for problem in found.skipped] == [
        "NetworkLink 1 ('live')", "GroundOverlay 2 ('photo')", "Placemark 3 ('house')",
    ]  # fmt: skip
    assert "https://example.org/live.kml, which is not followed" in found.skipped[0].message
    assert [place.name for place in found.atlas.places] == ["house", "Sheds"]
    assert found.atlas.places[0].geometry is None


@pytest.mark.parametrize(
    ("coordinates", "message"),
    [
        ("46.15,119.97", "are the two swapped"),
        ("nan,46", "in numbers, found 'nan,46'"),
        ("1_9,46", "in numbers"),
        ("inf,inf", "in numbers"),
        ("19.97 46.15", "a position is longitude,latitude"),
        ("", "has no coordinates"),
        ("1,2 3,4", "one position, found 2"),
        ("1e999,2", "not [longitude, latitude]"),
        ("1.2.3,4", "in numbers"),
    ],
)
def test_a_bad_position_is_listed_by_its_placemark_and_the_rest_is_read(
    tmp_path, coordinates, message
):
    bad = placemark(f"<Point><coordinates>{coordinates}</coordinates></Point>", "bad")
    found = read_text(tmp_path, document(placemark() + bad))
    assert [place.name for place in found.atlas.places] == ["Sheds"]
    (problem,) = found.skipped
    assert problem.record == "Placemark 2 ('bad')"
    assert message in problem.message


def test_an_outline_that_crosses_itself_is_mended_and_told(tmp_path):
    bow = (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,1 1,0 0,1 0,0</coordinates>"
        "</LinearRing></outerBoundaryIs></Polygon>"
    )
    found = read_text(tmp_path, document(placemark(bow)))
    assert found.atlas.places[0].geometry.is_valid
    assert "mended" in found.problems[0].message


def test_old_and_missing_namespaces_are_read(tmp_path):
    for start in ('<kml xmlns="http://earth.google.com/kml/2.0">', "<kml>"):
        found = read_text(tmp_path, f"{start}{placemark()}</kml>")
        assert found.atlas.places[0].name == "Sheds"
        assert found.atlas.title == "map"


def test_many_placemarks_of_one_name_have_ids_of_their_own(tmp_path):
    atlas = read_text(tmp_path, document(placemark() * 500)).atlas
    assert len({place.id for place in atlas.places}) == 500


def test_data_of_one_name_are_all_kept(tmp_path):
    data = "<ExtendedData>" + '<Data name="a"><value>1</value></Data>' * 300 + "</ExtendedData>"
    kept = only_place(tmp_path, data + POINT).extra["kml"]["data"]
    assert list(kept.values()) == ["1"] * 300


def test_progress_is_told(tmp_path):
    told = []
    options = Options(progress=lambda done, size: told.append((done, size)))
    read_text(tmp_path, document(placemark() * 2000), options)
    assert len(told) > 2
    assert told[-1][0] == told[-1][1] == (tmp_path / "map.kml").stat().st_size


# Markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain\n  lines &amp; all", "plain\n  lines & all"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<div>a\n  b</div>c", "a b\nc"),
        ("<script>alert(1)</script>said<style>p{}</style>", "said"),
        ('<a href="https://a.b">https://a.b</a>', "https://a.b"),
        ('<a href="javascript:x()">go</a>', "go (javascript:x())"),
        ('<img src="x" onerror="y()" alt="a tent">', "a tent"),
        ("<table><tr><td>k</td><td>v</td></tr></table>", "k v"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("&lt;script&gt;", "<script>"),
        ("<b>unclosed", "unclosed"),
        ("<!-- hidden -->shown", "shown"),
        ("<script>never closed", ""),
    ],
)
def test_markup_becomes_text(markup, text):
    assert text_of(markup) == text


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        "<!--",
        "</",
        "<",
        "<![CDATA[",
        "<a href='",
        "<a \"'",
        "<script",
        "<a>x",
        "&#",
        "<a x=",
    ],
)
def test_crafted_markup_is_read_like_any_other(unit):
    assert isinstance(text_of("<b>" + unit * 50_000), str)


def test_a_character_of_a_thousand_figures_is_none():
    assert text_of(f"<b>&#{'9' * 5000};x") == "\ufffdx"
    assert text_of(f"&#{'9' * 5000};x") == "\ufffdx"


# Hostile files


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<kml><Document><name>&b;</name></Document></kml>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<kml><Document><name>&x;</name></Document></kml>"
)


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_are_refused(tmp_path, text):
    with pytest.raises(UnreadableFile, match="entities"):
        read_text(tmp_path, text)


def test_an_inclusion_is_not_followed(tmp_path):
    inner = (
        '<description><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
        'href="/etc/hostname" parse="text"/></description>'
    )
    place = only_place(tmp_path, inner + POINT)
    assert "description" not in place.extra.get("kml", {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (document(placemark())[:-30], "cut off"),
        ("", "this is not XML"),
        ("{}", "this is not XML"),
        ("<gpx/>", "expected a kml document, found <gpx>"),
        ('<?xml version="1.0" encoding="klingon"?><kml/>', "encoding"),
        (f"<kml>{'<Folder>' * 200}{'</Folder>' * 200}</kml>", "nested more than"),
        (b"<kml>\xff\xfe</kml>", "this is not XML"),
    ],
)
def test_what_is_no_kml_is_refused_with_the_reason(tmp_path, text, message):
    with pytest.raises(UnreadableFile, match=message):
        read_text(tmp_path, text)


def test_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_FEATURES", 3)
    with pytest.raises(UnreadableFile, match="more than 3 features"):
        read_text(tmp_path, document(placemark() * 4))


def test_a_long_text_is_text(tmp_path):
    long = "word " * 400_000
    place = only_place(tmp_path, f"<description>{long}</description>{POINT}")
    assert place.name == "Sheds"


@pytest.mark.parametrize("inner", ["<!--{}-->", '<Placemark id="{}"/>'])
def test_a_tag_or_a_comment_of_many_megabytes_is_read_like_any_other(tmp_path, inner):
    found = read_text(tmp_path, document(inner.format("x" * 20_000_000)))
    assert found.atlas.title == "Camps of one autumn"


def test_an_archive_is_read_and_what_else_is_in_it_is_listed(tmp_path):
    path = packed(
        tmp_path / "a.kmz",
        {"../../evil.png": b"x", "doc.kml": document(placemark())},
    )
    found = READER.read(path, places=BUNDLED)
    assert found.atlas.places[0].name == "Sheds"
    (problem,) = found.skipped
    assert "evil.png" in problem.record
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.kmz"]


def test_every_document_of_an_archive_is_read_and_a_link_to_one_is_followed_no_further(tmp_path):
    link = "<NetworkLink><name>{0}</name><Link><href>{0}</href></Link></NetworkLink>"
    links = link.format("layers/a.kml") + link.format("layers/gone.kml")
    path = packed(
        tmp_path / "a.kmz",
        {
            "layers/a.kml": document(placemark(name="Inner"), "A layer"),
            "doc.kml": document(links, "The map"),
        },
    )
    found = READER.read(path, places=BUNDLED)
    assert found.atlas.title == "The map"
    assert found.atlas.places[0].name == "Inner"
    assert found.atlas.places[0].extra["kml"]["folder"] == ["A layer"]
    assert [problem.record for problem in found.skipped] == ["NetworkLink 2 ('layers/gone.kml')"]


def test_what_another_program_wrote_is_read(tmp_path):
    import geopandas

    frame = geopandas.GeoDataFrame(
        {"Name": ["A", "B"], "description": ["said", ""], "n": [1, 2]},
        geometry=[shapely.Point(1, 2), shapely.box(0, 0, 1, 1)],
        crs=4326,
    )
    for name in ("a.kml", "a.kmz"):
        frame.to_file(tmp_path / name, driver="LIBKML")
        found = READER.read(tmp_path / name, places=BUNDLED)
        assert not found.skipped
        assert [place.name for place in found.atlas.places] == ["A", "B"]
        assert found.atlas.places[0].geometry == frame.geometry[0]
        assert found.atlas.places[0].extra["kml"]["data"] == {"n": "1"}
        assert [claim.says for claim in found.atlas.claims] == ["said"]


def test_a_zip_bomb_is_refused(tmp_path, monkeypatch):
    bomb = packed(tmp_path / "a.kmz", {"doc.kml": document(" " * 3_000_000)})
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000_000)
    with pytest.raises(UnreadableFile, match="unpack to more than"):
        READER.read(bomb, places=BUNDLED)


def test_an_archive_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path):
    bomb = packed(tmp_path / "a.kmz", {"doc.kml": document(" " * 20_000_000)})
    with pytest.raises(UnreadableFile, match="200 times their size"):
        READER.read(bomb, places=BUNDLED)


def test_a_stream_that_grows_beyond_what_it_said_is_refused(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text(document(placemark() * 5000))
    with path.open("rb") as file, pytest.raises(UnreadableFile, match="MiB of XML"):
        list(elements.elements(elements.Counted(file, path, 10, most=100_000)))


def test_an_archive_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    many = packed(tmp_path / "a.kmz", {f"{number}.kml": "<kml/>" for number in range(3)})
    with pytest.raises(UnreadableFile, match="3 files"):
        READER.read(many, places=BUNDLED)


def test_an_archive_without_kml_or_cut_off_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"no \.kml"):
        READER.read(packed(tmp_path / "a.kmz", {"a.txt": "x"}), places=BUNDLED)
    whole = packed(tmp_path / "b.kmz", {"doc.kml": document(placemark())}).read_bytes()
    (tmp_path / "b.kmz").write_bytes(whole[:-30])
    with pytest.raises(UnreadableFile, match="archive cannot be read"):
        READER.read(tmp_path / "b.kmz", places=BUNDLED)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        READER.read(tmp_path / "a.kml", places=BUNDLED)


# Recognition


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.kml", document(placemark()), True),
        ("a.xml", "<kml/>", True),
        ("a.kml", "<gpx/>", False),
        ("a.kml", "{}", False),
        ("a.kml", "", False),
        ("a.kml", BOMB, False),
    ],
)
def test_kml_is_recognised_by_its_root(tmp_path, name, content, expected):
    (tmp_path / name).write_text(content)
    assert READER.recognises(tmp_path / name) is expected


def test_other_encodings_are_recognised_and_read(tmp_path):
    text = document(placemark(name="Хоргош")).replace("UTF-8", "UTF-16")
    found = read_text(tmp_path, text.encode("utf-16"))
    assert found.atlas.places[0].name == "Хоргош"
    assert READER.recognises(tmp_path / "map.kml")
    (tmp_path / "map.kml").rename(tmp_path / "map.txt")
    assert not READER.recognises(tmp_path / "map.txt")


def test_an_archive_is_recognised_by_what_is_in_it(tmp_path):
    assert READER.recognises(packed(tmp_path / "a.kmz", {"x/doc.kml": "<kml/>"}))
    assert not READER.recognises(packed(tmp_path / "a.xlsx", {"xl/workbook.xml": "<a/>"}))
    assert not READER.recognises(tmp_path / "missing.kml")
    assert not READER.recognises(tmp_path)


# What is written is read back


def write_read(atlas, path):
    report = WRITER.write(atlas, path, places=formats.BUNDLED)
    assert not report
    found = READER.read(path, places=BUNDLED)
    assert not found.skipped
    return found.atlas


@slowly
@given(atlases())
def test_every_atlas_reads_back_as_it_was(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("kml")
    assert write_read(atlas, folder / "a.kml") == CARRIER.kept(atlas) == atlas
    first = (folder / "a.kml").read_bytes()
    WRITER.write(atlas, folder / "a.kml", places=formats.BUNDLED)
    assert (folder / "a.kml").read_bytes() == first


@pytest.mark.parametrize("name", ["a.kml", "a.kmz"])
def test_the_shipped_atlas_reads_back_as_it_was(tmp_path, atlas, name):
    assert write_read(atlas, tmp_path / name) == atlas
    first = (tmp_path / name).read_bytes()
    WRITER.write(atlas, tmp_path / name, places=formats.BUNDLED)
    assert (tmp_path / name).read_bytes() == first


def test_the_shipped_atlas_opens_in_another_program_with_all_its_features(tmp_path, atlas):
    import pyogrio

    path = tmp_path / "a.kml"
    WRITER.write(atlas, path, places=formats.BUNDLED)
    frames = {
        name: pyogrio.read_dataframe(path, layer=name) for name, _ in pyogrio.list_layers(path)
    }
    routes = [frames.pop(route.name) for route in atlas.routes]
    assert [len(frame) for frame in routes] == [len(route.legs) for route in atlas.routes]
    rest = frames.pop("Not on the map")
    assert len(rest) == sum(place.geometry is None for place in atlas.places)
    drawn = {row.place: row.geometry for frame in frames.values() for row in frame.itertuples()}
    placed = {place.id: place.geometry for place in atlas.places if place.geometry is not None}
    assert drawn.keys() == placed.keys()
    for key, geometry in placed.items():
        assert drawn[key].bounds == geometry.bounds
    assert set(frames) >= {"Countries", "Borders", "Airports"}
    for route, frame in zip(atlas.routes, routes, strict=True):
        assert not frame.geometry.isna().any(), route.id


SMALL = Atlas(
    title="Small <b>atlas</b>",
    agents=(Agent(id="me", name="${alert(1)} & co"),),
    sources=(Source(id="s", title="<i>S</i>", url="javascript:alert(1)"),),
    places=(
        Place(id="a", name="<script>A</script>", geometry=shapely.Point(19, 46), kind="crossing"),
        Place(id="b", name="B", geometry=shapely.Point(0.1 + 0.2, -1e-7), sensitivity="amber"),
        Place(id="nowhere", name="Nowhere"),
    ),
    routes=(
        Route(id="r", name="R", legs=(Leg(origin="a", destination="b", about=Period("2023-10~")),)),
    ),
    claims=(
        Claim(id="c", says="$[name] <script>x</script>", speaker="me", source="s",
              where=(PlaceRole(place="a"),), stance="denies"),
        Claim(id="d", says="No place at all.", speaker="me", source="s"),
    ),
)  # fmt: skip


def written(atlas, tmp_path):
    WRITER.write(atlas, tmp_path / "w.kml", places=formats.BUNDLED)
    return (tmp_path / "w.kml").read_text(encoding="utf-8")


def test_nothing_that_was_said_becomes_markup_in_a_balloon(tmp_path):
    from defusedxml.ElementTree import fromstring

    root = fromstring(written(SMALL, tmp_path))
    said = [
        element.text or "" for element in root.iter("{http://www.opengis.net/kml/2.2}description")
    ]
    assert said
    for balloon in said:
        assert "<script" not in balloon
        assert "$" not in balloon
        assert "javascript" not in balloon
    assert any("&#36;[name] &lt;script&gt;x" in balloon for balloon in said)


def test_a_balloon_says_who_says_it_and_how(tmp_path):
    text = written(SMALL, tmp_path)
    assert "denies: &amp;#36;[name]" in text
    assert "Sensitivity: amber" in text


def test_a_statement_stands_under_the_strictest_marking_of_what_it_is_made_of(tmp_path):
    agents = (replace(SMALL.agents[0], sensitivity="red"),)
    assert "[sensitivity: red]" in written(replace(SMALL, agents=agents), tmp_path)


def test_what_has_no_place_stands_in_a_folder_of_its_own(tmp_path):
    text = written(SMALL, tmp_path)
    rest = text[text.index("<name>Not on the map</name>") :]
    assert "No place at all." in rest
    assert "<name>Nowhere</name>" in rest


def test_a_line_that_is_only_drawn_is_said_to_be_and_does_not_come_back(tmp_path):
    text = written(SMALL, tmp_path)
    assert "the way between them is not known" in text
    assert "<TimeSpan><begin>2023-10-01</begin><end>2023-10-31</end></TimeSpan>" in text
    assert read_text(tmp_path, text).atlas == SMALL


def test_what_was_moved_renamed_and_added_in_another_program_is_read_as_it_is_now(tmp_path):
    text = written(SMALL, tmp_path)
    text = text.replace("19.0,46.0</coordinates></Point>", "19.5,46.5</coordinates></Point>")
    text = text.replace("<name>B</name>", "<name>Bee</name>")
    text = text.replace("</Document>", placemark(name="New") + "</Document>")
    atlas = read_text(tmp_path, text).atlas
    assert atlas.place("a").geometry == shapely.Point(19.5, 46.5)
    assert atlas.place("b").name == "Bee"
    assert atlas.places[-1].name == "New"
    assert replace(atlas.place("b"), name="B") == SMALL.place("b")


def test_our_data_that_was_broken_is_listed_and_what_pointed_to_it_is_left_out(tmp_path):
    text = written(SMALL, tmp_path)
    broken = text.replace("{&quot;places&quot;: 0,", "{&quot;places&quot;: null,")
    found = read_text(tmp_path, broken)
    assert "no number" in found.skipped[0].message
    assert any("place 'a' is not in the file" in problem.message for problem in found.problems)
    assert [place.id for place in found.atlas.places] == ["b", "nowhere"]
    assert found.atlas.claim("c").where == ()
    assert not found.atlas.routes


def test_a_placemark_that_was_copied_is_a_second_place(tmp_path):
    text = written(SMALL, tmp_path)
    start = text.index("<Placemark><name>B</name>")
    copy = text[start : text.index("</Placemark>", start) + len("</Placemark>")]
    found = read_text(tmp_path, text.replace(copy, copy * 2))
    assert [place.id for place in found.atlas.places] == ["a", "b", "b-2", "nowhere"]


def test_what_no_file_could_hold_is_refused_and_nothing_is_written(tmp_path):
    path = tmp_path / "a.kml"
    for extra in ({"a": float("nan")}, {"a": "\ud800"}, {"a": object()}, {1: "a"}):
        with pytest.raises(InvalidRecord):
            WRITER.write(replace(SMALL, extra=extra), path, places=formats.BUNDLED)
    assert not path.exists()
