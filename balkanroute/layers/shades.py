"""Classes of figures, and a scale of colours for them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, get_args

from balkanroute.errors import InvalidRecord, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

Rule = Literal["quantiles", "round"]
RULES: Final = get_args(Rule)
#: From little to much. The lightness (CIE L*) falls evenly, from 92 to 25, so that the order
#: stands in greys and for readers who do not tell red, green or blue apart.
SCALE: Final = ("#efebb1", "#a7d79c", "#46baad", "#218daf", "#2e5e9a", "#2a3676")
#: Digits that a break between classes keeps.
_DIGITS: Final = 2
#: The numbers at which round classes may begin, in every power of ten; the coarser, the later.
_SERIES: Final = ((1, 2, 5), (1, 3), (1,))


def check_rule(rule: str, classes: int) -> Rule:
    """
    Refuse classes that cannot be made.

    Parameters
    ----------
    rule
        How breaks are found.
    classes
        How many there may be.

    Returns
    -------
    str
        The rule.

    Raises
    ------
    InvalidRecord
        When the rule is unknown, or there are not 1 to 6 classes.
    """
    if rule not in RULES:
        raise InvalidRecord(
            f"map: rule is one of {', '.join(RULES)}, found {rule!r}{did_you_mean(rule, RULES)}"
        )
    if not 1 <= classes <= len(SCALE):
        raise InvalidRecord(
            f"map: classes is 1 to {len(SCALE)}, found {classes}; more shades are not told apart"
        )
    return rule  # type: ignore[return-value]


def breaks_of(values: NDArray[np.float64], classes: int, rule: Rule) -> tuple[float, ...]:
    """
    Find where one class ends and the next begins.

    Parameters
    ----------
    values
        The figures, none negative, in any order; NaN is left out.
    classes
        How many classes there may be; there are fewer where figures are few or alike.
    rule
        ``quantiles``: as many figures in one class as in another, each break rounded to two
        digits. ``round``: breaks at 1, 2 and 5 of each power of ten, or at fewer of these.

    Returns
    -------
    tuple of float
        Ascending. A figure that equals a break is of the class above it. No class is empty.
    """
    import numpy as np

    found = np.sort(values[np.isfinite(values)])
    if not len(found) or classes == 1:
        return ()
    if rule == "round":
        steps = _round_breaks(float(found[0]), float(found[-1]), classes)
    else:
        shares = np.arange(1, classes) / classes
        cuts = np.quantile(found, shares, method="inverted_cdf")
        steps = [_rounded(float(cut)) for cut in cuts]
    return _filled(found, steps)


def _filled(found: NDArray[np.float64], steps: Sequence[float]) -> tuple[float, ...]:
    """Leave out breaks that would leave a class empty."""
    import numpy as np

    kept: list[float] = []
    below = 0
    for step in sorted(set(steps)):
        under = int(np.searchsorted(found, step))
        if below < under < len(found):
            kept.append(step)
            below = under
    return tuple(kept)


def _rounded(value: float) -> float:
    """Round a number to two digits."""
    if value == 0:
        return 0.0
    places = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    return float(round(value, places))


def _round_breaks(low: float, high: float, classes: int) -> list[float]:
    """Find round numbers between two others, the finest series that is short enough."""
    if high <= 0:
        return []
    low = max(low, high / 1e6)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps: list[float] = []
    for series in _SERIES:
        every = [float(f"{first}e{power}") for power in powers for first in series]
        steps = [step for step in every if low < step <= high]
        if len(steps) < classes:
            return steps
    return (
        [steps[round(n * (len(steps) - 1) / (classes - 2))] for n in range(classes - 1)]
        if (
            classes > 2  # noqa: PLR2004 - one break needs no spacing
        )
        else [steps[len(steps) // 2]]
    )


def colours_of(classes: int) -> tuple[str, ...]:
    """
    Choose colours from the scale.

    Parameters
    ----------
    classes
        How many, up to six.

    Returns
    -------
    tuple of str
        As ``#rrggbb``, from little to much, as far apart as the scale lets them be.
    """
    last = len(SCALE) - 1
    if classes == 1:
        return (SCALE[last // 2 + 1],)
    return tuple(SCALE[round(n * last / (classes - 1))] for n in range(classes))
