"""档号 of items: derived from the codes the archive gives, never made up, given once and never again.

Sources: DA/T 22—2015 (by item) and DA/T 13—2022; both are in force. The number of an item within its code runs from 1
within the lowest class (kind, year, retention period, organisational unit or question). A code is never changed and
never used for another item, even when the item is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from docgen.model.archive import Item, Role
from docgen.model.codes import CodeClass, parse_code
from docgen.model.finding import Finding, Severity

#: Kinds of records (门类): documents, photographs, moving pictures.
DOCUMENT, PHOTO, VIDEO = "WS", "ZP", "LX"
PERIOD = re.compile(r"([0-9]+)年")


def period_code(retention: str) -> str:
    """The code of a retention period: ``Y`` for ever, ``D30`` for 30 years; empty where it is no period."""
    if retention == "永久":
        return "Y"
    match = PERIOD.fullmatch(retention)
    return f"D{match[1]}" if match else ""


def longest_first(retention: str) -> tuple[int, str]:
    """A key that sorts retention periods: for ever, then the longest, then what is no period."""
    code = period_code(retention)
    return (0 if code == "Y" else 10_000 - int(code[1:]) if code else 10_000), retention


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


def class_of(item: Item, year: int, fonds: str) -> CodeClass | None:
    """The class of an item; ``None`` as long as the fonds code is unknown or the retention is no period."""
    period = period_code(item.retention)
    if not fonds or not period:
        return None
    return CodeClass(fonds, kind_code(item), str(year), period, item.category)


def give_codes(
    items: Iterable[Item], year: int, fonds: str, pattern: str, recorded: Mapping[str, str]
) -> dict[str, str]:
    """The archival codes of items: those given before as they are, new ones behind the last of their class.

    Args:
        items: all items in order; the category stands for the organisational unit or question.
        year: the year.
        fonds: 全宗号 given by the archive, empty where unknown.
        pattern: ``dat22`` or ``dat13``, for new codes.
        recorded: item number → code given before, those of items that are gone included.

    Returns:
        Item number → code, the recorded ones included.
    """
    codes = dict(recorded)
    highest: dict[CodeClass, int] = {}
    for code in recorded.values():
        parsed = parse_code(code)
        if parsed is not None:
            highest[parsed[0]] = max(highest.get(parsed[0], 0), parsed[1])
    for item in items:
        own = class_of(item, year, fonds)
        if item.number not in codes and own is not None:
            highest[own] = highest.get(own, 0) + 1
            codes[item.number] = own.code(highest[own], pattern)
    return codes


def kept_codes(items: Sequence[Item], year: int, fonds: str, pattern: str) -> tuple[Finding, ...]:
    """A warning where codes given before are not what would be given today: they are kept all the same."""
    kept = []
    for item in items:
        parsed, own = parse_code(item.archival_code), class_of(item, year, fonds)
        if item.archival_code and (
            parsed is None or own is None or own != parsed[0] or own.code(parsed[1], pattern) != item.archival_code
        ):
            kept.append(item.archival_code)
    if not kept:
        return ()
    message = f"{len(kept)} 件的档号是以前给的，与现在的全宗号、保管期限、写法或文件不一致，保持不变：{kept[0]}"
    remedy = "档号给出后不再改变。确实给错、还没有移交时，删掉 登记 里这一年的 档号.csv，再归档一次。"
    return (Finding("package.code-kept", Severity.WARNING, f"{message}{'等' if len(kept) > 1 else ''}", remedy),)
