"""What boxes and discs hold, as labels, lists and reports say it. Titles of items with personal data stop here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from docgen.model.archive import Box, Disc, Item, Package, Role
from docgen.model.standard import Standard

#: Runs of numbers a label shows before it says “and so on”.
MOST_RUNS = 3


#: Words for the three levels of the catalogue where a standard gives none.
PLAIN_LEVELS = ("名称", "类目", "内容")


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of a standard that labels print.

    Attributes:
        categories: number → title of each category.
        levels: names of the three levels of the catalogue.
        short: the same, as short as codes say them.
        prefix: first letters of the ASCII id of a box.
    """

    categories: Mapping[str, str]
    levels: tuple[str, str, str] = PLAIN_LEVELS
    short: tuple[str, str, str] = PLAIN_LEVELS
    prefix: str = "B"

    @classmethod
    def of(cls, standard: Standard) -> Titles:
        """The words of a standard (table ``labels`` of its settings)."""
        words = standard.settings.get("labels", {})
        one, two, three = words.get("levels", PLAIN_LEVELS)
        a, b, c = words.get("short", (one, two, three))
        categories = {c.number: c.title for c in standard.categories.values()}
        return cls(categories, (one, two, three), (a, b, c), words.get("prefix", "B"))

    def category(self, number: str) -> str:
        """Number and title of a category, as labels print it."""
        return f"{number} {self.categories.get(number, '')}".strip()


def material_number(item: Item) -> str:
    """Number of the third level an item lies in."""
    head, blank, _ = item.folder.partition(" ")
    return head if blank else ""


def material_title(item: Item) -> str:
    """Title of the third level an item lies in."""
    head, blank, title = item.folder.partition(" ")
    return title if blank else head


def public_title(item: Item) -> str:
    """The title that may stand on paper and pages: that of the material where the item holds personal data."""
    return material_title(item) if item.personal else item.title


def public_author(item: Item, known: Iterable[str]) -> str:
    """Who is responsible; of personal items only the names of ``known`` bodies are shown."""
    return item.author if not item.personal or item.author in set(known) else ""


def public_document_number(item: Item) -> str:
    """The number on the document; not of personal items, whose numbers are those of certificates and contracts."""
    return "" if item.personal else item.document_number


def unsigned(item: Item) -> bool:
    """Whether a filled document is there but nothing signed."""
    roles = {c.role for c in item.contents}
    return Role.UNSIGNED in roles and Role.ORIGINAL not in roles


def short_number(number: str) -> str:
    """A working number without its year, which labels print beside it."""
    return number.partition("-")[2] or number


def serial(number: str) -> str:
    """The last part of a working number."""
    return number.rpartition("-")[2]


def number_runs(items: Sequence[Item]) -> str:
    """The serials of items of one category as ranges, e.g. ``0001—0060、0075``."""
    return runs(sorted(serial(i.number) for i in items))


def runs(numbers: Sequence[str]) -> str:
    """Ascending numbers as ranges, e.g. ``1—4、7``; of many only the first."""
    found: list[list[str]] = []
    for text in numbers:
        if found and text.isdigit() and int(text) == int(found[-1][1]) + 1:
            found[-1][1] = text
        else:
            found.append([text, text])
    shown = "、".join(first if first == last else f"{first}—{last}" for first, last in found[:MOST_RUNS])
    return f"{shown}等" if len(found) > MOST_RUNS else shown


def number_range(first: str, last: str) -> str:
    """From one working number to another, what both begin with said once."""
    if first == last:
        return first
    parts = last.split("-")
    common = 0
    for ours, theirs in zip(first.split("-"), parts, strict=False):
        if ours != theirs:
            break
        common += 1
    return f"{first}至{'-'.join(parts[common:])}"


@dataclass(frozen=True, slots=True)
class Heading:
    """A third level (具体内容) with the items of it that a box or disc holds."""

    category: str
    number: str
    title: str
    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()


def headings(items: Iterable[Item]) -> tuple[Heading, ...]:
    """The third levels of items: categories in order of appearance, within them by number of the third level."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        found.setdefault((item.category, item.folder), []).append(item)
    rank = {category: place for place, category in enumerate(dict.fromkeys(c for c, _ in found))}
    keys = sorted(found, key=lambda key: (rank[key[0]], key[1]))
    return tuple(
        Heading(key[0], material_number(found[key][0]), material_title(found[key][0]), tuple(found[key]))
        for key in keys
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What a box or disc holds.

    Attributes:
        items: its items in order.
        headings: the third levels they lie in.
        categories: numbers of their categories in order.
        retention: their retention periods in order of appearance.
    """

    items: tuple[Item, ...]
    headings: tuple[Heading, ...]
    categories: tuple[str, ...]
    retention: tuple[str, ...]

    @classmethod
    def of(cls, package: Package, numbers: Sequence[str]) -> Held:
        """The items of these numbers."""
        known = {i.number: i for i in package.items}
        items = tuple(known[n] for n in numbers)
        return cls(
            items,
            headings(items),
            tuple(dict.fromkeys(i.category for i in items)),
            tuple(dict.fromkeys(i.retention for i in items)),
        )

    @property
    def first(self) -> str:
        """Number of the first item."""
        return self.items[0].number if self.items else ""

    @property
    def last(self) -> str:
        """Number of the last item."""
        return self.items[-1].number if self.items else ""

    @property
    def pages(self) -> int:
        """Pages of the items where they are known."""
        return sum(i.pages or 0 for i in self.items)

    @property
    def unknown_pages(self) -> int:
        """Items whose pages could not be counted."""
        return sum(i.pages is None for i in self.items)


def box_totals(boxes: Sequence[Box]) -> dict[str, str]:
    """Box number → number with the total of its label: ``07-1`` of two is ``07-1/2``."""
    totals = {label: len(list(found)) for label, found in groupby(sorted(_label(b) for b in boxes))}
    return {b.number: f"{b.number}/{totals[_label(b)]}" for b in boxes}


def _label(box: Box) -> str:
    return box.number.rpartition("-")[0]


def boxes_of(boxes: Sequence[Box]) -> dict[str, str]:
    """Item number → number of the box it lies in."""
    return {number: box.number for box in boxes for number in box.items}


def discs_of(discs: Sequence[Disc]) -> dict[str, str]:
    """Item number → ordinals of the discs its files lie on."""
    found: dict[str, list[str]] = {}
    for disc in discs:
        for number in disc.items:
            found.setdefault(number, []).append(str(disc.number))
    return {number: "、".join(ordinals) for number, ordinals in found.items()}


def size_text(size: int) -> str:
    """Bytes as people read them: decimal units, two or three digits."""
    value, unit = float(size), "字节"
    for larger in ("KB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    if unit == "字节":
        return f"{size}{unit}"
    return f"{value:.1f}{unit}" if value < 100 else f"{value:.0f}{unit}"


def dotted(date: str) -> str:
    """Eight digits with dots."""
    return f"{date[:4]}.{date[4:6]}.{date[6:]}" if len(date) == 8 else date
