"""A studio's part of a run, wherever it is done: it always ends with an outcome, and can be done again at any time."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.errors import DocgenError, ExitCode
from docgen.load.settings import Workspace, configured, find_workspace
from docgen.load.standard import load_standard
from docgen.model.city import Action, Job, Outcome, State
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.resources import schema_folder, template_folder
from docgen.tasks.check import CheckResult, check, judged_year
from docgen.tasks.city.marks import input_mark, whole_mark
from docgen.tasks.fill import FillRequest, fill
from docgen.tasks.unchanged import listed_files
from docgen.tasks.year import load_year

ERRORS, WARNINGS, PENDING = "错误", "警告", "尚缺"
DOCUMENTS, HELD, KEPT = "文档", "未生成", "手工改过"
ITEMS, FILES, BOXES, DISCS, GAPS = "件", "文件", "盒", "光盘", "缺项"
#: What each action counts, in the order of the report's columns.
COUNTED: Mapping[Action, tuple[str, ...]] = {
    Action.CHECK: (ERRORS, WARNINGS, PENDING),
    Action.FILL: (DOCUMENTS, HELD, KEPT, ERRORS, WARNINGS),
    Action.PACKAGE: (ITEMS, FILES, BOXES, DISCS, GAPS),
    Action.SUMMARY: (ERRORS, WARNINGS, PENDING),
}
#: Problems of a file's structure that a reason names one by one, and how their codes begin.
NAMED, STRUCTURE = 3, ("input.register", "definition.")
#: Standards a process keeps: one, and its variants by the companions that studios keep.
STANDARDS = 16
#: A cluster's worker may have several threads; what docgen keeps is for one at a time.
_alone = threading.Lock()
_standards: dict[tuple[str, ...], Standard] = {}


@dataclass(frozen=True)
class Task:
    """A job with its workspace open."""

    job: Job
    workspace: Workspace
    standard: Standard
    year: int

    def outcome(self, name: str, counts: Mapping[str, int], *, wrong: bool) -> Outcome:
        """An outcome of a task that was done."""
        state, code = (State.FINDINGS, ExitCode.FINDINGS) if wrong else (State.DONE, ExitCode.OK)
        return Outcome(self.job.place, state, int(code), name, self.year, self.named, counts=counts)

    @property
    def named(self) -> str:
        """The standard, as the job or the workspace names it."""
        return self.job.standard or str(self.workspace.settings.get("standard", ""))


def work(job: Job) -> Outcome:
    """Do a studio's part. Whatever is wrong with the studio is in the outcome."""
    with _alone:
        try:
            return _work(job)
        except DocgenError as error:
            return failed(job.place, error)
        except Exception as error:
            # Another studio's part must not end because of this one.
            told = f"程序内部出错：{type(error).__name__}：{error}"[:300]
            remedy = "在这个工作区里单独运行同一个命令，把日志文件交给维护人员。"
            return failed(job.place, DocgenError(told, remedy=remedy))


def failed(place: str, error: DocgenError) -> Outcome:
    """The outcome of a studio whose part ended with an error.

    What is wrong with values is only counted: its words may hold names and numbers of persons.
    """
    where = f"（{error.place}）" if error.place else ""
    structure = [finding for finding in error.findings if finding.code.startswith(STRUCTURE)]
    named = [f"{finding.message}（{finding.place}）" for finding in structure[:NAMED]]
    more = [f"另有 {len(structure) - NAMED} 处"] if len(structure) > NAMED else []
    counted = Counter(finding.code for finding in error.findings if not finding.code.startswith(STRUCTURE))
    codes = [f"{code} {count} 处" for code, count in counted.most_common(NAMED)]
    reason = "；".join((f"{error.message}{where}", *named, *more, *codes))
    return Outcome(place, State.FAILED, int(error.exit_code), code=error.code, reason=reason, remedy=error.remedy)


