"""``docgen discs burnt``: a burnt disc is compared with its folder and written down; what is written down stays.

All discs of a set name each other's files, so the first one that is written down settles the whole set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docgen.archive.carrierlayout import LAYOUTS
from docgen.archive.layout import RECORDS
from docgen.archive.setlist import DISC_MANIFEST, SET_CATALOGUE, SetList, read_set_catalogue
from docgen.archive.verify import verify_path
from docgen.archive.verify_disc import disc_number
from docgen.archive.walk import walk
from docgen.archive.xmlin import BadXml
from docgen.errors import IntegrityError, MissingFile
from docgen.load.settings import Workspace
from docgen.model.archive import Content, Item
from docgen.model.finding import Finding, Severity
from docgen.tasks.digests import Digests
from docgen.tasks.publish import keep
from docgen.write.lock import workspace_lock
from docgen.write.tables import read_table, write_table

DISCS = "光盘"
RECORD, RECORD_COLUMNS = "光盘.csv", ("光盘", "套", "套别", "日期", "清单摘要", "核对")
FILES, FILE_COLUMNS = "光盘文件.csv", ("套", "盘", "路径", "SHA-256")
COMPARED, UNCOMPARED = "与光盘文件夹逐个核对一致", "未核对光盘"


@dataclass(frozen=True)
class BurntRequest:
    """Which disc was burnt.

    Attributes:
        disc: its folder (``D01``) or its whole name.
        copy: which copy it is: sealed, for use, off site.
        check: the burnt disc itself; ``None`` where it is not in a drive.
        day: when it was burnt.
    """

    workspace: Workspace
    year: int
    disc: str
    copy: str
    check: Path | None
    day: date


@dataclass(frozen=True)
class BurntResult:
    """What was written down: the disc's name, its set, how many discs that has, and whether the disc was read."""

    disc: str
    set: str
    total: int
    files: int
    compared: bool


def set_of(disc: str) -> str:
    """The set of a disc, by its name."""
    return disc.rpartition("-D")[0]


def burnt(request: BurntRequest) -> BurntResult:
    """Compare a burnt disc with its folder and write it down.

    Raises:
        MissingFile: there is no such disc, or nothing where the burnt one should be.
        IntegrityError: folder or disc are damaged, or differ; nothing is written down.
        OutputError: it can not be written down.
    """
    workspace = request.workspace
    with workspace_lock(workspace.memories):
        folder, name, catalogue = _find(workspace.archive(request.year), request.disc)
        _verified([folder] if request.check is None else [folder, request.check])
        manifest = (folder / DISC_MANIFEST).read_bytes()
        if request.check is not None and (request.check / DISC_MANIFEST).read_bytes() != manifest:
            raise IntegrityError(
                f"光盘的内容与 {name} 的文件夹不同，没有登记",
                place=str(request.check),
                remedy="看是不是放错了盘；不是的话重新刻录。",
            )
        memory = workspace.memory(request.year)
        series = set_of(name)
        done = COMPARED if request.check else UNCOMPARED
        row = [name, series, request.copy, request.day.isoformat(), hashlib.sha256(manifest).hexdigest(), done]
        rows = [old for old in read_table(memory / RECORD, RECORD_COLUMNS) if old[:3] != row[:3]]
        files = [old for old in read_table(memory / FILES, FILE_COLUMNS) if old[0] != series]
        files += [[series, str(f.disc), f.path, f.digest.sha256] for f in catalogue.files.values()]
        # The package is older than its discs: what is written down of them stands beside it as well.
        for place in (memory, workspace.archive(request.year) / RECORDS):
            # The files come first: a disc that is written down without them would be planned again.
            write_table(place / FILES, FILE_COLUMNS, files)
            write_table(place / RECORD, RECORD_COLUMNS, sorted([*rows, row]))
        return BurntResult(name, series, catalogue.total, len(walk(folder).files), request.check is not None)


