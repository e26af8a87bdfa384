"""Reading XML as a stream and with suspicion: no network, no entities, no document types, memory given back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree

from docgen.archive.copying import Readable
from docgen.archive.layout import xml_schema


class BadXml(Exception):
    """The file is not XML, or not what its schema asks for; the text says why, in the parser's words."""


@cache
def schema(name: str) -> Any:
    """One of our own XML schemas, compiled."""
    return etree.XMLSchema(etree.parse(str(xml_schema(name))))


def elements(
    path: Readable, forget: frozenset[str], schema_name: str = "", root: str = ""
) -> Iterator[tuple[str, Any]]:
    """All elements of a document, as ``start`` and ``end``.

    Args:
        path: the file.
        forget: tags of elements that come by the thousand; dropped as soon as the caller saw their end.
        schema_name: one of our own schemas, checked while reading; empty for none.
        root: tag of the root; where it is given, only the root and the elements to ``forget`` are told, which is
            several times as fast.

    Raises:
        BadXml: it is not well-formed, has a document type, or breaks the schema.
        OSError: it can not be read.
    """
    with path.open("rb") as stream:
        parser = etree.iterparse(
            stream,
            events=("start", "end"),
            tag=[root, *forget] if root else None,
            schema=schema(schema_name) if schema_name else None,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        first, depth = True, 0
        try:
            for event, element in parser:
                if first and element.getroottree().docinfo.doctype:
                    raise BadXml("文件里有 DOCTYPE")
                first = False
                depth += 1 if event == "start" else -1
                yield event, element
                if event == "end" and element.tag in forget:
                    _drop(element)
        except etree.XMLSyntaxError as error:
            raise BadXml(str(error.msg or error)) from error
        if first or depth:
            # With a schema the parser keeps silent where a document breaks off.
            raise BadXml("文件不完整")


def subtrees(path: Readable, tags: frozenset[str]) -> Iterator[Any]:
    """The elements of a document that come by the thousand, each with all it holds; at last the root with the rest.

    Several times as fast as :func:`elements`, because nothing is told of what stands in them.

    Args:
        path: the file.
        tags: of these elements; each is dropped as soon as the caller saw it.

    Raises:
        BadXml: it is not well-formed or has a document type.
        OSError: it can not be read.
    """
    with path.open("rb") as stream:
        parser = etree.iterparse(
            stream,
            events=("end",),
            tag=list(tags),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in parser:
                yield element
                element.clear()
                while (before := element.getprevious()) is not None and before.tag in tags:
                    element.getparent().remove(before)
        except etree.XMLSyntaxError as error:
            raise BadXml(str(error.msg or error)) from error
        if parser.root.getroottree().docinfo.doctype:
            raise BadXml("文件里有 DOCTYPE")
        yield parser.root


def _drop(element: Any) -> None:
    """Give back the memory of an element and of what stood before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
