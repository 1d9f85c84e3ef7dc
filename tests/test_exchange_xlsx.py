"""Workbooks: somebody's sheet of claims in, and every list of an atlas in and out."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
import shapely
from hypothesis import given, settings
from strategies import atlases, extras_with_null

from balkanroute.errors import InvalidRecord, MissingExtra, UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Place, Selector, Source
from balkanroute.periods import Period
from balkanroute.readers import read, shipped, workbooks
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.readers.spreadsheet import workbook as reader
from balkanroute.readers.spreadsheet.workbook import READER
from balkanroute.writers.formats import BUNDLED as GAZETTEER
from balkanroute.writers.spreadsheet.package import LONGEST, pieces, units
from balkanroute.writers.spreadsheet.workbook import CARRIER, WRITER

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'=", "a;=")


def book(folder, *sheets, name="claims.xlsx"):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / name
    made.save(path)
    return path


def reading(path, **options):
    return READER.read(path, places=BUNDLED, options=Options(**options))


def messages(found):
    return [str(problem) for problem in (*found.problems, *found.skipped)]


def small(**fields):
    return Atlas(
        title="T",
        agents=(Agent(id="me", name="Me"),),
        sources=(Source(id="s", title="S"),),
        claims=(Claim(id="c", speaker="me", source="s", **{"says": "So.", **fields}),),
    )


def written(folder, atlas, name="out.xlsx"):
    path = folder / name
    assert not WRITER.write(atlas, path, places=GAZETTEER)
    return path


def repacked(path, change):
    """Write a workbook again, its parts changed by a function of name and bytes."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in parts.items():
            packed.writestr(name, change(name, raw))
    return path


# Somebody's own


def test_a_sheet_of_claims_with_a_title_and_date_cells_is_read(tmp_path):
    rows = [
        ("My claims", None, None),
        (None, None, None),
        ("Statement", "Who", "Date", "Place", "Lat", "Lon", "Archive box"),
        ("So.", "BIRN", date(2023, 10, 25), "The sheds", 46.15, 19.97, 7),
        (None, None, None),
        ("No.", "BIRN", datetime(2023, 1, 2, 3, 4), None, None, None, None),  # noqa: DTZ001
    ]
    path = book(tmp_path, ("claims of mine", rows))
    assert READER.recognises(path)
    found = reading(path)
    first, second = found.atlas.claims
    assert (first.about, second.about) == (Period("2023-10-25"), Period("2023-01-02T03:04:00"))
    assert first.extra == {"xlsx": {"Archive box": "7"}}
    assert found.atlas.places[0].geometry == shapely.Point(19.97, 46.15)
    assert not messages(found)


def test_merged_headers_of_two_rows_are_one(tmp_path):
    path = book(tmp_path, ("a", [
        ("Place", None, None, "What was said"), ("name", "lat", "lon", None),
        ("The sheds", 46.15, 19.97, "So."),
    ]))  # fmt: skip
    made = openpyxl.load_workbook(path)
    made["a"].merge_cells("A1:C1")
    made.save(path)
    assert reading(path).atlas.places[0].geometry == shapely.Point(19.97, 46.15)


def test_a_row_that_cannot_be_read_is_named_with_its_number(tmp_path):
    path = book(
        tmp_path, ("a", [("says", "date"), (), ("", "x"), (None, "2023"), ("So.", "3/4/2023")])
    )
    found = reading(path)
    assert [problem.record for problem in found.skipped] == ["row 3", "row 4"]
    assert "row 5: about '3/4/2023' is ambiguous" in str(found.problems[0])


def test_sheets_that_are_not_read_are_named(tmp_path):
    claims = ("claims of mine", [("says", "date"), ("So.", "2023")])
    found = reading(book(tmp_path, ("notes", [("nothing", "here")]), ("empty", []), claims))
    assert [claim.says for claim in found.atlas.claims] == ["So."]
    assert "other sheets are not read: 'notes'" in messages(found)[0]
    path = written(tmp_path, small())
    made = openpyxl.load_workbook(path)
    made.create_sheet("my notes").append(["x"])
    made.save(path)
    assert "are not read: 'my notes'" in messages(reading(path))[0]


def test_without_the_library_reading_names_the_extra(tmp_path, monkeypatch):
    def missing(module, extra):
        raise MissingExtra(f"{module} comes with the extra {extra!r}")

    path = book(tmp_path, ("a", [("says", "date"), ("a", "2023")]))
    monkeypatch.setattr(workbooks, "require", missing)
    assert READER.recognises(path)
    with pytest.raises(MissingExtra, match="the extra 'xlsx'"):
        reading(path)
    path = tmp_path / "out.xlsx"
    WRITER.write(small(), path, places=GAZETTEER)
    assert READER.recognises(path)


def test_progress_is_told_at_the_end(tmp_path):
    path, told = book(tmp_path, ("a", [("says", "date"), ("a", "2023")])), []
    reading(path, progress=lambda *at: told.append(at))
    assert told == [(path.stat().st_size,) * 2]


