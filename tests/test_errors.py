from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import errors
from balkanroute.errors import BalkanRouteError, InvalidAtlas, Problem, did_you_mean

FAMILY = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, BaseException)
]
UNKNOWN = Problem(path=("claims", 3, "source"), record="claim 'attempts'", message="unknown source")
ODD = Problem(path=("claims", 4), record="claim 'odd'", message="odd", severity="warning")


@pytest.mark.parametrize("kind", FAMILY)
def test_everything_that_is_raised_on_purpose_is_one_family(kind):
    assert issubclass(kind, BalkanRouteError)


@pytest.mark.parametrize(
    ("name", "ordinary"),
    [
        ("InvalidRecord", ValueError),
        ("InvalidAtlas", ValueError),
        ("UnreadableFile", ValueError),
        ("UnwritableFile", OSError),
        ("LossyFormat", ValueError),
        ("EngineStopped", RuntimeError),
        ("UnknownReference", LookupError),
        ("UnresolvedPlace", LookupError),
        ("MissingExtra", ImportError),
        ("MissingData", FileNotFoundError),
    ],
)
def test_an_error_is_also_the_ordinary_error_of_its_sort(name, ordinary):
    assert issubclass(getattr(errors, name), ordinary)


@pytest.mark.parametrize("kind", [kind for kind in FAMILY if kind is not InvalidAtlas])
def test_an_error_shows_its_message_as_it_is(kind):
    assert str(kind("claim 'a': what is wrong")) == "claim 'a': what is wrong"


def test_a_problem_is_one_line_that_starts_with_its_record():
    assert str(UNKNOWN) == "claim 'attempts': unknown source"


def test_a_problem_without_a_record_is_its_message():
    assert str(Problem(path=(), record="", message="title is empty")) == "title is empty"


def test_a_problem_does_not_change():
    with pytest.raises(AttributeError):
        UNKNOWN.message = "fine"


def test_an_invalid_atlas_holds_every_problem_and_counts_the_errors():
    raised = InvalidAtlas([UNKNOWN, ODD, UNKNOWN])
    assert raised.problems == (UNKNOWN, ODD, UNKNOWN)
    assert str(raised).splitlines() == ["the atlas has 2 errors:", *[f"- {UNKNOWN}"] * 2]


def test_one_error_is_said_in_the_singular():
    assert str(InvalidAtlas([UNKNOWN, ODD])).startswith("the atlas has 1 error:\n")


@pytest.mark.parametrize("carried", [copy.copy, copy.deepcopy])
def test_an_invalid_atlas_is_carried_with_its_problems(carried):
    assert carried(InvalidAtlas([UNKNOWN, ODD])).problems == (UNKNOWN, ODD)


def test_an_invalid_atlas_comes_whole_from_another_process():
    raised = pickle.loads(pickle.dumps(InvalidAtlas([UNKNOWN, ODD])))  # noqa: S301 - our own bytes
    assert raised.problems == (UNKNOWN, ODD)
    assert str(raised) == str(InvalidAtlas([UNKNOWN, ODD]))


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("balkan-insite", ["nic", "balkan-insight"], "; did you mean 'balkan-insight'?"),
        ("belgrad", ["belgrade", "budapest"], "; did you mean 'belgrade'?"),
        ("xyz", ["belgrade"], ""),
        ("anything", [], ""),
    ],
)
def test_the_nearest_known_word_is_offered_or_none(word, known, expected):
    assert did_you_mean(word, known) == expected


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=5))
def test_only_a_known_word_is_ever_offered(word, known):
    offered = did_you_mean(word, iter(known))
    assert offered == "" or any(offered == f"; did you mean {near!r}?" for near in known)
