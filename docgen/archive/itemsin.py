"""Reading what a package says of its items, years later, without the workspace it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.archive.copying import Readable
from docgen.archive.itemlist import ITEMS_NS
from docgen.archive.layout import ORIGINALS
from docgen.archive.xmlin import elements


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
        paths: paths of its originals, below the data folder of their representation.
    """

    number: str
    code: str
    title: str
    date: str
    document_number: str
    folder: str
    paths: tuple[str, ...]


def read_items(source: Readable) -> list[ListedItem]:
    """The items of ``metadata/other/items.xml``, in its order.

    Raises:
        BadXml: it is not well-formed or breaks its schema.
        OSError: it can not be read.
    """
    item = f"{{{ITEMS_NS}}}件"
    found = []
    for event, element in elements(source, frozenset({item}), "items.xsd"):
        if event == "end" and element.tag == item:
            text = {child.tag.rpartition("}")[2]: child.text or "" for child in element if not len(child)}
            files = element.findall(f"{{{ITEMS_NS}}}电子文件")
            paths = [f.findtext(f"{{{ITEMS_NS}}}计算机文件名") or "" for f in files if f.get("表现形式") == ORIGINALS]
            found.append(
                ListedItem(
                    number=text.get("件号", ""),
                    code=text.get("档号", ""),
                    title=text.get("题名", ""),
                    date=text.get("日期", ""),
                    document_number=text.get("文件编号", ""),
                    folder=text.get("具体内容", ""),
                    paths=tuple(paths),
                )
            )
    return found
