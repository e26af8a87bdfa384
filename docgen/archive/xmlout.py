"""Writing XML as a stream: one element after the other, indented, whatever its length."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence

from docgen.archive.copying import DigestingStream

XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: What is not written as it is: the marks of XML, white space in attributes, and what XML cannot hold.
_SPECIAL = re.compile("[^\u0020-\u0021\u0023-\u0025\u0027-\u003b=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with characters that XML cannot hold written as their code: shown, not dropped."""
    return _ILLEGAL.sub(lambda m: f"\\u{ord(m[0]):04X}", text)


#: Pieces of text written at once: a call for every element would take longer than the writing.
_BLOCK = 1 << 10


class XmlOut:
    """A document under construction.

    Its text is put together here and not by lxml, whose incremental writer takes five times as long: a year's lists
    hold a few hundred thousand elements.
    """

    def __init__(self, stream: DigestingStream) -> None:
        self._stream = stream
        self._indent = "\n"
        self._parts: list[str] = []
        self._prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}

    @contextlib.contextmanager
    def inside(
        self,
        tag: str,
        attributes: Mapping[str, str] | None = None,
        nsmap: Mapping[str | None, str] | None = None,
        text: str = "",
    ) -> Iterator[None]:
        """An element with children, and perhaps text before them; namespaces are declared on the outermost one."""
        for prefix, namespace in (nsmap or {}).items():
            self._prefixes[namespace] = f"{prefix}:" if prefix else ""
        declared = "".join(f' xmlns{f":{p}" if p else ""}="{_quoted(ns)}"' for p, ns in (nsmap or {}).items())
        name, indent = self._name(tag), self._indent
        self._put(f"{indent}<{name}{declared}{self._attributes(attributes)}>{_escaped(text)}")
        self._indent = f"{indent}  "
        yield
        self._indent = indent
        self._put(f"{indent}</{name}>")

    def leaf(self, tag: str, text: str = "", attributes: Mapping[str, str] | None = None) -> None:
        """An element with text or without."""
        name = self._name(tag)
        head = f"{self._indent}<{name}{self._attributes(attributes)}"
        self._put(f"{head}>{_escaped(text)}</{name}>" if text else f"{head}/>")

    def filled(self, tag: str, text: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element that is left out where it has no text."""
        if text:
            self.leaf(tag, text, attributes)

    def leaves(self, namespace: str, facts: Sequence[tuple[str, str]]) -> None:
        """Elements of one namespace, each with its local name and its text: in one go, as lists are made of them."""
        if _SPECIAL.search("".join([text for _, text in facts])):
            facts = [(name, _escaped(text)) for name, text in facts]
        start = f"{self._indent}<{self._prefixes[namespace]}"
        end = f"</{self._prefixes[namespace]}"
        written = [f"{start}{name}>{text}{end}{name}>" if text else f"{start}{name}/>" for name, text in facts]
        self._put("".join(written))

    def flush(self) -> None:
        """Write what was put together."""
        self._stream.write("".join(self._parts).encode())
        self._parts.clear()

    def _put(self, text: str) -> None:
        self._parts.append(text)
        if len(self._parts) > _BLOCK:
            self.flush()

    def _name(self, tag: str) -> str:
        """``{namespace}name`` with the prefix of its namespace."""
        name = self._names.get(tag)
        if name is None:
            namespace, _, local = tag.rpartition("}")
            name = self._names[tag] = (self._prefixes[namespace[1:]] if namespace else "") + local
        return name

    def _attributes(self, attributes: Mapping[str, str] | None) -> str:
        if not attributes:
            return ""
        return "".join([f' {self._name(name)}="{_quoted(value)}"' for name, value in attributes.items()])


def _escaped(text: str) -> str:
    """Text as XML writes it; nearly all texts need nothing."""
    if not _SPECIAL.search(text):
        return text
    plain = xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("\r", "&#13;")


def _quoted(text: str) -> str:
    """The value of an attribute; white space that readers would fold is written as its number."""
    if not _SPECIAL.search(text):
        return text
    return _escaped(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


@contextlib.contextmanager
def xml_document(stream: DigestingStream) -> Iterator[XmlOut]:
    """A document of UTF-8 with its declaration."""
    stream.write(b"<?xml version='1.0' encoding='UTF-8'?>")
    out = XmlOut(stream)
    yield out
    out.flush()
    stream.write(b"\n")
