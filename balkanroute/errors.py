"""
Everything the package raises on purpose, one family.

::

    BalkanRouteError
    ├── InvalidRecord (also ValueError)     a record, a file or an atlas that cannot be true
    │   └── UnreadableFile                  a file that cannot be read as what it says it is
    ├── UnknownReference (also KeyError)    an id that names nothing
    ├── UnresolvedPlace (also LookupError)  a name that no place answers to
    ├── MissingExtra (also ImportError)     an optional dependency that is not installed
    └── MissingData (also FileNotFoundError) a bundled file that is absent or altered
"""

from __future__ import annotations


class BalkanRouteError(Exception):
    """The root of the family: catch this to catch all that is raised on purpose."""

    def __str__(self) -> str:
        """Return the message as it was written, also where a base class would quote it."""
        return " ".join(str(part) for part in self.args)


class InvalidRecord(BalkanRouteError, ValueError):
    """A record, a file or an atlas says something that cannot be."""


class UnreadableFile(InvalidRecord):
    """A file cannot be read as what its name or its content says it is."""


class UnknownReference(BalkanRouteError, KeyError):
    """An id names nothing in the atlas."""


class UnresolvedPlace(BalkanRouteError, LookupError):
    """No place answers to a name, or to a key of the gazetteer."""


class MissingExtra(BalkanRouteError, ImportError):
    """An optional dependency is not installed; the message names the extra."""


class MissingData(BalkanRouteError, FileNotFoundError):
    """A bundled file is absent, or its bytes are not the registered ones."""