def _find(archive: Path, wanted: str) -> tuple[Path, str, SetList]:
    """The folder of a disc, its name, and the catalogue of its set."""
    known = []
    for place in sorted(archive.glob(f"{DISCS}*/*/{SET_CATALOGUE}")):
        folder = place.parents[1]
        catalogue = _catalogue(place)
        number = disc_number(walk(folder), folder.name, catalogue)
        name = catalogue.discs.get(number or 0, "")
        known.append(name)
        if wanted == name or (wanted == folder.name and folder.parent.name == DISCS):
            return folder, name, catalogue
    shown = f"现有：{'、'.join(known)}。" if known else "先运行 docgen package。"
    raise MissingFile(f"归档里没有光盘 {wanted}", place=str(archive / DISCS), remedy=shown)


def _catalogue(place: Path) -> SetList:
    try:
        return read_set_catalogue(place)
    except (BadXml, OSError) as error:
        raise IntegrityError(f"光盘的全套目录读不出来：{error}", place=str(place)) from error


def _verified(folders: Sequence[Path]) -> None:
    found: list[Finding] = []
    for folder in folders:
        found += [f for f in verify_path(folder).findings if f.severity is Severity.ERROR]
    if found:
        raise IntegrityError("光盘或它的文件夹核对不一致，没有登记", findings=tuple(found))


def keep_settled(target: Path, stage: Path, settled: Sequence[str]) -> None:
    """Let the discs of a settled set stand beside the new ones, in a folder of the set's name.

    Raises:
        OutputError: the system refuses.
    """
    for place in sorted((target / DISCS).glob(f"*/{SET_CATALOGUE}"))[:1]:
        names = read_set_catalogue(place).discs.values()
        for series in sorted({set_of(name) for name in names} & set(settled)):
            keep(target / DISCS, stage, f"{DISCS}-{series}")


def settled_sets(memory: Path) -> tuple[str, ...]:
    """The sets of which a disc was written down."""
    return tuple(sorted({row[1] for row in read_table(memory / RECORD, RECORD_COLUMNS)}))


def discs_to_burn(archive: Path, memory: Path) -> tuple[str, ...]:
    """Discs whose folders lie in the archive and of which no copy was written down.

    Raises:
        InputError: the record is damaged.
        IntegrityError: the catalogue of a set can not be read.
    """
    burnt = {row[0] for row in read_table(memory / RECORD, RECORD_COLUMNS)}
    names: set[str] = set()
    for place in archive.glob(f"{DISCS}*/*/{SET_CATALOGUE}"):
        names |= set(_catalogue(place).discs.values())
    return tuple(sorted(names - burnt))


def not_settled(items: Sequence[Item], year: int, memory: Path, root: Path) -> tuple[Item, ...]:
    """The items without the files that lie, as they are now, on discs of settled sets.

    Args:
        items: all items of the year.
        year: the year.
        memory: docgen's records of the year.
        root: the workspace.

    Raises:
        InputError: a record is damaged, or a file can not be read.
    """
    sets = settled_sets(memory)
    on_disc: dict[str, set[str]] = {}
    for series, _, path, sha256 in read_table(memory / FILES, FILE_COLUMNS):
        if series in sets:
            on_disc.setdefault(path, set()).add(sha256)
    if not on_disc:
        return tuple(items)

    def known(item: Item, content: Content) -> set[str]:
        """Digests of what lies where the file would lie, in whichever layout the set has."""
        places = (layout.path(year, item.archival_code, content.path) for layout in LAYOUTS.values())
        return {digest for place in places for digest in on_disc.get(place, ())}

    digests = Digests(memory, root).of([c.source for item in items for c in item.contents if known(item, c)])

    def lies_there(item: Item, content: Content) -> bool:
        there = known(item, content)
        return bool(there) and digests[content.source].sha256 in there

    return tuple(replace(item, contents=tuple(c for c in item.contents if not lies_there(item, c))) for item in items)
