"""Tile layers that a reader may switch on, from the providers that xyzservices lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from balkanroute.errors import InvalidRecord

if TYPE_CHECKING:
    from xyzservices import TileProvider

_TEMPLATE: Final = re.compile(r"https://[A-Za-z0-9./?=&_~:{}+-]+")
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d+)?")
_MOST_ZOOM: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """
    A tile layer from some host.

    Parameters
    ----------
    name
        What the reader chooses it by.
    url
        Template of the tiles' addresses with ``{z}``, ``{x}`` and ``{y}``; https only.
    attribution
        Credit that the provider asks for, as plain text.
    max_zoom
        The closest zoom that it has.

    Raises
    ------
    InvalidRecord
        When the address is not such a template.
    """

    name: str
    url: str
    attribution: str
    max_zoom: int = 18

    def __post_init__(self) -> None:
        """Refuse an address that could be more than one of tiles."""
        parts = [f"{{{key}}}" not in self.url for key in "xyz"]
        if not _TEMPLATE.fullmatch(self.url) or any(parts) or not _HOST.fullmatch(self.host):
            raise InvalidRecord(
                f"tiles {self.name!r}: url {self.url!r} is not like "
                "'https://tiles.example.org/{z}/{x}/{y}.png'"
            )
        if not 0 <= self.max_zoom <= _MOST_ZOOM:
            raise InvalidRecord(
                f"tiles {self.name!r}: max_zoom is 0 to {_MOST_ZOOM}, found {self.max_zoom}"
            )

    @property
    def host(self) -> str:
        """The host that sees the reader's address once the tiles are on."""
        return urlsplit(self.url.replace("{s}.", "").replace("{r}", "")).netloc

    @property
    def origin(self) -> str:
        """Where a page's policy must let pictures come from."""
        return f"https://{'*.' if '{s}' in self.url else ''}{self.host}"


def tiles(provider: str | TileProvider | Tiles) -> Tiles:
    """
    Look a tile provider up.

    Parameters
    ----------
    provider
        A name of xyzservices, such as ``OpenStreetMap.Mapnik``, a provider of it with its keys
        filled in, or tiles of your own.

    Returns
    -------
    Tiles
        As the map takes them.

    Raises
    ------
    InvalidRecord
        When there is no provider of that name, when it needs a key that was not given, or when
        it is not served over https.
    """
    if isinstance(provider, Tiles):
        return provider
    import xyzservices.providers

    if isinstance(provider, str):
        try:
            provider = xyzservices.providers.query_name(provider)
        except ValueError as reason:
            raise InvalidRecord(
                f"tiles: xyzservices has no provider {provider!r}; see xyzservices.providers"
            ) from reason
    if provider.requires_token():
        raise InvalidRecord(
            f"tiles {provider.name!r}: it needs a key; give provider(name='the key')"
        )
    return Tiles(
        name=str(provider.name),
        url=provider.build_url(),
        attribution=str(provider.attribution),
        max_zoom=min(int(provider.get("max_zoom", 18)), _MOST_ZOOM),
    )
