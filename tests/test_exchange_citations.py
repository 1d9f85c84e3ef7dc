from __future__ import annotations

import json
import re

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from strategies import atlases

from balkanroute.model import Atlas, Source
from balkanroute.periods import Period
from balkanroute.writers import bibtex, csl, formats
from balkanroute.writers.citations import csl_date, keys_of

slowly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TEXT = {"type": "string"}
DATE = {
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": ["string", "number"]},
            },
        },
        "season": {"type": ["string", "number"]},
        "circa": {"type": ["string", "number", "boolean"]},
        "literal": TEXT,
        "raw": TEXT,
        "edtf": {"type": "string", "pattern": "[0-9,-,%,~,X,?,..,/]"},
    },
    "additionalProperties": False,
}
#: The part of the schema of CSL 1.0.2 that bears on what is written here.
CSL_SHAPE = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {
                "enum": [
                    "article-newspaper", "book", "broadcast", "dataset", "document", "interview",
                    "legal_case", "post", "report",
                ]
            },
            "id": TEXT, "title": TEXT, "container-title": TEXT, "publisher": TEXT, "URL": TEXT,
            "archive_location": TEXT, "language": TEXT, "genre": TEXT, "note": TEXT,
            "issued": DATE, "accessed": DATE, "custom": {"type": "object"},
        },
    },
}  # fmt: skip

HARD = Source(
    id="Хоргош/1".replace("/", "-"),
    title="50% of $100 & {more} #1_a ~b^c \\input{x} „Ђорђе” Őrség",
    kind="news",
    publisher="Magyar & Nemzet",
    url="https://example.org/a_b%20c{d}?x=1&y=~z#q",
    archived_url="not a link",
    published=Period("2023-10-25~"),
    retrieved=Period("2024-01-05"),
    language="hu",
    note="One.\nTwo.",
    sensitivity="amber",
    reliability="B",
)


def atlas_of(*sources):
    return Atlas(title="T", sources=sources)


def items(atlas, folder):
    csl.WRITER.write(atlas, folder / "a.csl.json", places=formats.BUNDLED)
    made = json.loads((folder / "a.csl.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, CSL_SHAPE)
    return made


FIELD = re.compile(r"  ([a-z]+) = (?:\{(.*)\}|([a-z]{3})),")


def entries(atlas, folder):
    """Read BibTeX as strictly as it is written here: a field a line, braces in balance."""
    bibtex.WRITER.write(atlas, folder / "a.bib", places=formats.BUNDLED)
    text = (folder / "a.bib").read_bytes().decode()
    found = {}
    for block in text.split("\n\n") if text else ():
        head, *lines = block.strip("\n").split("\n")
        kind, key = re.fullmatch(r"@([a-z]+)\{([A-Za-z0-9._-]+),", head).groups()
        assert lines.pop() == "}"
        fields = {"": kind}
        for line in lines:
            name, value, macro = FIELD.fullmatch(line).groups()
            assert name not in fields
            assert balanced(value or "")
            fields[name] = value or macro
        assert key.lower() not in {known.lower() for known in found}
        found[key] = fields
    return found


def balanced(value):
    depth = 0
    for letter in value:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


# BibTeX


def test_latex_takes_nothing_for_a_command_and_letters_stay_letters(tmp_path):
    (entry,) = entries(atlas_of(HARD), tmp_path).values()
    assert entry[""] == "article"
    assert entry["title"] == (
        r"{50\% of \$100 \& \textbraceleft{}more\textbraceright{} \#1\_a \textasciitilde{}b"
        r"\textasciicircum{}c \textbackslash{}input\textbraceleft{}x\textbraceright{} "
        "„Ђорђе” Őrség}"
    )
    assert entry["journal"] == r"Magyar \& Nemzet"
    assert entry["url"] == "https://example.org/a_b%20c%7Bd%7D?x=1&y=~z#q"
    assert entry["sensitivity"] == "amber"
    assert entry["note"] == "One. Two. Published about 25 October 2023. Archived: not a link"
    assert "archivedurl" not in entry


def test_a_date_stands_for_both_kinds_of_styles(tmp_path):
    (entry,) = entries(atlas_of(HARD), tmp_path).values()
    assert (entry["date"], entry["year"], entry["month"]) == ("2023-10-25~", "2023", "oct")
    assert entry["urldate"] == "2024-01-05"


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2023", "2023", None),
        ("2023-22", "2023", None),
        ("202X", "the 2020s", None),
        ("2023-10/2023-11", "2023", "oct"),
        ("/2023", "2023", None),
        ("0007-05", "0007", "may"),
    ],
)
def test_the_year_is_said_where_there_is_one(tmp_path, text, year, month):
    source = Source(id="s", title="S", published=Period(text))
    entry = entries(atlas_of(source), tmp_path)["s"]
    assert (entry["year"], entry.get("month"), entry["date"]) == (year, month, text)


@pytest.mark.parametrize(
    ("kind", "entry", "field"),
    [
        ("news", "article", "journal"),
        ("report", "techreport", "institution"),
        ("government document", "techreport", "institution"),
        ("book", "book", "publisher"),
        ("dataset", "misc", "publisher"),
        ("social media", "misc", "publisher"),
    ],
)
def test_every_kind_has_its_entry(tmp_path, kind, entry, field):
    source = Source(id="s", title="S", kind=kind, publisher="P")
    found = entries(atlas_of(source), tmp_path)["s"]
    assert (found[""], found[field], found["kind"]) == (entry, "P", kind)


