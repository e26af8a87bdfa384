"""What has been printed, and what to print again after a change: labels, box papers and documents, box by box.

The memory holds a digest of everything as it was first issued or last printed again. ``docgen labels --changed`` prints
what differs and takes note of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.load.settings import Workspace
from docgen.render.label.labels import label_contents
from docgen.render.label.views import LabelLayout
from docgen.tasks.gather import Archive
from docgen.write.memory import Memory
from docgen.write.tables import read_table, write_table

FILE, COLUMNS = "打印.csv", ("所在", "物", "摘要")
BOX = "盒 "

#: Where something is and what it is → digest of what is printed on it.
Printed = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Reprint:
    """What differs from what was printed.

    Attributes:
        replace: where and what is printed differently now.
        withdraw: where and what is no longer there.
    """

    replace: tuple[tuple[str, str], ...] = ()
    withdraw: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.replace or self.withdraw)

    def places(self) -> dict[str, list[str]]:
        """Box → what to do there, in words."""
        found: dict[str, list[str]] = {}
        for where, what in self.replace:
            found.setdefault(where, []).append(what)
        for where, what in self.withdraw:
            found.setdefault(where, []).append(f"{what}（取出）")
        return found

    def labels(self) -> dict[str, set[str]]:
        """Kind of label or paper → numbers of the boxes whose one changed."""
        found: dict[str, set[str]] = {}
        for where, what in self.replace:
            found.setdefault(what, set()).add(where.partition(" ")[2])
        return found


#: Nothing differs.
NOTHING = Reprint()


def printed_now(archive: Archive, layout: LabelLayout, workspace: Workspace) -> Printed:
    """Everything that is printed for the boxes of an archive, as it is now."""
    now: Printed = {}
    for kind, number, text in label_contents(archive.package, archive.boxes, layout):
        now[f"{BOX}{number}", kind] = hashlib.sha256(text.encode()).hexdigest()[:16]
    year = archive.package.year
    memory = Memory(workspace.memory(year))
    folder = workspace.documents(year)
    digests = {folder / w.path: w.digest for w in memory.documents.values()}
    items = {item.number: item for item in archive.package.items}
    for box in archive.boxes:
        for number in box.items:
            for content in items[number].contents:
                digest = digests.get(content.source)
                if digest is not None:
                    now[f"{BOX}{box.number}", f"{number} {content.path.rpartition('/')[2]}"] = digest[:16]
    return now


def read_printed(folder: Path) -> Printed:
    """What was printed, from the memory of a year.

    Raises:
        InputError: it is damaged.
    """
    return {(where, what): digest for where, what, digest in read_table(folder / FILE, COLUMNS)}


def compare(before: Mapping[tuple[str, str], str], now: Mapping[tuple[str, str], str]) -> Reprint:
    """What was printed and is different now, or gone."""
    replace = tuple(key for key in now if key in before and before[key] != now[key])
    return Reprint(replace, tuple(key for key in before if key not in now))


def note_printed(folder: Path, now: Mapping[tuple[str, str], str], again: Iterable[tuple[str, str]]) -> None:
    """Take note of what is issued for the first time, and of what was printed again.

    Args:
        folder: the memory of the year.
        now: everything as it is now.
        again: what was printed again or taken out.

    Raises:
        OutputError: it can not be written.
    """
    write_table(folder / FILE, COLUMNS, noted(folder, now, again))


def noted(folder: Path, now: Mapping[tuple[str, str], str], again: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The same as rows; see :func:`note_printed`."""
    before = read_printed(folder)
    fresh = set(again)
    kept = {key: digest for key, digest in before.items() if key not in fresh}
    return [(*key, digest) for key, digest in sorted({**now, **kept}.items())]
