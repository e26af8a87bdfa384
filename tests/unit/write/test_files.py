"""Files appear whole or not at all; one writer at a time; the memory survives a kill."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.errors import InputError, OutputError, TargetExists, WorkspaceLocked
from docgen.write.files import PART, move, output_error, staged_folder, sweep, write_atomically
from docgen.write.lock import workspace_lock
from docgen.write.memory import Memory, Written


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "甲" / "乙.docx"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [p.name for p in target.parent.iterdir()] == ["乙.docx"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a"
    write_atomically(target, b"old")

    def refuse(self: Path, other: Path) -> Path:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError) as error:
        write_atomically(target, b"new")
    assert error.value.code == "output.disk-full"
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_in_the_way_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("file")
    with pytest.raises(OutputError):
        write_atomically(tmp_path / "a" / "b", b"x")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, ""), "output.disk-full"),
        (OSError(errno.ENAMETOOLONG, ""), "output.path-too-long"),
        (PermissionError(errno.EACCES, ""), "output.not-writable"),
        (OSError(errno.EROFS, ""), "output.not-writable"),
        (FileExistsError(errno.EEXIST, ""), "output.exists"),
        (OSError(errno.EIO, "broken"), "output"),
    ],
)
def test_what_the_system_says_in_chinese(error: OSError, code: str) -> None:
    made = output_error(error, Path("x"))
    assert (made.code, made.place) == (code, "x")
    assert made.remedy


def test_a_sharing_violation_of_windows(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert output_error(error, tmp_path).code == "output.open-elsewhere"


def test_leftovers_are_swept(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / f"x.docx.77{PART}").write_bytes(b"half")
    (tmp_path / "keep.docx").write_bytes(b"whole")
    sweep(tmp_path)
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["keep.docx"]


def test_moving_never_overwrites(tmp_path: Path) -> None:
    for text in ("1", "2", "3"):
        (tmp_path / "a.docx").write_text(text)
        move(tmp_path / "a.docx", tmp_path / "old" / "a.docx")
    found = {p.name: p.read_text() for p in (tmp_path / "old").iterdir()}
    assert found == {"a.docx": "1", "a_2.docx": "2", "a_3.docx": "3"}


def test_a_staged_folder_appears_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "工作室"
    with staged_folder(target) as folder:
        (folder / "a").write_text("x")
        assert not target.exists()
    assert (target / "a").read_text() == "x"
    assert [p.name for p in tmp_path.iterdir()] == ["工作室"]


def test_a_staged_folder_vanishes_on_failure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), staged_folder(tmp_path / "x") as folder:
        (folder / "a").write_text("x")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_content_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine").write_text("1")
    with pytest.raises(TargetExists), staged_folder(tmp_path / "x"):
        pass
    assert (tmp_path / "x" / "mine").read_text() == "1"


def test_a_second_writer_is_told_so(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom docgen.write.lock import workspace_lock\n"
        "with workspace_lock(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(WorkspaceLocked), workspace_lock(tmp_path):
            pass
        other.kill()
    with workspace_lock(tmp_path):
        pass


def written(key: str, digest: str = "d") -> Written:
    return Written(key, f"{key}.docx", digest, "t", 10, 99)


def test_memory_is_read_back(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.documents = {"b": written("b"), "a/甲，乙": written("a/甲，乙")}
    memory.save()
    assert Memory(tmp_path).documents == memory.documents
    assert memory.path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_saving_without_change_writes_nothing(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.save()
    before = memory.path.stat().st_mtime_ns
    again = Memory(tmp_path)
    again.save()
    assert memory.path.stat().st_mtime_ns == before


def test_what_was_announced_survives_a_kill(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.documents["a"] = written("a", "old")
    memory.save()
    memory.announce(written("a", "new"))
    killed = Memory(tmp_path)
    assert killed.digests("a") == {"old", "new"}
    killed.save()
    assert Memory(tmp_path).digests("a") == {"old"}


def test_a_journal_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.announce(written("a"))
    with memory.journal.open("a", encoding="utf-8") as stream:
        stream.write("b,b.doc")
    assert set(Memory(tmp_path).announced) == {"a"}


def test_damage_is_not_overlooked(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.documents["a"] = written("a")
    memory.save()
    memory.path.write_text(memory.path.read_text(encoding="utf-8").replace(",10,", ",zehn,"), encoding="utf-8")
    with pytest.raises(InputError, match="第 2 行"):
        Memory(tmp_path)
