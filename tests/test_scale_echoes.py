"""Echoes of one report, marked and kept."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balkanroute.errors import InvalidRecord
from balkanroute.scale import Columns, deduplicate
from balkanroute.scale.engines import Answer
from balkanroute.scale.texts import Alike, runs_of, words_of

BOTH = Columns(date="date", origin="origin", text="text")
SAYS = "Police found forty people in a van near the border at dawn on Wednesday"


def events(*rows):
    """Give a frame of events; what a row does not say is as for all others."""
    base = {
        "longitude": 20.01, "latitude": 46.01, "date": "2023-10-25", "origin": None, "text": None,
    }  # fmt: skip
    return pd.DataFrame([base | row for row in rows], columns=list(base)).astype(
        dict.fromkeys(["date", "origin", "text"], object)
    )


def marks(*rows, **options):
    """Give what each event echoes, and why."""
    frame = deduplicate(events(*rows), columns=BOTH, **options).frame()
    why = frame["reason"].astype(object).where(frame["reason"].notna(), None)
    return list(zip(frame["first"], why, frame["reports"], strict=True))


def test_the_same_origin_on_the_same_day_in_the_same_cell_is_an_echo():
    assert marks({"origin": "paper"}, {"origin": "radio"}, {"origin": "paper"}) == [
        (0, None, 2),
        (1, None, 1),
        (0, "same origin", 2),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2023-10-26"},
        {"date": "2023-10"},
        {"longitude": 20.31},
        {"latitude": 46.31},
        {"origin": "radio"},
        {"origin": ""},
        {"origin": None},
    ],
)
def test_another_day_cell_or_origin_is_no_echo(other):
    assert marks({"origin": "paper"}, {"origin": "paper"} | other)[1] == (1, None, 1)


def test_events_of_no_known_day_are_no_echoes():
    for date in (None, "2023/..", "soon"):
        told = marks(*[{"origin": "paper", "date": date}] * 2)
        assert told == [(0, None, 1), (1, None, 1)]
    tally = deduplicate(events({"date": "soon"}, {"date": None}), columns=BOTH).tally
    assert tally.examples["date cannot be read"] == (0,)
    assert tally.examples["no day to compare by"] == (1,)


def test_the_same_uncertain_date_is_the_same_day():
    assert marks(*[{"origin": "paper", "date": "2023-10"}] * 2)[1] == (0, "same origin", 2)


def test_the_same_words_are_an_echo_whatever_stands_between_them():
    told = marks({"text": SAYS}, {"text": f"  {SAYS.upper()} !"}, {"text": "POLICE found"})
    assert told == [(0, None, 2), (0, "same text", 2), (2, None, 1)]


def test_nearly_the_same_words_are_an_echo():
    told = marks(
        {"text": SAYS}, {"text": f"{SAYS} morning"}, {"text": "Nothing of the kind was found"}
    )
    assert [mark for _, mark, _ in told] == [None, "near-identical text", None]
    assert marks({"text": SAYS}, {"text": f"{SAYS} morning"}, similarity=1.0)[1][1] is None


def test_texts_without_words_and_missing_ones_are_not_the_same():
    assert [mark for _, mark, _ in marks({"text": "…"}, {"text": "?!"}, {}, {})] == [None] * 4


def test_an_event_that_fits_two_groups_goes_to_the_one_that_began_first():
    told = marks({"text": SAYS}, {"origin": "paper"}, {"origin": "paper", "text": SAYS})
    assert told[2] == (0, "same text", 2)


def test_an_origin_that_came_with_an_echo_marks_later_ones():
    told = marks({"text": SAYS}, {"text": SAYS, "origin": "paper"}, {"origin": "paper"})
    assert told[2] == (0, "same origin", 3)


def test_nothing_is_deleted_and_what_cannot_be_compared_is_told():
    frame = events({"origin": "a"}, {"longitude": None}, {"origin": "a"}, {"origin": "b"})
    echoes = deduplicate(frame, columns=BOTH)
    assert echoes.frame()["event"].tolist() == [0, 2, 3]
    assert echoes.tally.counts == {"echoes": 1, "no coordinates": 1, "rows": 4}


def test_only_the_beginning_of_a_long_text_is_compared_and_that_is_told():
    long = "word " * 2_000_000
    echoes = deduplicate(events({"text": long}, {"text": long + "end"}), columns=BOTH)
    assert echoes.tally.examples["text of more than 20,000 characters"] == (0, 1)
    assert echoes.frame()["reason"].tolist()[1] == "near-identical text"


def test_many_texts_of_one_day_and_cell_are_told_apart():
    rows = [{"text": " ".join(f"w{number}x{word}" for word in range(30))} for number in range(60)]
    again = [{"text": f"{row['text']} more"} for row in rows]
    told = marks(*rows, *again)
    assert [first for first, _, _ in told] == [*range(60), *range(60)]
    assert {mark for _, mark, _ in told[60:]} == {"near-identical text"}


rows = st.lists(
    st.fixed_dictionaries(
        {
            "longitude": st.sampled_from([20.01, 20.31]),
            "date": st.sampled_from(["2023-10-25", "2023-10-26", None]),
            "origin": st.sampled_from([None, "a", "b"]),
            "text": st.sampled_from([None, SAYS, f"{SAYS} morning", "other words altogether"]),
        }
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=40)
@given(rows, st.integers(1, 5))
def test_marks_do_not_depend_on_how_events_are_cut(told, size):
    whole = deduplicate(events(*told), columns=BOTH)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("balkanroute.scale.events.ROWS", size)
        patch.setattr("balkanroute.scale.blocks._ROWS", 3)
        parts = pa.Table.from_pandas(events(*told), preserve_index=False).to_batches(size)
        cut = deduplicate(parts, columns=BOTH)
    assert cut.table.equals(whole.table)
    assert cut.tally == whole.tally


@settings(max_examples=40)
@given(rows)
def test_a_group_has_one_first_which_echoes_nothing(told):
    frame = deduplicate(events(*told), columns=BOTH).frame().set_index("event")
    assert (frame["first"] <= frame.index).all()
    assert (frame["reason"].isna() == (frame["first"] == frame.index)).all()
    assert (frame["first"] == frame.loc[frame["first"], "first"].to_numpy()).all()
    sizes = frame.groupby("first")["reports"].agg(["size", "min", "max"])
    assert (sizes["size"] == sizes["min"]).all()
    assert (sizes["size"] == sizes["max"]).all()
    own = pd.DataFrame(told)
    for name in ("longitude", "date"):
        assert own.loc[frame["first"], name].tolist() == own[name].tolist()


def test_origins_alone_or_texts_alone_are_enough():
    frame = events({"origin": "a", "text": SAYS}, {"origin": "a"}, {"origin": "b", "text": SAYS})
    for left_out, reason in (("text", "same origin"), ("origin", "same text")):
        columns = Columns(date="date", **({"origin": "origin", "text": "text"} | {left_out: None}))
        told = deduplicate(frame, columns=columns).frame()["reason"].tolist()
        assert [own for own in told if isinstance(own, str)] == [reason]


def test_an_engine_may_put_parts_together(monkeypatch):
    def whole(task, fragments):
        yield Answer(tuple(fragments), task.merge([task.run(own) for own in fragments]))

    monkeypatch.setattr("balkanroute.scale.events.ROWS", 1)
    frame = events({"origin": "a"}, {"origin": "a", "longitude": None}, {"origin": "a"})
    told = deduplicate(frame, columns=BOTH, engine=whole)
    assert told.table.equals(deduplicate(frame, columns=BOTH).table)
    assert told.tally.counts == {"echoes": 1, "no coordinates": 1, "rows": 3}


def test_a_run_goes_on_where_it_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("balkanroute.scale.events.ROWS", 1)
    frame = events({"origin": "a"}, {"origin": "a"}, {"text": SAYS})
    first = deduplicate(frame, columns=BOTH, work=tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    asked = []
    again = deduplicate(
        frame, columns=BOTH, work=tmp_path, engine=lambda *given: asked.append(given) or iter(())
    )
    assert asked == []
    assert again.table.equals(first.table)


@pytest.mark.parametrize(
    ("columns", "options", "message"),
    [
        (Columns(date="date"), {}, "expected a column of origins or texts"),
        (Columns(origin="origin"), {}, "expected a column of dates"),
        (BOTH, {"cell_degrees": 0}, "cell_degrees is from 0.000001 to 180, found 0"),
        (BOTH, {"similarity": 1.1}, "similarity is more than 0 and at most 1, found 1.1"),
    ],
)
def test_what_nothing_can_be_compared_by_is_refused(columns, options, message):
    with pytest.raises(InvalidRecord, match=message):
        deduplicate(events({}), columns=columns, **options)


def test_a_table_without_events_has_its_columns():
    table = deduplicate(events(), columns=BOTH).table
    assert table.column_names == ["event", "first", "reason", "reports"]
    assert len(table) == 0


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_a_text_is_alike_itself(texts):
    alike = Alike(0.9)
    for number, text in enumerate(texts):
        runs = runs_of(words_of(text))
        alike.add(number, runs)
        assert alike.find(runs) <= number
