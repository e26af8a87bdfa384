"""What the archive of a year says it holds: the items of its newest package, and which disc each file is on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive.bag import PAYLOAD
from docgen.archive.carrierlayout import LAYOUTS
from docgen.archive.itemsin import ListedItem, read_items
from docgen.archive.layout import ITEMS, ORIGINALS, content_path
from docgen.archive.setlist import SET_CATALOGUE, SetList, read_set_catalogue
from docgen.archive.xmlin import BadXml
from docgen.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class ArchiveLists:
    """What an archive holds.

    Attributes:
        items: the items of its newest package; none where there is no package.
        content: the folder their paths begin at.
        discs: path of a file → name of the disc it is on.
        folders: name of a disc → its folder; ``None`` where there is none.
    """

    items: tuple[ListedItem, ...] = ()
    content: Path = Path()
    discs: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, Path | None] = field(default_factory=dict)


def read_lists(folder: Path) -> ArchiveLists:
    """Read the lists of a year's archive.

    Raises:
        UnreadableFile: a list is damaged or can not be read.
    """
    packages = [path.parents[2] for path in folder.glob(f"*/{PAYLOAD}/*/{ITEMS}")]
    if not packages:
        return ArchiveLists()
    # A later version of a package stands beside the first one, with -v2 behind its name.
    root = max(packages, key=lambda path: _natural(path.parents[1].name))
    place = root / ITEMS
    try:
        items = tuple(read_items(place))
        catalogue = SetList()
        for place in sorted(folder.glob(f"*/*/{SET_CATALOGUE}"))[:1]:
            catalogue = read_set_catalogue(place)
    except (BadXml, OSError) as error:
        raise UnreadableFile(f"归档里的目录读不出来：{error}", place=str(place)) from error
    discs = {}
    for item in items:
        for path in item.paths:
            places = (layout.path(int(folder.name), item.code, path) for layout in LAYOUTS.values())
            file = next((catalogue.files[place] for place in places if place in catalogue.files), None)
            if file is not None:
                discs[path] = catalogue.discs[file.disc]
    return ArchiveLists(items, root / content_path(ORIGINALS, ""), discs, _folders(folder, catalogue))


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", name)]


def _folders(folder: Path, catalogue: SetList) -> dict[str, Path | None]:
    found: dict[str, Path | None] = {}
    for number, name in catalogue.discs.items():
        found[name] = next(iter(folder.glob(f"*/D{number:02d}")), None)
    return found
