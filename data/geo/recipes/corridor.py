"""The corridor's countries and their neighbours as arcs: what countries and borders share."""

from __future__ import annotations

from functools import cache

from recipes import outlines, topology
from recipes.fetch import Fetch
from recipes.topology import Arc, Topology

NAMES = {
    "RS": "Serbia",
    "XK": "Kosovo",
    "HU": "Hungary",
    "HR": "Croatia",
    "BA": "Bosnia and Herzegovina",
    "ME": "Montenegro",
    "AL": "Albania",
    "MK": "North Macedonia",
    "BG": "Bulgaria",
    "RO": "Romania",
    "GR": "Greece",
    "TR": "Türkiye",
    "TJ": "Tajikistan",
    "AF": "Afghanistan",
    # Neighbours, for their borders only.
    "SI": "Slovenia",
    "AT": "Austria",
    "SK": "Slovakia",
    "UA": "Ukraine",
    "MD": "Moldova",
    "GE": "Georgia",
    "AM": "Armenia",
    "AZ": "Azerbaijan",
    "IR": "Iran",
    "IQ": "Iraq",
    "SY": "Syria",
    "TM": "Turkmenistan",
    "UZ": "Uzbekistan",
    "KG": "Kyrgyzstan",
    "CN": "China",
    "PK": "Pakistan",
}
EAST = ("TJ", "AF")
WEST = ("RS", "XK", "HU", "HR", "BA", "ME", "AL", "MK", "BG", "RO", "GR", "TR")
CORRIDOR = (*WEST, *EAST)

COASTLINE_CODES = {
    "SRB": "RS",
    "XKX": "XK",
    "HUN": "HU",
    "HRV": "HR",
    "BIH": "BA",
    "MNE": "ME",
    "ALB": "AL",
    "MKD": "MK",
    "BGR": "BG",
    "ROU": "RO",
    "GRC": "GR",
    "TUR": "TR",
    "SVN": "SI",
    "AUT": "AT",
    "SVK": "SK",
    "UKR": "UA",
    "MDA": "MD",
    "GEO": "GE",
    "ARM": "AM",
    "AZE": "AZ",
    "IRN": "IR",
    "IRQ": "IQ",
    "SYR": "SY",
}
ZONES = {
    "Asia/Dushanbe": "TJ",
    "Asia/Kabul": "AF",
    "Asia/Ashgabat": "TM",
    "Asia/Tashkent": "UZ",
    "Asia/Samarkand": "UZ",
    "Asia/Bishkek": "KG",
    "Asia/Urumqi": "CN",
    "Asia/Karachi": "PK",
    "Asia/Tehran": "IR",
}

# About 111 m each thousandth of a degree of latitude.
WHOLE = 0.0
FINE = 1e-4
DISTANT = 5e-4
COAST = 1e-3


@cache
def west(fetch: Fetch) -> Topology:
    """
    Take the Balkan countries, Türkiye and their neighbours apart.

    Parameters
    ----------
    fetch
        Gets the package.

    Returns
    -------
    Topology
        With arcs so fine that every country of the corridor is valid when simplified.
    """
    made = topology.take_apart(outlines.from_coastline(fetch, COASTLINE_CODES))
    return _settled(made, WEST)


@cache
def east(fetch: Fetch) -> Topology:
    """
    Take Tajikistan, Afghanistan and their neighbours apart.

    Parameters
    ----------
    fetch
        Gets the package.

    Returns
    -------
    Topology
        As from `west`.
    """
    return _settled(topology.take_apart(outlines.from_zones(fetch, ZONES)), EAST)


def tolerance(arc: Arc) -> float:
    """
    Say how coarse an arc may be.

    Parameters
    ----------
    arc
        The arc, for the countries along it.

    Returns
    -------
    float
        Degrees: nothing for what is Serbia's, Kosovo's, and Hungary's with Croatia and Romania;
        about 10 m for other borders within the corridor, 50 m to countries outside and in Asia,
        100 m for coasts.
    """
    owners = arc.owners
    if owners & {"RS", "XK"} or ("HU" in owners and owners & {"HR", "RO"}):
        return WHOLE
    if owners & set(EAST):
        return DISTANT
    if len(owners) == 1:
        return FINE if "HU" in owners else COAST
    return FINE if len(owners & set(CORRIDOR)) > 1 else DISTANT


def _settled(made: Topology, countries: tuple[str, ...]) -> Topology:
    """Simplify once for the sake of the tolerances: a later country may ask for finer arcs."""
    for key in countries:
        topology.simplified(made, key, tolerance)
    return made
