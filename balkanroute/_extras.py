"""Optional dependencies: imported when used, and named with their extra when missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from balkanroute.errors import MissingExtra


def require(module: str, extra: str) -> ModuleType:
    """
    Import an optional dependency.

    Parameters
    ----------
    module
        Its import name.
    extra
        The extra of this package that installs it.

    Returns
    -------
    module
        The imported module.

    Raises
    ------
    MissingExtra
        When it is not installed; the message says how to install it.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as reason:
        if reason.name != module.partition(".")[0]:
            raise
        raise MissingExtra(
            f"{module} is not installed; it comes with the extra {extra!r}: "
            f"pip install 'balkanroute[{extra}]'"
        ) from reason
