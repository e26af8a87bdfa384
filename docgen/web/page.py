"""The offline page: the three levels of the catalogue, every item with its files, pictures with what they show.

Everything is in the HTML: the script only hides, searches and shows larger. So the page reads and prints the same where
scripts are off. Browsers refuse neighbours and modules of a ``file:`` page: style and script stand in the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

#: What browsers show in a page; other pictures and films are links only.
IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"})
VIDEOS = frozenset({"video/mp4", "video/webm"})
#: Nothing is loaded but pictures and films that lie beside the page.
_POLICY = (
    "default-src 'none'; img-src 'self' file: data:; media-src 'self' file:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'"
)
_NOT_ANCHOR = re.compile(r"[^0-9A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class File:
    """A file of an item.

    Attributes:
        name: its name.
        href: where it is, percent-encoded; empty where it is not here.
        note: what is said behind it.
        kind: ``image`` or ``video`` where a browser can show it, else empty.
        thumb: a small picture of it, percent-encoded; empty where there is none.
        caption: what a picture shows, name and value.
    """

    name: str
    href: str
    note: str = ""
    kind: str = ""
    thumb: str = ""
    caption: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An item; ``places`` are the cells behind its files, such as box and disc."""

    number: str
    title: str
    date: str
    files: tuple[File, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A third level of the catalogue.

    Attributes:
        label: number and title.
        entries: its items that may be shown.
        count: how many items it has in all.
        hidden: a row (HTML cells) about those that may not be shown, empty for none.
    """

    label: str
    entries: tuple[Entry, ...]
    count: int
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A second level of the catalogue."""

    label: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        title: of the page.
        top: first level of the catalogue.
        about: a line below the title.
        intro: HTML that stands first: what there is, and where.
        places: heads of the columns behind the files.
        categories: the second level.
        foot: a line at the end.
    """

    title: str
    top: str
    about: str
    intro: str
    places: tuple[str, ...]
    categories: tuple[Category, ...]
    foot: str


def anchor(label: str) -> str:
    """The anchor of a category by its number: ``c01`` of ``01 往来``."""
    return f"c{_NOT_ANCHOR.sub('', label.partition(' ')[0])}"


def link(path: str, text: str) -> str:
    """A link to a path beside the page."""
    return f'<a href="{quote(path, safe="/")}">{escape(text)}</a>'


def file_kind(media_type: str) -> str:
    """How a browser shows a file: ``image``, ``video`` or not at all."""
    return "image" if media_type in IMAGES else "video" if media_type in VIDEOS else ""


@cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def page_lines(page: Page) -> Iterator[str]:
    """The page, piece by piece."""
    title = escape(page.title)
    yield '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    # Hidden from the first moment: laying out 20,000 rows while they arrive takes half a minute.
    yield '<script>document.documentElement.className = "js";</script>'
    yield f"<title>{title}</title>\n<style>\n{_asset('page.css')}</style>\n</head>\n<body>"
    yield f'<header>\n<h1>{title}</h1>\n<p class="q">{escape(page.about)}</p>'
    yield (
        '<div id="tools" hidden><input id="search" type="search" autocomplete="off" '
        'placeholder="搜索：题名、编号、日期、地点、人物……" aria-label="搜索">'
        '<button id="wall-button" type="button">照片墙</button></div>\n</header>'
    )
    yield '<div class="frame">'
    yield from _tree(page)
    yield f'<main>\n<section class="part" id="home">\n{page.intro}</section>'
    for category in page.categories:
        yield from _category(category, page.places)
    yield '<section id="hits" hidden></section>\n<section id="wall" hidden></section>\n</main>\n</div>'
    yield f"<footer>{escape(page.foot)}</footer>"
    yield '<div id="show" role="dialog" hidden></div>'
    yield f"<script>\n{_asset('page.js')}</script>\n</body>\n</html>"


def _tree(page: Page) -> Iterator[str]:
    yield f'<nav aria-label="目录">\n<p><a href="#home">{escape(page.top)}</a></p>'
    for category in page.categories:
        name = anchor(category.label)
        count = sum(group.count for group in category.groups)
        yield (
            f'<details><summary><a href="#{name}">{escape(category.label)}</a> <span class="q">{count}</span>'
            "</summary><ul>"
        )
        for number, group in enumerate(category.groups, 1):
            label = f'<a href="#{name}-{number}">{escape(group.label)}</a>'
            yield f'<li>{label} <span class="q">{group.count}</span></li>'
        yield "</ul></details>"
    yield "</nav>"


def _category(category: Category, places: Sequence[str]) -> Iterator[str]:
    name = anchor(category.label)
    yield f'<section class="part" id="{name}">\n<h2>{escape(category.label)}</h2>'
    heads = ("件号", "题名", "日期", "文件", *places)
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    for number, group in enumerate(category.groups, 1):
        yield f'<h3 id="{name}-{number}">{escape(group.label)}　<span class="q">{group.count} 件</span></h3>'
        yield f'<table class="items"><thead><tr>{head}</tr></thead><tbody>'
        if group.hidden:
            yield f"<tr>{group.hidden}</tr>"
        yield from (_row(entry) for entry in group.entries)
        yield "</tbody></table>"
    yield "</section>"


def _row(entry: Entry) -> str:
    files = "".join(f"<div>{_file(file)}</div>" for file in entry.files) or '<span class="q">只有纸质</span>'
    places = "".join(f"<td>{escape(place)}</td>" for place in entry.places)
    return (
        f'<tr class="i"><td class="w">{escape(entry.number)}</td><td>{escape(entry.title)}</td>'
        f'<td class="w">{escape(_dotted(entry.date))}</td><td>{files}</td>{places}</tr>'
    )


def _dotted(date: str) -> str:
    return f"{date[:4]}.{date[4:6]}.{date[6:]}" if len(date) == 8 and date.isdigit() else date


def _file(file: File) -> str:
    name = escape(file.name)
    if file.href:
        kind = f' data-k="{file.kind}"' if file.kind else ""
        thumb = f' data-t="{file.thumb}"' if file.thumb else ""
        shown = f'<a href="{file.href}"{kind}{thumb}>{name}</a>'
    else:
        shown = f'<span class="off">{name}</span>'
    note = f' <span class="q">{escape(file.note)}</span>' if file.note else ""
    said = "".join(f"<span><b>{escape(key)}</b>{escape(value)}</span> " for key, value in file.caption)
    return f"{shown}{note}" + (f'<span class="c">{said.rstrip()}</span>' if said else "")
