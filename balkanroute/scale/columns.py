"""Which columns of an events table say what."""

from __future__ import annotations

from dataclasses import dataclass, fields

from balkanroute.errors import InvalidRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """
    The names that an events table gives its columns; None where it has none such.

    Parameters
    ----------
    x, y
        Longitude and latitude in degrees of EPSG:4326. They are read where `geometry` is None.
    geometry
        Points in EPSG:4326: WKB, or geoarrow's separate or interleaved coordinates.
    date
        When it happened: a date, a timestamp (its day in UTC), or EDTF text.
    earliest, latest
        The first and the last day on which it may have happened, in place of `date`.
    topic
        A text, or a list of texts: a report with several topics counts in each.
    source, origin
        Who carries the report, and the first source in the chain that it repeats.
    best, low, high
        Numbers: the figure of the report and its bounds.
    unit
        The column with the unit of the figure. Figures of different units are never added.
    text
        The words of the report, which only `balkanroute.scale.deduplicate` reads.

    Raises
    ------
    InvalidRecord
        When a name is empty, only one of a pair is given, or there are no coordinates.
    """

    x: str | None = "longitude"
    y: str | None = "latitude"
    geometry: str | None = None
    date: str | None = None
    earliest: str | None = None
    latest: str | None = None
    topic: str | None = None
    source: str | None = None
    origin: str | None = None
    best: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        """Refuse names that cannot be used together."""
        for item in fields(self):
            name = getattr(self, item.name)
            if name is not None and not (isinstance(name, str) and name):
                raise InvalidRecord(
                    f"columns: {item.name} is the name of a column, found {name!r}; "
                    f"leave it out where the table has none"
                )
        if self.geometry is None and (self.x is None or self.y is None):
            raise InvalidRecord("columns: expected x and y, or geometry; give the names of both")
        if (self.earliest is None) != (self.latest is None):
            raise InvalidRecord("columns: earliest and latest go together; one is missing")
        if self.date is not None and self.earliest is not None:
            raise InvalidRecord("columns: give date, or earliest and latest, not all of them")

    @property
    def coordinates(self) -> tuple[str, ...]:
        """The columns that say where."""
        if self.geometry is not None:
            return (self.geometry,)
        return tuple(name for name in (self.x, self.y) if name is not None)

    @property
    def others(self) -> tuple[str, ...]:
        """The columns that say all else, each once; one that says where may be among them."""
        kept = [item.name for item in fields(self) if item.name not in {"x", "y", "geometry"}]
        own = [getattr(self, name) for name in kept]
        return tuple(dict.fromkeys(name for name in own if name))

    def only(self, *kept: str) -> Columns:
        """
        Leave out the columns that a question does not ask for.

        Parameters
        ----------
        kept
            Names of fields; coordinates are kept in any case.

        Returns
        -------
        Columns
            The others are None.
        """
        return Columns(
            x=self.x, y=self.y, geometry=self.geometry, **{own: getattr(self, own) for own in kept}
        )

    def named(self) -> tuple[str, ...]:
        """
        List every column that is to be read, each once.

        Returns
        -------
        tuple of str
            In the order of the fields.
        """
        return tuple(dict.fromkeys([*self.coordinates, *self.others]))
