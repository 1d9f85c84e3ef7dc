"""Write and map a small atlas of invented claims: python examples/03_write_an_atlas.py [FOLDER]."""

import sys
from pathlib import Path

import balkanroute as br
from balkanroute import Agent, Atlas, Claim, Period, PlaceRole, Quantity, Relation, Source

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
border = br.border("RS", "HU")
at_border = (PlaceRole(place=border.id, role="at"),)
day = Period("2024-03-01")

atlas = Atlas(
    title="Two counts of one day",
    sources=(
        Source(id="bulletin", title="Daily bulletin", published=Period("2024-03-02")),
        Source(id="field-report", title="Field report", published=Period("2024-03~")),
    ),
    agents=(
        Agent(id="ministry", name="Ministry of the Example", kind="government body"),
        Agent(id="volunteers", name="Example Volunteers"),
    ),
    places=(border,),
    claims=(
        Claim(
            id="ministry-count",
            says="About 400 people tried to cross in one day.",
            speaker="ministry",
            source="bulletin",
            about=day,
            where=at_border,
            quantities=(Quantity(what="crossing attempts", best=400, unit="attempt", per="day"),),
            topics=("crossing",),
        ),
        Claim(
            id="volunteer-count",
            says="On that day 120 to 150 people tried to cross.",
            speaker="volunteers",
            source="field-report",
            stance="estimates",
            about=day,
            where=at_border,
            quantities=(
                Quantity(what="crossing attempts", low=120, high=150, unit="attempt", per="day"),
            ),
            topics=("crossing",),
            relations=(Relation(kind="contradicts", claim="ministry-count"),),
        ),
    ),
)

br.write(atlas, folder / "counts.yaml")
assert br.read(folder / "counts.yaml") == atlas  # noqa: S101 - the point of the example
br.save(atlas, folder / "counts.html")
print(f"wrote counts.yaml and counts.html into {folder}")
