"""What a package holds of the workspace it was made from, and where each file belongs there.

The lists of a package are text that anybody may have written: no place they name is trusted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive.bag import INFO_NAME, MANIFEST_NAME, PAYLOAD, TAG_MANIFEST_NAME, read_info
from docgen.archive.changes import changes_of, version_of_name
from docgen.archive.itemsin import read_described
from docgen.archive.layout import ITEMS, ORIGINALS, RECORDS, SOURCE, content_path
from docgen.archive.manifest import leaves_folder, read_manifest
from docgen.archive.xmlin import BadXml
from docgen.errors import IntegrityError, UnreadableFile


@dataclass(frozen=True, slots=True)
class Held:
    """What a package holds.

    Attributes:
        bag: its root.
        day: when it was made, as its bag says.
        digests: SHA-256 of every file but the tag manifest, by path from the root.
        sources: name of a source → its path from the root; docgen's own records are not among them.
        records: name of a record of docgen's own → its path from the root.
        places: place in the workspace → path from the root, for the files of the items.
        unplaced: files of items that no place is known of.
        numbers: key of an item → its working number.
        codes: working number → archival code.
    """

    bag: Path
    day: str
    digests: Mapping[str, str]
    sources: Mapping[str, str]
    records: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


def identifier(bag: Path) -> str:
    """The id of a package of ours, which its folder had when it was made; empty where it is none."""
    found = [path.parents[2].name for path in bag.glob(f"{PAYLOAD}/*/{ITEMS}")]
    return found[0] if len(found) == 1 else ""


def newest(folder: Path) -> dict[str, Path]:
    """The newest version of each package in a folder: id of the first version → root of the newest one."""
    found: dict[str, tuple[int, Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_dir() and identifier(path) == path.name:
            base, number = version_of_name(path.name)
            found[base] = max(found.get(base, (0, path)), (number, path))
    return {base: path for base, (_, path) in found.items()}


def followed(bag: Path) -> tuple[list[Path], list[str]]:
    """The versions a package follows that stand beside it, the newest first; and the ids of those that do not.

    Raises:
        IntegrityError: the list of changes of one can not be read.
    """
    here: list[Path] = []
    seen = {bag.name}
    current = bag
    while (changes := changes_of(current)) is not None and changes.previous not in seen:
        seen.add(changes.previous)
        current = bag.parent / changes.previous
        if leaves_folder(changes.previous) or identifier(current) != changes.previous:
            return here, [changes.previous]
        here.append(current)
    return here, []


def held_by(bag: Path) -> Held:
    """Read the lists of a package that was verified.

    Raises:
        UnreadableFile: they can not be read.
        IntegrityError: an item has a file that is in no manifest, or two of its files belong in the same place.
    """
    name = identifier(bag)
    root = f"{PAYLOAD}/{name}"
    try:
        digests = {
            path: digest
            for manifest in (MANIFEST_NAME, TAG_MANIFEST_NAME)
            for path, digest in read_manifest((bag / manifest).read_text(encoding="utf-8")).entries.items()
        }
        labels, _ = read_info((bag / INFO_NAME).read_text(encoding="utf-8"))
        items = list(read_described(bag.joinpath(PAYLOAD, name, *ITEMS.split("/"))))
    except (BadXml, OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"归档包的目录读不出来：{error}", place=str(bag)) from error
    prefix, own = f"{root}/{SOURCE}/", f"{root}/{SOURCE}/{RECORDS}/"
    sources = {path.removeprefix(prefix): path for path in digests if path.startswith(prefix)}
    places: dict[str, str] = {}
    unplaced = []
    for facts in (dict(file) for item in items for file in item.files):
        path = f"{root}/{content_path(ORIGINALS, facts['计算机文件名'])}"
        place = facts.get("工作区路径", "")
        if path not in digests:
            raise IntegrityError("件目录列出的文件不在清单里", place=facts["计算机文件名"])
        if not place:
            unplaced.append(facts["计算机文件名"])
        elif digests[places.setdefault(place, path)] != digests[path]:
            raise IntegrityError("归档包的目录里，两个不同的文件写着同一个位置", place=place)
    return Held(
        bag=bag,
        day=next(iter(labels.get("bagging-date", [])), ""),
        digests=digests,
        sources={n: path for n, path in sources.items() if not path.startswith(own)},
        records={path.removeprefix(own): path for path in digests if path.startswith(own)},
        places=places,
        unplaced=tuple(unplaced),
        numbers={item.facts["标识"]: item.number for item in items if item.facts.get("标识")},
        codes={item.number: item.facts["档号"] for item in items if item.facts.get("档号")},
    )


def unsafe(places: Iterable[str], folders: Iterable[str]) -> list[str]:
    """The places that are not below one of these folders of a workspace, or might not be on some system."""
    allowed = tuple(f"{folder}/" for folder in folders)
    return [place for place in places if not place.startswith(allowed) or leaves_folder(place) or not _plain(place)]


def _plain(place: str) -> bool:
    return all(
        part not in ("", ".") and not any(unicodedata.category(c) in ("Cc", "Cs") for c in part)
        for part in place.split("/")
    )
