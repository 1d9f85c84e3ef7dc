"""The blocks of a page, read back as `balkanroute.render.columns` says they are written."""

from __future__ import annotations

import base64
import json
import re
import struct
import zlib
from itertools import accumulate, pairwise

_BLOCK = re.compile(r'<script type="application/octet-stream" id="([a-z0-9-]+)">([^<]*)</script>')


def blocks_of(page: str) -> dict[str, str]:
    """Give the letters of each block of a page, by its id."""
    return dict(_BLOCK.findall(page))


def inflated(letters: str) -> bytes:
    """Undo base64 and deflate."""
    return zlib.decompress(base64.b64decode(letters, validate=True))


class Block:
    """A table that was packed."""

    def __init__(self, letters: str) -> None:
        raw = inflated(letters)
        end = 4 + int.from_bytes(raw[:4], "little")
        self.head = json.loads(raw[4:end])
        self.body = raw[end:]

    def ints(self, spec):
        at, n = spec["at"], spec["n"]
        if not spec["w"]:
            return [spec["all"]] * n
        ranks = range(spec["w"])
        return [
            sum(self.body[at + rank * n + i] << 8 * rank for rank in ranks) - 1 for i in range(n)
        ]

    def floats(self, spec):
        at, n = spec["at"], spec["n"]
        if not spec["w"]:
            return [float("nan") if spec["all"] is None else spec["all"]] * n
        rows = (bytes(self.body[at + rank * n + i] for rank in range(8)) for i in range(n))
        return [struct.unpack("<d", row)[0] for row in rows]

    def texts(self, spec):
        return [part.decode() for part in self._parts(spec["at"], self.ints(spec["len"]))]

    def words(self, spec):
        known = self.texts(spec["of"])
        return [None if code < 0 else known[code] for code in self.ints(spec["codes"])]

    def lists(self, spec):
        members = self.ints(spec["of"])
        ends = list(accumulate(self.ints(spec["len"]), initial=0))
        return [members[start:end] for start, end in pairwise(ends)]

    def sparse(self, spec):
        """Give the texts that some rows have, by row."""
        return dict(zip(self.ints(spec["row"]), self.texts(spec["of"]), strict=True))

    def paths(self, spec):
        """Give the corners of each path as whole steps of its grid."""
        moves = self._moves(spec["at"], spec["b"])
        corners = list(zip(accumulate(moves[::2]), accumulate(moves[1::2]), strict=True))
        ends = list(accumulate(self.ints(spec["len"]), initial=0))
        return [corners[start:end] for start, end in pairwise(ends)]

    def _parts(self, at, lengths):
        ends = list(accumulate(lengths, initial=at))
        return [self.body[start:end] for start, end in pairwise(ends)]

    def _moves(self, at, size):
        moves, value, shift = [], 0, 0
        for byte in self.body[at : at + size]:
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                moves.append(-(value + 1) // 2 if value % 2 else value // 2)
                value, shift = 0, 0
        return moves
