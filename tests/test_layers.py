"""The map as data: nothing lost, nothing drawn more exactly than it is known."""

from __future__ import annotations

import pytest
import shapely

import balkanroute as br
from balkanroute import errors, layers
from balkanroute.layers import words
from balkanroute.readers import shipped


@pytest.fixture(scope="module")
def dossier() -> br.Atlas:
    return br.read(shipped())


@pytest.fixture(scope="module")
def spec(dossier) -> br.MapSpec:
    return br.overview(dossier)


def _features(spec: br.MapSpec) -> dict[str, layers.Feature]:
    return {feature.id: feature for layer in spec.layers for feature in layer.features}


def _layer_of(spec: br.MapSpec, feature: str) -> layers.Layer:
    return next(one for one in spec.layers if feature in {f.id for f in one.features})


def _atlas(**changes) -> br.Atlas:
    base = {
        "title": "Test",
        "agents": (br.Agent(id="a", name="Agent"), br.Agent(id="b", name="Body")),
        "sources": (
            br.Source(id="root", title="Root", published=br.Period("2023-10-25")),
            br.Source(id="retold", title="Retold", derived_from=("root",)),
            br.Source(id="other", title="Other", published=br.Period("2023-11")),
        ),
    }
    return br.Atlas(**base | changes)


def _claim(key: str, source: str = "root", **changes) -> br.Claim:
    return br.Claim(
        **{"id": key, "says": f"Says {key}.", "speaker": "a", "source": source} | changes
    )


def test_every_claim_of_the_atlas_has_a_card_in_its_order(dossier, spec):
    assert [card.id for card in spec.claims] == [claim.id for claim in dossier.claims]


def test_every_claim_is_drawn_somewhere_or_lies_in_the_tray(dossier, spec):
    drawn = {key for feature in _features(spec).values() for key in feature.claims}
    assert drawn | set(spec.tray) == {claim.id for claim in dossier.claims}


def test_every_place_with_a_geometry_is_a_feature(dossier, spec):
    placed = {f"place:{place.id}" for place in dossier.places if place.geometry is not None}
    assert placed == {key for key in _features(spec) if key.startswith("place:")}


def test_laying_out_leaves_the_atlas_alone(dossier):
    before = dossier.routes
    br.overview(dossier)
    assert dossier.routes == before
    assert all(leg.geometry is None for route in dossier.routes for leg in route.legs)


def test_a_region_is_an_area_a_border_a_line_and_a_village_a_symbol(spec):
    assert _layer_of(spec, "place:vojvodina").style.shape == "area"
    assert _layer_of(spec, "place:rs-hu-border").style.shape == "line"
    assert _layer_of(spec, "place:asotthalom").style.shape == "circle"


def test_an_uncertain_spot_is_a_disc_of_its_true_radius():
    sheds = br.Place(
        id="sheds", name="Sheds", geometry=shapely.Point(19.97, 46.15), precision_m=3000
    )
    spec = br.overview(_atlas(places=(sheds,)))
    assert _layer_of(spec, "place:sheds").style.shape == "disc"
    assert _features(spec)["place:sheds"].radius_m == 3000


def test_a_spot_known_to_a_point_has_no_disc():
    gate = br.Place(
        id="gate",
        name="Gate",
        kind="crossing",
        geometry=shapely.Point(19.97, 46.17),
        precision_m=100,
    )
    spec = br.overview(_atlas(places=(gate,)))
    assert _features(spec)["place:gate"].radius_m is None
    assert _layer_of(spec, "place:gate").style.shape == "diamond"


def test_a_derived_area_says_that_no_boundary_defines_it():
    north = br.Place(
        id="north",
        name="North",
        geometry=shapely.box(19, 45, 20, 46),
        precision_m=30_000,
        basis="derived",
        definition="All north of the river.",
    )
    feature = _features(br.overview(_atlas(places=(north,))))["place:north"]
    assert feature.precision == (
        "no boundary defines it: drawn by a written definition, good to about 30 km"
    )
    assert feature.note == "All north of the river."