def test_what_repeats_what_is_said_by_keys(tmp_path):
    second = Source(id="b", title="B", derived_from=(HARD.id,))
    found = entries(atlas_of(HARD, second), tmp_path)
    assert found["b"]["derivedfrom"] == "horgos-1"


@slowly
@given(atlases())
def test_every_list_of_sources_is_bibtex_that_can_be_parsed(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("bib")
    found = entries(atlas, folder)
    assert len(found) == len(atlas.sources)
    first = (folder / "a.bib").read_bytes()
    entries(atlas, folder)
    assert (folder / "a.bib").read_bytes() == first


# CSL-JSON


def test_an_item_has_the_variables_of_csl(tmp_path):
    (item,) = items(atlas_of(HARD), tmp_path)
    assert item["id"] == "horgos-1"
    assert item["type"] == "article-newspaper"
    assert item["title"] == HARD.title
    assert item["container-title"] == "Magyar & Nemzet"
    assert item["URL"] == HARD.url
    assert item["archive_location"] == "not a link"
    assert item["accessed"] == {"date-parts": [[2024, 1, 5]]}
    assert item["language"] == "hu"
    assert item["custom"]["id"] == HARD.id
    assert item["custom"]["sensitivity"] == "amber"
    assert item["custom"]["reliability"] == "B"


def test_what_is_no_link_is_no_url(tmp_path):
    (item,) = items(atlas_of(Source(id="s", title="S", url="javascript:x()")), tmp_path)
    assert "URL" not in item
    assert item["custom"]["url"] == "javascript:x()"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023", {"date-parts": [[2023]]}),
        ("2023-10-25", {"date-parts": [[2023, 10, 25]]}),
        ("2023-10~", {"date-parts": [[2023, 10]], "circa": True, "edtf": "2023-10~"}),
        ("2023?", {"date-parts": [[2023]], "circa": True, "edtf": "2023?"}),
        ("2023-22", {"date-parts": [[2023]], "season": 2, "edtf": "2023-22"}),
        ("2023-11-XX", {"date-parts": [[2023, 11]], "edtf": "2023-11-XX"}),
        ("2023-10/2023-11-05", {"date-parts": [[2023, 10], [2023, 11, 5]]}),
        ("2023-10/..", {"literal": "October 2023 onwards", "edtf": "2023-10/.."}),
        ("/2023", {"literal": "until 2023 (start unknown)", "edtf": "/2023"}),
        ("202X", {"literal": "the 2020s", "edtf": "202X"}),
        ("2023-22/2023-12", {"literal": "summer 2023 to December 2023", "edtf": "2023-22/2023-12"}),
        (
            "2023-10-25T10:00:00Z",
            {"date-parts": [[2023, 10, 25]], "edtf": "2023-10-25T10:00:00Z"},
        ),
    ],
)
def test_a_date_is_in_parts_with_its_doubts(text, expected):
    assert csl_date(Period(text)) == expected


@slowly
@given(atlases())
def test_every_list_of_sources_fits_the_schema_of_csl(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("csl")
    made = items(atlas, folder)
    assert [item["title"] for item in made] == [source.title for source in atlas.sources]
    first = (folder / "a.csl.json").read_bytes()
    items(atlas, folder)
    assert (folder / "a.csl.json").read_bytes() == first


# Both


def test_keys_are_safe_and_unique():
    sources = [Source(id=key, title="T") for key in ("a", "A", "a-2", "Ђ", "ђ", "'", '"', "x:y")]
    keys = keys_of(sources)
    assert list(keys) == [source.id for source in sources]
    assert len({key.lower() for key in keys.values()}) == len(sources)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", key) for key in keys.values())
    assert keys["a"] == "a"


@pytest.mark.parametrize("writer", [csl, bibtex])
def test_what_is_lost_is_said(tmp_path, atlas, writer):
    report = writer.WRITER.write(atlas, tmp_path / "x", places=formats.BUNDLED)
    lost = {f"{loss.kind}.{loss.field}".strip("."): loss for loss in report.losses}
    assert lost["claims"].count == len(atlas.claims)
    assert "sources only" in lost["claims"].reason
    assert {name for name in lost if name.startswith("sources.")} <= {"sources.extra"}


def test_texts_that_were_put_on_one_line_are_counted(tmp_path):
    report = bibtex.WRITER.write(atlas_of(HARD), tmp_path / "x", places=formats.BUNDLED)
    assert [str(loss) for loss in report.losses if loss.kind == "sources"] == [
        (
            "sources.note: 1 of 1 not kept: line breaks, control characters and repeated spaces "
            "became one space"
        )
    ]


@pytest.mark.parametrize(("module", "read"), [(csl, items), (bibtex, entries)])
def test_the_sources_of_the_shipped_atlas_are_written(tmp_path, atlas, module, read):
    assert len(read(atlas, tmp_path)) == len(atlas.sources)
    assert module.CARRIER.format in {"csl", "bibtex"}


@pytest.mark.parametrize(("module", "empty"), [(csl, "[]\n"), (bibtex, "")])
def test_an_atlas_without_sources_gives_an_empty_list(tmp_path, module, empty):
    module.WRITER.write(Atlas(title="T"), tmp_path / "x", places=formats.BUNDLED)
    assert (tmp_path / "x").read_text() == empty
