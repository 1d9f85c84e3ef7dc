"""
XML read element by element, within bounds, so that no file can be too much.

Entities, external documents and inclusions are refused or left alone; elements lose their
namespace, since programs disagree about it; and the bytes are counted as they come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from balkanroute.readers.problems import Mark, Refused, refusal
from balkanroute.readers.protocol import Progress
from balkanroute.readers.texts import MEBIBYTE, TOO_DEEP

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: The most that is read of an XML document, unpacked.
MOST_BYTES: Final = 512 * MEBIBYTE
#: The least and the most bytes that are given to the parser at once. A tag or a comment that is
#: not yet whole is parsed again from its start with each piece, so pieces grow while none ends.
_PIECE: Final = 64 * 1024
_LARGEST_PIECE: Final = 64 * MEBIBYTE
#: How many elements may stand inside each other.
DEEPEST: Final = 100


@dataclass(slots=True)
class Counted:
    """
    A stream that counts its bytes, and ends where there are too many.

    Parameters
    ----------
    stream
        Gives the bytes.
    file
        For the error.
    size
        How many bytes it should have in all.
    most
        How many it may have.
    progress
        Told now and then how far it is.
    """

    stream: IO[bytes]
    file: Path
    size: int
    most: int = MOST_BYTES
    progress: Progress | None = None
    done: int = field(default=0, init=False)
    piece: int = field(default=_PIECE, init=False)

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - the parser asks for too little
        """Read on: a piece, and twice as much each time until an element begins or ends."""
        found = self.stream.read(self.piece)
        self.piece = min(2 * self.piece, _LARGEST_PIECE)
        self.done += len(found)
        if self.done > self.most:
            raise refusal(
                self.file,
                f"it holds more than {self.most // MEBIBYTE} MiB of XML, the most that is read; "
                f"cut it into several files",
            )
        if self.progress is not None:
            self.progress(self.done, max(self.size, self.done))
        return found


def elements(stream: Counted) -> Iterator[tuple[str, Element, list[Element]]]:
    """
    Give the elements of an XML document as they begin and end.

    Parameters
    ----------
    stream
        Of the document.

    Yields
    ------
    event : str
        ``start`` or ``end``.
    element : xml.etree.ElementTree.Element
        Its tag without the namespace; whole when it ends. Whoever has read it clears it.
    above : list of Element
        What it stands in, from the root down; the list is shared and changes.

    Raises
    ------
    UnreadableFile
        When it is not XML, is nested too deep, or holds entities.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    above: list[Element] = []
    try:
        for event, element in iterparse(cast("Any", stream), events=("start", "end")):
            stream.piece = _PIECE
            if event == "start":
                element.tag = str(element.tag).rpartition("}")[2]
                yield event, element, above
                above.append(element)
                if len(above) > DEEPEST:
                    message = TOO_DEEP.replace("lists and mappings", "elements")
                    raise refusal(stream.file, message)
            else:
                above.pop()
                yield event, element, above
    except Refused:
        raise
    except ParseError as reason:
        line, column = reason.position
        raise refusal(
            stream.file, f"this is not XML: {reason}; is the file cut off?", Mark(line, column + 1)
        ) from reason
    except DefusedXmlException as reason:
        raise refusal(
            stream.file,
            f"it declares entities or outside documents ({type(reason).__name__}), which are "
            f"not read; save it without a document type",
        ) from reason
    except (ValueError, LookupError) as reason:
        raise refusal(
            stream.file, f"its encoding cannot be read ({reason}); save it as UTF-8"
        ) from reason


def words_of(element: Element | None, name: str) -> str | None:
    """
    Give the text of a child.

    Parameters
    ----------
    element
        An element, or None.
    name
        Of the child, without a namespace.

    Returns
    -------
    str or None
        Without white space around it; None where there is none.
    """
    found = None if element is None else element.find(name)
    return None if found is None else (found.text or "").strip() or None


def plain_of(element: Element) -> Any:  # noqa: ANN401 - plain data has no narrower type
    """
    Give an element as plain data, to be kept.

    Parameters
    ----------
    element
        Any element whose children have lost their namespaces.

    Returns
    -------
    str or dict
        The text of an element that has nothing else; otherwise a mapping of its attributes,
        with ``@`` before their names, of its children, in a list where a name comes again, and
        of its own text as ``#text``.
    """
    text = (element.text or "").strip()
    if not len(element) and not element.attrib:
        return text
    plain: dict[str, Any] = {
        f"@{name.rpartition('}')[2]}": value for name, value in element.attrib.items()
    }
    for child in element:
        name, value = str(child.tag), plain_of(child)
        if name not in plain:
            plain[name] = value
        elif isinstance(plain[name], list):
            plain[name].append(value)
        else:
            plain[name] = [plain[name], value]
    return plain | ({"#text": text} if text else {})
