"""Reading what a package says of its items, years later, without the workspace it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.archive.copying import FileDigest, Readable
from docgen.archive.itemlist import (
    CONFIRMED,
    ITEMS_NS,
    ITEMS_ROOT,
    NAME,
    PASSING,
    REPRESENTATION,
    RETENTION,
    Fact,
    boolean,
    content_facts,
    item_facts,
)
from docgen.archive.layout import ORIGINALS
from docgen.archive.xmlin import elements
from docgen.archive.xmlout import xml_text
from docgen.model.archive import Item


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item as a package lists it.

    Attributes:
        number: its working number.
        code: its archival code, empty where it has none.
        title: its title.
        date: eight digits, or empty.
        document_number: number on the document, or empty.
        folder: third level of the catalogue, number included.
        paths: paths of its originals, below the data folder of their representation, sorted.
    """

    number: str
    code: str
    title: str
    date: str
    document_number: str
    folder: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """An item as a list describes it.

    Attributes:
        facts: what is said of it, by the name of the element; nothing that is empty.
        files: what lasts of what is said of each of its original files, sorted.
        renditions: paths of its copies for reading, sorted.
    """

    facts: dict[str, str]
    files: tuple[tuple[Fact, ...], ...]
    renditions: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """Its working number."""
        return self.facts.get("件号", "")

    @property
    def title(self) -> str:
        """Its title."""
        return self.facts.get("题名", "")


def described(item: Item, digests: Mapping[str, FileDigest]) -> Described:
    """An item as the list of its package will describe it.

    Args:
        item: the item.
        digests: of each of its contents, by its path.
    """
    facts = (*_kept(item_facts(item)), (f"{RETENTION}{CONFIRMED}", boolean(item.retention_confirmed)))
    files = sorted(_lasting(_kept(content_facts(c, digests[c.path]))) for c in item.contents)
    return Described(dict(facts), tuple(files), tuple(sorted(xml_text(r.path) for r in item.renditions)))


def _lasting(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact[0] not in PASSING)


def _kept(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple((name, xml_text(text)) for name, text in facts if text)


def read_described(source: Readable) -> Iterator[Described]:
    """All that ``metadata/other/items.xml`` says of each item, in its order.

    Raises:
        BadXml: it is not well-formed or breaks its schema.
        OSError: it can not be read.
    """
    item = f"{{{ITEMS_NS}}}件"
    for event, element in elements(source, frozenset({item}), "items.xsd", f"{{{ITEMS_NS}}}{ITEMS_ROOT}"):
        if event == "end" and element.tag == item:
            yield _read(element)


def _read(element: Any) -> Described:
    facts: dict[str, str] = {}
    files = []
    renditions = []
    for child in element:
        name = _name(child)
        if name == "电子文件":
            if child.get(REPRESENTATION) == ORIGINALS:
                files.append(_lasting((_name(one), one.text) for one in child if one.text))
            else:
                renditions.append(child.findtext(f"{{{ITEMS_NS}}}{NAME}", ""))
            continue
        if child.text:
            facts[name] = child.text
        if name == RETENTION:
            facts[f"{RETENTION}{CONFIRMED}"] = child.get(CONFIRMED, "")
    return Described(facts, tuple(sorted(files)), tuple(sorted(renditions)))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def read_items(source: Readable) -> list[ListedItem]:
    """The items of ``metadata/other/items.xml``, in its order.

    Raises:
        BadXml: it is not well-formed or breaks its schema.
        OSError: it can not be read.
    """
    return [
        ListedItem(
            number=one.number,
            code=one.facts.get("档号", ""),
            title=one.title,
            date=one.facts.get("日期", ""),
            document_number=one.facts.get("文件编号", ""),
            folder=one.facts.get("具体内容", ""),
            paths=tuple(dict(file)["计算机文件名"] for file in one.files),
        )
        for one in read_described(source)
    ]
