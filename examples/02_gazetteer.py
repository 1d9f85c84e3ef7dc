"""Find places by any of their names, and a border: python examples/02_gazetteer.py."""

import balkanroute as br

gazetteer = br.Gazetteer.bundled()

# Case, accents and script do not matter; a wrong spelling gives near names.
for name in ("Szabadka", "Суботица", "Asotthalom", "Röszke", "Beogard"):
    best = gazetteer.lookup(name)[0]
    print(f"{name}: {best.place.name}, {best.place.kind}, score {best.score:.2f}: {best.reasons}")

# Several places share a name; say about where you mean, longitude first.
for candidate in gazetteer.lookup("Martonoš", near=(20.0, 46.1))[:3]:
    print(candidate.place.name, candidate.place.geometry)

# A region that reports name and nobody delimits is a derived area, and says so.
region = gazetteer.lookup("northern Serbia")[0].place
print(f"{region.name}: {region.basis}, {region.definition}")

line = br.border("RS", "HU")
print(f"{line.name}: {line.geometry.geom_type} from {line.provenance}")
