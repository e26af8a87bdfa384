"""Versions of a year's archive: what a new one has that the one before it has not, found and written down.

Compared is what the versions say of their items and hold of files, not when or by which program they were made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from docgen.archive.bag import DECLARATION_NAME, MANIFEST_NAME, PAYLOAD
from docgen.archive.codes import Code
from docgen.archive.copying import DigestingStream, FileDigest, Readable
from docgen.archive.itemsin import Described, described, read_described
from docgen.archive.layout import CHANGES, ITEMS, RECORDS, SOURCE
from docgen.archive.manifest import read_manifest
from docgen.archive.xmlin import BadXml, elements
from docgen.archive.xmlout import XmlOut, xml_document
from docgen.errors import IntegrityError
from docgen.model.archive import Change, Changes, Package

CHANGES_NS = "urn:docgen:changes:1"
_ROOT = "版本变更"
_PREVIOUS = "上一版"
_ADDED, _CHANGED, _WITHDRAWN, _SOURCE = "增加", "改动", "撤下", "来源"
_TITLE, _WHAT, _NUMBER = "题名", "事项", "件号"
#: Stands for the files of an item where what differs is listed.
_FILES = "电子文件"
_VERSION = re.compile(r"-v([1-9][0-9]*)")


def _c(name: str) -> str:
    return f"{{{CHANGES_NS}}}{name}"


def version_id(base: str, number: int) -> str:
    """The id of a version: the first has the year's own."""
    return base if number == 1 else f"{base}-v{number}"


def version_of_name(name: str) -> tuple[str, int]:
    """The id of the first version, and the ordinal of the version of this name."""
    base, _, rest = name.rpartition("-v")
    match = _VERSION.fullmatch(f"-v{rest}")
    return (base, int(match[1])) if base and match and int(match[1]) > 1 else (name, 1)


def versions_in(folder: Path, base: str) -> dict[int, Path]:
    """The versions of a year's package that stand in a folder, by ordinal.

    Raises:
        OSError: the folder can not be listed.
    """
    found = {}
    for path in folder.glob(f"{base}*") if folder.is_dir() else ():
        rest = path.name.removeprefix(base)
        match = _VERSION.fullmatch(rest)
        number = int(match[1]) if match else 0 if rest else 1
        if number and path.name == version_id(base, number) and (path / DECLARATION_NAME).is_file():
            found[number] = path
    return dict(sorted(found.items()))


def compare(package: Package, digests: Mapping[str, FileDigest], sources: Mapping[str, str], before: Path) -> Changes:
    """What a package has that a version before it has not.

    Args:
        package: what would be packed now.
        digests: of its contents, by ``Content.path``.
        sources: SHA-256 of its sources, by name.
        before: root of the bag of the version before.

    Raises:
        IntegrityError: the version before can not be read.
    """
    root = before / PAYLOAD / before.name
    try:
        old = {one.number: one for one in read_described(root.joinpath(*ITEMS.split("/")))}
        manifest = read_manifest((before / MANIFEST_NAME).read_text(encoding="utf-8")).entries
    except (BadXml, OSError, UnicodeDecodeError) as error:
        raise IntegrityError(
            f"已有的归档包读不出来，无法比较：{error}",
            place=str(before),
            code=str(Code.UNREADABLE),
            remedy="用 docgen verify 核对它，用备份恢复；不再要它时移到别处，再重新运行。",
        ) from error
    new = {item.number: described(item, digests) for item in package.items}
    prefix = f"{PAYLOAD}/{before.name}/{SOURCE}/"
    held = {path.removeprefix(prefix): digest for path, digest in manifest.items() if path.startswith(prefix)}
    held = {name: digest for name, digest in held.items() if not name.startswith(f"{RECORDS}/")}
    names = sorted(name for name in held.keys() | sources.keys() if held.get(name) != sources.get(name))
    both = ((number, _differences(old[number], new[number])) for number in sorted(old.keys() & new.keys()))
    return Changes(
        previous=before.name,
        added=_changes(new, new.keys() - old.keys()),
        changed=tuple(Change(number, new[number].title, what) for number, what in both if what),
        withdrawn=_changes(old, old.keys() - new.keys()),
        sources=tuple(names),
    )


def _changes(items: Mapping[str, Described], numbers: Iterable[str]) -> tuple[Change, ...]:
    return tuple(Change(number, items[number].title) for number in sorted(numbers))


def _differences(old: Described, new: Described) -> tuple[str, ...]:
    """Names of the facts that differ, in the order of the lists."""
    names = dict.fromkeys(chain(new.facts, old.facts))
    found = [name for name in names if old.facts.get(name) != new.facts.get(name)]
    return (*found, *([_FILES] if (old.files, old.renditions) != (new.files, new.renditions) else ()))


def write_changes(stream: DigestingStream, package_id: str, changes: Changes) -> None:
    """Write down what a version has that the one before it has not."""
    attributes = {"包": package_id, _PREVIOUS: changes.previous}
    with xml_document(stream) as out, out.inside(_c(_ROOT), attributes, {None: CHANGES_NS}):
        for kind, found in (
            (_ADDED, changes.added),
            (_CHANGED, changes.changed),
            (_WITHDRAWN, changes.withdrawn),
        ):
            for change in found:
                _write(out, kind, change)
        for name in changes.sources:
            out.leaf(_c(_SOURCE), name)


def _write(out: XmlOut, kind: str, change: Change) -> None:
    with out.inside(_c(kind), {_NUMBER: change.number}):
        out.leaf(_c(_TITLE), change.title)
        for what in change.what:
            out.leaf(_c(_WHAT), what)


def read_changes(path: Readable) -> Changes:
    """Read what a version wrote down.

    Raises:
        BadXml: it is not well-formed or breaks its schema.
        OSError: it can not be read.
    """
    found: dict[str, list[Change]] = {_ADDED: [], _CHANGED: [], _WITHDRAWN: []}
    sources: list[str] = []
    previous = ""
    for event, element in elements(path, frozenset(_c(kind) for kind in found), "changes.xsd"):
        name = element.tag.removeprefix(_c(""))
        if event == "start":
            previous = element.get(_PREVIOUS) if name == _ROOT else previous
        elif name in found:
            what = tuple(one.text for one in element.iterchildren(_c(_WHAT)))
            found[name].append(Change(element.get(_NUMBER), element.findtext(_c(_TITLE), ""), what))
        elif name == _SOURCE:
            sources.append(element.text)
    added, changed, withdrawn = (tuple(found[kind]) for kind in (_ADDED, _CHANGED, _WITHDRAWN))
    return Changes(previous, added, changed, withdrawn, tuple(sources))


def changes_of(bag: Path) -> Changes | None:
    """What a standing version says it has more or less than the one before it; ``None`` for a first one.

    Raises:
        IntegrityError: it can not be read.
    """
    path = (bag / PAYLOAD / bag.name).joinpath(*CHANGES.split("/"))
    if not path.is_file():
        return None
    try:
        return read_changes(path)
    except (BadXml, OSError) as error:
        raise IntegrityError(f"归档包的变更目录读不出来：{error}", place=str(path), code=str(Code.CHANGES)) from error
