"""A year is packed: names checked, files copied and digested, descriptions and manifests written around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from docgen.archive.bag import MANIFEST_NAME, PAYLOAD, write_tag_files
from docgen.archive.changes import CHANGES_NS, write_changes
from docgen.archive.copying import (
    SM3,
    CopyJob,
    DigestingStream,
    FileDigest,
    Progress,
    computable,
    copy_file,
    copy_files,
    digesting,
    silent,
    write_new,
)
from docgen.archive.csip import Group, Listed, write_package_mets, write_representation_mets
from docgen.archive.describe import write_dublin_core
from docgen.archive.itemlist import ITEMS_NS, write_catalogue, write_items
from docgen.archive.journal import Journal
from docgen.archive.layout import (
    CATALOGUE,
    CHANGES,
    DOCUMENTATION,
    DUBLIN_CORE,
    ITEMS,
    METS,
    ORIGINALS,
    PAGE,
    PREMIS,
    RENDITIONS,
    SCHEMAS,
    SOURCE,
    Layout,
    media_type,
    representation,
    xml_schema,
)
from docgen.archive.manifest import read_manifest
from docgen.archive.names import check_names
from docgen.archive.page import write_page
from docgen.archive.premis import Extent, conversions, nothing, write_premis, write_representation_premis
from docgen.errors import DefinitionError, IntegrityError, NoAlgorithm, OutputError, TargetExists
from docgen.model.archive import Package

#: Most bytes the METS of the package may have; validators crash a little above it.
MAX_PACKAGE_METS = 24 * 1024
Copy = Callable[[CopyJob], FileDigest]
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class PackageResult:
    """What was written.

    Attributes:
        root: the root of the bag, while it is staged.
        payload: digests of all files below ``data``, by path from the root of the bag.
        tags: digests of all other files, the tag manifest's own included.
        contents: digests of the items' files, by ``Content.path``.
    """

    root: Path
    payload: Mapping[str, FileDigest]
    tags: Mapping[str, FileDigest]
    contents: Mapping[str, FileDigest]

    @property
    def digests(self) -> Mapping[str, FileDigest]:
        """Digests of all files, by path from the root of the bag."""
        return {**self.payload, **self.tags}

    @property
    def size(self) -> int:
        """Bytes of the payload."""
        return sum(digest.size for digest in self.payload.values())


def write_package(
    package: Package,
    target: Path,
    progress: Progress = silent,
    *,
    home: Path | None = None,
    journal: Journal | None = None,
) -> PackageResult:
    """Write a package into an empty folder, which becomes the root of a bag.

    The same package gives the same bytes. Sources are only read; nothing is written before all names are checked.

    Args:
        package: what to pack.
        target: an empty folder, usually a staging folder that is renamed afterwards.
        progress: told after each copied file.
        home: where the bag will stand in the end, for the length of its paths; beside ``target`` by default.
        journal: remembers what was copied; what a killed run left in ``target`` is taken up where it counts.

    Raises:
        OutputError: names that can not be used (all of them in ``findings``), a full disk, a target that is not empty.
        NoAlgorithm: SM3 is wanted, and this machine can not compute it.
        DefinitionError: the package's id or time can not be used, or it has too much documentation.
        InputError: sources are missing, unreadable or links.
        IntegrityError: sources changed since they were listed or while they were copied.
    """
    _check(package, target, resumable=journal is not None)
    copy: Copy = partial(copy_file, sm3=package.sm3)
    layout = Layout(package)
    copies = layout.copied()
    check_names(chain((path for path, _, _ in copies), layout.written()), home or target.parent / package.id)
    jobs = _Copies(copies, target)
    if journal is not None:
        copy = journal.resume(jobs, target, copy, sm3=package.sm3)
    return _Writer(layout, target, copy_files(jobs, progress, copy)).close()


@dataclass(frozen=True, slots=True)
class _Copies:
    """The jobs of a package, each made when its turn comes: a year may have a hundred thousand."""

    copies: Sequence[tuple[str, Path, int | None]]
    target: Path

    def __len__(self) -> int:
        return len(self.copies)

    def __iter__(self) -> Iterator[CopyJob]:
        for path, source, size in self.copies:
            yield CopyJob(path, source, self.target / path, size)


def contents_of(package: Package, bag: Path) -> dict[str, FileDigest]:
    """Digests of the contents of a package that stands already, as its manifest has them.

    Args:
        package: the package, under the id it stands under.
        bag: its root.

    Raises:
        IntegrityError: the manifest can not be read, or does not list a content.
    """
    layout = Layout(package)
    try:
        entries = read_manifest((bag / MANIFEST_NAME).read_text(encoding="utf-8")).entries
        return {c.path: FileDigest(c.size, entries[layout.content(c)]) for c in layout.contents()}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise IntegrityError(
            "已有的归档包的清单读不出来，或少了文件", place=str(bag), remedy="用 docgen verify 核对它，用备份恢复。"
        ) from error


def _check(package: Package, target: Path, *, resumable: bool) -> None:
    if not _ID.fullmatch(package.id):
        raise DefinitionError(
            f"归档包编号“{package.id}”不能用",
            remedy="只用英文字母、数字和 -，以字母开头，最多 40 个字符。",
        )
    if package.created.tzinfo is None:
        raise DefinitionError("归档时间没有时区", remedy="给归档时间加上时区。")
    check_sm3(wanted=package.sm3)
    try:
        empty = target.is_dir() and (resumable or not any(target.iterdir()))
    except OSError as error:
        raise OutputError(f"打不开目标文件夹：{error.strerror or error}", place=str(target)) from error
    if not empty:
        raise TargetExists("目标不是空文件夹", place=str(target), remedy="换一个文件夹。")


def check_sm3(*, wanted: bool) -> None:
    """Refuse to promise digests that can not be computed.

    Raises:
        NoAlgorithm: SM3 is wanted, and this machine does not have it.
    """
    if wanted and not computable(SM3):
        raise NoAlgorithm("这台电脑的 Python 不会算 SM3，没有归档")


class _Writer:
    """Writes what describes the copied files, from the inside out: no digest is needed before it is known."""

    def __init__(self, layout: Layout, target: Path, payload: dict[str, FileDigest]) -> None:
        self.layout = layout
        self.package = layout.package
        self.target = target
        self.copied = dict(payload)
        self.payload = payload
        self.contents = {c.path: payload[layout.content(c)] for c in layout.contents()}
        self._check_renditions()
        for name, data in sorted(self.package.records.items()):
            self._put(f"{SOURCE}/{name}", data)

    def close(self) -> PackageResult:
        """Write everything that is not copied."""
        self._originals()
        if RENDITIONS in self.layout.representations:
            self._renditions()
        self._descriptions()
        for name in self.layout.schemas:
            self._put(f"{SCHEMAS}/{name}", xml_schema(name).read_bytes())
        for name, data in sorted(self.package.schemas.items()):
            self._put(f"{SCHEMAS}/{name}", data)
        for name, data in sorted(self.package.documentation.items()):
            self._put(f"{DOCUMENTATION}/{name}", data)
        self._package_mets()
        payload = dict(sorted(self.payload.items()))
        with digesting(self.target / PAGE, sm3=self.package.sm3) as stream:
            write_page(stream, self.package)
        tags = write_tag_files(self.package, self.target, payload, {PAGE: stream.digest})
        return PackageResult(self.target, payload, tags, self.contents)

    def _path(self, inside: str) -> Path:
        return self.target.joinpath(PAYLOAD, self.package.id, *inside.split("/"))

    def _put(self, inside: str, data: bytes) -> None:
        self.payload[self.layout.inside(inside)] = write_new(self._path(inside), data, sm3=self.package.sm3)

    def _digest(self, inside: str) -> FileDigest:
        return self.payload[self.layout.inside(inside)]

    def _write(self, inside: str, writer: Callable[[DigestingStream], None]) -> FileDigest:
        with digesting(self._path(inside), sm3=self.package.sm3) as stream:
            writer(stream)
        self.payload[self.layout.inside(inside)] = stream.digest
        return stream.digest

    def _check_renditions(self) -> None:
        """Every copy is what was checked, and was made from the very file that was packed.

        Raises:
            IntegrityError: it is not.
        """
        for rendition in self.layout.renditions():
            copied, of = self.payload[self.layout.rendition(rendition)], self.contents[rendition.of]
            if (copied.sha256, of.sha256) != (rendition.sha256, rendition.original):
                raise IntegrityError(
                    "文档在转换 PDF 之后变了",
                    place=rendition.of,
                    code="integrity.source-changed",
                    remedy="关闭正在使用它的程序，再重新打包。",
                )

    def _originals(self) -> None:
        folder = representation(ORIGINALS)
        up = "../" * (folder.count("/") + 1)
        sources = [
            Listed(f"{up}{SOURCE}/{name}", self._digest(f"{SOURCE}/{name}"), media_type(name), "SOURCE")
            for name in sorted({*self.package.sources, *self.package.records})
        ]
        contents = (
            Listed(f"data/{c.path}", self.contents[c.path], c.media_type)
            for c in sorted(self.layout.contents(), key=lambda c: c.path)
        )
        extent = Extent(len(self.contents), sum(digest.size for digest in self.contents.values()))
        self._representation(ORIGINALS, sources, contents, extent)

    def _renditions(self) -> None:
        renditions = sorted(self.layout.renditions(), key=lambda r: r.path)
        contents = (Listed(f"data/{r.path}", FileDigest(r.size, r.sha256), media_type(r.path)) for r in renditions)
        extent = Extent(len(renditions), sum(r.size for r in renditions))
        self._representation(RENDITIONS, [], contents, extent)

    def _representation(self, name: str, sources: Sequence[Listed], contents: Iterable[Listed], extent: Extent) -> None:
        folder, writes = representation(name), conversions if name == RENDITIONS else nothing
        digest = self._write(
            f"{folder}/{PREMIS}",
            lambda stream: write_representation_premis(stream, self.package, name, extent, writes(self.package)),
        )
        preservation = [Listed(PREMIS, digest, media_type(PREMIS), "PREMIS")]
        self._write(
            f"{folder}/{METS}",
            lambda stream: write_representation_mets(stream, self.package, name, sources, preservation, contents),
        )

    def _descriptions(self) -> None:
        package = self.package
        extent = Extent(len(self.copied), sum(digest.size for digest in self.copied.values()))
        self._write(ITEMS, lambda stream: write_items(stream, package, self.contents))
        self._write(CATALOGUE, lambda stream: write_catalogue(stream, package))
        if package.changes:
            changes = package.changes
            self._write(CHANGES, lambda stream: write_changes(stream, package.id, changes))
        self._write(DUBLIN_CORE, lambda stream: write_dublin_core(stream, package))
        self._write(PREMIS, lambda stream: write_premis(stream, package, self.layout.representations, extent))

    def _listed(self, inside: str, kind: str = "") -> Listed:
        return Listed(inside, self._digest(inside), media_type(inside), kind)

    def _package_mets(self) -> None:
        documentation = [CATALOGUE, *(f"{DOCUMENTATION}/{n}" for n in sorted(self.package.documentation))]
        schemas = [f"{SCHEMAS}/{n}" for n in sorted({*self.layout.schemas, *self.package.schemas})]
        groups = [
            Group("GRP-documentation", "Documentation", [self._listed(path) for path in documentation]),
            Group("GRP-schemas", "Schemas", [self._listed(path) for path in schemas]),
            *(
                Group(f"GRP-{name}", f"Representations/{name}", [self._listed(f"{representation(name)}/{METS}")])
                for name in self.layout.representations
            ),
        ]
        descriptive = [self._listed(DUBLIN_CORE, "DC"), self._listed(ITEMS, ITEMS_NS)]
        if self.package.changes:
            descriptive.append(self._listed(CHANGES, CHANGES_NS))
        preservation = [self._listed(PREMIS, "PREMIS")]
        digest = self._write(
            METS, lambda stream: write_package_mets(stream, self.package, descriptive, preservation, groups)
        )
        if digest.size > MAX_PACKAGE_METS:
            raise DefinitionError(
                "归档包的说明文件和结构文件太多",
                remedy="减少放进 documentation 和 schemas 的文件，其余作为资料归档。",
            )
