"""A lone CSV of claims, in and out: what people write, what they mean, and what would be run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import atlases, extras_with_null

from balkanroute.errors import InvalidRecord, UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Selector, Source
from balkanroute.model.guards import guarded, unguarded
from balkanroute.periods import Period
from balkanroute.readers import examine, read, shipped
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.readers.spreadsheet import csv_file as reader
from balkanroute.readers.spreadsheet.columns import FLAT, KNOWN, column_of
from balkanroute.readers.spreadsheet.csv_file import READER
from balkanroute.readers.spreadsheet.values import Ambiguous, number_of, period_of
from balkanroute.readers.tables import COLUMNS
from balkanroute.writers.formats import BUNDLED as GAZETTEER
from balkanroute.writers.spreadsheet.csv_file import CARRIER, LONGEST, WRITER, kept

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


def sheet(folder, text, name="claims.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def reading(folder, text, **options):
    return READER.read(sheet(folder, text), places=BUNDLED, options=Options(**options))


def atlas_of(folder, text):
    found = reading(folder, text)
    assert found.atlas is not None, found.problems
    return found.atlas


def messages(found):
    return [str(problem) for problem in (*found.problems, *found.skipped)]


OWN = (
    "Meine Liste;;;;;;;;\n"
    ";;;;;;;;\n"
    "Aussage;Sprecher;Quelle;Datum;Ort;Breite;Länge;Genauigkeit;Fall\n"
    '"Am Zaun standen 200; vielleicht mehr.";Polizei;https://example.org/a;25.10.2023;Horgoš;46,155;19,97;500;A-7\n'
    ";;;;;;;;\n"
    "Der Weg ist offen.;polizei;https://example.org/a;2023-11;Subotica;;;;\n"
)


def test_a_spreadsheet_in_another_language_is_read(tmp_path):
    found = reading(tmp_path, OWN)
    first, second = found.atlas.claims
    assert first.says == "Am Zaun standen 200; vielleicht mehr."
    assert (first.about, second.about) == (Period("2023-10-25"), Period("2023-11"))
    assert first.speaker == second.speaker
    assert [agent.name for agent in found.atlas.agents] == ["Polizei"]
    assert [source.url for source in found.atlas.sources] == ["https://example.org/a"]
    assert first.extra == {"csv": {"Fall": "A-7"}}
    horgos, subotica = found.atlas.places
    assert (horgos.geometry.x, horgos.geometry.y, horgos.precision_m) == (19.97, 46.155, 500)
    assert horgos.gazetteer is None
    assert subotica.gazetteer == "geonames:3189595"
    assert not messages(found)


def test_every_documented_column_is_known_by_its_name_and_in_capitals():
    for name in KNOWN:
        assert column_of(name) == name
    assert set(COLUMNS) | set(FLAT) == set(KNOWN)
    assert column_of("LATITUDE") == column_of("Lat") == column_of("szélesség") == "latitude"
    assert column_of("Source URL") == "source_url"
    assert column_of("Датум") == column_of("Dátum") == "about"
    assert column_of("my own") is None


def test_a_column_that_is_nearly_known_is_kept_and_a_name_suggested(tmp_path):
    found = reading(tmp_path, "says,speeker,date\nSo.,me,2023\n")
    assert "claims.csv:1:1: warning: row 1: column 'speeker' is not known; did you mean" in str(
        found.problems[0]
    )
    assert found.atlas.claims[0].extra == {"csv": {"speeker": "me"}}


def test_a_header_of_two_rows_with_merged_cells_is_one(tmp_path):
    text = "Place,,,Source,,What was said\nname,lat,lon,title,url,\nThe sheds,46.1,19.9,T,http://a,So.\n"
    atlas = atlas_of(tmp_path, text)
    assert (atlas.places[0].name, atlas.places[0].geometry.x) == ("The sheds", 19.9)
    assert (atlas.sources[0].title, atlas.sources[0].url) == ("T", "http://a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-10-25", "2023-10-25"), ("2023-11-03~", "2023-11-03~"), ("2023", "2023"),
        ("25.10.2023", "2023-10-25"), ("3. 4. 2023.", "2023-04-03"), ("25/10/2023", "2023-10-25"),
        ("10/25/2023", "2023-10-25"), ("4/4/2023", "2023-04-04"), ("2023/10/5", "2023-10-05"),
        ("2023.10.05.", "2023-10-05"), ("10/2023", "2023-10"), ("Oct 2023", "2023-10"),
        ("27. oktobra 2023. godine", "2023-10-27"), ("oktobar 2023.", "2023-10"),
        ("1. јуна 2023", "2023-06-01"), ("5. März 2023", "2023-03-05"),
        ("25 October 2023", "2023-10-25"), ("October 25th, 2023", "2023-10-25"),
        ("2023-10-25 14:30:00", "2023-10-25T14:30:00"), ("2023-10/..", "2023-10/.."),
    ],
)  # fmt: skip
def test_a_date_of_the_usual_forms_is_read(text, expected):
    assert period_of(text) == Period(expected)


@pytest.mark.parametrize("text", ["3/4/2023", "03-04-2023", "12/11/2023"])
def test_a_date_that_may_be_two_days_is_not_guessed(text):
    with pytest.raises(Ambiguous):
        period_of(text)
    assert period_of(text, "day first").text != period_of(text, "month first").text


@pytest.mark.parametrize(
    "text", ["45224", "2023.1", "25/10/23", "soon", "31.02.2023", "13/13/2023"]
)
def test_what_is_no_sure_date_is_refused(text):
    with pytest.raises(InvalidRecord, match="period"):
        period_of(text)


def test_an_ambiguous_date_is_listed_unless_its_column_makes_the_order_certain(tmp_path):
    found = reading(tmp_path, "says,date\na,3/4/2023\n")
    assert "row 2: about '3/4/2023' is ambiguous" in messages(found)[0]
    assert found.atlas.claims[0].about is None
    assert found.atlas.claims[0].extra == {"csv": {"about": "3/4/2023"}}
    found = reading(tmp_path, "says,date\na,3/4/2023\nb,13/4/2023\n")
    assert [claim.about.text for claim in found.atlas.claims] == ["2023-04-03", "2023-04-13"]
    found = reading(tmp_path, "says,date\na,3/4/2023\nb,4/13/2023\n")
    assert [claim.about.text for claim in found.atlas.claims] == ["2023-03-04", "2023-04-13"]
    found = reading(tmp_path, "says,date\na,3/4/2023\nb,4/13/2023\nc,13/4/2023\n")
    assert "its dates are in both orders" in messages(found)[0]
    assert not found.skipped


def test_a_source_waits_for_the_order_of_its_dates_too(tmp_path):
    atlas = atlas_of(tmp_path, "says,source,published\na,S,3/4/2023\nb,T,13/4/2023\n")
    assert [source.published.text for source in atlas.sources] == ["2023-04-03", "2023-04-13"]


@pytest.mark.parametrize(
    ("text", "expected"), [("46.15", 46.15), ("46,15", 46.15), ("-3", -3), ("\u22123,5", -3.5)]
)
def test_a_number_may_have_a_decimal_comma(text, expected):
    assert number_of(text) == expected


@pytest.mark.parametrize("text", ["1.234,5", "46°", "N46", "nan", "inf", "1e999", "", "=1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(InvalidRecord):
        number_of(text)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Springfield,,,", "'Springfield' may be several places: geonames:"),
        ("Nowhereville,,,", "no place of the gazetteer is called 'Nowhereville'"),
        ("The bridge,95,19,", "[19.0, 95.0] is not [longitude, latitude] in degrees"),
        ("The bridge,46,,", "'' is no number"),
        ("The bridge,nan,19,", "'nan' is no number"),
        ("The bridge,46,19,near", "'near' is no number"),
    ],
)
def test_a_place_that_is_not_sure_goes_to_the_tray_with_a_warning(tmp_path, row, expected):
    found = reading(tmp_path, f"says,place,lat,lon,precision\nSo.,{row}\n")
    assert expected in messages(found)[0]
    (place,) = found.atlas.places
    assert place.geometry is None
    assert found.atlas.claims[0].where == (PlaceRole(place=place.id),)


def test_a_country_narrows_a_name(tmp_path):
    atlas = atlas_of(tmp_path, "says,place,country\na,Paris,France\nb,Paris,US\nc,,Serbia\n")
    assert [p.gazetteer for p in atlas.places] == ["geonames:2988507", "geonames:4717560", "RS"]


def test_places_may_be_several_and_have_roles(tmp_path):
    atlas = atlas_of(tmp_path, "says,place\na,Subotica:from; Horgoš:to; RS-HU:near\n")
    assert [each.role for each in atlas.claims[0].where] == ["from", "to", "near"]
    assert [place.gazetteer for place in atlas.places] == ["geonames:3189595", "horgos", "RS-HU"]


def test_a_route_is_written_as_its_places_in_order(tmp_path):
    found = reading(tmp_path, "says,route\na,Sofia > Niš -> Horgoš\nb,Sofia\n")
    (route,) = found.atlas.routes
    assert [(leg.origin, leg.destination, leg.mode) for leg in route.legs] == [
        ("sofia", "nis", "unknown"), ("nis", "horgos", "unknown"),
    ]  # fmt: skip
    assert "route 'Sofia' needs two places" in messages(found)[0]


def test_without_a_speaker_the_publisher_speaks_and_without_that_nobody_by_name(tmp_path):
    atlas = atlas_of(tmp_path, "says,source,publisher\na,T,BIRN\nb,,\n")
    assert [(a.name, a.kind) for a in atlas.agents] == [
        ("BIRN", "outlet"),
        ("not named", "unnamed"),
    ]
    assert [(s.title, s.kind) for s in atlas.sources] == [("T", "other"), ("claims.csv", "dataset")]


def test_sources_know_what_they_repeat_and_one_source_has_one_record(tmp_path):
    text = "says,source,url,derived from\na,One,http://1,Paper\nb,Two,http://2,One; Paper\nc,One,http://1,\n"
    atlas = atlas_of(tmp_path, text)
    assert [source.title for source in atlas.sources] == ["One", "Two", "Paper"]
    assert atlas.sources[1].derived_from == (atlas.sources[0].id, atlas.sources[2].id)


def test_two_articles_of_one_outlet_are_two_sources(tmp_path):
    text = "Claim,Source,Headline,Link\na,Danas,First,http://1\nb,Danas,Second,http://2\n"
    atlas = atlas_of(tmp_path, text)
    assert [(s.title, s.publisher, s.url) for s in atlas.sources] == [
        ("First", "Danas", "http://1"),
        ("Second", "Danas", "http://2"),
    ]
    assert [claim.source for claim in atlas.claims] == ["first", "second"]
    assert [(agent.name, agent.kind) for agent in atlas.agents] == [("Danas", "outlet")]


def test_a_source_beside_a_title_is_its_address_or_kept_where_the_row_has_a_publisher(tmp_path):
    text = "Claim,Source,Headline,Outlet\na,http://1,First,Danas\nb,Wire,Second,Danas\n"
    atlas = atlas_of(tmp_path, text)
    assert [(s.title, s.publisher, s.url) for s in atlas.sources] == [
        ("First", "Danas", "http://1"),
        ("Second", "Danas", None),
    ]
    assert [claim.extra for claim in atlas.claims] == [{}, {"csv": {"source": "Wire"}}]


def test_a_column_of_ids_that_says_so_holds_ids_beside_any_title(tmp_path):
    atlas = atlas_of(tmp_path, "says,source id,title\na,s1,T\nb,s1,\n")
    assert [(source.id, source.title) for source in atlas.sources] == [("s1", "T")]


def test_a_date_that_lost_its_format_is_named_as_such_and_kept(tmp_path):
    found = reading(tmp_path, "says,date\na,45224\n")
    assert "about: period '45224' is a bare number, perhaps a date" in messages(found)[0]
    assert messages(found)[0].endswith("it is kept under extra")
    assert found.atlas.claims[0].extra == {"csv": {"about": "45224"}}


def test_a_row_that_contradicts_an_earlier_one_is_told(tmp_path):
    text = "says,source,source_title,source_url\na,s,T,http://1\nb,s,T,http://2\n"
    found = reading(tmp_path, text)
    assert "row 3: source_url of 's' differ from an earlier row" in messages(found)[0]
    assert found.atlas.claims[1].extra == {"csv": {"source_url": "http://2"}}


def test_a_sheet_in_which_only_the_words_have_another_name_is_told_what_to_call_them(tmp_path):
    text = "Date,Place,What it is about,Source\n2023-10-25,Horgoš,Shots.,Danas\n"
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    found = examine(tmp_path / "mine.csv")
    assert found.atlas is None
    assert "names no column 'says'" in str(found.problems[0])
    assert "give that column the name 'says'" in str(found.problems[0])
    assert "did you mean" not in str(found.problems[0])


def test_a_column_with_both_coordinates_is_kept_and_told(tmp_path):
    found = reading(tmp_path, 'says,place,Koordinate\na,A shed,"46.1, 19.9"\n')
    assert "column 'Koordinate' is not read" in messages(found)[0]
    assert found.atlas.claims[0].extra == {"csv": {"Koordinate": "46.1, 19.9"}}


def test_a_place_with_its_country_behind_a_comma_is_told_where_that_belongs(tmp_path):
    found = reading(tmp_path, 'says,place\na,"Horgoš, Serbia"\n')
    assert "put what follows the comma under place_country" in messages(found)[0]
    text = "says,place,place_country\na,Horgoš,Serbia\n"
    assert not messages(reading(tmp_path, text))


def test_what_is_odd_is_told_in_the_order_of_the_rows(tmp_path):
    found = reading(tmp_path, "says,date\na,3/4/2023\nb,soon\nc,5/6/2023\n")
    assert [problem.line for problem in found.problems] == [2, 3, 4]


def test_a_row_without_words_is_listed_and_the_rest_is_read(tmp_path):
    found = reading(tmp_path, "says,speaker\na,x\n,y\nb,z\n")
    assert [claim.says for claim in found.atlas.claims] == ["a", "b"]
    assert [agent.name for agent in found.atlas.agents] == ["x", "z"]
    assert "row 3: the column 'says' is empty" in str(found.skipped[0])


def test_a_field_that_cannot_be_read_is_kept_beside_the_claim(tmp_path):
    found = reading(tmp_path, "says,speaker,stance,page,credibility\na,x,shouts,one,2\n")
    (claim,) = found.atlas.claims
    assert (claim.stance, claim.at, claim.credibility) == ("asserts", None, 2)
    assert claim.extra == {"csv": {"stance": "shouts", "page": "one"}}
    assert any("'shouts' is not one of asserts" in message for message in messages(found))


def test_ids_are_made_one_word_and_references_follow(tmp_path):
    found = reading(
        tmp_path, "id,says,relations\nCase 1,a,\n2,b,repeats:Case 1; supports:9\n2,c,\n"
    )
    first, second, third = found.atlas.claims
    assert [first.id, second.id, third.id] == ["case-1", "2", "2-row-4"]
    assert [relation.claim for relation in second.relations] == ["case-1"]
    assert second.extra == {"csv": {"relations": "supports:9"}}
    assert sum("is not one word, or stands twice" in message for message in messages(found)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "says\tspeaker\nSo; no, yes\tme\n",
        'says;speaker\n"So; no, yes";me\n',
        'says,speaker\n"So; no, yes",me\n',
        '\ufeffsays,speaker\r\n"So; no, yes",me\r\n',
        'says,speaker\r"So; no, yes",me\r',
    ],
)
def test_any_usual_separator_will_do(tmp_path, text):
    atlas = atlas_of(tmp_path, text)
    assert (atlas.claims[0].says, atlas.agents[0].name) == ("So; no, yes", "me")
    assert READER.recognises(tmp_path / "claims.csv")


def test_text_in_utf_16_with_a_mark_is_read(tmp_path):
    atlas = atlas_of(tmp_path, "says\tspeaker\nÁsotthalom\tme\n".encode("utf-16"))
    assert atlas.claims[0].says == "Ásotthalom"
    assert READER.recognises(tmp_path / "claims.csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"says,speaker\n\xe9,x\n", "is not UTF-8 (byte 0xE9); if it is Windows-1250"),
        ("says,speaker\n" + "x" * 200_000 + ",b\n", "field larger than field limit"),
        ("says,speaker\n" + "x" * 10_000_000 + ",b\n", "field larger than field limit"),
        ('says,speaker\n"x,b\n', "is not CSV: unexpected end of data"),
        ("a,b\n1,2\n", "row 1 names no column 'says'"),
        ("", "the file is empty"),
        ("\n\n \n", "the file is empty"),
        ("says," + "," * 600 + "x\n", "more than 500 columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, text, expected):
    with pytest.raises(UnreadableFile, match=r"claims\.csv") as caught:
        reading(tmp_path, text)
    assert expected in str(caught.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        assert not READER.recognises(path)
        with pytest.raises(UnreadableFile):
            READER.read(path, places=BUNDLED)


def test_too_many_rows_are_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MOST_ROWS", 3)
    with pytest.raises(UnreadableFile, match=r"more than 3 rows; .* `balkanroute scale`"):
        reading(tmp_path, "says\na\nb\nc\n")


def test_a_large_file_is_streamed_and_tells_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "_TOLD_EVERY", 10_000)
    told = []
    row = f"{'long words ' * 20},me,2023-10-25\n"
    found = reading(
        tmp_path, "says,speaker,date\n" + row * 500, progress=lambda *at: told.append(at)
    )
    size = (tmp_path / "claims.csv").stat().st_size
    assert len(found.atlas.claims) == 500
    assert told[-1] == (size, size)
    assert len(told) > 3
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    "header",
    [
        "id,relid,where_prec,date_prec,description,latitude,longitude",
        "event_id_cnty,event_date,notes,source,latitude,longitude,description",
        "Main ID,Incident ID,Region of Incident,description,URL",
        "id,date,latitude,longitude,location,description,sources,associations",
        "name,lat,lon",
        "a,b",
        "",
    ],
)
def test_a_file_of_another_format_is_not_taken_for_claims(tmp_path, header):
    assert not READER.recognises(sheet(tmp_path, f"{header}\n1,2,3,4,5,6,7,8\n"))
    assert not READER.recognises(sheet(tmp_path, "says,speaker\na,b\n", "claims.json"))
    assert not READER.recognises(sheet(tmp_path, b"PK\x00\x00says,speaker"))


@given(st.text(st.sampled_from([*SIGNS, *"'\"; \t\r\nab,|"]), max_size=12) | st.text())
@settings(max_examples=150)
def test_a_guarded_text_begins_with_no_sign_and_comes_back(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell.lstrip(' "')[:1] not in set(SIGNS)
    assert cell[0] not in "\t\r\n"
    for separator in ";\t\n\r":
        for part in cell.split(separator)[1:]:
            assert part.lstrip(' "')[:1] not in set(SIGNS)
    assert unguarded(guarded(text, formulas=False), formulas=False) == text


def small(**fields):
    return Atlas(
        title="T",
        agents=(Agent(id="me", name=fields.pop("name", "Me")),),
        sources=(Source(id="s", title="S"),),
        places=(Place(id="p", name="P"),),
        claims=(Claim(id="c", speaker="me", source="s", **{"says": "So.", **fields}),),
    )


def written(folder, atlas):
    path = folder / "out.csv"
    report = WRITER.write(atlas, path, places=GAZETTEER)
    return path, report


@pytest.mark.parametrize("start", [*SIGNS, "\t", "\r", " =", "'=", "a;=", "a\n@", "a\t+", '"='])
def test_a_formula_is_made_inert_and_read_back_unchanged(tmp_path, start):
    said = f"{start}HYPERLINK(1)"
    path, _ = written(tmp_path, small(says=said, name=said, note=said))
    rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip(' "').startswith(tuple(SIGNS)), cell
    (claim,) = READER.read(path, places=BUNDLED).atlas.claims
    assert (claim.says, claim.note) == (said, said)


def test_a_negative_longitude_stays_a_number(tmp_path):
    import shapely

    place = Place(id="p", name="P", geometry=shapely.Point(-3.5, 40.25), precision_m=10.0)
    claim = Claim(id="c", says="So.", speaker="me", source="s", where=(PlaceRole(place="p"),))
    path, _ = written(tmp_path, Atlas(title="out", agents=small().agents, sources=small().sources,
                                      places=(place,), claims=(claim,)))  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    assert (row["longitude"], row["latitude"], row["precision_m"]) == ("-3.5", "40.25", "10.0")
    assert (row["speaker_name"], row["source_title"], row["place_name"]) == ("Me", "S", "P")


def test_the_same_atlas_gives_the_same_bytes_and_a_failure_leaves_the_file(tmp_path):
    path, _ = written(tmp_path, small())
    before = path.read_bytes()
    assert before.startswith(b"\xef\xbb\xbfid,says,speaker,speaker_name")
    assert written(tmp_path, small())[0].read_bytes() == before
    for wrong in ("x" * (LONGEST + 1), "half \ud800"):
        with pytest.raises(InvalidRecord):
            written(tmp_path, small(says=wrong))
    assert path.read_bytes() == before


def test_what_a_row_cannot_hold_is_reported(tmp_path):
    atlas = read(shipped())
    _, report = written(tmp_path, atlas)
    lost = {(loss.kind, loss.field): loss.count for loss in report.losses}
    assert lost["routes", ""] == len(atlas.routes)
    assert lost["atlas", "summary"] == 1
    assert lost["agents", ""] > 0
    assert ("claims", "sensitivity") not in lost
    _, report = written(tmp_path, small(at=Selector()))
    assert any((loss.kind, loss.field) == ("claims", "at") for loss in report.losses)


def test_the_shipped_atlas_comes_back_as_csv_holds_it(tmp_path):
    atlas = read(shipped())
    path, _ = written(tmp_path, atlas)
    assert READER.recognises(path)
    found = READER.read(path, places=BUNDLED)
    assert not messages(found)
    assert found.atlas == kept(atlas, "out", GAZETTEER)
    assert len(found.atlas.claims) == len(atlas.claims)
    assert CARRIER.held["claims"] >= {"quantities", "relations", "at", "extra", "sensitivity"}


@given(atlases(extras_with_null))
@settings(max_examples=25)
def test_an_atlas_comes_back_as_csv_holds_it(tmp_path_factory, atlas):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    WRITER.write(atlas, path, places=GAZETTEER)
    found = READER.read(path, places=BUNDLED)
    assert not messages(found)
    assert found.atlas == kept(atlas, "any", GAZETTEER)


def test_the_documentation_names_every_column_and_what_else_it_is_read_as():
    text = Path(__file__).parents[1].joinpath("docs", "formats", "csv.md").read_text("utf-8")
    rows = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("| `")]
    cells = [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in rows]
    told = {name: others for name, _, others in (row for row in cells if len(row) == 3)}
    assert set(told) == set(KNOWN)
    for name, others in told.items():
        assert all(column_of(other) == name for other in others.split(", ") if other), name


def test_rows_that_say_the_same_are_claims_of_their_own_in_no_time(tmp_path):
    atlas = atlas_of(tmp_path, "says,id\n" + "a,\n" * 3000 + "b,x\n" * 3000)
    assert len({claim.id for claim in atlas.claims}) == 6000
    assert atlas.claims[2].id == f"{atlas.claims[0].id}-row-4"


def test_a_draft_without_words_comes_back(tmp_path):
    atlas = small(says="", extra={"status": "draft"})
    path, _ = written(tmp_path, atlas)
    (claim,) = READER.read(path, places=BUNDLED).atlas.claims
    assert (claim.says, claim.is_draft) == ("", True)


def test_a_wide_table_of_long_cells_is_looked_at_quickly(tmp_path):
    wide = ",".join(f"colum {n}" for n in range(450))
    cells = ",".join(["x" * 200] * 450)
    path = sheet(tmp_path, f"says,{wide}\n" + f"a,{cells}\n" * 30)
    assert not READER.recognises(path)
    assert len(READER.read(path, places=BUNDLED).atlas.claims) == 30


STRANGE = [
    "",
    " ",
    "'",
    "a",
    "a b",
    "x:at",
    "RS; HU:from",
    "a > b",
    "a > a",
    "3/4/2023",
    "46,1",
    "nan",
    "1e5",
    '["a"]',
    '[1, {"place": "x", "role": "q"}]',
    "[[",
    "{",
    '{"a": 1}',
    "a|1",
    "a|x|||||",
    "; ;",
    ":at",
    "repeats:a",
    "repeats:b; supports:a",
    "[null]",
    '[{"kind": "repeats", "claim": "a", "by": ""}]',
    "\x00",
]


@given(st.data())
@settings(max_examples=25)
def test_whatever_stands_in_the_cells_is_read_or_told(tmp_path_factory, data):
    cells = st.sampled_from(STRANGE) | st.text(st.characters(codec="utf-8"), max_size=5)
    others = st.lists(st.sampled_from([n for n in KNOWN if n != "says"]), unique=True, max_size=8)
    columns = ["says", *data.draw(others)]
    text = io.StringIO(newline="")
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(columns)
    out.writerows([data.draw(cells) for _ in columns] for _ in range(data.draw(st.integers(0, 3))))
    folder = tmp_path_factory.getbasetemp()
    try:
        found = reading(folder, text.getvalue())
    except UnreadableFile:
        return
    assert found.atlas is not None or any(p.severity == "error" for p in found.problems)
