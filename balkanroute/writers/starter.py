"""An atlas to start from: small, commented, valid."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from balkanroute._files import write_whole
from balkanroute.errors import UnwritableFile

NAME: Final = "atlas.yaml"


def new(folder: str | Path) -> Path:
    """
    Write a small, commented, valid atlas to start from.

    Parameters
    ----------
    folder
        Where; it is made if it is missing, and must not hold an ``atlas.*`` already.

    Returns
    -------
    pathlib.Path
        The file that was written.

    Raises
    ------
    UnwritableFile
        When an atlas stands there already, or the folder cannot be written.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        standing = sorted(place.glob("atlas.*"))
    except OSError as reason:
        raise UnwritableFile(
            f"{place}: the folder cannot be made ({reason.strerror}); choose another"
        ) from reason
    if standing:
        raise UnwritableFile(
            f"{standing[0]}: there is an atlas already, and it is left as it is; choose another "
            f"folder"
        )
    template = files("balkanroute.writers").joinpath("templates", NAME)
    return write_whole(place / NAME, template.read_bytes())
