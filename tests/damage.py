"""Plain data with one part of it struck by something else, to see what a reader makes of it."""

from __future__ import annotations

import copy

from hypothesis import strategies as st

#: What is put in the place of a part.
JUNK = st.sampled_from(
    [
        None, True, 0, -1, 1e300, "", " ", "x", [], {}, [[]], {"": None}, ["x"], [None], [{}],
        {"type": "Point", "coordinates": [200, 95]},
        {"type": "Point", "coordinates": ["nan", 1]}, {"id": []}, "<script>alert(1)</script>",
        "${alert(1)}", "2023-99-99", "a/b c", 10**40, {"type": ["x"], "id": 3},
    ]
)  # fmt: skip


def _steps(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in inner:
        yield (*path, step)
        if isinstance(part, dict | list):
            yield from _steps(part, (*path, step))


@st.composite
def damaged(draw, whole):
    made = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([*_steps(made)] or [()]))
        holder = made
        for step in path[:-1]:
            holder = holder[step]
        if not path:
            return made
        if draw(st.booleans()):
            holder[path[-1]] = copy.deepcopy(draw(JUNK))
        else:
            del holder[path[-1]]
    return made
