"""``docgen package``: scan → number → box → plan → stage → verify → publish.

Everything is made in a folder beside the target and checked by reading it back; only then it takes the target's place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from docgen.archive import medium_words, verify_path, write_disc, write_image, write_package
from docgen.archive.copying import FileDigest
from docgen.archive.journal import Journal
from docgen.archive.package import check_sm3, contents_of
from docgen.errors import Incomplete, IntegrityError
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.render.label.views import LabelLayout
from docgen.render.report import Checked
from docgen.tasks.archive_judgement import judge_archive
from docgen.tasks.burnt import keep_settled
from docgen.tasks.check import all_findings
from docgen.tasks.closing import CATALOGUES, DISCS, FORM, IMAGE, OWN, THUMBS, Closing, Judge, write_closing
from docgen.tasks.digests import Digests
from docgen.tasks.fill import FillRequest, outdated
from docgen.tasks.gather import Archive, Wanted, label_layout, plan_archive, remember
from docgen.tasks.last_archive import remember_archive
from docgen.tasks.pdfs import PdfWish
from docgen.tasks.printed import NOTHING, Reprint, compare, note_printed, printed_now, read_printed
from docgen.tasks.publish import clear, keep, publish, restore, staging
from docgen.tasks.records import records_of
from docgen.tasks.versions import Version, is_recorded, note_copied, record, stamps_of, version_of
from docgen.tasks.year import Year, load_year
from docgen.write.files import PART, make_folder
from docgen.write.lock import workspace_lock

Progress = Callable[[int, int, str], None]
#: In the staged folder: what was copied.
JOURNAL = f"复制记录{PART}"


@dataclass(frozen=True)
class PackageRequest:
    """What to pack.

    Attributes:
        as_of: the day on which the data are judged.
        wanted: how it is to be packed.
        out: where the archive goes; ``None``: ``归档/<year>`` of the workspace.
        with_gaps: pack although something is missing; the report lists it.
        dry_run: plan everything, write nothing.
        pdf: how documents become PDFs: ``auto``, ``libreoffice``, ``builtin`` or ``none``.
    """

    workspace: Workspace
    standard: Standard
    year: int
    as_of: date
    wanted: Wanted
    out: Path | None = None
    with_gaps: bool = False
    dry_run: bool = False
    pdf: str = "auto"


@dataclass(frozen=True)
class PackageResult:
    """What was packed.

    Attributes:
        archive: the plan.
        target: where it stands.
        files: number of files of all items.
        size: their bytes.
        new: a version of the package was written, or would be; otherwise the one that stands holds the same.
        unchanged: the very same archive stood there already, and nothing was written.
        verified: number of files that were read back and agree with their lists.
        judged: what the rules about archives say of it.
        reprint: what differs from what was printed before.
        lacks_sm3: SM3 was asked for, but the package that stands was made without, and it is never changed.
        resumed: number of files that an interrupted run had copied already.
    """

    archive: Archive
    target: Path
    files: int
    size: int
    new: bool = True
    unchanged: bool = False
    verified: int = 0
    judged: tuple[Finding, ...] = ()
    reprint: Reprint = NOTHING
    lacks_sm3: bool = False
    resumed: int = 0


def package(request: PackageRequest, progress: Progress = lambda done, total, name: None) -> PackageResult:
    """Pack a year.

    Raises:
        Incomplete: something is missing; ``findings`` lists it.
        InputError: data or attachments can not be read, or digests that are asked for can not be computed.
        OutputError: the archive can not be written; the previous one is intact.
        IntegrityError: what was written does not read back; the previous archive is intact.
    """
    workspace = request.workspace
    check_sm3(wanted=request.wanted.sm3)
    with workspace_lock(workspace.memories):
        target = request.out or workspace.archive(request.year)
        restore(target, resumable=True)
        year = load_year(workspace, request.standard, request.year, request.as_of, hold=False)
        archive = _plan(request, year, progress)
        memory = workspace.memory(request.year)
        digests = Digests(memory, workspace.root)
        version = version_of(archive, target, digests)
        layout = label_layout(workspace, request.standard)
        now = printed_now(archive, layout, workspace)
        version = version.with_records(records_of(archive, memory, now))
        lacks = request.wanted.sm3 and not version.archive.package.sm3
        result = replace(_result(version, target), lacks_sm3=lacks, reprint=compare(read_printed(memory), now))
        if request.dry_run:
            return result
        how = (layout, request.wanted.iso)
        if not version.new and is_recorded(version.archive, how, memory) and _stands(version.archive, target):
            digests.save()
            restore(target)
            return replace(result, unchanged=True)
        # What was read to compare need not be read again, should this run not come to its end.
        digests.save()
        with staging(target, resumable=True) as stage:
            judge = partial(judge_archive, year, version.archive, request.as_of)
            journal = Journal(stage / JOURNAL)
            clear(stage, {JOURNAL, version.archive.package.id} if version.new else ())
            verified, judged = _stage(
                version,
                (request.standard, layout, judge),
                stage,
                target,
                (digests, journal),
                progress,
                iso=request.wanted.iso,
            )
            digests.save()
            clear(stage, {path.name for path in stage.iterdir()} - {JOURNAL})
            remember(archive, memory)
            publish(stage, target)
            note_printed(memory, now, ())
            record(version.archive, how, memory)
            remember_archive(memory, version.archive.package.created.date(), judged)
        return replace(result, verified=verified, judged=judged, resumed=journal.resumed)


def _plan(request: PackageRequest, year: Year, progress: Progress) -> Archive:
    """The plan of the year's archive.

    Raises:
        Incomplete: something is missing, and nobody said to pack it all the same.
    """
    findings, _ = all_findings(year, request.as_of, archived=False)
    stale = outdated(FillRequest(request.workspace, request.standard, request.year, request.as_of))
    wish = PdfWish(
        request.pdf,
        request.workspace.cache(request.year),
        make=not request.dry_run,
        progress=lambda done, total, _: progress(done, total, "转换 PDF"),
    )

    def check(missing: tuple[str, ...], unfilled: tuple[str, ...]) -> None:
        if not (request.dry_run or request.with_gaps):
            _refuse_gaps(findings, missing, unfilled, stale)

    return replace(plan_archive(year, request.wanted, wish, check), findings=findings, stale=tuple(stale))


def _result(version: Version, target: Path) -> PackageResult:
    contents = [c for i in version.archive.package.items for c in i.contents]
    return PackageResult(version.archive, target, len(contents), sum(c.size for c in contents), new=version.new)


def _stands(archive: Archive, target: Path) -> bool:
    """Everything beside the package is where it was put; whether it is as it was, ``docgen verify`` tells."""
    names = [*OWN - {DISCS, THUMBS, CATALOGUES, FORM}, *(f"{DISCS}/{disc.folder}" for disc in archive.discs)]
    names += [FORM] if archive.discs else []
    return all((target / name).exists() for name in names)


def _refuse_gaps(
    found: Sequence[Finding], missing: Sequence[str], unfilled: Sequence[str], stale: Sequence[str]
) -> None:
    findings = [f for f in found if f.counts(Severity.ERROR)]
    findings += [
        Finding("package.missing-file", Severity.ERROR, f"附件不存在：{path}", "放进附件文件夹，或改正路径。")
        for path in missing
    ]
    findings += [
        Finding("package.not-filled", Severity.ERROR, f"文档还没有生成：{name}", "先运行 docgen fill。")
        for name in unfilled
    ]
    findings += [
        Finding("package.not-filled", Severity.ERROR, f"数据已变，文档还是旧的：{name}", "先运行 docgen fill。")
        for name in stale
    ]
    if findings:
        raise Incomplete(f"有 {len(findings)} 处缺项或错误，没有归档", findings=tuple(findings))


def _stage(
    version: Version,
    papers: tuple[Standard, LabelLayout, Judge],
    stage: Path,
    target: Path,
    known: tuple[Digests, Journal],
    progress: Progress,
    *,
    iso: bool,
) -> tuple[int, tuple[Finding, ...]]:
    """Write everything into the staging folder and read it back.

    Returns:
        How many files were read back, and what the rules about archives say.
    """
    archive = version.archive
    package = archive.package
    for path in sorted(target.iterdir()) if target.is_dir() else ():
        # Earlier versions stay, and so does what people put there.
        if path.name not in OWN:
            keep(path, stage)
    keep_settled(target, stage, archive.settled)
    bag = stage / package.id
    contents = _write(version, bag, target, known, progress) if version.new else contents_of(package, bag)
    words = medium_words(archive.medium.name, archive.medium.capacity)
    for disc in archive.discs:
        progress(disc.number, disc.total, f"写光盘 {disc.name}")
        folder = stage / DISCS / disc.folder
        folder.mkdir(parents=True)
        write_disc(replace(package, items=archive.carried), disc, archive.discs, bag, contents, folder, medium=words)
        if iso:
            progress(disc.number, disc.total, f"写光盘映像 {disc.name}")
            write_image(folder, folder.with_name(f"{disc.folder}{IMAGE}"), disc.name, package.created)
    checked, files = _read_back(stage, package.id, progress)
    earlier = [folder.name for folder in version.kept if folder.name != package.id]
    return files, write_closing(archive, Closing(*papers, checked, earlier, iso), stage, progress)


def _write(
    version: Version, bag: Path, target: Path, known: tuple[Digests, Journal], progress: Progress
) -> Mapping[str, FileDigest]:
    """Write the package; the digests of its contents."""
    package, (digests, journal) = version.archive.package, known
    make_folder(bag)
    stamps = stamps_of(package)
    written = write_package(
        package,
        bag,
        lambda done, total, _: progress(done, total, "写归档包"),
        home=target / package.id,
        journal=journal,
    )
    note_copied(package, written, stamps, digests)
    return written.contents


def _read_back(stage: Path, name: str, progress: Progress) -> tuple[list[Checked], int]:
    """Verify the package and the discs from what stands on the disk.

    Raises:
        IntegrityError: anything differs.
    """
    # The set's check looks at every disc alone as well.
    paths = [path for path in (stage / name, stage / DISCS) if path.is_dir()]
    findings: list[Finding] = []
    checked: list[Checked] = []
    total = 0
    for number, path in enumerate(paths, 1):
        progress(number, len(paths), "读回核对")
        report = verify_path(path)
        findings += report.findings
        files = report.counts.get("files", 0)
        total += files
        checked.append(Checked(path.name, "docgen 校验", f"{files} 个文件，逐一读回，与清单一致"))
    errors = tuple(f for f in findings if f.severity is Severity.ERROR)
    if errors:
        raise IntegrityError("写好的归档包读回核对不一致，没有发布", findings=errors)
    return checked, total
