# ruff: noqa: RUF001 - letters that look alike across scripts are meant
from __future__ import annotations

import copy
import hashlib
import json
import math
import pickle
from dataclasses import FrozenInstanceError, fields, replace

import jsonschema
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import atlases, extras_with_null

from balkanroute.errors import InvalidAtlas, InvalidRecord, UnknownReference
from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Leg,
    Name,
    Place,
    PlaceRole,
    Quantity,
    Relation,
    Route,
    RouteRole,
    Selector,
    Source,
    from_plain,
    is_link,
    schema,
    to_plain,
)
from balkanroute.periods import Period

MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
VALIDATOR = jsonschema.Draft202012Validator(schema())
POINT = shapely.Point(20, 45)


def source(key="s", *parents, **more):
    return Source(id=key, title=key, derived_from=parents, **more)


def claim(key="c", **more):
    return Claim(**{"id": key, "says": "So.", "speaker": "a", "source": "s", **more})


def atlas(**more):
    given = {"title": "T", "sources": (source(),), "agents": (Agent(id="a", name="A"),), **more}
    return Atlas(**given)


def problems(**more):
    with pytest.raises(InvalidAtlas) as raised:
        atlas(**more)
    return raised.value.problems


RECORDS = [
    source(published=Period("2023"), extra={"a": [1]}),
    Agent(id="a", name="A"),
    Name(text="Хоргош", language="sr", script="Cyrl"),
    Place(id="p", name="P", geometry=POINT, ids={"geonames": "1"}),
    Leg(origin="p", destination="q", geometry=shapely.LineString([(0, 0), (1, 1)])),
    Route(id="r", name="R", legs=(Leg(origin="p", destination="q"),)),
    PlaceRole(place="p", role="at"),
    RouteRole(route="r"),
    Quantity(what="attempts", unit="attempt", low=1, high=2),
    Relation(kind="repeats", claim="c"),
    Selector(paragraph=1),
    claim(at=Selector(paragraph=1), quantities=(Quantity(what="a", unit="b", best=1),)),
    atlas(claims=(claim(),)),
]
KINDS = [type(record).__name__ for record in RECORDS]


# Records do not change and can be carried.


@pytest.mark.parametrize("record", RECORDS, ids=KINDS)
def test_no_field_of_a_record_changes(record):
    for item in fields(record):
        with pytest.raises(FrozenInstanceError):
            setattr(record, item.name, None)


@pytest.mark.parametrize("record", RECORDS, ids=KINDS)
def test_a_record_takes_no_new_attribute(record):
    with pytest.raises((AttributeError, TypeError)):
        record.anything_new = 1


@pytest.mark.parametrize("record", RECORDS, ids=KINDS)
def test_a_record_takes_its_fields_by_name_only(record):
    with pytest.raises(TypeError):
        type(record)("a", "b")


@pytest.mark.parametrize(
    "carried",
    [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))],  # noqa: S301 - our own bytes
    ids=["copy", "deepcopy", "pickle"],
)
@pytest.mark.parametrize("record", RECORDS, ids=KINDS)
def test_a_carried_record_is_equal_and_hashes_the_same(record, carried):
    same = carried(record)
    assert same == record
    assert hash(same) == hash(record)


def test_an_atlas_from_another_process_still_finds_its_records():
    carried = pickle.loads(pickle.dumps(atlas(claims=(claim(),))))  # noqa: S301 - our own bytes
    assert carried.claim("c") == claim()


# What a record refuses.

