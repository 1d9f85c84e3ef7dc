"""Types of JSON-LD, however they are spelled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from balkanroute.readers.json_records import listed


def types_of(value: object) -> frozenset[str]:
    """
    Give the types of a thing.

    Parameters
    ----------
    value
        A mapping with ``type`` or ``@type``, or anything else.

    Returns
    -------
    frozenset of str
        Without prefix and namespace: ``oa:Annotation`` is ``Annotation``.
    """
    if not isinstance(value, Mapping):
        return frozenset()
    named = [*listed(value.get("type")), *listed(value.get("@type"))]
    return frozenset(re.split(r"[#/:]", name)[-1] for name in named if isinstance(name, str))


def is_a(value: object, *names: str) -> bool:
    """
    Tell whether a thing is of one of some types.

    Parameters
    ----------
    value
        Anything.
    *names
        Types, without prefix.

    Returns
    -------
    bool
        False where it says no type.
    """
    return not types_of(value).isdisjoint(names)
