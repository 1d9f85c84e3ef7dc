"""What holds for every format, whoever wrote it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from balkanroute import cli, readers, writers
from balkanroute.errors import BalkanRouteError, LossyFormat, UnreadableFile, UnwritableFile
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Source
from balkanroute.readers import RowsNotRead, examine, read
from balkanroute.readers.gathering import id_of
from balkanroute.writers import write

DOCS = Path(__file__).parents[1] / "docs" / "formats"
INWARD, OUTWARD = readers.installed(), writers.installed()
BOTH = sorted({*INWARD} & {*OUTWARD})
#: Texts that break out of markup, scripts, cells, templates or queries, by what may refuse them.
HOSTILE = {
    "marks": [
        "</script><script>alert(1)</script>", "${alert(1)}", "`", "\\", "{{ x }}", "%s %n", "]]>",
        '" onload="alert(1)', "=HYPERLINK(1)", "+1", "-1", "@x", "<![CDATA[x]]>", "&amp;&lol;",
        "<!-- -->", "'; DROP TABLE--", "Шид", "سوريا", "\U0001f600", "<b>bold</b>", "javascript:x",
    ],
    "controls": ["a\u2028b", "\t=1", "a\x00b", "\x07", "a\r\nb", "\ufeffa", " a "],
}  # fmt: skip
PATIENT = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def shipped():
    """The shipped atlas with plain outlines, so that forty writers are done in time."""
    atlas = read(readers.shipped())
    plain = [place if place.geometry is None else outlined(place) for place in atlas.places]
    return replace(atlas, places=tuple(plain))


def outlined(place):
    """Give a place with an outline of few corners; it is no longer the gazetteer's."""
    shape = place.geometry
    many = shapely.get_num_coordinates(shape) > 20
    return replace(place, geometry=shapely.convex_hull(shape) if many else shape, gazetteer=None)


@pytest.fixture(scope="module")
def written(shipped, tmp_path_factory):
    """Write the atlas in a format, once; give the file and what was lost."""

    @cache
    def once(name):
        target = file_of(name, tmp_path_factory.mktemp(name))
        return target, write(shipped, target, format=name)

    return once


def file_of(name, folder):
    """Name a file as the writer of a format would have it."""
    return folder / f"atlas{OUTWARD[name].suffixes[0]}"


def hostile_atlas(texts):
    """An atlas that says each text in every field that takes one."""
    numbered = list(enumerate(texts))
    return Atlas(
        title=texts[0],
        summary=texts[-1],
        sources=[
            Source(id=f"s{n}", title=text, publisher=text, url=text, note=text)
            for n, text in numbered
        ],
        agents=[Agent(id=f"a{n}", name=text, role=text) for n, text in numbered],
        places=[
            Place(id=f"p{n}", name=text, note=text, extra={text: text}) for n, text in numbered
        ],
        claims=[
            Claim(
                id=f"c{n}",
                says=text,
                speaker=f"a{n}",
                source=f"s{n}",
                where=(PlaceRole(place=f"p{n}"),),
                topics=(text,),
                quote=text,
                note=text,
                extra={"own": text},
            )
            for n, text in numbered
        ],
    )


@pytest.mark.parametrize("name", sorted({*INWARD, *OUTWARD} - {"native"}))
def test_a_format_has_a_page_that_says_what_maps_to_what(name):
    page = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert "| --- |" in page or "|---|" in page


@pytest.mark.parametrize("formats", [INWARD, OUTWARD], ids=["in", "out"])
def test_a_format_is_called_what_it_is_registered_as(formats):
    assert all(one.name == name and one.title and one.suffixes for name, one in formats.items())


def test_no_two_writers_have_an_ending_in_common():
    endings = [ending for writer in OUTWARD.values() for ending in writer.suffixes]
    assert len(endings) == len(set(endings))


@pytest.mark.parametrize("name", BOTH)
def test_what_is_written_is_known_again_by_its_content(name, written):
    assert examine(written(name)[0]).format == name


