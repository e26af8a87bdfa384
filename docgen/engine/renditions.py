"""Copies of documents for reading: where they go, and what they tell about the pages of an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from docgen.model.archive import Content, Item, Rendition, Role


def count_pages(contents: Sequence[Content], counted: Mapping[str, int]) -> int | None:
    """Pages of an item's paper; ``None`` where those of one of its files are unknown.

    A document and its copies are one paper: the scan of the signed paper says best how many pages that has, then the
    document, then its exported copy.

    Args:
        contents: its files.
        counted: path → pages, for documents that were counted elsewhere.
    """
    total = 0
    for content in contents:
        if content.twin:
            continue
        twins = [c for c in contents if c.twin == content.path]
        known = [
            *(c.pages for c in twins if c.role is Role.ORIGINAL),
            counted.get(content.path, content.pages),
            *(c.pages for c in twins if c.role is Role.CONVERTED),
        ]
        pages = next((p for p in known if p is not None), None)
        if pages is None:
            return None
        total += pages
    return total if contents else None


def with_renditions(
    items: Iterable[Item], renditions: Mapping[str, Rendition], counted: Mapping[str, int]
) -> tuple[Item, ...]:
    """The items with copies for reading, under paths of their own, and the pages that are known by them.

    Args:
        items: all items.
        renditions: path of a content → its copy; where that goes is decided here.
        counted: path of a content → pages, also where there is no copy.
    """
    taken: set[str] = set()
    return tuple(_rendered(item, renditions, counted, taken) for item in items)


def _rendered(item: Item, renditions: Mapping[str, Rendition], counted: Mapping[str, int], taken: set[str]) -> Item:
    made = []
    for content in item.contents:
        rendition = renditions.get(content.path)
        if rendition is None:
            continue
        path = PurePosixPath(content.path).with_suffix(".pdf").as_posix()
        if path.casefold() in taken:
            path = f"{content.path}.pdf"
        taken.add(path.casefold())
        made.append(replace(rendition, of=content.path, path=path))
    pages = item.pages if item.stated else count_pages(item.contents, counted)
    return replace(item, renditions=tuple(made), pages=pages)