@pytest.mark.parametrize(
    "sheets",
    [
        [("EXPORT_EVENTS", [("id", "description", "date"), ("1", "a", "2023")])],
        [("a", [("relid", "where_prec", "date_prec", "description", "latitude"), (1, 2, 3, 4, 5)])],
        [("a", [("name", "lat", "lon"), ("x", 1, 2)])],
        [("a", [])],
    ],
)
def test_another_workbook_is_not_taken_for_claims(tmp_path, sheets):
    assert not READER.recognises(book(tmp_path, *sheets))


def test_another_file_is_not_taken_for_a_workbook(tmp_path):
    for name, raw in {
        "a.xlsx": b"hello",
        "b.xlsx": b"PK\x05\x06" + bytes(18),
        "c.csv": b"says",
    }.items():
        (tmp_path / name).write_bytes(raw)
        assert not READER.recognises(tmp_path / name)
    assert not READER.recognises(tmp_path / "none.xlsx")
    assert not READER.recognises(tmp_path)


def test_a_workbook_without_claims_says_so(tmp_path):
    with pytest.raises(UnreadableFile, match="names no column 'says'"):
        reading(book(tmp_path, ("a", [("x", "y"), (1, 2)])))
    with pytest.raises(UnreadableFile, match="the file is empty"):
        reading(book(tmp_path, ("a", [])))


# Hostile


