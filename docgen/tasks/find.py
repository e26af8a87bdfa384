"""``docgen find``: which box, disc and file something is, from a scanned code, a number, or words of a title.

Asked are the archives that stand in the workspace and docgen's memory of its boxes; nothing is computed anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.archive import ArchiveLists, ListedItem, read_lists
from docgen.errors import InputError
from docgen.load.settings import Workspace
from docgen.model.standard import Standard
from docgen.render.holdings import Titles
from docgen.tasks.gather import recorded_boxes

#: The line of a readable code that names what it is on.
_CODE_LINE = re.compile(r"编号：(\S+)")


class NothingFound(InputError):
    """Nothing answers to what was asked for."""

    code = "input.nothing-found"
    remedy = "少写几个字，或写件号、盒号、光盘编号；看年份对不对，还没有归档的资料找不到。"


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item and where it is.

    Attributes:
        year: the year it is filed in.
        item: what its package says of it.
        box: number of its box, empty where it has no paper.
        box_id: what the spine of the box says.
        discs: names of the discs its files are on.
        files: its files in the package.
    """

    year: int
    item: ListedItem
    box: str
    box_id: str
    discs: tuple[str, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        what: ``box``, ``disc`` or ``item``.
        name: the box or disc, empty for items.
        place: the folder of a disc, where there is one.
        items: the items found, or those of the box or disc, in order.
    """

    what: str
    name: str
    place: Path | None
    items: tuple[FoundItem, ...]


def find(workspace: Workspace, standard: Standard, text: str, year: int | None) -> Found:
    """Find a box, a disc or items.

    Args:
        workspace: the studio's folder.
        standard: its standard.
        text: a scanned text, a number or id, or words of a title.
        year: only this year; ``None`` for all years.

    Raises:
        NothingFound: nothing answers to it, or nothing is packed yet.
        InputError: docgen's memory is damaged.
    """
    wanted = _wanted(text)
    shelves = [_Shelf.open(workspace, standard, found) for found in _years(workspace, year)]
    for shelf in shelves:
        found = shelf.place(wanted)
        if found is not None:
            return found
    items = [item for shelf in shelves for item in shelf.items if _answers(item, wanted)]
    exact = [i for i in items if wanted in (_plain(i.item.number), _plain(i.item.code))]
    if not items:
        raise NothingFound(f"没有找到“{text.strip()}”")
    return Found("item", "", None, tuple(exact or items))


def _wanted(text: str) -> str:
    match = _CODE_LINE.search(text)
    return _plain(match[1] if match else text)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _answers(found: FoundItem, wanted: str) -> bool:
    """Whether all words stand in the item's titles, numbers or file names."""
    item = found.item
    said = _plain("\n".join((item.number, item.code, item.title, item.document_number, item.folder, *item.paths)))
    return all(word in said for word in wanted.split())


def _years(workspace: Workspace, year: int | None) -> Iterator[tuple[int, Path]]:
    """The years with an archive, the newest first."""
    folders = [p for p in workspace.archives.glob("*") if p.name.isascii() and p.name.isdigit() and p.is_dir()]
    for folder in sorted(folders, key=lambda p: -int(p.name)):
        if year in (None, int(folder.name)):
            yield int(folder.name), folder


@dataclass(frozen=True)
class _Shelf:
    """A year's archive with its boxes and discs."""

    year: int
    folder: Path
    lists: ArchiveLists
    items: tuple[FoundItem, ...]
    ids: Mapping[str, str]

    @classmethod
    def open(cls, workspace: Workspace, standard: Standard, place: tuple[int, Path]) -> _Shelf:
        year, folder = place
        lists = read_lists(folder)
        prefix = Titles.of(standard).prefix
        boxes = recorded_boxes(workspace.memory(year))
        box_of = {number: box for box, numbers in boxes.items() for number in numbers}
        ids = {box: f"{prefix}{year}-{box}" for box in boxes}
        items = []
        for item in lists.items:
            box = box_of.get(item.number, "")
            discs = tuple(dict.fromkeys(lists.discs[path] for path in item.paths if path in lists.discs))
            files = tuple(lists.content / path for path in item.paths)
            items.append(FoundItem(year, item, box, ids.get(box, ""), discs, files))
        return cls(year, folder, lists, tuple(items), ids)

    def place(self, wanted: str) -> Found | None:
        """The box or disc of this name."""
        for box, name in self.ids.items():
            # On a spine the total may stand behind the number: 07-1/2.
            if wanted.partition("/")[0] in (_plain(box), _plain(name)):
                return Found("box", name, None, tuple(i for i in self.items if i.box == box))
        for disc, folder in self.lists.folders.items():
            if wanted == _plain(disc):
                return Found("disc", disc, folder, tuple(i for i in self.items if disc in i.discs))
        return None