REFUSED = [
    (Source, {"id": ""}, "source '': an id is one word"),
    (Source, {"id": "two words"}, "source 'two words': an id is one word"),
    (Source, {"id": "a/b"}, "source 'a/b': an id is one word without spaces or slashes"),
    (Source, {"id": "a\n"}, r"source 'a\n': an id is one word"),
    (Source, {"id": 5}, "source 5: an id is one word"),
    (Source, {"title": " "}, "source 'x': title is empty; say it in a few words"),
    (Source, {"title": None}, "source 'x': title is empty"),
    (Source, {"kind": "newz"}, "did you mean 'news'?"),
    (Source, {"kind": None}, "source 'x': kind None is not one of government document"),
    (Source, {"reliability": "G"}, "reliability 'G' is not one of A, B, C, D, E, F"),
    (Source, {"sensitivity": "ambr"}, "did you mean 'amber'?"),
    (Source, {"derived_from": "nic"}, "write one in brackets, ('nic',)"),
    (Source, {"published": "2023"}, "source 'x': published is a Period, found '2023'"),
    (Source, {"retrieved": 2023}, "source 'x': retrieved is a Period, found 2023"),
    (Agent, {"name": ""}, "agent 'x': name is empty"),
    (Agent, {"kind": "persn"}, "did you mean 'person'?"),
    (Name, {"text": "\t"}, "name: text is empty"),
    (Place, {"name": ""}, "place 'x': name is empty"),
    (Place, {"kind": "town"}, "place 'x': kind 'town' is not one of country, region, settlement"),
    (Place, {"basis": "guess"}, "basis 'guess' is not one of gazetteer, boundary data"),
    (Place, {"precision_m": -1}, "precision_m is a length in metres, from 0 to once round"),
    (Place, {"precision_m": math.nan}, "found nan"),
    (Place, {"precision_m": math.inf}, "found inf"),
    (Place, {"precision_m": 10**400}, "precision_m is a length in metres"),
    (Place, {"precision_m": "5"}, "precision_m is a length in metres"),
    (Place, {"precision_m": True}, "found True"),
    (Place, {"geometry": shapely.Point()}, "its geometry is empty; leave it out"),
    (Place, {"geometry": shapely.Point(20, 45, 100)}, "heights or measures; use shapely.force_2d"),
    (Place, {"geometry": shapely.Point(45, 120)}, "are the two swapped, or is it another CRS?"),
    (Place, {"geometry": shapely.Point(500_000, 5_000_000)}, "is not [longitude, latitude]"),
    (Place, {"geometry": shapely.Point(math.nan, 1)}, "[nan, 1.0] is not [longitude, latitude]"),
    (Place, {"geometry": shapely.MultiPoint([(1, 2), (math.nan, 1)])}, "[nan, 1.0] is not"),
    (
        Place,
        {"geometry": shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])},
        "not valid (Self-intersection[0.5 0.5]); use shapely.make_valid",
    ),
    (Place, {"geometry": {"type": "Point"}}, "geometry is a dict; use shapely.geometry.shape"),
    (Leg, {"destination": "x"}, "leg 'x' to 'x': a leg joins two places, found one"),
    (Leg, {"mode": "plane"}, "leg 'x' to 'y': mode 'plane' is not one of air, road, rail"),
    (Leg, {"basis": "guessed"}, "basis 'guessed' is not one of reported, inferred, routed"),
    (Leg, {"corridor_m": math.inf}, "corridor_m is a length in metres"),
    (Leg, {"geometry": shapely.LineString()}, "leg 'x' to 'y': its geometry is empty"),
    (Leg, {"about": "2023"}, "about is a Period"),
    (Route, {"legs": ()}, "route 'x': a route has one leg or more, found none"),
    (Route, {"legs": "leg"}, "route 'x': legs is a tuple"),
    (PlaceRole, {"role": "form"}, "did you mean 'from'?"),
    (RouteRole, {"role": "alongside"}, "route 'x' of a claim: role 'alongside' is not one of"),
    (Quantity, {"best": None}, "quantity 'x': give low, high or best; all three are missing"),
    (Quantity, {"low": 5, "high": 1, "best": None}, "low, best, high must not fall, found [5, 1]"),
    (Quantity, {"low": 5, "best": 1}, "must not fall, found [5, 1]"),
    (Quantity, {"best": math.nan}, "a figure is a finite number"),
    (Quantity, {"best": "1,200"}, "a figure is a finite number, found ['1,200']"),
    (Quantity, {"best": True}, "a figure is a finite number, found [True]"),
    (Quantity, {"unit": ""}, "quantity 'x': unit is empty"),
    (Quantity, {"what": ""}, "quantity: what is empty"),
    (Relation, {"kind": "contradict"}, "did you mean 'contradicts'?"),
    (Selector, {"paragraph": 0}, "selector: paragraph counts from 1, found 0"),
    (Selector, {"paragraph": True}, "selector: paragraph counts from 1, found True"),
    (Selector, {"page": -1}, "selector: page counts from 1, found -1"),
    (Selector, {"start": 5}, "start and end go together; one is missing"),
    (Selector, {"end": 5}, "start and end go together; one is missing"),
    (Selector, {"start": 5, "end": 5}, "start 5 is not before end 5"),
    (Selector, {"sha256": "A" * 64}, "sha256 is 64 lower-case hexadecimal digits"),
    (Selector, {"sha256": "a" * 64 + "\n"}, "sha256 is 64 lower-case hexadecimal digits"),
    (Claim, {"says": ""}, "claim 'x': says is empty"),
    (Claim, {"stance": "says"}, "claim 'x': stance 'says' is not one of asserts, reports"),
    (Claim, {"stance": None}, "claim 'x': stance None is not one of"),
    (Claim, {"credibility": 7}, "credibility 7 is not one of 1, 2, 3, 4, 5, 6"),
    (Claim, {"credibility": True}, "credibility True is not one of"),
    (Claim, {"likelihood": "maybe"}, "likelihood 'maybe' is not one of almost no chance"),
    (Claim, {"topics": "crossing"}, "claim 'x': topics is a tuple, found 'crossing'"),
    (Claim, {"about": "2023"}, "claim 'x': about is a Period"),
]
LEAST = {
    Source: {"id": "x", "title": "X"},
    Agent: {"id": "x", "name": "X"},
    Name: {"text": "X"},
    Place: {"id": "x", "name": "X"},
    Leg: {"origin": "x", "destination": "y"},
    Route: {"id": "x", "name": "X", "legs": (Leg(origin="x", destination="y"),)},
    PlaceRole: {"place": "x"},
    RouteRole: {"route": "x"},
    Quantity: {"what": "x", "unit": "X", "best": 1},
    Relation: {"kind": "repeats", "claim": "x"},
    Selector: {},
    Claim: {"id": "x", "says": "X", "speaker": "a", "source": "s"},
}


