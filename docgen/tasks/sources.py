"""What a year can be restored from, besides its items: data, settings, templates, other files, docgen's own records.

All of it goes into the package. What follows from the rest, docgen's records, never counts as a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from docgen.archive.layout import RECORDS
from docgen.engine.items import Filled
from docgen.load.settings import FILE
from docgen.model.archive import Item
from docgen.model.names import safe_name
from docgen.tasks.pdfs import WORD_ENDINGS
from docgen.tasks.year import Year
from docgen.write.tables import table_bytes

#: Where the files that are in no item go, by their names in the package.
PLACES, PLACE_COLUMNS = f"{RECORDS}/未归件.csv", ("包内", "工作区路径")


def sources_of(year: Year, rest: Mapping[str, Path]) -> dict[str, Path]:
    """The files a year is restored from: name in the package → file.

    Args:
        year: the year.
        rest: files that are in no item, by their place in the workspace.

    Raises:
        MissingFile: there are no data.
    """
    workspace = year.workspace
    sources = {FILE: workspace.root / FILE}
    for path in workspace.data(year.year):
        sources[workspace.shown(path)] = path
    for path in sorted(workspace.own_templates.glob("*")):
        if path.is_file() and path.suffix in WORD_ENDINGS and not path.name.startswith("~$"):
            sources[workspace.shown(path)] = path
    return sources | {name: rest[place] for name, place in packed_names(rest).items()}


def in_no_item(year: Year, present: Iterable[Filled], items: Iterable[Item]) -> dict[str, Path]:
    """Documents filed in another year, and attachments that rows name but nothing files: place → file."""
    workspace = year.workspace
    collected = {content.source for item in items for content in item.contents}
    rest = {one.place: one.info.path for one in present if one.info.path not in collected}
    root = workspace.attachments.resolve()
    for fact in year.files.values():
        for name in fact.files:
            if root / name not in collected:
                rest[f"{workspace.shown(workspace.attachments)}/{name}"] = root / name
    return dict(sorted(rest.items()))


def packed_names(places: Iterable[str]) -> dict[str, str]:
    """Short names that are good on every system, in a folder named like the first of the place: name → place."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for place in places:
        path = PurePosixPath(place)
        ending = f".{safe_name(path.suffix[1:])}" if path.suffix[1:] else ""
        stem = f"{path.parts[0]}/{safe_name(path.stem)}"
        name, count = f"{stem}{ending}", 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}_{count}{ending}"
        taken.add(name.casefold())
        names[name] = place
    return names


def places_table(places: Iterable[str]) -> dict[str, bytes]:
    """The list that tells where each of them goes; none where there are none."""
    names = packed_names(places)
    return {PLACES: table_bytes(PLACE_COLUMNS, sorted(names.items()))} if names else {}
