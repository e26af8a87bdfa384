"""档号 of items: derived from the codes the archive gives, never made up.

Sources: DA/T 22—2015 (by item) and DA/T 13—2022; both are in force.
"""

from __future__ import annotations

import re

from docgen.model.archive import Item, Role

#: U+00B7, the only middle dot an archival code may hold.
DOT = "\u00b7"
#: Kinds of records (门类): documents, photographs, moving pictures.
DOCUMENT, PHOTO, VIDEO = "WS", "ZP", "LX"
PERIOD = re.compile(r"([0-9]+)年")


def period_code(retention: str) -> str:
    """The code of a retention period: ``Y`` for ever, ``D30`` for 30 years; empty where it is no period."""
    if retention == "永久":
        return "Y"
    match = PERIOD.fullmatch(retention)
    return f"D{match[1]}" if match else ""


def kind_code(item: Item) -> str:
    """The kind of record an item is, by its first file."""
    # A caption sheet beside a photograph does not make it a document.
    shown = [c for c in item.contents if c.role is not Role.UNSIGNED] or item.contents
    kinds = {c.media_type.split("/")[0] for c in shown}
    if shown and kinds <= {"image"} and not item.paper:
        return PHOTO
    if kinds & {"video", "audio"} and not item.paper:
        return VIDEO
    return DOCUMENT


def archival_code(item: Item, year: int, fonds: str, pattern: str) -> str:
    """The archival code of an item; empty as long as the fonds code is unknown.

    Args:
        item: the item; its category stands for the organisational unit or question.
        year: the year.
        fonds: 全宗号 given by the archive, empty where unknown.
        pattern: ``dat22`` or ``dat13``.
    """
    period = period_code(item.retention)
    if not fonds or not period:
        return ""
    serial = item.number.rpartition("-")[2]
    kind = kind_code(item)
    if pattern == "dat13":
        return f"{fonds}-{kind}{DOT}{year}{DOT}{period}{DOT}{item.category}-{serial}"
    return f"{fonds}-{kind}{DOT}{year}-{period}-{item.category}-{serial}"