@pytest.mark.parametrize(("kind", "wrong", "message"), REFUSED)
def test_a_record_that_cannot_be_is_refused_by_its_name_with_the_way_out(kind, wrong, message):
    with pytest.raises(InvalidRecord) as raised:
        kind(**{**LEAST[kind], **wrong})
    assert message in str(raised.value)


@pytest.mark.parametrize("kind", LEAST, ids=lambda kind: kind.__name__)
def test_a_record_needs_no_more_than_this(kind):
    assert kind(**LEAST[kind]) == kind(**LEAST[kind])


def test_a_list_is_kept_as_a_tuple_so_that_the_record_is_the_same_read_back():
    assert claim(topics=["crossing"]) == claim(topics=("crossing",))
    assert atlas(sources=[source()]) == atlas(sources=(source(),))


def test_a_corner_of_the_earth_is_on_it():
    corners = shapely.MultiPoint([(-180, -90), (180, 90)])
    assert Place(id="x", name="X", geometry=corners).geometry == corners


def test_a_claim_without_an_id_gets_one_of_what_it_says_and_it_is_always_the_same():
    one = claim("")
    assert one.id == claim("").id
    assert one.id.startswith("c-")


@pytest.mark.parametrize(
    "other",
    [
        {"says": "Not so."},
        {"speaker": "b"},
        {"source": "t"},
        {"stance": "denies"},
        {"about": Period("2023")},
        {"where": (PlaceRole(place="p"),)},
    ],
)
def test_another_claim_gets_another_id(other):
    assert claim("", **other).id != claim("").id


# Selectors.

