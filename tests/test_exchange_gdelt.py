from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from balkanroute import frames, readers, writers
from balkanroute.analysis import confirmations
from balkanroute.errors import UnreadableFile
from balkanroute.periods import Period
from balkanroute.readers import acled, event_rows, ucdp
from balkanroute.readers.gdelt import READER
from balkanroute.readers.gdelt.codes import EVENTS, ISO, MENTIONS
from balkanroute.readers.protocol import BUNDLED, Options

EVENT = {
    "GLOBALEVENTID": "990000001",
    "SQLDATE": "20230924",
    "MonthYear": "202309",
    "Year": "2023",
    "FractionDate": "2023.7233",
    "Actor1Code": "SRBCOP",
    "Actor1Name": "POLICE",
    "Actor1CountryCode": "SRB",
    "Actor2Name": "MIGRANT",
    "IsRootEvent": "1",
    "EventCode": "173",
    "EventBaseCode": "173",
    "EventRootCode": "17",
    "QuadClass": "4",
    "GoldsteinScale": "-5.0",
    "NumMentions": "40",
    "NumSources": "4",
    "NumArticles": "40",
    "AvgTone": "-4.25",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Subotica, Vojvodina, Serbia",
    "ActionGeo_CountryCode": "RI",
    "ActionGeo_ADM1Code": "RI02",
    "ActionGeo_Lat": "46.1",
    "ActionGeo_Long": "19.6667",
    "ActionGeo_FeatureID": "-90001",
    "DATEADDED": "20230924120000",
    "SOURCEURL": "https://www.example.org/news/1",
}
MENTION = {
    "GLOBALEVENTID": "990000001",
    "EventTimeDate": "20230924120000",
    "MentionTimeDate": "20230924121500",
    "MentionType": "1",
    "MentionSourceName": "example.net",
    "MentionIdentifier": "https://example.net/copy",
    "SentenceID": "3",
    "Actor1CharOffset": "-1",
    "Actor2CharOffset": "120",
    "ActionCharOffset": "140",
    "InRawText": "1",
    "Confidence": "60",
    "MentionDocLen": "2400",
    "MentionDocTone": "-3.5",
}


def lines(columns, base, changes):
    rows = [base | change for change in changes]
    return "".join("\t".join(row.get(name, "") for name in columns) + "\n" for row in rows)


def numbered(changes):
    return [{"GLOBALEVENTID": str(990000001 + n)} | change for n, change in enumerate(changes)]


