"""Read the shipped atlas and write its map: python examples/01_read_and_map.py [FOLDER]."""

import sys
from pathlib import Path

import balkanroute as br

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
atlas = br.read(Path(__file__).parent / "dossier-2023")
print(atlas.title)
print(f"{len(atlas.claims)} claims from {len(atlas.sources)} sources, {len(atlas.places)} places")

page = folder / "dossier-2023.html"
br.save(atlas, page)
print(f"open {page} in a browser")
