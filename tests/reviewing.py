"""A short article, its mentions and its draft atlas, made by hand."""

from __future__ import annotations

import hashlib

TEXT = (
    "Police near Szeged said on Thursday that 1,200 people had tried to cross in a day. "
    "Most came from Subotica 🚌, a town in northern Serbia.\r\n\r\n"
    "Hungarian officials deny that anyone was pushed back at the Röszke crossing.\n"
    "A researcher at Belgrade University said that the route to Szeged had moved. Nobody in "
    "Paris answered.\n"
)
SENTENCES = (
    "Police near Szeged said on Thursday that 1,200 people had tried to cross in a day.",
    "Hungarian officials deny that anyone was pushed back at the Röszke crossing.",
    "A researcher at Belgrade University said that the route to Szeged had moved.",
)
BOX = [[[19.0, 45.2], [21.0, 45.2], [21.0, 46.2], [19.0, 46.2], [19.0, 45.2]]]


def spot(key, name, at, country, **told):
    """Give a candidate that is a spot, at a longitude and a latitude."""
    return {
        "key": key,
        "name": name,
        "kind": "settlement",
        "countries": [country],
        "score": 0.9,
        "reasons": [f"{name} bears the name", f"the text speaks of {country}"],
        "lon": at[0],
        "lat": at[1],
        "precision_m": 3000.0,
        "geometry": {"type": "Point", "coordinates": list(at)},
    } | told


def area(key, name, kind, country):
    """Give a candidate whose outline is too coarse to be saved."""
    outline = {"type": "Polygon", "coordinates": BOX}
    return spot(
        key, name, (20.0, 45.7), country,
        kind=kind, precision_m=500.0, geometry=outline, thinned=True,
    )  # fmt: skip


SZEGED = spot("geonames:715429", "Szeged", (20.148, 46.253), "HU")
SUBOTICA = spot("geonames:787657", "Subotica", (19.667, 46.1), "RS")
SZEGED_FARM = spot("geonames:1", "Szeged puszta", (18.3, 47.4), "HU", score=0.2)
ROSZKE = spot("horgos", "Röszke", (19.97, 46.18), "HU", kind="crossing", precision_m=50.0)
BELGRADE = spot("geonames:792680", "Belgrade", (20.457, 44.787), "RS")
PARIS = spot("geonames:2988507", "Paris", (2.349, 48.853), "FR", score=0.6)
PARIS_TEXAS = spot("geonames:4717560", "Paris, Texas", (-95.556, 33.661), "US", score=0.3)
SERBIA = area("x-northern-serbia", "northern Serbia", "region", "RS")
HUNGARY = area("HU", "Hungary", "country", "HU")
FOUND = (
    ("Szeged", "place", 0.95, (SZEGED, SZEGED_FARM)),
    ("Subotica", "place", 0.97, (SUBOTICA,)),
    ("northern Serbia", "place", 0.81, (SERBIA,)),
    ("Hungarian", "demonym", 0.92, (HUNGARY,)),
    ("Röszke", "place", 0.55, (ROSZKE,)),
    ("Belgrade", "in_organisation", 0.88, (BELGRADE,)),
    ("Szeged", "place", 0.94, (SZEGED, SZEGED_FARM)),
    ("Paris", "place", 0.35, (PARIS, PARIS_TEXAS)),
)


def mentions():
    """Give the mentions; the last one is left open."""
    told, at = [], 0
    for surface, kind, confidence, candidates in FOUND:
        start = TEXT.index(surface, at)
        at = start + len(surface)
        told.append(
            {
                "start": start,
                "end": at,
                "surface": surface,
                "kind": kind,
                "confidence": confidence,
                "abstained": None if surface != "Paris" else "only far places bear the name",
                "chosen": candidates[0]["key"] if surface != "Paris" else None,
                "candidates": list(candidates),
            }
        )
    return told


def selector(sentence, text=TEXT):
    start = text.index(sentence)
    digest = hashlib.sha256(sentence.encode()).hexdigest()
    return {"start": start, "end": start + len(sentence), "sha256": digest}


def place(candidate, key):
    geometry = candidate["geometry"]
    drawn = {"point": geometry["coordinates"]} if geometry["type"] == "Point" else {}
    kind, name = candidate["kind"], candidate["name"]
    told = {"id": key, "name": name, "kind": kind, "precision_m": candidate["precision_m"]}
    return told | drawn | {"gazetteer": candidate["key"]}


def draft(key, sentence, **told):
    extra = {"status": "draft"} | told.pop("extra", {})
    at = selector(sentence)
    return {"id": key, "says": "", "source": "article", "at": at, "extra": extra} | told


def atlas():
    """Give the draft atlas as plain data."""
    figure = {"what": "people who tried to cross", "unit": "person", "best": 1200, "per": "day"}
    return {
        "title": "The article",
        "extra": {"status": "draft"},
        "sources": [{"id": "article", "title": "The article", "kind": "news"}],
        "agents": [
            {"id": "police", "name": "Police near Szeged", "kind": "government body"},
            {"id": "officials", "name": "Hungarian officials", "kind": "unnamed"},
            {"id": "researcher", "name": "A researcher", "kind": "unnamed"},
        ],
        "places": [
            place(SZEGED, "szeged"),
            place(SUBOTICA, "subotica"),
            place(SERBIA, "northern-serbia"),
            place(HUNGARY, "hungary"),
            place(ROSZKE, "roszke"),
            place(BELGRADE, "belgrade"),
        ],
        "claims": [
            draft(
                "d-1", SENTENCES[0], speaker="police", about="2023-10-26",
                where=[{"place": "szeged", "role": "near"}], quantities=[figure],
                extra={"dates": ["2023-10-26", "2023"], "also_speaking": ["officials"]},
            ),
            draft("d-2", SENTENCES[1], speaker="officials", stance="denies", where=["roszke"]),
            draft(
                "d-3", SENTENCES[2], speaker="researcher", topics=["routes"],
                where=[{"place": "szeged", "role": "to"}],
            ),
        ],
    }  # fmt: skip
