"""Draw reported routes without making up a track: python examples/05_routes.py."""

from pathlib import Path

import balkanroute as br

atlas = br.routing.draw(br.read(Path(__file__).parent / "dossier-2023"))
for route in atlas.routes:
    print(route.name)
    for leg in route.legs:
        drawn = leg.geometry.geom_type if leg.geometry is not None else "not drawn"
        print(f"  {leg.origin} to {leg.destination}, {leg.mode}, {leg.basis}: {drawn}")