@pytest.mark.parametrize("name", sorted(OUTWARD))
def test_the_same_atlas_gives_the_same_bytes(name, shipped, written, tmp_path):
    write(shipped, file_of(name, tmp_path), format=name)
    assert file_of(name, tmp_path).read_bytes() == written(name)[0].read_bytes()


@pytest.mark.parametrize("name", BOTH)
def test_what_was_not_lost_survives_a_second_round(name, shipped, written, tmp_path):
    path, report = written(name)
    back = examine(path, format=name).atlas
    assert report or back == shipped
    write(back, file_of(name, tmp_path), format=name)
    assert examine(file_of(name, tmp_path), format=name).atlas == back


@pytest.mark.parametrize("name", sorted(set(OUTWARD) - {"native"}))
def test_a_folder_that_is_missing_is_said(name, shipped, tmp_path):
    with pytest.raises(UnwritableFile):
        write(shipped, file_of(name, tmp_path / "missing"), format=name)


@pytest.mark.parametrize("name", sorted(OUTWARD))
def test_strict_writing_leaves_nothing_where_something_would_be_lost(
    name, shipped, written, tmp_path
):
    target = file_of(name, tmp_path)
    if written(name)[1]:
        with pytest.raises(LossyFormat, match="nothing is written"):
            write(shipped, target, format=name, strict=True)
        assert list(tmp_path.iterdir()) == []
    else:
        write(shipped, target, format=name, strict=True)
        assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("texts", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", sorted(OUTWARD))
def test_hostile_text_is_written_and_what_is_not_reported_comes_back(name, texts, tmp_path):
    atlas, target = hostile_atlas(texts), file_of(name, tmp_path)
    report = write(atlas, target, format=name)
    if name in BOTH:
        back = examine(target, format=name).atlas
        assert back is not None
        assert report or back == atlas


@pytest.mark.parametrize("name", sorted(INWARD))
def test_a_file_that_is_missing_is_said(name, tmp_path):
    with pytest.raises(UnreadableFile):
        read(tmp_path / f"missing{INWARD[name].suffixes[0]}", format=name)


@pytest.mark.parametrize("name", sorted(INWARD))
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"{",
        b"[" * 5000,
        b"<a",
        b"PK\x03\x04",
        b"PAR1",
        b"SQLite format 3\x00",
        b"\xff\xfe",
    ],
    ids=range(9),
)
def test_a_file_of_something_else_is_an_error_of_ours(name, content, tmp_path):
    path = tmp_path / f"x{INWARD[name].suffixes[0]}"
    path.write_bytes(content)
    with pytest.raises(BalkanRouteError):
        read(path, format=name, strict=True)


@pytest.mark.parametrize("name", BOTH)
def test_a_file_that_was_cut_or_damaged_is_never_another_error(name, written, tmp_path):
    whole_file, whole = file_of(name, tmp_path), written(name)[0].read_bytes()

    @PATIENT
    @given(at=st.floats(0, 1), noise=st.binary(max_size=12))
    def damaged(at, noise):
        cut = int(at * len(whole))
        for content in (whole[:cut] + noise, whole[:cut] + noise + whole[cut + len(noise) :]):
            whole_file.write_bytes(content)
            with suppress(BalkanRouteError):
                examine(whole_file, format=name)

    damaged()


# The commands


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    return lambda *arguments: runner.invoke(cli.app, list(map(str, arguments)))


def test_formats_lists_every_format_with_its_ways(run):
    shown = run("formats").output
    for name in {*INWARD, *OUTWARD}:
        ways = [way for way, formats in (("in", INWARD), ("out", OUTWARD)) if name in formats]
        assert f"{name}  {' and '.join(ways)}" in shown


def test_convert_says_what_was_read_what_was_written_and_what_was_lost(run):
    done = run("convert", readers.shipped(), "sources.bib")
    assert done.exit_code == 0
    assert "read as native; no errors" in done.output
    assert "sources.bib: written as bibtex" in done.output
    assert "claims: 111 of 111 not kept" in done.output


def test_strict_conversion_fails_and_writes_nothing(run, tmp_path):
    done = run("convert", readers.shipped(), "sources.bib", "--strict")
    assert done.exit_code == 1
    assert "this would be lost" in done.stderr
    assert not (tmp_path / "sources.bib").exists()