def test_a_place_without_a_geometry_puts_its_claims_in_the_tray():
    nowhere = br.Place(id="nowhere", name="Nowhere")
    claim = _claim("c", where=(br.PlaceRole(place="nowhere", role="at"),))
    spec = br.overview(_atlas(places=(nowhere,), claims=(claim,)))
    assert spec.tray == ("c",)
    assert spec.claims[0].where == (layers.Passage(words="at Nowhere", feature=None),)


def test_claims_that_repeat_each_other_share_their_origins():
    claims = (
        _claim("first"),
        _claim("again", "retold", relations=(br.Relation(kind="repeats", claim="first"),)),
        _claim("apart", "other"),
    )
    first, again, apart = br.overview(_atlas(claims=claims)).claims
    assert first.origins == again.origins == ("root",)
    assert set(first.carriers) == {"root", "retold"}
    assert apart.origins == ("other",)


def test_the_chain_runs_from_the_carrier_to_the_origin():
    (card,) = br.overview(_atlas(claims=(_claim("c", "retold"),))).claims
    assert card.chain == ("retold", "root")


def test_a_contradiction_is_seen_from_both_sides_and_says_in_what_respect():
    denial = br.Relation(kind="contradicts", claim="said", note="the date")
    claims = (_claim("said"), _claim("denied", "other", speaker="b", relations=(denial,)))
    said, denied = br.overview(_atlas(claims=claims)).claims
    assert said.related == (
        layers.Related(claim="denied", words="contradicted by", disputes=True, note="the date"),
    )
    assert denied.related == (
        layers.Related(claim="said", words="contradicts", disputes=True, note="the date"),
    )


def test_repeating_a_claim_is_no_dispute():
    claims = (
        _claim("first"),
        _claim("again", "retold", relations=(br.Relation(kind="repeats", claim="first"),)),
    )
    first, _ = br.overview(_atlas(claims=claims)).claims
    assert [(one.words, one.disputes) for one in first.related] == [("repeated by", False)]


def test_topics_stand_in_the_order_of_the_atlas_and_claims_without_one_stand_last():
    claims = (_claim("x"), _claim("y", topics=("b",)), _claim("z", topics=("a", "b")))
    topics = br.overview(_atlas(claims=claims)).topics
    assert [(topic.name, topic.claims) for topic in topics] == [
        ("b", ("y", "z")),
        ("a", ("z",)),
        ("", ("x",)),
    ]


def test_layers_lie_with_areas_below_lines_below_symbols(spec):
    shapes = [layer.style.shape for layer in spec.layers if layer.group == "places"]
    rank = {"area": 0, "line": 1, "disc": 2}
    ranks = [rank.get(shape, 3) for shape in shapes]
    assert ranks == sorted(ranks)


def test_a_leg_by_air_says_that_it_is_no_track(spec):
    legs = [
        f for key, f in _features(spec).items() if key.startswith("leg:") and "by air" in f.kind
    ]
    assert legs
    assert all("not a track" in leg.precision for leg in legs)


def test_the_credits_are_those_of_the_layers_in_use(spec):
    assert "© OpenStreetMap contributors" in " ".join(spec.attributions)
    assert br.overview(_atlas()).attributions == ()


def test_the_page_opens_on_the_places_that_hold_most_claims(spec):
    west, south, east, north = spec.view
    assert 12 < west < 20 < east < 30
    assert 40 < south < 46 < north < 50


def test_a_lone_spot_has_room_around_it():
    spot = br.Place(id="p", name="P", geometry=shapely.Point(20, 45), precision_m=10)
    west, south, east, north = br.overview(_atlas(places=(spot,))).view
    assert (west, south, east, north) == (19.95, 44.95, 20.05, 45.05)


def test_an_empty_atlas_gives_an_empty_map():
    spec = br.overview(br.Atlas(title="Empty"), title="Another title")
    assert spec.title == "Another title"
    assert spec.layers == ()


def test_a_feature_that_points_at_no_claim_is_refused():
    feature = layers.Feature(
        id="f",
        name="F",
        kind="area",
        geometry=shapely.Point(0, 0),
        anchor=(0, 0),
        precision="known",
        claims=("misisng",),
    )
    card = layers.ClaimCard(id="missing", says="x", stance="asserts", speaker="a", source="s")
    layer = layers.Layer(
        id="l", name="L", group="places", style=br.Style(colour="#000000"), features=(feature,)
    )
    with pytest.raises(errors.InvalidRecord, match=r"'misisng'.*did you mean 'missing'"):
        br.MapSpec(title="t", language="en", layers=(layer,), claims=(card,), sources=())


