"""A disc folder, ready to burn: records, catalogues, a page, and the list of digests that vouches for all of them."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from pathlib import Path

from docgen.archive.carrier import DiscSet, disc_set, note_bytes, write_file_catalogue
from docgen.archive.carrierlayout import (
    DIGESTS,
    METADATA,
    NOTE,
    NUMBERING,
    REGISTRATION,
    SAAC2012,
    CarrierLayout,
)
from docgen.archive.carriermeta import metadata_bytes
from docgen.archive.carrierpapers import (
    Filed,
    filed_files,
    numbering_bytes,
    registration,
    registration_bytes,
    write_digests,
)
from docgen.archive.codes import Code
from docgen.archive.copying import (
    CopyJob,
    DigestingStream,
    FileDigest,
    Progress,
    copy_file,
    copy_files,
    digest_file,
    digesting,
    silent,
    write_new,
)
from docgen.archive.csip import href
from docgen.archive.discpage import write_disc_page
from docgen.archive.layout import Layout, xml_schema
from docgen.archive.manifest import manifest_bytes
from docgen.archive.names import check_names
from docgen.archive.setlist import DISC_MANIFEST, OTHER, SET_CATALOGUE, write_set_catalogue
from docgen.errors import IntegrityError, OutputError, TargetExists
from docgen.model.archive import Disc, Item, Package
from docgen.model.finding import Finding, Place, Severity
from docgen.write.files import output_error

#: Longest name and longest path from the root of a disc, in UTF-16 units: what Joliet and Windows can show.
MAX_NAME, MAX_PATH = 64, 200
#: ``ioctl`` of Linux that lets two files share their blocks until one of them changes (``linux/fs.h``).
_FICLONE = 0x40049409
#: What the papers of a disc need at most: all together without lists, per item and per file besides their texts.
_PAPERS, _PER_ITEM, _PER_FILE = 131_072, 4_096, 2_048


def write_disc(
    package: Package,
    disc: Disc,
    discs: Sequence[Disc],
    source_root: Path,
    digests: Mapping[str, FileDigest],
    target: Path,
    progress: Progress = silent,
    *,
    medium: str = "",
) -> dict[str, FileDigest]:
    """Write the folder of one disc.

    The files are copied from the finished bag, never from where they were collected, and must still be what its
    manifest says. The same package and plan give the same bytes.

    Args:
        package: the year.
        disc: the disc.
        discs: all discs of the set.
        source_root: root of the bag, as ``write_package`` left it.
        digests: digest of each of its contents, by ``Content.path``.
        target: an empty folder, which becomes the root of the disc.
        progress: told after each copied file.
        medium: type and capacity of the medium in words (``carrier.medium_words``), empty where unknown.

    Returns:
        The digest of every file on the disc, by path from its root.

    Raises:
        DefinitionError: the plan does not fit the package.
        OutputError: names no disc can hold (all of them in ``findings``), a full disk, a target that is not empty.
        IntegrityError: files of the bag are not what its manifest says; ``findings`` names all of them.
        InputError: files of the bag are missing or unreadable.
    """
    whole = disc_set(package, discs)
    _check_target(target)
    filed = filed_files(whole, digests)
    own = {one.file.path: one for one in filed if one.file.disc == disc.number}
    _check_disc_names(own)
    check_names([*sorted(own), *whole.layout.papers, DISC_MANIFEST], target)
    written = _copy(_jobs(whole, disc, source_root, target), own, progress)
    written |= {path: write_new(_at(target, path), one.data) for path, one in own.items() if one.data}
    written |= _papers(whole, disc, filed, target, medium)
    if not whole.layout.by_code:
        data = metadata_bytes(whole, whole.held(disc.number), digests)
        written[f"{OTHER}/{METADATA}"] = write_new(target / OTHER / METADATA, data)
    listed = {path: digest.sha256 for path, digest in written.items()}
    written[DISC_MANIFEST] = write_new(_at(target, DISC_MANIFEST), manifest_bytes(listed))
    return dict(sorted(written.items()))


def papers_size(items: Sequence[Item], year: int, layout: CarrierLayout = SAAC2012) -> int:
    """Bytes that the lists, the page and the schemas of one disc need at most, whatever lies on it.

    For the planning of discs: every disc lists the files of the whole set.
    """
    size = _PAPERS
    for item in items:
        said = (item.title, item.author, item.archival_code, item.number, item.folder, item.date, item.secrecy)
        size += _PER_ITEM + 4 * sum(len(escape(text).encode()) for text in said)
        for content in item.contents:
            path = layout.path(year, item.archival_code, content.path)
            size += _PER_FILE + 7 * len(escape(path).encode()) + len(href(path))
            size += sum(len(escape(f"{label}{text}").encode()) for label, text in content.caption)
    return size


def _at(root: Path, path: str) -> Path:
    return root.joinpath(*path.split("/"))


def _check_target(target: Path) -> None:
    try:
        empty = target.is_dir() and not any(target.iterdir())
    except OSError as error:
        raise OutputError(f"打不开目标文件夹：{error.strerror or error}", place=str(target)) from error
    if not empty:
        raise TargetExists("目标不是空文件夹", place=str(target), remedy="换一个文件夹。")


def _check_disc_names(paths: Collection[str]) -> None:
    """Names and paths that are good on a hard disk but too long for a disc."""
    found = []
    for path in sorted(paths):
        longest = max(_units(name) for name in path.split("/"))
        for units, limit, what in ((longest, MAX_NAME, "名称"), (_units(path), MAX_PATH, "光盘上的路径")):
            if units > limit:
                message = f"{what}有 {units} 个字符，光盘最多 {limit} 个"
                found.append(Finding("output.path-too-long", Severity.ERROR, message, "改短名称。", Place(path)))
    if found:
        raise OutputError(
            f"有 {len(found)} 处名称或路径太长，写不到光盘上",
            code="output.path-too-long",
            remedy="改短列出的名称，再重新打包。",
            findings=tuple(found),
        )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _jobs(whole: DiscSet, disc: Disc, source_root: Path, target: Path) -> list[CopyJob]:
    layout = Layout(whole.package)
    jobs = []
    for held in whole.held(disc.number):
        for content in held.contents:
            path = whole.path(content)
            jobs.append(CopyJob(path, _at(source_root, layout.content(content)), _at(target, path)))
    return sorted(jobs, key=lambda job: job.name)


def _copy(jobs: Sequence[CopyJob], expected: Mapping[str, Filed], progress: Progress) -> dict[str, FileDigest]:
    """Copy from the bag and compare with its manifest."""
    written = copy_files(jobs, progress, CloneOrCopy())
    changed = [
        Finding(
            str(Code.CHANGED),
            Severity.ERROR,
            "归档包里的文件与打包时的校验值不符",
            "停止使用这一份，重新打包。",
            Place(str(job.source)),
        )
        for job in jobs
        if written[job.name] != expected[job.name].file.digest
    ]
    if changed:
        raise IntegrityError(
            f"{len(changed)} 个文件在归档包里变了，光盘没有写成",
            place=changed[0].place.file,
            code=str(Code.CHANGED),
            remedy="停止使用这一份，重新打包。",
            findings=tuple(changed),
        )
    return written


def _papers(whole: DiscSet, disc: Disc, filed: Sequence[Filed], target: Path, medium: str) -> dict[str, FileDigest]:
    """Everything on a disc that tells of the whole of it, but for the list of digests of all its files."""
    layout = whole.layout
    written = {
        NOTE: write_new(target / NOTE, note_bytes(whole, disc, medium)),
        REGISTRATION: write_new(_at(target, REGISTRATION), registration_bytes(registration(whole, medium))),
        NUMBERING: write_new(_at(target, NUMBERING), numbering_bytes(whole)),
    }
    lists: dict[str, Callable[[DigestingStream], None]] = {
        layout.catalogue: lambda stream: write_file_catalogue(stream, whole, disc),
        layout.page: lambda stream: write_disc_page(stream, whole, disc),
        DIGESTS: lambda stream: write_digests(stream, whole, disc, filed),
    }
    for path, write in lists.items():
        with digesting(_at(target, path)) as stream:
            write(stream)
        written[path] = stream.digest
    files = [one.file for one in filed]
    written[SET_CATALOGUE] = write_set_catalogue(_at(target, SET_CATALOGUE), whole.package.id, whole.discs, files)
    for name in layout.schemas:
        written[f"{OTHER}/{name}"] = write_new(target / OTHER / name, xml_schema(name).read_bytes())
    return written


class CloneOrCopy:
    """Copies files; where the file system can, both share their blocks (copy-on-write), which takes no space.

    A clone is not a link: changing one leaves the other as it is. Its digest is computed from what it holds.
    """

    def __init__(self) -> None:
        self.works = sys.platform == "linux"

    def __call__(self, job: CopyJob) -> FileDigest:
        """Copy a file; raises like ``copy_file``."""
        if not (self.works and self._cloned(job)):
            return copy_file(job)
        try:
            sha256 = digest_file(job.target, ("sha256",))["sha256"]
            return FileDigest(job.target.stat().st_size, sha256)
        except OSError as error:
            raise output_error(error, job.target) from error

    def _cloned(self, job: CopyJob) -> bool:
        """Try it; after the first refusal nobody asks again. What is no plain file is left to ``copy_file``."""
        try:
            if not stat.S_ISREG(job.source.lstat().st_mode):
                return False
            with job.source.open("rb") as source, job.target.open("xb") as target:
                shared = share_blocks(source.fileno(), target.fileno())
        except OSError:
            return False
        if not shared:
            self.works = False
            job.target.unlink()
        return shared


def share_blocks(source: int, target: int) -> bool:
    """Let an empty file share all blocks of another; ``False`` where the file system or the system can not."""
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        fcntl.ioctl(target, _FICLONE, source)
    except OSError:
        return False
    return True