def test_a_row_that_cannot_be_read_is_listed_and_the_rest_is_read(run, tmp_path):
    rows = ["says,speaker,source,place,latitude,longitude"]
    rows += [f"Claim {n}.,Somebody,A paper,Spot {n},46.{n},20" for n in range(3)]
    rows[2] = ",Somebody,A paper,Spot 1,46,20"
    (tmp_path / "claims.csv").write_text("\n".join(rows), encoding="utf-8")
    done = run("convert", "claims.csv", "atlas.yaml")
    assert (done.exit_code, "claims.csv:3" in done.stderr) == (0, True)
    assert len(read(tmp_path / "atlas.yaml").claims) == 2
    with pytest.warns(RowsNotRead, match="1 row was not read"):
        read(tmp_path / "claims.csv")
    assert run("convert", "claims.csv", "strict.yaml", "--strict").exit_code == 1
    assert not (tmp_path / "strict.yaml").exists()


def test_a_folder_that_holds_something_is_written_over_only_on_demand(run, tmp_path):
    (tmp_path / "claims.csv").write_text("says,speaker\nA claim.,Somebody\n", encoding="utf-8")
    assert run("convert", "claims.csv", "mine").exit_code == 0
    (tmp_path / "mine" / "claims.yaml").write_text("# corrected\n", encoding="utf-8")
    done = run("convert", "claims.csv", "mine")
    assert (done.exit_code, "--overwrite" in done.stderr) == (1, True)
    assert (tmp_path / "mine" / "claims.yaml").read_text(encoding="utf-8") == "# corrected\n"
    assert run("convert", "claims.csv", "mine", "--overwrite").exit_code == 0
    assert len(read(tmp_path / "mine").claims) == 1


def test_the_terms_of_a_feed_and_what_was_left_out_are_told_on_converting(run, tmp_path):
    cells = {
        "event_id_cnty": "SRB1", "event_date": "2023-10-27", "event_type": "Battles",
        "sub_event_type": "Armed clash", "actor1": "A", "actor2": "B", "country": "Serbia",
        "admin1": "Vojvodina", "location": "Horgos", "latitude": "46.15", "longitude": "19.97",
        "time_precision": "1", "geo_precision": "1", "disorder_type": "Political violence",
        "source": "Test Daily", "notes": "WORDING", "fatalities": "1", "year": "2023",
    }  # fmt: skip
    text = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    (tmp_path / "export.csv").write_text(text, encoding="utf-8")
    done = run("convert", "export.csv", "events.json")
    assert "ACLED's notes and rows are left out" in done.stdout
    assert "left out" not in run("convert", "events.json", "events.yaml").stdout


def test_a_file_is_never_written_over_itself(run, tmp_path):
    given = "says,speaker\nA claim.,Somebody\n"
    (tmp_path / "claims.csv").write_text(given, encoding="utf-8")
    done = run("convert", "claims.csv", "./claims.csv", "--overwrite")
    assert (done.exit_code, "this is what is read" in done.stderr) == (1, True)
    assert (tmp_path / "claims.csv").read_text(encoding="utf-8") == given


def test_a_command_that_fails_names_the_formats(run):
    done = run("convert", readers.shipped(), "atlas.xyz")
    assert done.exit_code == 1
    assert ".geojson" in done.stderr


# Telling formats apart


def test_a_broken_file_is_given_to_the_one_reader_of_its_ending(tmp_path):
    (tmp_path / "broken.kml").write_text("<kml><Placemark>", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"broken\.kml") as told:
        read(tmp_path / "broken.kml")
    assert "no format is known" not in str(told.value)


def test_a_table_that_is_none_of_ours_names_those_it_might_be(tmp_path):
    (tmp_path / "shop.csv").write_text("sku,price\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"its content is none of acled, csv, gdelt, .*ucdp"):
        read(tmp_path / "shop.csv")


def test_an_id_keeps_the_letters_of_its_name():
    names = ("Shots in the woods", "Đorđe Žarković", "Хоргош")
    assert [id_of(name) for name in names] == ["shots-in-the-woods", "dorde-zarkovic", "horgos"]
