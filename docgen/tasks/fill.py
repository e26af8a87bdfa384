"""``docgen fill``: load → check → plan → render → write → remember.

Whether a document is written is decided by its content: what would be printed now, what stands in the folder, and what
docgen wrote last time. A document somebody changed by hand is kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from docgen import __version__
from docgen.engine.book import Book, studio_name
from docgen.engine.plan import Document, FillPlan, Held, plain_title, plan_fill
from docgen.errors import DocgenError, ExitCode, OutputError, UsageError
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Place, Severity
from docgen.model.standard import Standard
from docgen.model.values import BlockedValue
from docgen.ooxml import Rendered, Template
from docgen.render.pictures import picture_source
from docgen.tasks.newer import Kept, NewVersions, actual_digest, compared, new_versions
from docgen.tasks.templates import TemplateShelf
from docgen.tasks.unchanged import LastRun, recall, remember, run_mark
from docgen.tasks.year import load_year
from docgen.write.files import make_folder, move, sweep, write_atomically
from docgen.write.lock import workspace_lock
from docgen.write.memory import Memory, Written

Progress = Callable[[int, int, str], None]
PRINT_PICTURE_PX = 1600


@dataclass(frozen=True)
class FillRequest:
    """What to fill.

    Attributes:
        only: ids or numbers of materials; empty for all.
        force: overwrite documents changed by hand, keeping a copy.
        dry_run: decide everything, write nothing.
        as_of: the day on which the data are judged.
        beside: write the new version beside documents changed by hand whose data have changed.
    """

    workspace: Workspace
    standard: Standard
    year: int
    as_of: date
    only: tuple[str, ...] = ()
    force: bool = False
    dry_run: bool = False
    beside: bool = False


@dataclass
class FillResult:
    """What a run did, paths below the workspace.

    Attributes:
        new: written for the first time.
        updated: written again because what they print has changed.
        unchanged: number of documents that are up to date.
        kept: changed by hand and left alone.
        replaced: changed by hand and overwritten by force; a copy was set aside.
        withdrawn: set aside because their entry is gone or has another name now.
        held: not made because of findings.
        cleared: new versions beside documents that were removed because they are not needed any more.
        left: somebody's own files in the places of new versions, left alone.
        own_files: material → keys of entries for which the unit's own file stands.
        findings: everything found in the data.
        studio: the studio's name.
    """

    year: int
    folder: str
    dry_run: bool = False
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[Kept] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    own_files: dict[str, list[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    studio: str = ""

    @property
    def exit_code(self) -> ExitCode:
        """3 where something in the data is wrong, else 0."""
        wrong = self.held or any(f.severity is Severity.ERROR for f in self.findings)
        return ExitCode.FINDINGS if wrong else ExitCode.OK


@dataclass(frozen=True)
class Source:
    """What a run fills, from what, and where.

    Attributes:
        plan: the documents.
        book: the records they are filled from.
        folder: where they go.
        memory: what was written there before.
        findings: everything found in the data.
        paths: path of an attachment as the records show it → its real path, where they differ.
    """

    plan: FillPlan
    book: Book
    folder: Path
    memory: Memory
    findings: tuple[Finding, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)


def fill(request: FillRequest, progress: Progress | None = None) -> FillResult:
    """Fill every material whose data is there.

    Raises:
        InputError: the data can not be read or their structure does not fit.
        DefinitionError: a template or the standard's data is wrong; nothing was written.
        OutputError: a document can not be written; those written before stay, and the next run goes on.
        UsageError: ``only`` names no material that has a template.
    """
    with workspace_lock(request.workspace.memories):
        return _fill(request, progress or (lambda done, total, name: None))


def outdated(request: FillRequest) -> list[str]:
    """The documents that are there and would be written anew, because what they print has changed.

    For whoever holds the workspace's lock already; nothing is written. Where nothing changed since the last complete
    run, all are up to date, and nothing is loaded either.

    Raises:
        DocgenError: see :func:`fill`.
    """
    if _last_run(request, Memory(request.workspace.memory(request.year)), _mark(request)) is not None:
        return []
    return _fill(replace(request, dry_run=True), lambda done, total, name: None).updated


def _fill(request: FillRequest, progress: Progress) -> FillResult:
    workspace = request.workspace
    memory = Memory(workspace.memory(request.year))
    # A run over everything may find that nothing has changed, and leaves a note that makes that cheap to see.
    whole = not (request.only or request.force or request.dry_run or new_versions(memory))
    mark = _mark(request) if whole else ""
    last = _last_run(request, memory, mark)
    if last is not None:
        shown = workspace.shown(workspace.documents(request.year))
        return FillResult(
            request.year,
            shown,
            unchanged=last.documents,
            own_files=dict(last.own_files),
            findings=last.findings,
            studio=last.studio,
        )
    year = load_year(workspace, request.standard, request.year, request.as_of)
    check_only(request)
    plan = plan_fill(request.standard, year.book, request.only)
    source = Source(plan, year.book, workspace.documents(request.year), memory, year.findings)
    result = carry_out(request, source, progress)
    if mark and not result.held and not result.kept:
        run = LastRun(len(memory.documents), result.own_files, result.findings, result.studio)
        remember(memory.path.parent, mark, run)
    return result


def _mark(request: FillRequest) -> str:
    return run_mark(request.workspace, request.standard, request.year, request.as_of)


def _last_run(request: FillRequest, memory: Memory, mark: str) -> LastRun | None:
    """The last complete run, where nothing has changed since; no mark, no run."""
    documents = request.workspace.documents(request.year)
    return recall(memory.path.parent, mark, documents, memory) if mark else None


def carry_out(request: FillRequest, source: Source, progress: Progress) -> FillResult:
    """Fill what was planned. The workspace's lock must be held.

    Raises:
        DocgenError: see :func:`fill`.
    """
    shelf = TemplateShelf.of(request.standard, request.workspace)
    templates = shelf.compile_all(d.form for d in source.plan.documents)
    return _Run(request, source, templates).carry_out(progress)


def check_only(request: FillRequest) -> None:
    """Refuse what can not be filled.

    Raises:
        UsageError: ``only`` names no material that has a template.
    """
    materials = request.standard.materials.values()
    for wanted in request.only:
        found = [m for m in materials if wanted in (m.id, m.number)]
        if not found:
            raise UsageError(f"没有资料“{wanted}”", remedy="用 docgen template list 查看资料的编号。")
        if found[0].form is None:
            raise UsageError(f"“{wanted}”还没有模板", remedy="用 docgen template list 查看哪些资料有模板。")


class _Run:
    """One run: the decisions about each document and what became of them."""

    def __init__(self, request: FillRequest, source: Source, templates: dict[str, Template]) -> None:
        self.request = request
        self.source = source
        self.templates = templates
        self.memory = source.memory
        self.folder = source.folder
        self.aside = self.folder / request.standard.settings["layout"]["withdrawn"]
        pixels = request.workspace.settings.get("fill", {}).get("print_picture_px", PRINT_PICTURE_PX)
        pictures = picture_source(request.workspace.attachments, pixels)
        self.pictures = lambda path: pictures(source.paths.get(path, path))
        shown = request.workspace.shown(self.folder)
        studio = studio_name(request.standard, source.book)
        self.result = FillResult(request.year, shown, request.dry_run, findings=source.findings, studio=studio)
        self.newer = NewVersions.of(self.folder, self.memory, dry_run=request.dry_run)
        self.busy: list[OutputError] = []
        #: Path → key of the document that was written there last time: two documents may have changed places.
        self.owners = {w.path: key for key, w in self.memory.documents.items()}

    def carry_out(self, progress: Progress) -> FillResult:
        result, plan = self.result, self.source.plan
        result.held += plan.held
        result.own_files = {
            key: [r.entry.key for r in rows if r.entry is not None] for key, rows in plan.own_files.items()
        }
        if not self.request.dry_run:
            make_folder(self.folder)
            sweep(self.folder)
        try:
            for number, document in enumerate(plan.documents, 1):
                progress(number, len(plan.documents), document.path.name)
                self.document(document)
            self.withdraw(plan)
        finally:
            if not self.request.dry_run:
                self.memory.save()
            self.newer.save()
        result.cleared += [f"{result.folder}/{path}" for path in self.newer.cleared]
        result.left += [f"{result.folder}/{path}" for path in self.newer.left]
        if self.busy:
            raise _busy(self.busy)
        return result

    def document(self, document: Document) -> None:
        template = self.templates[document.material.id]
        try:
            context = document.form.context(document.record, document.book or self.source.book)
            rendered = template.render(*context, pictures=self.pictures)
        except BlockedValue as blocked:
            self.hold(document, blocked.bad.findings)
            return
        except OutputError:
            raise
        except DocgenError as error:
            place = Place(file=error.place or "")
            self.hold(document, (Finding(error.code, Severity.ERROR, error.message, error.remedy, place),))
            return
        path = document.path.with_name(f"{document.path.name}.{template.kind}")
        self.settle(document.key, path.as_posix(), template, rendered)

    def hold(self, document: Document, findings: tuple[Finding, ...]) -> None:
        title, name = plain_title(document.material.title), document.path.name
        self.result.held.append(Held(document.key, name if name.startswith(title) else f"{title} {name}", findings))

    def settle(self, key: str, path: str, template: Template, rendered: Rendered) -> None:
        """Decide about one document and write it if that is called for."""
        recorded = self.memory.documents.get(key)
        if recorded is not None and recorded.path != path:
            self.set_aside(recorded)
            recorded = None
        owner = self.owners.get(path, key)
        if owner != key:
            self.set_aside(self.memory.documents[owner])
        target = self.folder / path
        actual = actual_digest(target, recorded)
        stale = rendered.digest not in self.memory.digests(key)
        by_hand = actual not in (None, rendered.digest, *self.memory.digests(key))
        if by_hand and not self.request.force:
            self.keep(key, path, template, rendered, stale=stale)
            return
        self.unneeded(key)
        if actual == rendered.digest:
            self.result.unchanged += 1
            self.remember(key, path, template, rendered.digest)
        elif actual is None:
            self.write(key, path, template, rendered, self.result.new)
        elif not by_hand:
            self.write(key, path, template, rendered, self.result.updated)
        else:
            if not self.request.dry_run:
                move(target, self.aside / path)
            self.write(key, path, template, rendered, self.result.replaced)

    def keep(self, key: str, path: str, template: Template, rendered: Rendered, *, stale: bool) -> None:
        """Leave a document as somebody changed it; one that was put beside it before is kept up to date."""
        shown, beside, differs = f"{self.result.folder}/{path}", "", None
        if not stale:
            self.unneeded(key)
        elif self.newer.standing(key, path) or self.request.beside:
            with self.unless_open():
                beside = self.newer.put(key, path, rendered, template.digest)
            differs = compared(self.folder / path, rendered)
        self.result.kept.append(Kept(shown, stale, beside and f"{self.result.folder}/{beside}", differs))

    def unneeded(self, key: str) -> None:
        with self.unless_open():
            self.newer.clear(key)

    @contextlib.contextmanager
    def unless_open(self) -> Iterator[None]:
        """Go on past a file that is open in another program; the run names it at its end."""
        try:
            yield
        except OutputError as error:
            if error.code != "output.open-elsewhere":
                raise
            self.busy.append(error)

    def write(self, key: str, path: str, template: Template, rendered: Rendered, done: list[str]) -> None:
        if not self.request.dry_run:
            data = rendered.to_bytes()
            self.memory.announce(Written(key, path, rendered.digest, template.digest, len(data), 0, __version__))
            with self.unless_open():
                write_atomically(self.folder / path, data)
                self.remember(key, path, template, rendered.digest)
                done.append(f"{self.result.folder}/{path}")
            return
        done.append(f"{self.result.folder}/{path}")

    def remember(self, key: str, path: str, template: Template, digest: str) -> None:
        if self.request.dry_run:
            return
        stat = (self.folder / path).stat()
        before = self.memory.documents.get(key)
        # A document that stayed the same was made by the version that wrote it.
        version = before.version if before is not None and before.digest == digest else __version__
        self.memory.documents[key] = Written(
            key, path, digest, template.digest, stat.st_size, stat.st_mtime_ns, version
        )

    def withdraw(self, plan: FillPlan) -> None:
        """Set aside the documents whose entry is gone."""
        present = {d.key for d in plan.documents} | {h.key for h in plan.held}
        only = self.request.only
        for key in sorted(self.memory.documents | self.newer.memory.documents):
            material = self.request.standard.materials.get(key.partition("/")[0])
            wanted = not only or (material is not None and (material.id in only or material.number in only))
            if key not in present and wanted and (material is None or material.id not in plan.unsettled):
                self.unneeded(key)
                if key in self.memory.documents:
                    self.set_aside(self.memory.documents[key])
                if not self.request.dry_run:
                    self.memory.documents.pop(key, None)

    def set_aside(self, written: Written) -> None:
        source = self.folder / written.path
        if not source.is_file():
            return
        shown = f"{self.result.folder}/{written.path}"
        if not self.request.dry_run:
            shown = self.request.workspace.shown(move(source, self.aside / written.path))
        self.result.withdrawn.append(shown)


def _busy(errors: Iterable[OutputError]) -> OutputError:
    places = "、".join(str(e.place) for e in errors)
    return OutputError(
        "有文件正被其他程序打开，没有更新；其余已完成",
        place=places,
        code="output.open-elsewhere",
        remedy="关闭这些文件后重新运行。",
    )
