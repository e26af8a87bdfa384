"""What the QR codes say: plain lines that a person reads on a telephone, without network, and short ids.

No address and no structure for machines: a text that begins with ``http`` opens a browser, and there is no server.
Titles of items never stand here, only those of materials, so that no personal data get into a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.model.archive import Box, Disc, Package
from docgen.render.holdings import Held, Titles, number_range

#: Characters a readable code has at most, if it can be said so shortly.
LONGEST = 100


def box_id(package: Package, box: Box, titles: Titles) -> str:
    """The ASCII id of a box, e.g. ``LM2024-07-1``."""
    return f"{titles.prefix}{package.year}-{box.number}"


def box_text(package: Package, box: Box, held: Held, titles: Titles) -> str:
    """What the code on the front of a box says."""
    tail = (f"年度：{package.year}", f"期限：{'、'.join(held.retention)}")
    return _shortest(package, box_id(package, box, titles), (), held, titles, tail)


def disc_text(package: Package, disc: Disc, held: Held, titles: Titles) -> str:
    """What the code on the sleeve of a disc says."""
    which = (f"光盘：第{disc.number}张，共{disc.total}张",)
    return _shortest(package, disc.name, which, held, titles, (f"年度：{package.year}",))


def _shortest(
    package: Package, name: str, which: Sequence[str], held: Held, titles: Titles, tail: Sequence[str]
) -> str:
    """The first wording that is short enough; the last one where none is."""
    text = ""
    for studio, categories, contents in _wordings(package, held, titles):
        one, two, three = titles.short
        lines = [f"编号：{name}", f"{one}：{studio}", *which, f"{two}：{categories}", f"{three}：{contents}", *tail]
        lines.append(f"起止件号：{number_range(held.first, held.last)}")
        text = "\n".join(lines)
        if len(text) <= LONGEST:
            break
    return text


def _wordings(package: Package, held: Held, titles: Titles) -> Iterator[tuple[str, str, str]]:
    """Studio, categories and contents, from everything down to the least that still says what it is."""
    names = [h.title for h in held.headings]
    categories = [f"{c}{titles.categories.get(c, '')}" for c in held.categories]
    for studio in dict.fromkeys((package.agency.studio, package.agency.short_name)):
        for count in range(len(categories), 0, -1):
            shown = _some(categories, count, "类")
            yield from ((studio, shown, _some(names, n, "项")) for n in range(len(names), 0, -1))
    yield package.agency.short_name, _some(held.categories, 1, "类"), f"{len(names)}项"


def _some(names: Sequence[str], count: int, unit: str) -> str:
    shown = "、".join(names[:count])
    return shown if count >= len(names) else f"{shown}等{len(names)}{unit}"
