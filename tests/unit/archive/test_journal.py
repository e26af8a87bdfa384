"""The journal of a package: what counts as copied, what does not, and that nothing else stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.archive.copying import CopyJob, FileDigest, copy_file
from docgen.archive.journal import Journal

OLD = 1_700_000_000
NAMES = ("data/一.txt", 'data/深/"二", 三.txt', "data/深/四.txt")


class Copier:
    """Copies, and tells what it copied."""

    def __init__(self) -> None:
        self.copied: list[str] = []

    def __call__(self, job: CopyJob) -> FileDigest:
        self.copied.append(job.name)
        return copy_file(job)


@pytest.fixture
def jobs(tmp_path: Path) -> list[CopyJob]:
    made = []
    for number, name in enumerate(NAMES):
        source = tmp_path / "来源" / f"{number}"
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(name.encode())
        os.utime(source, (OLD, OLD))
        made.append(CopyJob(name, source, tmp_path / "包" / name))
    return made


def work(folder: Path, jobs: list[CopyJob], count: int = 9, *, sm3: bool = False) -> tuple[list[str], list[FileDigest]]:
    """A run that copies some of the files; what it really copied, and what it says they hold."""
    copier = Copier()
    copy = Journal(folder / "记录").resume(jobs, folder / "包", copier, sm3=sm3)
    digests = [copy(job) for job in jobs[:count]]
    return copier.copied, digests


def test_the_next_run_copies_only_the_rest(tmp_path: Path, jobs: list[CopyJob]) -> None:
    first, known = work(tmp_path, jobs, 2)
    assert first == list(NAMES[:2])
    copied, digests = work(tmp_path, jobs)
    assert copied == [NAMES[2]]
    assert digests[:2] == known
    assert work(tmp_path, jobs)[0] == []
    assert [job.target.read_bytes() for job in jobs] == [name.encode() for name in NAMES]


def other_content(jobs: list[CopyJob]) -> None:
    jobs[0].source.write_bytes(b"anders")


def other_time(jobs: list[CopyJob]) -> None:
    os.utime(jobs[0].source, (OLD + 1, OLD + 1))


def fresh(jobs: list[CopyJob]) -> None:
    """Changed so shortly before it was copied that it may have changed again within the same tick."""
    now = jobs[0].target.stat().st_mtime
    os.utime(jobs[0].source, (now, now))


def cut(jobs: list[CopyJob]) -> None:
    jobs[0].target.write_bytes(jobs[0].target.read_bytes()[:-1])


def gone(jobs: list[CopyJob]) -> None:
    jobs[0].target.unlink()


def elsewhere(jobs: list[CopyJob]) -> None:
    other = jobs[0].source.with_name("另一个")
    other.write_bytes(jobs[0].source.read_bytes())
    os.utime(other, (OLD, OLD))
    jobs[0] = CopyJob(jobs[0].name, other, jobs[0].target)


@pytest.mark.parametrize("change", [other_content, other_time, fresh, cut, gone, elsewhere])
def test_what_may_differ_is_copied_again(
    tmp_path: Path, jobs: list[CopyJob], change: Callable[[list[CopyJob]], None]
) -> None:
    work(tmp_path, jobs)
    change(jobs)
    assert work(tmp_path, jobs)[0] == [NAMES[0]]
    assert jobs[0].target.read_bytes() == jobs[0].source.read_bytes()


def test_what_is_not_planned_any_more_goes(tmp_path: Path, jobs: list[CopyJob]) -> None:
    work(tmp_path, jobs)
    (tmp_path / "包" / "bagit.txt").write_bytes(b"")
    (tmp_path / "包" / "data" / "连接").symlink_to("/etc/hostname")
    assert work(tmp_path, jobs[:1])[0] == []
    assert sorted(p.relative_to(tmp_path / "包").as_posix() for p in (tmp_path / "包").rglob("*")) == ["data", NAMES[0]]


def test_a_line_that_was_cut_short_counts_for_nothing(tmp_path: Path, jobs: list[CopyJob]) -> None:
    work(tmp_path, jobs)
    journal = tmp_path / "记录"
    whole = journal.read_bytes()
    for left in range(len(whole)):
        journal.write_bytes(whole[:left])
        copied, digests = work(tmp_path, jobs)
        assert len(copied) == 3 - whole[:left].count(b',".')
        assert [digest.size for digest in digests] == [len(name.encode()) for name in NAMES]


def test_a_journal_that_is_none_counts_for_nothing(tmp_path: Path, jobs: list[CopyJob]) -> None:
    work(tmp_path, jobs)
    (tmp_path / "记录").write_bytes(b'\xff\x00"",\n' * 3 + b'"a","b","x","1","' + b"0" * 64 + b'","","."\n')
    assert work(tmp_path, jobs)[0] == list(NAMES)


def test_sm3_is_not_known_where_nobody_asked(tmp_path: Path, jobs: list[CopyJob]) -> None:
    work(tmp_path, jobs)
    assert work(tmp_path, jobs, sm3=True)[0] == list(NAMES)
