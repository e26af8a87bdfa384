"""Mail merge: any data file and one template, without a workspace. Everything is decided before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.engine.plan import Held
from docgen.errors import ExitCode, MissingFile, TargetExists, UsageError
from docgen.language import Code, LanguageError, ListShape, RecordShape, Scope, function, merged_shape
from docgen.load.tables import PlainData, load_plain
from docgen.model.finding import Finding, Severity
from docgen.model.names import safe_name, unique_names
from docgen.model.values import Bad, show
from docgen.ooxml import Template, compile_template
from docgen.tasks.batch import Batch, Crew, Item, remove_leftovers
from docgen.tasks.fill import PRINT_PICTURE_PX, Progress
from docgen.write.files import make_folder

#: Name under which a template sees all records: one that uses it is filled once, not once a record.
ALL = "数据"
PLACE = re.compile(r"\{([^{}]*)\}")
PARAMS = ("b", "y")
#: More results than this are parted into numbered folders.
ONE_FOLDER, PER_FOLDER = 5_000, 1_000


@dataclass(frozen=True)
class MergeRequest:
    """What to merge.

    Attributes:
        data: data files, merged one after the other.
        template: the template file.
        out: folder of the results.
        name: pattern of the file names, ``{column}`` places; empty: ordinal and first column.
        sheet: sheet of a workbook; empty: the first one.
        jobs: number of processes; 0: as many as there are processors, one where the data are few.
    """

    data: tuple[Path, ...]
    template: Path
    out: Path
    name: str = ""
    sheet: str = ""
    force: bool = False
    dry_run: bool = False
    jobs: int = 0


@dataclass
class MergeResult:
    """What a merge did."""

    out: str
    dry_run: bool = False
    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    held: list[Held] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """3 where a record could not be filled, else 0."""
        wrong = self.held or any(f.severity is Severity.ERROR for f in self.findings)
        return ExitCode.FINDINGS if wrong else ExitCode.OK


def merge(request: MergeRequest, progress: Progress | None = None) -> MergeResult:
    """Fill a template once for every record of the data.

    Raises:
        InputError: data or template can not be read.
        TemplateError: the template is wrong or names a column that the data do not have.
        TargetExists: a different file stands at a target; nothing was written.
        OutputError: a file can not be written; those written before stay, and the next run goes on.
    """
    records, findings, folder = _load(request)
    scope = _scope(records)
    data = _template_bytes(request.template)
    template = compile_template(data, request.template.name, scope)
    whole = ALL in template.fields
    rows: Sequence[dict[str, Any]] = [{}] if whole else records
    names = _names(request, rows, scope, template)
    write = not request.dry_run
    common = {ALL: records} if whole else {}
    batch = Batch(data, request.template.name, scope, common, folder, PRINT_PICTURE_PX, request.out, write)
    run = _Run(request, rows, _paths(names, template.kind), MergeResult(str(request.out), request.dry_run))
    run.result.findings = findings
    with Crew(batch, template, request.jobs, len(rows)) as crew:
        run.carry_out(crew, progress or (lambda done, total, name: None))
    return run.result


def _paths(names: list[str], kind: str) -> list[str]:
    """Paths below the folder of results; very many are parted into folders that a file manager can still show."""
    if len(names) <= ONE_FOLDER:
        return [f"{name}.{kind}" for name in names]
    return [f"{n // PER_FOLDER:03d}/{name}.{kind}" for n, name in enumerate(names)]


class _Run:
    """One merge: what stands in the places of the results is looked at first, then everything is written."""

    def __init__(
        self, request: MergeRequest, rows: Sequence[dict[str, Any]], paths: list[str], result: MergeResult
    ) -> None:
        self.request = request
        self.rows = rows
        self.paths = paths
        self.result = result
        self.folders = sorted({(request.out / path).parent for path in paths})

    def carry_out(self, crew: Crew, progress: Progress) -> None:
        same = self.same(crew)
        self.result.unchanged = len(same)
        todo = [index for index in range(len(self.rows)) if index not in same]
        if self.request.dry_run:
            self.fill(crew, todo, progress)
            return
        for folder in self.folders:
            make_folder(folder)
        remove_leftovers(self.folders)
        try:
            self.fill(crew, todo, progress)
        except BaseException:
            crew.close()
            remove_leftovers(self.folders)
            raise

    def fill(self, crew: Crew, todo: list[int], progress: Progress) -> None:
        ready = 0
        for done in crew.run(map(self.item, todo)):
            self.result.written += [self.paths[index] for index in done.written]
            for index, findings in done.held:
                name = Path(self.paths[index]).stem
                self.result.held.append(Held(name, name, findings))
            ready += len(done.numbers)
            progress(ready, len(todo), Path(self.paths[done.numbers[-1]]).stem)

    def item(self, index: int) -> Item:
        return Item(index, self.paths[index], {**self.rows[index]})

    def same(self, crew: Crew) -> set[int]:
        """The numbers of the results that stand there already.

        Raises:
            TargetExists: something else stands in the place of one, and may not be overwritten.
        """
        if not self.request.out.exists():
            return set()
        standing = [index for index, path in enumerate(self.paths) if (self.request.out / path).exists()]
        same: set[int] = set()
        other: list[int] = []
        for done in crew.run(map(self.item, standing), compare=True):
            same.update(done.same)
            other += done.other
        if other and not self.request.force:
            names = [Path(self.paths[index]).name for index in other]
            shown = "、".join(names[:5]) + (f" 等 {len(names)} 个" if len(names) > 5 else "")
            raise TargetExists(f"输出文件夹里已有不同内容的同名文件：{shown}", place=str(self.request.out))
        return same


def _load(request: MergeRequest) -> tuple[list[dict[str, Any]], tuple[Finding, ...], Path]:
    records: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for path in request.data:
        plain: PlainData = load_plain(path, request.sheet)
        records += plain.records
        findings += plain.findings
    if not records:
        raise MissingFile("数据文件里没有记录", place="、".join(map(str, request.data)), remedy="检查数据和工作表名。")
    return records, tuple(findings), request.data[0].resolve().parent


def _scope(records: list[dict[str, Any]]) -> Scope:
    shape = merged_shape([{k: None if isinstance(v, Bad) else v for k, v in r.items()} for r in records])
    assert isinstance(shape, RecordShape)
    # A column may be missing in some records (YAML, JSON): every record gets all of them.
    for record in records:
        for real, _ in shape.fields.values():
            record.setdefault(real, None)
    names = {real: Code(f"b[{real!r}]", inner) for real, inner in shape.fields.values()}
    return Scope.of({ALL: Code(f"y[{ALL!r}]", ListShape(shape)), **names}, PARAMS)


def _template_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MissingFile("模板读不出来", place=str(path)) from error


def _names(request: MergeRequest, rows: Sequence[dict[str, Any]], scope: Scope, template: Template) -> list[str]:
    stem = safe_name(request.template.stem)
    if len(rows) == 1 and not request.name:
        return [stem]
    if request.name:
        pattern = _pattern(request.name, scope)
        return unique_names([safe_name(pattern(row)) for row in rows])
    digits = max(len(str(len(rows))), 3)
    return [safe_name(f"{stem}_{n:0{digits}d}_{_first_text(row)}".rstrip("_")) for n, row in enumerate(rows, 1)]


def _first_text(row: dict[str, Any]) -> str:
    """The first value that says who or what the record is about: a text, not a bare number."""
    texts = (str(v) for v in row.values() if isinstance(v, str) and v and not v.isdecimal())
    return next(texts, "")[:20]


def _pattern(text: str, scope: Scope) -> Callable[[dict[str, Any]], str]:
    parts = PLACE.split(text)
    try:
        compiled = [function(p, scope) if i % 2 else p for i, p in enumerate(parts)]
    except LanguageError as error:
        raise UsageError(f"--name 不对：{error.message}", remedy=error.remedy) from error
    return lambda row: "".join(p if isinstance(p, str) else show(p(row, {})) for p in compiled)