TEXTS = [
    ("One.\r\nTwo words.\r\n\r\nThree.", "Two words.", 2),
    ("One.\n\n\nTwo.", "Two.", 2),
    ("Ete\u0301 a\u0301.\nA\u0301sotthalom lies there.", "A\u0301sotthalom", 2),
    ("\U0001f600 one\n\U0001f600 two \U0001f600", "two \U0001f600", 2),
    ("one\u2028two", "two", 2),
    ("  indented\n  again", "again", 2),
    ("A sentence. Another one.", "Another one.", 1),
    ("first\nsecond", "\nsecond", 2),
    ("Хоргош\nСуботица", "Суботица", 2),
]


@pytest.mark.parametrize(("text", "passage", "paragraph"), TEXTS)
def test_a_passage_is_found_where_it_stands(text, passage, paragraph):
    made = Selector.of(text, passage)
    assert made.paragraph == paragraph
    assert text[made.start : made.end] == passage
    assert made.sha256 == hashlib.sha256(passage.encode()).hexdigest()
    assert made.check(text) == "found"


@pytest.mark.parametrize(("text", "passage", "paragraph"), TEXTS)
def test_a_passage_that_stands_elsewhere_has_moved_and_one_that_does_not_is_gone(
    text, passage, paragraph
):
    made = Selector.of(text, passage)
    assert made.check(f"{'New. ' * paragraph}{text}") == "moved"
    assert made.check(text.replace(passage, "Redacted")) == "gone"
    assert made.check("") == "gone"


def test_a_paragraph_is_found_whatever_its_line_breaks_and_moves_with_one_before_it():
    passage = Selector.of("Two.", "Two.").sha256
    made = Selector(paragraph=2, sha256=passage)
    assert made.check("One.\nTwo.\nThree.") == made.check("One.\r\n\r\n  Two.  \r\n") == "found"
    assert made.check("Zero.\nOne.\nTwo.") == "moved"
    assert made.check("One.\nTwo!") == "gone"


def test_a_passage_written_with_other_characters_is_gone():
    made = Selector.of("Ásotthalom", "Ásotthalom")
    assert made.check("A\u0301sotthalom") == "gone"


def test_a_whole_text_without_a_position_has_moved_rather_than_gone():
    text = "One.\nTwo."
    assert Selector(sha256=Selector.of(text, text).sha256).check(text) == "moved"


def test_half_a_surrogate_pair_is_hashed_and_not_a_crash():
    assert Selector.of("a\ud800b", "\ud800b").check("a\ud800b") == "found"