def test_a_document_type_is_refused_in_any_part_and_either_encoding(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    for encoding in ("utf-8", "utf-16"):
        path = book(tmp_path, ("a", [("says", "date"), ("a", "2023")]))

        def declared(name, raw, encoding=encoding):
            if not name.startswith("xl/worksheets"):
                return raw
            return f'<?xml version="1.0" encoding="{encoding}"?>{bomb}{raw.decode()}'.encode(
                encoding
            )

        repacked(path, declared)
        assert not READER.recognises(path)
        with pytest.raises(UnreadableFile, match="declares a document type or entities"):
            reading(path)


def test_an_archive_that_swells_is_refused(tmp_path, monkeypatch):
    path = book(tmp_path, ("a", [("says", "date"), *[("a", "2023")] * 50]))
    for name, value, expected in (
        ("_MOST_UNPACKED", 1000, "unpacks to more than"),
        ("_MOST_TAGS", 100, "million cells"),
        ("_MOST_PARTS", 3, "more than 3 parts"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(workbooks, name, value)
            if name == "_MOST_UNPACKED":
                patched.setattr(
                    workbooks.workbook.__wrapped__, "__kwdefaults__", {"most_unpacked": value}
                )
            with pytest.raises(UnreadableFile, match=expected):
                reading(path)


def test_a_part_that_lies_about_its_size_is_one_error(tmp_path):
    path = book(tmp_path, ("a", [("says", "date"), ("a", "2023")]))
    raw = path.read_bytes()
    for at in range(0, len(raw), 97):
        path.write_bytes(raw[:at] + b"\xff\xff\xff\xff" + raw[at + 4 :])
        READER.recognises(path)
        try:
            reading(path)
        except UnreadableFile as reason:
            assert "claims.xlsx" in str(reason)  # noqa: PT017 - it may be read as well


def test_a_huge_dimension_costs_nothing(tmp_path):
    path = book(tmp_path, ("a", [("says", "date"), ("So.", "2023")]))
    repacked(
        path,
        lambda _, raw: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', raw),
    )
    assert [claim.says for claim in reading(path).atlas.claims] == ["So."]


def test_too_many_rows_and_columns_are_refused_with_the_way_out(tmp_path, monkeypatch):
    path = book(tmp_path, ("a", [("says", "date"), *[("a", "2023")] * 30]))
    repacked(
        path, lambda _, raw: raw.replace(b'r="31"', b'r="1000000000"').replace(b"31", b"1000000000")
    )
    with pytest.raises(UnreadableFile, match=r"more than 200,000 rows; .*`balkanroute scale`"):
        reading(path)
    monkeypatch.setattr(reader, "_MOST_ROWS", 10)
    with pytest.raises(UnreadableFile, match="more than 10 rows"):
        reading(book(tmp_path, ("a", [("says", "date"), *[("a", "2023")] * 300])))
    wide = [("says", "date", *[None] * 600, "x"), ("a", "2023")]
    with pytest.raises(UnreadableFile, match="more than 500 columns"):
        reading(book(tmp_path, ("a", wide)))


# Ours


@pytest.mark.parametrize("start", SIGNS)
def test_a_formula_is_text_for_every_program(tmp_path, start):
    said = f"{start}HYPERLINK(1)"
    path = written(tmp_path, small(says=said, note=said))
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            text = packed.read(name).decode()
            assert "<f" not in re.sub(r"<fo|<fi", "", text), name
            for kind in re.findall(r"<c [^>]*>(?=<is>)", text):
                assert 't="inlineStr"' in kind
    for options in ({}, {"data_only": True}, {"read_only": True}):
        made = openpyxl.load_workbook(path, **options)
        for sheet in made.worksheets:
            for row in sheet.iter_rows():
                assert all(cell.data_type in {"s", "n"} for cell in row)
        made.close()
    cells = [cell for row in openpyxl.load_workbook(path)["claims"].iter_rows() for cell in row]
    assert sum(str(cell.value).endswith("HYPERLINK(1)") for cell in cells) == 2
    assert all(cell.style_id and cell.quotePrefix for cell in cells if isinstance(cell.value, str))
    assert reading(path).atlas == small(says=said, note=said)


def test_a_workbook_that_openpyxl_saved_again_is_read_alike(tmp_path):
    atlas = small(says="=1+1\n;@x", note="_x0041_ is no escape", extra={"a": [1, None, "ć"]})
    path = written(tmp_path, atlas)
    openpyxl.load_workbook(path).save(tmp_path / "again.xlsx")
    found = reading(tmp_path / "again.xlsx").atlas
    assert found.claims[0].says == atlas.claims[0].says
    assert found.claims[0].extra == atlas.claims[0].extra


def test_the_same_atlas_gives_the_same_bytes(tmp_path):
    atlas = read(shipped())
    first = written(tmp_path, atlas).read_bytes()
    assert written(tmp_path, atlas, "again.xlsx").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in packed.namelist() if name.startswith("docProps")]


def test_a_person_finds_what_the_columns_mean(tmp_path):
    made = openpyxl.load_workbook(written(tmp_path, read(shipped())))
    assert made.sheetnames == ["README", "claims", "sources", "agents", "places", "routes", "atlas"]
    told = {(row[0], row[1]): row[2] for row in made["README"].iter_rows(values_only=True)}
    for sheet in made.sheetnames[1:]:
        for cell in made[sheet][1]:
            if "+" not in cell.value:
                assert told[sheet, cell.value]
    assert told["claims", "where"].startswith("ids of places with their role")
    (row,) = [row for row in made["places"].iter_rows(values_only=True) if row[0] == "serbia"]
    assert "gazetteer" in row
    assert "RS" in row


def test_geometry_that_the_gazetteer_has_is_not_copied(tmp_path):
    atlas = read(shipped())
    path = written(tmp_path, atlas)
    with zipfile.ZipFile(path) as packed:
        text = "".join(packed.read(name).decode() for name in packed.namelist())
    assert "MultiPolygon" not in text
    assert reading(path).atlas == atlas


def test_a_text_longer_than_a_cell_goes_on_in_the_next_column(tmp_path):
    line = shapely.LineString([(n / 1000, n / 2000) for n in range(4000)])
    said = "\u0107\U0001f600=\r\n" * 20_000
    atlas = replace(small(says=said), places=(Place(id="p", name="P", geometry=line),))
    path = written(tmp_path, atlas)
    header = [cell.value for cell in openpyxl.load_workbook(path)["claims"][1]]
    assert header[1:4] == ["says", "says+2", "says+3"]
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows(values_only=True):
            assert all(len(str(cell)) <= LONGEST for cell in row)
    assert reading(path).atlas == atlas


def test_pieces_are_the_text_and_fit():
    for text in ("", "a", "\x07" * 40_000, "_x0041_" * 9000, "\U0001f600" * 20_000):
        cut = pieces(text)
        assert "".join(cut) == text
        assert all(units(piece) <= LONGEST for piece in cut)


def test_a_wrong_row_of_ours_is_named_with_its_sheet(tmp_path):
    path = written(tmp_path, small())
    made = openpyxl.load_workbook(path)
    made["sources"].append(["t", "T", "gossip"])
    made["places"].append(["p", "P"])
    made["places"].append(["q", "Q", None, None, 200, 95])
    made["claims"]["Z1"] = "mine"
    made["claims"]["Z2"] = 7
    made.save(path)
    found = reading(path)
    assert any("sheet 'sources', row 3: kind: 'gossip' is not" in m for m in messages(found))
    assert any(
        "sheet 'places', row 3" in message and "200" in message for message in messages(found)
    )
    assert found.atlas.claims[0].extra == {"xlsx": {"mine": "7"}}
    assert [place.id for place in found.atlas.places] == ["p"]


def test_half_a_character_is_refused_and_the_file_is_as_it_was(tmp_path):
    path = written(tmp_path, small())
    before = path.read_bytes()
    with pytest.raises(InvalidRecord, match="half a character"):
        written(tmp_path, small(says="half \ud800"))
    assert path.read_bytes() == before


def test_blank_texts_and_an_empty_selector_are_told_from_nothing(tmp_path):
    for atlas in (small(quote=""), small(quote=" \n"), small(at=Selector()), small(quote="'")):
        assert reading(written(tmp_path, atlas)).atlas == atlas


def test_the_shipped_atlas_comes_back_whole(tmp_path):
    atlas = read(shipped())
    path = written(tmp_path, atlas)
    assert READER.recognises(path)
    found = reading(path)
    assert found.atlas == atlas == CARRIER.kept(atlas)
    assert not messages(found)


@given(atlases(extras_with_null))
@settings(max_examples=25)
def test_every_atlas_comes_back_whole(tmp_path_factory, atlas):
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    assert not WRITER.write(atlas, path, places=GAZETTEER)
    found = reading(path)
    assert found.atlas == atlas
    assert not messages(found)
