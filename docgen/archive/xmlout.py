"""Writing XML as a stream: one element after the other, indented, whatever its length."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from docgen.archive.copying import DigestingStream

XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with characters that XML cannot hold written as their code: shown, not dropped."""
    return _ILLEGAL.sub(lambda m: f"\\u{ord(m[0]):04X}", text)


class XmlOut:
    """A document under construction."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._depth = 0

    @contextlib.contextmanager
    def inside(
        self, tag: str, attributes: Mapping[str, str] | None = None, nsmap: Mapping[str | None, str] | None = None
    ) -> Iterator[None]:
        """An element with children."""
        self._break()
        with self._file.element(tag, _attributes(attributes), nsmap=nsmap):
            self._depth += 1
            yield
            self._depth -= 1
            self._file.write("\n" + "  " * self._depth)

    def leaf(self, tag: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """An element with text or without."""
        self._break()
        with self._file.element(tag, _attributes(attributes)):
            if text:
                self._file.write(xml_text(text))

    def filled(self, tag: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element that is left out where it has no text."""
        if text:
            self.leaf(tag, text, attributes)

    def _break(self) -> None:
        # Outside the root only the serializer may break lines.
        if self._depth:
            self._file.write("\n" + "  " * self._depth)


def _attributes(attributes: Mapping[str, str] | None) -> dict[str, str]:
    return {name: xml_text(value) for name, value in (attributes or {}).items()}


@contextlib.contextmanager
def xml_document(stream: DigestingStream) -> Iterator[XmlOut]:
    """A document of UTF-8 with its declaration."""
    with etree.xmlfile(stream, encoding="UTF-8") as file:
        file.write_declaration()
        yield XmlOut(file)
    stream.write(b"\n")