@given(st.text(min_size=1), st.data())
@MANY
def test_any_passage_of_any_text_is_found_again_without_its_words(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    passage = text[start : data.draw(st.integers(start + 1, len(text)))]
    made = Selector.of(text, passage)
    assert made.check(text) == "found"
    assert made.check(f"x{text}") in {"found", "moved"}
    assert 1 <= made.paragraph <= len(text)


@pytest.mark.parametrize("passage", ["", "elsewhere"])
def test_a_passage_that_the_text_does_not_hold_has_no_selector(passage):
    with pytest.raises(InvalidRecord, match="the text does not hold the passage"):
        Selector.of("Some text.", passage)


def test_a_selector_without_a_hash_cannot_be_checked():
    with pytest.raises(InvalidRecord, match="it has no sha256"):
        Selector(paragraph=1).check("text")


# The atlas.


def test_all_that_is_wrong_is_told_at_once_and_warnings_apart():
    found = problems(
        title=" ",
        recorder="aa",
        sources=(source("s", url="javascript:alert(1)"), source("s"), source("t", "tt")),
        places=(Place(id="p", name="P"),),
        routes=(Route(id="r", name="R", legs=(Leg(origin="p", destination="q", over="o"),)),),
        claims=(
            claim(
                speaker="aaa",
                source="u",
                recorder="b",
                where=(PlaceRole(place="pp"),),
                routes=(RouteRole(route="rr"),),
                relations=(Relation(kind="repeats", claim="cc", by="nobody"),),
            ),
        ),
    )
    told = {".".join(map(str, problem.path)): problem.severity for problem in found}
    assert told == {
        "title": "error",
        "recorder": "error",
        "sources.1.id": "error",
        "sources.2.derived_from.0": "error",
        "routes.0.legs.0.to": "error",
        "routes.0.legs.0.over": "error",
        "claims.0.speaker": "error",
        "claims.0.source": "error",
        "claims.0.recorder": "error",
        "claims.0.where.0": "error",
        "claims.0.routes.0": "error",
        "claims.0.relations.0.claim": "error",
        "claims.0.relations.0.by": "error",
        "sources.0.url": "warning",
    }


def test_an_unknown_reference_names_the_record_and_the_nearest_id():
    (found,) = problems(
        sources=(source("balkan-insight"),), claims=(claim("price", source="balkan-insite"),)
    )
    assert str(found) == (
        "claim 'price': source 'balkan-insite' is not in the atlas; did you mean 'balkan-insight'?"
    )


def test_an_agent_belongs_to_one_that_is_there():
    (found,) = problems(agents=(Agent(id="a", name="A", member_of="b"),))
    assert found.path == ("agents", 0, "member_of")


@pytest.mark.parametrize("kind", ["sources", "agents", "places", "routes", "claims"])
def test_an_id_stands_once_in_its_list(kind):
    records = {
        "sources": source("s"),
        "agents": Agent(id="a", name="A"),
        "places": Place(id="x", name="X"),
        "routes": Route(id="x", name="X", legs=(Leg(origin="p", destination="q"),)),
        "claims": claim("x"),
    }
    places = (Place(id="p", name="P"), Place(id="q", name="Q"))
    found = problems(**{"places": places, kind: (records[kind], records[kind])})
    assert [p.path for p in found if p.message.startswith("the id stands")] == [(kind, 1, "id")]


def test_the_same_id_in_two_lists_is_no_matter():
    assert atlas(sources=(source("a"), source("s"))).source("a") != atlas().agent("a")


@pytest.mark.parametrize(
    ("sources", "rings"),
    [
        ([("a1", "a1")], ["a1 -> a1"]),
        ([("a1", "b1"), ("b1", "a1")], ["a1 -> b1 -> a1"]),
        ([("a1", "b1"), ("b1", "c1"), ("c1", "a1")], ["a1 -> b1 -> c1 -> a1"]),
        (
            [("a1", "b1"), ("b1", "a1"), ("c1",), ("d1", "e1"), ("e1", "d1")],
            ["a1 -> b1 -> a1", "d1 -> e1 -> d1"],
        ),
        ([("a1", "c1"), ("b1", "c1"), ("c1",)], []),
    ],
)
def test_every_ring_of_sources_is_told_with_its_steps(sources, rings):
    made = tuple(source(*row) for row in sources)
    if not rings:
        assert atlas(sources=made).warnings == ()
        return
    found = [problem.message for problem in problems(sources=made)]
    assert found == [f"derived_from goes in a ring: {r}; take one of the steps out" for r in rings]


@pytest.mark.parametrize("twice", [("b1",), ("b1", "a1")], ids=["without", "with"])
def test_a_ring_is_told_also_where_an_id_stands_twice(twice):
    found = problems(sources=(source("a1", "b1"), source("b1", "a1"), source(*twice)))
    assert {problem.path for problem in found} == {("sources", 0), ("sources", 2, "id")}


@pytest.mark.parametrize("kind", ["repeats", "supersedes"])
def test_claims_do_not_repeat_or_supersede_each_other_in_a_ring(kind):
    one = claim("c1", relations=(Relation(kind=kind, claim="c2"),))
    two = claim("c2", relations=(Relation(kind=kind, claim="c1"),))
    (found,) = problems(claims=(one, two))
    assert found.message.startswith(f"{kind} goes in a ring: c1 -> c2 -> c1")


def test_claims_may_contradict_each_other():
    one = claim("c1", relations=(Relation(kind="contradicts", claim="c2"),))
    two = claim("c2", relations=(Relation(kind="contradicts", claim="c1"),))
    assert atlas(claims=(one, two)).warnings == ()


def test_a_ring_of_twenty_thousand_sources_is_found_and_a_chain_of_them_is_fine():
    count = 20_000
    chain = [source(f"s{i}", *([f"s{i - 1}"] if i else [])) for i in range(count)]
    assert len(atlas(sources=tuple(chain)).sources) == count
    chain[0] = source("s0", f"s{count - 1}")
    assert len(problems(sources=tuple(chain))) == 1


OLD, NEW = source("old", published=Period("2023-01")), source("new", published=Period("2023-02"))


@pytest.mark.parametrize(
    ("mine", "other", "wrong"),
    [("old", "new", True), ("new", "old", False), ("new", "new", False), ("undated", "new", False)],
)
def test_a_claim_supersedes_no_later_one(mine, other, wrong):
    one = claim("c1", source=mine, relations=(Relation(kind="supersedes", claim="c2"),))
    two = claim("c2", source=other)
    more = {"sources": (OLD, NEW, source("undated")), "claims": (one, two)}
    if not wrong:
        assert atlas(**more).warnings == ()
        return
    (found,) = problems(**more)
    assert found.message.endswith("turn the relation round")


@pytest.mark.parametrize(
    ("about", "stance", "odd"),
    [
        ("2023-02", "asserts", True),
        ("2024/..", "reports", True),
        ("2023-01", "asserts", False),
        ("2022/2025", "asserts", False),
        ("../2024", "asserts", False),
        ("2024", "predicts", False),
        ("2024", "warns", False),
    ],
)
def test_a_claim_about_what_came_after_its_source_is_odd_unless_it_looks_ahead(about, stance, odd):
    made = atlas(sources=(OLD,), claims=(claim(source="old", about=Period(about), stance=stance),))
    assert [warning.path for warning in made.warnings] == [("claims", 0, "about")] * odd
    assert all(warning.severity == "warning" for warning in made.warnings)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("mailto:desk@example.org", True),
        ("HTTPS://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("//example.org", False),
        ("example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/\x00", False),
        ("https:", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_a_safe_address_becomes_a_link(address, link):
    assert is_link(address) is link


@pytest.mark.parametrize(
    ("find", "kind"),
    [("source", "s"), ("agent", "a"), ("place", "p"), ("route", "r"), ("claim", "c")],
)
def test_a_record_is_found_by_its_id_and_a_wrong_one_is_named(find, kind):
    made = atlas(
        places=(Place(id="p", name="P"), Place(id="q", name="Q")),
        routes=(Route(id="r", name="R", legs=(Leg(origin="p", destination="q"),)),),
        claims=(claim(),),
    )
    assert getattr(made, find)(kind).id == kind
    with pytest.raises(UnknownReference, match=f"{find} 'nothing' is not in the atlas"):
        getattr(made, find)("nothing")


def test_the_recorder_of_a_claim_is_its_own_or_else_that_of_the_atlas():
    agents = (Agent(id="a", name="A"), Agent(id="b", name="B"))
    made = atlas(agents=agents, recorder="a", claims=(claim("c1"), claim("c2", recorder="b")))
    assert [made.recorder_of(one) for one in made.claims] == ["a", "b"]
    assert atlas().recorder_of(claim()) is None


def test_a_list_of_an_atlas_holds_its_own_kind_of_record():
    with pytest.raises(InvalidRecord, match=r"sources\[0\] is of the class Agent, expected Source"):
        atlas(sources=(Agent(id="a", name="A"),))
    with pytest.raises(InvalidRecord, match="sources is a tuple of records, found str"):
        atlas(sources="s")


def test_an_atlas_made_from_another_is_checked_again():
    with pytest.raises(InvalidAtlas, match="source 's' is not in the atlas"):
        replace(atlas(claims=(claim(),)), sources=())


# Plain data.


@given(atlases(extra=extras_with_null))
@MANY
def test_an_atlas_comes_back_from_plain_data_and_plain_data_is_json(made):
    plain = json.loads(json.dumps(to_plain(made)))
    again, found = from_plain(Atlas, plain)
    assert found == []
    assert again == made


@given(atlases(extra=extras_with_null))
@MANY
def test_the_schema_allows_what_is_written(made):
    VALIDATOR.validate(json.loads(json.dumps(to_plain(made))))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


def test_plain_data_leaves_out_what_is_not_said():
    assert to_plain(source()) == {"id": "s", "title": "s"}


def test_plain_data_is_spelled_as_a_file_spells_it():
    leg = Leg(origin="p", destination="q", about=Period("2023"))
    assert to_plain(leg) == {"from": "p", "to": "q", "about": "2023"}
    assert to_plain(Place(id="p", name="P", geometry=POINT))["point"] == [20, 45]
    where = (PlaceRole(place="p"), PlaceRole(place="q", role="at"))
    assert to_plain(claim(where=where))["where"] == ["p", {"place": "q", "role": "at"}]


def test_a_bare_year_may_be_a_number():
    made, found = from_plain(Source, {"id": "s", "title": "S", "published": 2023})
    assert found == []
    assert made.published == Period("2023")


def listed(kind, record):
    return {"title": "T", kind: [record]}


#: What a file may get wrong: the record, where the problem is told, what it says.
MISTAKES = [
    ("sources", {"id": "s"}, (), "field 'title' is missing"),
    ("sources", {"title": "S"}, (), "field 'id' is missing"),
    ("sources", {"id": 7, "title": "S"}, ("id",), "put it in quotation marks"),
    ("sources", {"id": "s", "title": "S", "titel": 1}, ("titel",), "did you mean 'title'?"),
    ("sources", {"id": "s", "title": "S", "kind": "newz"}, ("kind",), "did you mean 'news'?"),
    ("sources", {"id": "s", "title": "S", "derived_from": "t"}, ("derived_from",), "`array`"),
    ("sources", {"id": "s", "title": "S", "published": []}, ("published",), "a period is text"),
    ("sources", {"id": "s", "title": "S", "extra": None}, ("extra",), "Expected `object`"),
    ("sources", {"id": "s", "title": "S", "reliability": "Z"}, ("reliability",), "A, B, C"),
    ("agents", {"id": "a", "name": "A", "warnings": []}, ("warnings",), "there is no field"),
    ("places", {"id": "p", "name": "P", "point": [1]}, ("point",), "two numbers, found [1]"),
    ("places", {"id": "p", "name": "P", "point": [1, 2, 3]}, ("point",), "two numbers"),
    ("places", {"id": "p", "name": "P", "point": ["a", "b"]}, ("point",), "two numbers"),
    ("places", {"id": "p", "name": "P", "point": "here"}, ("point",), "two numbers, found here"),
    ("places", {"id": "p", "name": "P", "geometry": 5}, ("geometry",), "geometry is GeoJSON"),
    ("places", {"id": "p", "name": "P", "precision_m": "5"}, ("precision_m",), "Expected"),
    ("routes", {"id": "r", "name": "R", "legs": 5}, ("legs",), "Expected `array`"),
    ("routes", {"id": "r", "name": "R", "legs": [{"from": "p"}]}, ("legs", 0), "field `to`"),
    (
        "routes",
        {"id": "r", "name": "R", "legs": [{"from": 5, "to": "q"}]},
        ("legs", 0, "from"),
        "legs.0.from: Expected `str`",
    ),
    (
        "routes",
        {"id": "r", "name": "R", "legs": [{"origin": "p", "to": "q"}]},
        ("legs", 0, "origin"),
        "there is no field 'origin'",
    ),
    ("claims", {**LEAST[Claim], "stance": "syas"}, ("stance",), "is not one of asserts"),
    ("claims", {**LEAST[Claim], "credibility": 9}, ("credibility",), "1, 2, 3, 4, 5, 6"),
    ("claims", {**LEAST[Claim], "credibility": True}, ("credibility",), "got `bool`"),
    ("claims", {**LEAST[Claim], "where": "p"}, ("where",), "Expected `array`"),
    ("claims", {**LEAST[Claim], "where": [5]}, ("where", 0), "Expected `object`"),
    (
        "claims",
        {**LEAST[Claim], "where": ["p", {"place": "q", "role": "att"}]},
        ("where", 1, "role"),
        "did you mean 'at'?",
    ),
    ("claims", {**LEAST[Claim], "at": 6}, ("at",), "Expected `object | null`"),
    (
        "claims",
        {**LEAST[Claim], "quantities": [{"what": "a", "unit": "b", "low": "5"}]},
        ("quantities", 0, "low"),
        "Expected `int | float | null`",
    ),
]
CLASSES = {"sources": Source, "agents": Agent, "places": Place, "routes": Route, "claims": Claim}


@pytest.mark.parametrize(("kind", "plain", "path", "message"), MISTAKES)
def test_a_mistake_is_told_where_it_stands(kind, plain, path, message):
    made, found = from_plain(CLASSES[kind], plain)
    assert made is None
    assert [problem.path for problem in found] == [path] * len(found)
    assert any(message in str(problem) for problem in found)


@pytest.mark.parametrize(("kind", "plain", "path", "message"), MISTAKES)
def test_the_schema_refuses_the_same_mistakes(kind, plain, path, message):
    assert not VALIDATOR.is_valid(listed(kind, plain)), (path, message)


#: What only the records know: no schema says that a leg joins two places.
DEEPER = [
    (Source, {"id": "a b", "title": "S"}, (), "an id is one word"),
    (Source, {"id": "s", "title": "S", "published": "October"}, ("published",), "not a date"),
    (Place, {"id": "p", "name": "P", "point": [45, 120]}, (), "are the two swapped"),
    (
        Place,
        {"id": "p", "name": "P", "point": [1, 2], "geometry": {}},
        ("point",),
        "give point or geometry, not both",
    ),
    (
        Place,
        {"id": "p", "name": "P", "geometry": {"type": "Feature", "geometry": None}},
        ("geometry",),
        "GeoJSON of a type out of Point",
    ),
    (
        Place,
        {"id": "p", "name": "P", "geometry": {"type": "LineString", "coordinates": [[1, 2]]}},
        ("geometry",),
        "geometry is not GeoJSON with a type and coordinates",
    ),
    (
        Route,
        {"id": "r", "name": "R", "legs": [{"from": "p", "to": "p"}]},
        ("legs", 0),
        "a leg joins two places",
    ),
    (Claim, {**LEAST[Claim], "at": {"paragraph": 0}}, ("at",), "paragraph counts from 1"),
    (
        Claim,
        {**LEAST[Claim], "quantities": [{"what": "a", "unit": "b"}]},
        ("quantities", 0),
        "give low, high or best",
    ),
]


@pytest.mark.parametrize(("kind", "plain", "path", "message"), DEEPER)
def test_what_no_schema_knows_is_told_by_the_record(kind, plain, path, message):
    made, found = from_plain(kind, plain)
    assert made is None
    assert path in [problem.path for problem in found]
    assert any(message in str(problem) for problem in found)


def test_every_wrong_field_is_told_and_not_just_the_first():
    _, found = from_plain(Claim, {"says": 1, "speaker": 2, "stance": "x", "about": "y", "z": 3})
    assert [problem.path for problem in found] == [
        ("z",),
        ("says",),
        ("speaker",),
        (),
        ("stance",),
        ("about",),
    ]


@pytest.mark.parametrize("plain", [None, 5, "text", [], [1]])
def test_what_is_no_mapping_is_no_record(plain):
    made, (found,) = from_plain(Source, plain)
    assert made is None
    assert f"expected fields and values, found {type(plain).__name__}" in str(found)


NESTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
NAMES = sorted({item.name for kind in CLASSES.values() for item in fields(kind)} | {"point"})


@pytest.mark.parametrize("kind", CLASSES.values(), ids=lambda kind: kind.__name__)
@given(plain=st.dictionaries(st.sampled_from(NAMES), NESTS, max_size=6))
@MANY
def test_any_plain_data_is_a_record_or_a_list_of_problems(kind, plain):
    made, found = from_plain(kind, {"id": "x", "title": "T", "name": "N", **plain})
    assert (made is None) == bool(found)