@pytest.fixture
def table(tmp_path):
    def write(*changes, name="20230924120000.export.CSV"):
        path = tmp_path / name
        path.write_text(lines(EVENTS, EVENT, numbered(changes)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def mentions(tmp_path):
    def write(*changes, name="20230924120000.mentions.CSV"):
        path = tmp_path / name
        path.write_text(lines(MENTIONS, MENTION, changes), encoding="utf-8")
        return path

    return write


def read(path, **options):
    return READER.read(path, places=BUNDLED, options=Options(**options))


def claim_of(path):
    reading = read(path)
    assert not reading.skipped
    return reading.atlas, reading.atlas.claims[0]


def place_of(path):
    atlas, claim = claim_of(path)
    return atlas.place(claim.where[0].place)


def test_an_event_is_a_claim_of_its_outlet_recorded_by_a_machine(table):
    atlas, claim = claim_of(table({}))
    assert claim.id == "gdelt-990000001"
    assert claim.says == (
        "Coercion (CAMEO 173) by POLICE towards MIGRANT: Subotica, Vojvodina, Serbia."
    )
    assert (atlas.agent(claim.speaker).name, atlas.agent(claim.speaker).kind) == (
        "example.org",
        "outlet",
    )
    assert atlas.agent(atlas.recorder).name == "GDELT (machine-coded)"
    assert claim.about == Period("2023-09-24")
    assert claim.recorded == Period("2023-09-24T12:00:00Z")
    assert claim.topics == ("coercion",)
    assert atlas.source(claim.source).url == "https://www.example.org/news/1"


def test_every_claim_is_marked_as_coded_by_machine(table):
    atlas, claim = claim_of(table({}))
    assert claim.extra["gdelt"]["machine_coded"] is True
    assert "by machine" in claim.note
    assert "by machine" in atlas.note


def test_every_column_is_kept(table):
    atlas, claim = claim_of(table({}))
    kept = claim.extra["gdelt"]
    for name in set(EVENT) - {"GLOBALEVENTID", "SOURCEURL"}:
        same = float(EVENT[name]) if isinstance(kept[name], int | float) else EVENT[name]
        assert kept[name] == same, name
    assert EVENT["SOURCEURL"] in str(atlas)


def test_mentions_and_sources_are_counts_and_confirm_nothing(table, mentions):
    path = table({})
    mentions({}, {"MentionIdentifier": "https://example.com/second"})
    atlas, claim = claim_of(path)
    assert claim.extra["gdelt"]["NumMentions"] == 40
    assert claim.extra["gdelt"]["NumSources"] == 4
    assert len(atlas.claims) == 1
    assert claim.relations == ()
    assert claim.credibility is None
    assert claim.likelihood is None
    assert confirmations(frames.claims_frame(atlas), frames.sources_frame(atlas)).empty


def test_mentions_join_their_event_by_its_number(table, mentions):
    path = table({}, {})
    mentions({}, {"GLOBALEVENTID": "990000002", "MentionIdentifier": EVENT["SOURCEURL"]})
    reading = read(path)
    first, second = reading.atlas.claims
    (mention,) = first.extra["gdelt"]["mentions"]
    source = reading.atlas.source(mention["source"])
    assert (source.title, source.publisher) == ("https://example.net/copy", "example.net")
    assert source.retrieved == Period("2023-09-24")
    assert mention["Confidence"] == 60
    assert mention["MentionDocTone"] == -3.5
    assert second.extra["gdelt"]["mentions"][0]["source"] == second.source


def test_a_folder_is_read_whole_in_whatever_order_its_files_stand(table, mentions, tmp_path):
    table({}, name="b.csv")
    mentions({}, name="z.tsv")
    (tmp_path / "readme.txt").write_text("not a table")
    assert READER.recognises(tmp_path)
    atlas, claim = claim_of(tmp_path)
    assert len(claim.extra["gdelt"]["mentions"]) == 1
    assert atlas.title == tmp_path.name


def test_a_mention_of_an_event_that_is_in_no_file_is_kept(mentions):
    atlas, claim = claim_of(mentions({}, {"MentionIdentifier": "https://example.com/2"}))
    assert claim.id == "gdelt-990000001"
    assert "numbers 990000001" in claim.says
    assert len(claim.extra["gdelt"]["mentions"]) == 2
    assert len(atlas.claims) == 1


def test_a_citation_that_is_no_address_is_a_title_and_no_link(mentions):
    atlas, claim = claim_of(
        mentions(
            {
                "MentionType": "2",
                "MentionIdentifier": "BBC Monitoring, 24 Sep",
                "MentionSourceName": "BBC Monitoring",
            }
        )
    )
    source = atlas.source(claim.source)
    assert (source.title, source.url) == ("BBC Monitoring, 24 Sep", None)


def test_a_city_is_a_point_with_a_stated_precision(table):
    place = place_of(table({}))
    assert place.geometry == shapely.Point(19.6667, 46.1)
    assert place.precision_m == 10_000
    assert place.ids == {"gdelt": "-90001"}


def test_a_country_is_its_outline_through_the_iso_code_of_its_fips_code(table):
    path = table({"ActionGeo_Type": "1", "ActionGeo_FullName": "Serbia"})
    place = place_of(path)
    assert (place.gazetteer, place.kind) == ("RS", "country")
    assert place.geometry.geom_type in {"Polygon", "MultiPolygon"}
    kept = claim_of(path)[1].extra["gdelt"]
    assert (kept["ActionGeo_CountryCode"], kept["ActionGeo_CountryCode_ISO"]) == ("RI", "RS")


@pytest.mark.parametrize(
    ("fips", "iso"),
    [("RI", "RS"), ("BK", "BA"), ("BU", "BG"), ("TU", "TR"), ("GM", "DE"), ("AU", "AT"),
     ("AS", "AU"), ("SP", "ES"), ("KV", "XK"), ("MK", "MK"), ("LO", "SK"), ("SZ", "CH")],
)  # fmt: skip
def test_a_fips_code_is_not_the_iso_code_of_another_country(fips, iso):
    assert ISO[fips] == iso


def test_a_state_is_its_outline_where_one_is_known(table):
    name = {"ActionGeo_Type": "5", "ActionGeo_FullName": "Vojvodina, Serbia"}
    assert place_of(table(name)).gazetteer == "RS-VO"


@pytest.mark.parametrize(
    ("kind", "name", "country"),
    [
        ("5", "Attiki, Greece", "GR"),
        ("2", "Texas, United States", "US"),
        ("1", "Gaza Strip", "GZ"),
        ("1", "Oceans", "OS"),
    ],
)
def test_an_area_without_an_outline_goes_to_the_tray_and_is_no_pin(table, kind, name, country):
    told = ("ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode")
    place = place_of(table(dict(zip(told, (kind, name, country), strict=True))))
    assert place.geometry is None
    assert place.extra["gdelt"]["ActionGeo_Lat"] == "46.1"


def test_an_event_without_a_place_is_kept(table):
    gone = {name: "" for name in EVENT if name.startswith("ActionGeo")} | {"ActionGeo_Type": "0"}
    assert claim_of(table(gone))[1].where == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"GLOBALEVENTID": "x1"}, "GLOBALEVENTID is a number"),
        ({"GLOBALEVENTID": "990000001"}, "stands already"),
        ({"SQLDATE": "20230931"}, "no day of the calendar"),
        ({"SQLDATE": "2023-09"}, "SQLDATE is a day"),
        ({"DATEADDED": "noon"}, "such as 20150218230000"),
        ({"ActionGeo_Lat": "NaN"}, "latitude is a number"),
        ({"ActionGeo_Lat": "196.1"}, "not on the earth"),
        ({"AvgTone": "sad"}, "AvgTone is a number"),
        ({"SOURCEURL": ""}, "address of the article is empty"),
        ({"Actor1Name": "A\tB"}, "62 cells where the table has 61"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed_and_the_rest_is_read(table, change, told):
    reading = read(table({}, change, {}))
    assert [claim.id for claim in reading.atlas.claims] == ["gdelt-990000001", "gdelt-990000003"]
    (problem,) = reading.skipped
    assert (problem.line, told in problem.message) == (2, True), problem.message


def test_a_quotation_mark_is_a_letter(table):
    _, claim = claim_of(table({"Actor1Name": '"POLICE'}, {}))
    assert '"POLICE' in claim.says


def test_an_event_of_a_row_that_was_not_read_keeps_its_mentions(table, mentions):
    path = table({"AvgTone": "sad"})
    mentions({})
    reading = read(path)
    assert len(reading.skipped) == 1
    assert reading.atlas.claims[0].extra["gdelt"]["mentions"]


def test_progress_is_told_over_all_files(table, mentions, tmp_path, monkeypatch):
    monkeypatch.setattr(event_rows, "_STEP", 1)
    table({}, {})
    mentions({}, {"MentionIdentifier": "https://example.com/2"})
    told = []
    read(tmp_path, progress=lambda done, size: told.append((done, size)))
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    assert told[-1] == (size, size)
    assert told == sorted(told)


def test_more_rows_than_an_atlas_holds_are_refused_over_all_files(
    table, mentions, tmp_path, monkeypatch
):
    monkeypatch.setattr(event_rows, "MOST_ROWS", 3)
    table({}, {})
    mentions({}, {"MentionIdentifier": "https://example.com/2"})
    with pytest.raises(UnreadableFile, match="balkanroute scale"):
        read(tmp_path)


def test_only_tables_of_gdelts_shape_are_recognised(table, mentions, tmp_path):
    assert READER.recognises(table({}))
    assert READER.recognises(mentions({}))
    assert not ucdp.READER.recognises(table({}))
    assert not acled.READER.recognises(table({}))
    other = tmp_path / "other"
    other.mkdir()
    assert not READER.recognises(other)
    (other / "claims.csv").write_text("id,says,speaker,source\n")
    (other / "tabs.csv").write_text("\t".join(["x"] * 61))
    (other / "gkg.csv").write_text("\t".join(["1"] * 27))
    (other / "binary.csv").write_bytes(bytes(range(256)))
    (other / "empty.csv").write_text("")
    assert not READER.recognises(other)
    for file in other.iterdir():
        assert not READER.recognises(file), file
    assert not READER.recognises(tmp_path / "missing")


def test_the_folder_of_an_atlas_is_left_to_its_own_reader(table, tmp_path):
    table({})
    (tmp_path / "atlas.yaml").write_text("title: A\n")
    assert not READER.recognises(tmp_path)


def test_a_folder_without_events_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no GDELT events"):
        read(tmp_path)


def test_what_was_read_is_written_and_read_again_as_it_was(table, mentions, tmp_path):
    path = table({}, {"ActionGeo_Type": "1"})
    mentions({})
    atlas, _ = claim_of(path)
    writers.write(atlas, tmp_path / "atlas.json")
    assert readers.read(tmp_path / "atlas.json") == atlas


@settings(max_examples=25, deadline=None)
@given(
    change=st.dictionaries(st.sampled_from(EVENTS), texts, max_size=6),
    mention=st.dictionaries(st.sampled_from(MENTIONS), texts, max_size=4),
)
def test_whatever_stands_in_a_row_it_is_read_or_listed(tmp_path_factory, change, mention):
    folder = tmp_path_factory.mktemp("gdelt")
    (folder / "a.export.CSV").write_text(lines(EVENTS, EVENT, [change]), encoding="utf-8")
    (folder / "a.mentions.CSV").write_text(lines(MENTIONS, MENTION, [mention]), encoding="utf-8")
    reading = read(folder / "a.export.CSV")
    assert reading.atlas is not None
    assert len(reading.atlas.claims) + len(reading.skipped) >= 1
