"""Ask the shipped atlas with geopandas: python examples/04_frames.py [FOLDER]."""

import sys
from pathlib import Path

import balkanroute as br

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
atlas = br.read(Path(__file__).parent / "dossier-2023")

places = br.frames.places_frame(atlas)
print(places["kind"].value_counts().to_string())

# One row a claim and place.
claims = br.frames.claims_frame(atlas)
print(claims["stance"].value_counts().to_string())

# A frame is a plain GeoDataFrame in EPSG:4326; any program that reads GeoJSON can have it.
places[["name", "kind", "geometry"]].to_file(folder / "places.geojson")
print(f"wrote {folder / 'places.geojson'}")
