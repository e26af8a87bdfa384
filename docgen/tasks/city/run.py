"""``docgen city``: find → share out → gather → report. One broken studio never stops the others."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from docgen.errors import ExitCode, UnreadableFile, WorkspaceLocked
from docgen.load.studios import Studio, find_studios
from docgen.model.city import Action, Job, Outcome, State
from docgen.render.city_sheet import outcomes_workbook
from docgen.tasks.city.crew import Crew, HereCrew, LocalCrew
from docgen.tasks.city.note import RunNote, bare
from docgen.tasks.city.summary import write_summary
from docgen.tasks.city.work import COUNTED, failed
from docgen.write.files import write_atomically
from docgen.write.lock import workspace_lock
from docgen.write.processes import processors

Progress = Callable[[int, int, str], None]
#: Folder of the notes below the folder of results.
NOTES = "登记"
REPORTS = {
    Action.CHECK: "检查.xlsx",
    Action.FILL: "填充.xlsx",
    Action.PACKAGE: "归档.xlsx",
}
#: How often a studio in which somebody works is asked again at the end, and seconds between.
ROUNDS, PAUSE = 3, 2.0
#: Windows waits for no more processes at once.
MOST_JOBS = 60


@dataclass(frozen=True)
class CityRequest:
    """What to do with which studios.

    Attributes:
        folders: folders that hold workspaces.
        out: where reports and notes go.
        as_of: the day on which the years are judged.
        now: that day is today.
        year: the year; ``None`` for each workspace's own.
        standard: name or folder of the standard; empty for each workspace's own.
        jobs: number of worker processes; 0 for as many as there are processors.
        resume: do only what is left of the run before.
        scheduler: address of a Dask scheduler; empty for this machine.
        options: what else was asked for, by name.
    """

    action: Action
    folders: tuple[Path, ...]
    out: Path
    as_of: date
    now: bool = True
    year: int | None = None
    standard: str = ""
    jobs: int = 0
    resume: bool = False
    scheduler: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CityResult:
    """What came of a run.

    Attributes:
        outcomes: one a studio, in the order of their places.
        same: how many of them stood from the run before.
        written: the reports.
    """

    action: Action
    outcomes: tuple[Outcome, ...]
    same: int
    written: tuple[Path, ...]

    def count(self, state: State) -> int:
        """How many studios came to a state."""
        return Counter(o.state for o in self.outcomes)[state]

    @property
    def exit_code(self) -> ExitCode:
        """That of the studio with the gravest one: 7, 1, 6, 5, 4, 3, 0."""
        grave = (7, 1, 6, 5, 4, 3, 2)
        found = {o.exit for o in self.outcomes}
        return ExitCode(next((code for code in grave if code in found), 0))


def city(request: CityRequest, progress: Progress = lambda done, total, name: None) -> CityResult:
    """Do something with every studio.

    Raises:
        MissingFile: there is no workspace.
        WorkspaceLocked: another run writes into the same folder of results.
        OutputError: reports or notes can not be written; what was done with the studios stands.
    """
    studios = find_studios(request.folders)
    notes = request.out / NOTES
    with workspace_lock(notes), RunNote(notes / f"{request.action}.jsonl", resume=request.resume) as note:
        same = 0
        with crew_for(request, len(studios)) as crew:
            for done, outcome in enumerate(_outcomes(request, studios, note, crew), 1):
                progress(done, len(studios), outcome.place)
                same += outcome.same
                if not outcome.same:
                    note.add(outcome)
        outcomes = tuple(bare(o) for o in note.outcomes([studio.place for studio in studios]))
        if request.action is Action.SUMMARY:
            outcomes, written = write_summary(outcomes, note, request.as_of, request.out)
        else:
            written = _report(request, outcomes)
    return CityResult(request.action, outcomes, same, written)


@contextlib.contextmanager
def crew_for(request: CityRequest, count: int) -> Iterator[Crew]:
    """Who does the parts of a run.

    Args:
        request: the run.
        count: number of studios.
    """
    wanted = min(request.jobs or processors(), count, MOST_JOBS)
    if request.scheduler:
        from docgen.tasks.city.cluster import DaskCrew

        with DaskCrew(request.scheduler, request.folders) as cluster:
            yield cluster
    elif wanted == 1:
        yield HereCrew()
    else:
        with LocalCrew(wanted) as crew:
            yield crew


def _outcomes(request: CityRequest, studios: Iterable[Studio], note: RunNote, crew: Crew) -> Iterator[Outcome]:
    """What came of each studio, as it is ready; those in which somebody works are asked again at the end."""
    for studio in (s for s in studios if s.problem):
        yield failed(studio.place, UnreadableFile(f"文件夹读不出来：{studio.problem}", remedy="检查文件夹的权限。"))
    left = [_job(request, studio, note) for studio in studios if not studio.problem]
    for turn in range(ROUNDS + 1):
        jobs = {job.place: job for job in left}
        left = []
        for outcome in crew.run(jobs.values()):
            if outcome.code == WorkspaceLocked.code and turn < ROUNDS:
                left.append(jobs[outcome.place])
            else:
                yield outcome
        if not left:
            return
        time.sleep(PAUSE)


def _job(request: CityRequest, studio: Studio, note: RunNote) -> Job:
    return Job(
        request.action,
        str(studio.root),
        studio.place,
        request.as_of,
        request.now,
        request.year,
        _standard_name(request.standard),
        request.options,
        note.mark(studio.place) if request.resume else "",
    )


def _standard_name(standard: str) -> str:
    """A standard's folder as any process finds it."""
    return str(Path(standard).absolute()) if (Path(standard) / "standard.toml").is_file() else standard


def _report(request: CityRequest, outcomes: tuple[Outcome, ...]) -> tuple[Path, ...]:
    path = request.out / REPORTS[request.action]
    write_atomically(path, outcomes_workbook(outcomes, COUNTED[request.action]))
    return (path,)