def test_a_feature_drawn_twice_is_refused():
    feature = layers.Feature(
        id="f",
        name="F",
        kind="area",
        geometry=shapely.Point(0, 0),
        anchor=(0, 0),
        precision="known",
    )
    style = br.Style(colour="#000000")
    both = layers.Layer(id="l", name="L", group="places", style=style, features=(feature, feature))
    with pytest.raises(errors.InvalidRecord, match="drawn twice"):
        br.MapSpec(title="t", language="en", layers=(both,), claims=(), sources=())


@pytest.mark.parametrize(
    "wrong",
    [{"colour": "red"}, {"colour": "#000000", "dash": "x"}, {"colour": "#000000", "weight_px": -1}],
)
def test_a_style_a_browser_could_misread_is_refused(wrong):
    with pytest.raises(errors.InvalidRecord, match="style"):
        br.Style(**wrong)


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "0 m"), (250, "250 m"), (1000, "1 km"), (2126, "2.1 km"), (30_000, "30 km")],
)
def test_a_length_is_said_with_its_unit(metres, said):
    assert words.distance(metres) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"low": 1000, "high": 1200, "per": "day"}, "tries: 1,000 to 1,200 attempts per day"),
        ({"best": 1400}, "tries: 1,400 attempts"),
        ({"best": 1}, "tries: 1 attempt"),
        ({"low": 600}, "tries: 600 or more attempts"),
        ({"high": 9}, "tries: up to 9 attempts"),
        ({"low": 5, "high": 5}, "tries: 5 attempts"),
        ({"low": 1, "best": 2, "high": 3}, "tries: 2 (1 to 3) attempts"),
        ({"low": 1, "best": 2}, "tries: 2 (1 or more) attempts"),
        ({"best": 0.5}, "tries: 0.5 attempts"),
    ],
)
def test_a_figure_is_said_with_its_unit_and_never_averaged(given, said):
    assert words.quantity(br.Quantity(what="tries", unit="attempt", **given)) == said


@pytest.mark.parametrize(
    ("unit", "said"),
    [("EUR", "price: 9 EUR per person"), ("person", "price: 9 people per person")],
)
def test_units_stand_in_the_right_number(unit, said):
    assert words.quantity(br.Quantity(what="price", unit=unit, best=9, per="person")) == said


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"geometry": None}, "nobody has said where"),
        ({"geometry": shapely.Point(1, 1)}, "a spot, how well it is known is not said"),
        ({"geometry": shapely.Point(1, 1), "precision_m": 100}, "a spot known to within 100 m"),
        (
            {"geometry": shapely.Point(1, 1), "precision_m": 2000, "kind": "settlement"},
            "a settlement, somewhere within 2 km of its centre",
        ),
        (
            {"geometry": shapely.Point(1, 1), "precision_m": 2000},
            "somewhere within 2 km of the middle of the disc",
        ),
        (
            {
                "geometry": shapely.LineString([(0, 0), (1, 1)]),
                "precision_m": 20,
                "basis": "curated",
            },
            "line from curated, drawn to within 20 m",
        ),
        ({"geometry": shapely.box(0, 0, 1, 1)}, "area, how well it is known is not said"),
    ],
)
def test_how_well_a_place_is_known_is_said_in_words(place, said):
    assert words.precision(br.Place(id="p", name="P", **place)) == said


def test_an_address_that_may_not_be_followed_is_kept_as_text():
    card = words.source_card(br.Source(id="s", title="S", url="javascript:alert(1)"))
    assert card.link is None
    assert card.address == "javascript:alert(1)"


def test_where_a_claim_stands_in_its_source_is_said_in_words():
    assert words.selector(br.Selector(page=2, paragraph=6, start=10, end=20)) == (
        "page 2, paragraph 6, characters 10 to 20"
    )
    assert words.selector(None) is None


def test_an_admiralty_grade_is_said_with_its_meaning():
    assert words.credibility(_claim("c", credibility=2)) == "2, probably true"
    assert words.credibility(_claim("c")) is None
