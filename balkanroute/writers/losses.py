"""What a format could not keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReport:
    """
    What was lost in writing; false where nothing was.

    Parameters
    ----------
    format
        Name of the format that was written.
    losses
        One sentence for each field or record that the format cannot hold.
    """

    format: str
    losses: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything was lost."""
        return bool(self.losses)

    def __str__(self) -> str:
        """Say it in lines."""
        return "\n".join(self.losses) or f"{self.format}: nothing was lost"