def _work(job: Job) -> Outcome:
    root = Path(job.root)
    workspace = find_workspace(root, root)
    standard = _standard(job.standard or str(workspace.settings.get("standard", "")), workspace)
    task = Task(job, workspace, standard, workspace.year(job.year))
    before = input_mark(job, workspace, standard, task.year)
    if job.before and job.before == whole_mark(before, workspace, task.year):
        return Outcome(job.place, State.DONE, int(ExitCode.OK), mark=job.before, same=True)
    outcome = _ACTIONS[job.action](task)
    # What changed while it was read is not known to be what was read.
    settled = input_mark(job, workspace, standard, task.year) == before
    return replace(outcome, mark=whole_mark(before, workspace, task.year) if settled else "")


def _standard(name: str, workspace: Workspace) -> Standard:
    """The standard as a workspace wants it, from what this process has loaded while its files are the same."""
    folder = schema_folder(name)
    stamp = hashlib.sha256()
    for line in (line for part in (folder, template_folder(folder)) for line in listed_files(part)):
        stamp.update(line.encode(errors="surrogatepass"))
    plain = (str(folder.resolve()), stamp.hexdigest())
    loaded = _kept(plain, lambda: load_standard(folder))
    companions = workspace.settings.get("fill", {}).get("companions", [])
    return _kept((*plain, *sorted(map(str, companions)), ""), lambda: configured(loaded, workspace))


def _kept(key: tuple[str, ...], load: Callable[[], Standard]) -> Standard:
    if key not in _standards:
        found = load()
        if len(_standards) >= STANDARDS:
            _standards.clear()
        _standards[key] = found
    return _standards[key]


def weighed(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings nobody has answered weigh how much."""
    counts = Counter(f.severity for f in findings if not f.answer)
    return {ERRORS: counts[Severity.ERROR], WARNINGS: counts[Severity.WARNING]}


def _check(task: Task) -> Outcome:
    return _checked(task, check(task.workspace, task.standard, task.year, task.job.as_of, now=task.job.now))


def _checked(task: Task, result: CheckResult) -> Outcome:
    counts = {**weighed(result.findings), PENDING: sum(not f.answer for f in result.pending)}
    return task.outcome(result.status.studio, counts, wrong=bool(result.exit_code(strict=False)))


def _fill(task: Task) -> Outcome:
    result = fill(FillRequest(task.workspace, task.standard, task.year, task.job.as_of))
    # Not what was new: a second try after a lost worker would count less.
    made = len(result.new) + len(result.updated) + len(result.replaced) + result.unchanged
    counts = {DOCUMENTS: made, HELD: len(result.held), KEPT: len(result.kept), **weighed(result.findings)}
    return task.outcome(result.studio, counts, wrong=bool(result.exit_code))


def _package(task: Task) -> Outcome:
    # What packing needs takes longer to load than a studio to check.
    from docgen.tasks.gather import Wanted
    from docgen.tasks.package import PackageRequest, package

    options = task.job.options
    wanted = Wanted(created=options["created"])
    request = PackageRequest(task.workspace, task.standard, task.year, task.job.as_of, wanted)
    result = package(replace(request, with_gaps=options["with_gaps"], pdf=options["pdf"]))
    archive = result.archive
    counts = {
        ITEMS: len(archive.package.items),
        FILES: result.files,
        BOXES: len(archive.boxes),
        DISCS: len(archive.discs),
        GAPS: archive.gaps,
    }
    return task.outcome(archive.package.agency.studio, counts, wrong=False)


def _summary(task: Task) -> Outcome:
    from docgen.engine.city import figures_of
    from docgen.load.city import load_city
    from docgen.tasks.city.figures import fingerprints

    layout = load_city(task.standard)
    year = load_year(task.workspace, task.standard, task.year, task.job.as_of, now=task.job.now)
    result, evidence = judged_year(year, task.job.as_of)
    return replace(
        _checked(task, result),
        figures=figures_of(layout, task.standard, year.judged, result.status, evidence),
        prints=tuple(fingerprints(layout, year)),
    )


_ACTIONS: Mapping[Action, Callable[[Task], Outcome]] = {
    Action.CHECK: _check,
    Action.FILL: _fill,
    Action.PACKAGE: _package,
    Action.SUMMARY: _summary,
}
