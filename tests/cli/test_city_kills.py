"""A worker that is killed takes nothing with it: its studio is done by another one, and nothing is half done."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
from datetime import date
from pathlib import Path

import pytest

from docgen.model.city import Action, Job, State
from docgen.tasks.city.crew import TRIES, LocalCrew
from docgen.tasks.city.run import CityRequest, city
from docgen.write.files import PART
from tests.cli.city_helpers import documents, make_city, make_standard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
COUNT = 6


def request(tmp_path: Path, jobs: int) -> CityRequest:
    return CityRequest(Action.FILL, (tmp_path / "全市",), tmp_path / "汇总", date(2031, 2, 1), jobs=jobs)


def disturbed(tmp_path: Path, seed: int) -> None:
    """Fill a city while one of two workers is killed at a random moment, and compare with a quiet run."""
    standard = make_standard(tmp_path / "标准")
    studios = make_city(tmp_path / "全市", COUNT, standard)
    chance = random.Random(seed)
    moment, killed = chance.randrange(1, COUNT), []

    def kill(done: int, total: int, name: str) -> None:
        if done == moment:
            victim = chance.choice(multiprocessing.active_children())
            assert victim.pid is not None
            os.kill(victim.pid, signal.SIGKILL)
            killed.append(victim.pid)

    result = city(request(tmp_path, 2), kill)
    found = documents(studios)
    assert killed
    assert not list(tmp_path.rglob(f"*{PART}"))
    quiet = tmp_path / "安静"
    other = make_city(quiet / "全市", COUNT, standard)
    expected = city(request(quiet, 1))
    assert found == documents(other)

    def told(outcomes: object) -> str:
        return repr(outcomes).replace(quiet.as_posix(), tmp_path.as_posix())

    assert [told((o.place, o.state, o.name, o.counts)) for o in result.outcomes] == [
        told((o.place, o.state, o.name, o.counts)) for o in expected.outcomes
    ]


def test_a_killed_worker(tmp_path: Path) -> None:
    disturbed(tmp_path, 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_killed_workers(tmp_path: Path, seed: int) -> None:
    disturbed(tmp_path, seed)


def test_a_studio_that_ends_every_worker_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.tasks.city.crew.work", end_this_process)
    jobs = [Job(Action.CHECK, "", place, date(2031, 1, 1)) for place in ("好", "坏", "也好")]
    with LocalCrew(1) as crew:
        outcomes = {o.place: o for o in crew.run(jobs)}
    assert outcomes["坏"].state is State.FAILED
    assert outcomes["坏"].code == "output.worker-ended"
    assert f"{TRIES} 次" in outcomes["坏"].reason
    assert outcomes["好"].state is outcomes["也好"].state is State.DONE


def end_this_process(job: Job) -> object:
    """Stands for a studio whose files end the process: out of memory, a fault in a library."""
    from docgen.model.city import Outcome

    if job.place == "坏":
        os._exit(9)
    return Outcome(job.place, State.DONE, 0)
