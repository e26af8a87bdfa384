"""Which version of a year's archive a plan makes: the first, a new one beside those that stay, or none at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from docgen.archive.bag import INFO_NAME, PAYLOAD, SM3_MANIFEST_NAME, read_info
from docgen.archive.changes import changes_of, compare, version_id, versions_in
from docgen.archive.layout import SOURCE, Layout
from docgen.archive.package import PackageResult
from docgen.errors import InputError
from docgen.model.archive import Package
from docgen.render.guide_text import changes_text
from docgen.tasks.digests import Digests, Stamp, stamp
from docgen.tasks.gather import Archive
from docgen.tasks.home import workbook_digest
from docgen.write.tables import read_table, write_table

CHANGES_NAME = "变更说明.txt"
RECORD, RECORD_COLUMNS = "归档.csv", ("归档包", "方案摘要")


@dataclass(frozen=True)
class Version:
    """What is to be done with a plan.

    Attributes:
        archive: the plan, its package under the id of its version.
        new: a package is to be written; otherwise the latest one holds what would be packed.
        kept: the versions that stand and stay, the oldest first.
    """

    archive: Archive
    new: bool
    kept: tuple[Path, ...]

    def with_records(self, records: Mapping[str, bytes]) -> Version:
        """The same with docgen's own records in the package."""
        package = self.archive.package
        package = replace(package, records={**package.records, **records})
        return replace(self, archive=replace(self.archive, package=package))


def version_of(archive: Archive, target: Path, digests: Digests) -> Version:
    """Compare a plan with the latest version that stands.

    Args:
        archive: the plan; its package has the id of the year's first version.
        target: the year's archive, which may not exist yet.
        digests: what is known of the sources; more is read only where a version stands.

    Raises:
        IntegrityError: the latest version can not be read.
        InputError: a source can not be read.
    """
    package = archive.package
    versions = versions_in(target, package.id)
    kept = tuple(versions.values())
    if not versions:
        return Version(archive, True, kept)
    latest = max(versions)
    held = digests.of([c.source for item in package.items for c in item.contents] + list(package.sources.values()))
    contents = {c.path: held[c.source] for item in package.items for c in item.contents}
    before = versions[latest]
    sources = {name: _as_held(path, held[path].sha256, name, before) for name, path in package.sources.items()}
    changes = compare(package, contents, sources, before)
    if not changes:
        return Version(replace(archive, package=_standing(package, before)), False, kept)
    package = replace(package, id=version_id(package.id, latest + 1), changes=changes)
    documentation = {**package.documentation, CHANGES_NAME: changes_text(package, changes)}
    return Version(replace(archive, package=replace(package, documentation=documentation)), True, kept)


def _as_held(path: Path, digest: str, name: str, bag: Path) -> str:
    """The digest of a source; that of the copy in a package where they differ in docgen's own cells alone."""
    copy = bag.joinpath(PAYLOAD, bag.name, *f"{SOURCE}/{name}".split("/"))
    if path.suffix.lower() != ".xlsx" or not copy.is_file():
        return digest
    kept = copy.read_bytes()
    same = workbook_digest(kept) == workbook_digest(path.read_bytes())
    return hashlib.sha256(kept).hexdigest() if same else digest


def _standing(package: Package, bag: Path) -> Package:
    """The package as it stands: under its own id, of its own day, with the digests it has."""
    labels, _ = read_info((bag / INFO_NAME).read_text(encoding="utf-8"))
    dates = labels.get("bagging-date", [])
    created = package.created
    if dates:
        created = datetime.combine(date.fromisoformat(dates[0]), created.timetz())
    sm3 = (bag / SM3_MANIFEST_NAME).is_file()
    return replace(package, id=bag.name, created=created, changes=changes_of(bag), sm3=sm3)


def fingerprint(archive: Archive, how: object) -> str:
    """A digest of everything that labels, discs and reports are made from: the plan, and ``how`` they are made."""
    package = archive.package
    # Where the sources lie does not matter. The list of changes was written for the package alone, which says the same.
    items = tuple(
        replace(
            item,
            contents=tuple(replace(c, source=Path(c.path)) for c in item.contents),
            renditions=tuple(replace(r, source=Path(r.path)) for r in item.renditions),
        )
        for item in package.items
    )
    documentation = {name: data for name, data in package.documentation.items() if name != CHANGES_NAME}
    sources = dict.fromkeys(package.sources, Path())
    plain = replace(package, items=items, documentation=documentation, sources=sources, records={})
    # Numbers given before come in the order of the memory, those given now in that of the items.
    numbers, codes = dict(sorted(archive.numbers.items())), dict(sorted(archive.codes.items()))
    plan = replace(archive, package=plain, carried=(), numbers=numbers, codes=codes)
    return hashlib.sha256(repr((plan, how)).encode()).hexdigest()


def is_recorded(archive: Archive, how: object, folder: Path) -> bool:
    """The archive that stands was made from this very plan, everything beside the package included."""
    return [archive.package.id, fingerprint(archive, how)] in read_table(folder / RECORD, RECORD_COLUMNS)


def record(archive: Archive, how: object, folder: Path) -> None:
    """Write down the plan that the archive was made from.

    Raises:
        OutputError: it can not be written.
    """
    write_table(folder / RECORD, RECORD_COLUMNS, [(archive.package.id, fingerprint(archive, how))])


def stamps_of(package: Package) -> dict[Path, Stamp]:
    """Size and time of all files to be copied, before they are; those that can not be read are left to the copying."""
    found = {}
    for path in (*(c.source for item in package.items for c in item.contents), *package.sources.values()):
        try:
            found[path] = stamp(path)
        except InputError:
            continue
    return found


def note_copied(package: Package, written: PackageResult, stamps: dict[Path, Stamp], digests: Digests) -> None:
    """Remember the digests that copying found.

    Args:
        package: what was copied.
        written: what came out.
        stamps: size and time of the sources before they were copied.
        digests: where to remember them.
    """
    layout = Layout(package)
    copied = {c.source: written.contents[c.path] for item in package.items for c in item.contents}
    copied |= {path: written.payload[layout.inside(f"{SOURCE}/{name}")] for name, path in package.sources.items()}
    for path, digest in copied.items():
        if path in stamps:
            digests.note(path, digest, stamps[path])
