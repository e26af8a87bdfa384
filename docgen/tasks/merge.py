"""Mail merge: any data file and one template, without a workspace. Everything is decided before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docgen.container import Container
from docgen.engine.plan import Held
from docgen.errors import DocgenError, ExitCode, MissingFile, TargetExists, UnreadableFile, UsageError
from docgen.language import Code, LanguageError, ListShape, RecordShape, Scope, function, merged_shape
from docgen.load.tables import PlainData, load_plain
from docgen.model.finding import Finding, Place, Severity
from docgen.model.names import safe_name, unique_names
from docgen.model.values import Bad, show
from docgen.ooxml import Rendered, Template, compile_template
from docgen.render.pictures import picture_source
from docgen.tasks.fill import PRINT_PICTURE_PX, Progress
from docgen.write.files import make_folder, write_atomically

#: Name under which a template sees all records: one that uses it is filled once, not once a record.
ALL = "数据"
PLACE = re.compile(r"\{([^{}]*)\}")
PARAMS = ("b", "y")


@dataclass(frozen=True)
class MergeRequest:
    """What to merge.

    Attributes:
        data: data files, merged one after the other.
        template: the template file.
        out: folder of the results.
        name: pattern of the file names, ``{column}`` places; empty: ordinal and first column.
        sheet: sheet of a workbook; empty: the first one.
    """

    data: tuple[Path, ...]
    template: Path
    out: Path
    name: str = ""
    sheet: str = ""
    force: bool = False
    dry_run: bool = False


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
        OutputError: a file can not be written.
    """
    records, findings, folder = _load(request)
    scope = _scope(records)
    template = _template(request.template, scope)
    rows: Sequence[dict[str, Any]] = [{}] if ALL in template.fields else records
    names = _names(request, rows, scope, template)
    result = MergeResult(str(request.out), request.dry_run, findings=findings)
    pictures = picture_source(folder, PRINT_PICTURE_PX)
    todo: list[tuple[Path, Rendered]] = []
    for number, (record, name) in enumerate(zip(rows, names, strict=True), 1):
        if progress:
            progress(number, len(rows), name)
        try:
            rendered = template.render(record, {ALL: records}, pictures=pictures)
        except DocgenError as error:
            place = Place(file=error.place or "")
            found = Finding(error.code, Severity.ERROR, error.message, error.remedy, place)
            result.held.append(Held(name, name, (found,)))
            continue
        todo.append((request.out / f"{name}.{template.kind}", rendered))
    _write(request, result, todo)
    return result


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


def _template(path: Path, scope: Scope) -> Template:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MissingFile("模板读不出来", place=str(path)) from error
    return compile_template(data, path.name, scope)


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


def _write(request: MergeRequest, result: MergeResult, todo: list[tuple[Path, Rendered]]) -> None:
    changed: list[tuple[Path, Rendered]] = []
    taken: list[str] = []
    for path, rendered in todo:
        state = _state(path, rendered)
        if state == "same":
            result.unchanged += 1
            continue
        if state == "other":
            taken.append(path.name)
        changed.append((path, rendered))
    if taken and not request.force:
        shown = "、".join(taken[:5]) + (f" 等 {len(taken)} 个" if len(taken) > 5 else "")
        raise TargetExists(f"输出文件夹里已有不同内容的同名文件：{shown}", place=str(request.out))
    if not request.dry_run:
        make_folder(request.out)
    for path, rendered in changed:
        if not request.dry_run:
            write_atomically(path, rendered.to_bytes())
        result.written.append(path.name)


def _state(path: Path, rendered: Rendered) -> str:
    try:
        return "same" if Container.read(path.read_bytes(), path.name).digest() == rendered.digest else "other"
    except FileNotFoundError:
        return "free"
    except (UnreadableFile, OSError):
        return "other"
