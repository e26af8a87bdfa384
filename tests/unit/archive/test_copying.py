"""Copied, digested and watched in one pass."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from docgen.archive import copying
from docgen.archive.copying import CopyJob, DigestingStream, FileDigest, copy_file, copy_files, digesting
from docgen.errors import InputError, IntegrityError, MissingFile, OutputError, UnreadableFile


def job(folder: Path, name: str, data: bytes | None, size: int | None = None) -> CopyJob:
    source = folder / "来源" / name
    source.parent.mkdir(exist_ok=True)
    if data is not None:
        source.write_bytes(data)
    return CopyJob(name, source, folder / "目标" / "一" / name, size)


@pytest.mark.parametrize("size", [0, 1, copying.CHUNK - 1, copying.CHUNK, copying.CHUNK + 1, 3 * copying.CHUNK])
def test_what_arrives_is_what_was_read(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    one = job(tmp_path, "甲.bin", data, size)
    assert copy_file(one) == FileDigest(size, hashlib.sha256(data).hexdigest())
    assert one.target.read_bytes() == data


def test_many_files_in_order_with_progress(tmp_path: Path) -> None:
    jobs = [job(tmp_path, f"{n:03}.bin", bytes([n]) * n) for n in range(200)]
    seen: list[tuple[int, int, int]] = []
    done = copy_files(jobs, lambda *step: seen.append(step))
    assert list(done) == [one.name for one in jobs]
    assert [step[0] for step in seen] == list(range(1, 201))
    assert seen[-1] == (200, 200, sum(range(200)))
    assert all(one.target.read_bytes() == one.source.read_bytes() for one in jobs)


def test_a_source_that_changed_since_it_was_listed(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError) as caught:
        copy_file(job(tmp_path, "甲.bin", b"12345", 4))
    assert caught.value.place is not None and caught.value.place.endswith("甲.bin")
    assert not (tmp_path / "目标").exists()


@pytest.mark.parametrize("change", [b"longer than before", b"same!"], ids=["size", "time"])
def test_a_source_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: bytes) -> None:
    one = job(tmp_path, "甲.bin", b"12345", 5)
    real = DigestingStream.write

    def write(self: DigestingStream, data: bytes) -> int:
        one.source.write_bytes(change)
        os.utime(one.source, ns=(1, 1))
        return real(self, data)

    monkeypatch.setattr(DigestingStream, "write", write)
    with pytest.raises(IntegrityError, match="复制的时候变了"):
        copy_file(one)


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "秘密"
    secret.write_bytes(b"x")
    one = job(tmp_path, "甲.bin", None)
    one.source.symlink_to(secret)
    with pytest.raises(UnreadableFile, match="链接"):
        copy_file(one)
    folder = job(tmp_path, "乙", None)
    folder.source.mkdir()
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        copy_file(folder)


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    one = job(tmp_path, "甲.bin", None)
    os.mkfifo(one.source)
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        copy_file(one)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    one = job(tmp_path, "甲.bin", b"new")
    one.target.parent.mkdir(parents=True)
    one.target.write_bytes(b"old")
    with pytest.raises(OutputError):
        copy_file(one)
    assert one.target.read_bytes() == b"old"


def test_a_target_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    one = job(tmp_path, "甲.bin", b"new")
    one.target.parent.mkdir(parents=True)
    one.target.symlink_to(tmp_path / "别处")
    with pytest.raises(OutputError):
        copy_file(one)
    assert not (tmp_path / "别处").exists()


def test_all_bad_sources_are_named_at_once(tmp_path: Path) -> None:
    jobs = [
        job(tmp_path, "好.bin", b"x"),
        job(tmp_path, "没有.bin", None),
        job(tmp_path, "变了.bin", b"12", 1),
    ]
    with pytest.raises(IntegrityError) as caught:
        copy_files(jobs)
    assert [(f.code, f.place.file.rsplit("/", 1)[-1]) for f in caught.value.findings] == [
        ("input.missing", "没有.bin"),
        ("integrity.source-changed", "变了.bin"),
    ]
    with pytest.raises(MissingFile):
        copy_files([job(tmp_path / "目标", "没有.bin", None)])


def test_only_unreadable_sources_are_an_input_error(tmp_path: Path) -> None:
    jobs = [job(tmp_path, f"没有{n}.bin", None) for n in range(3)]
    with pytest.raises(InputError) as caught:
        copy_files(jobs)
    assert len(caught.value.findings) == 3


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: DigestingStream, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(DigestingStream, "write", full)
    with pytest.raises(OutputError) as caught:
        copy_files([job(tmp_path, "甲.bin", b"x")])
    assert caught.value.code == "output.disk-full"


def test_a_written_file_knows_its_digest(tmp_path: Path) -> None:
    with digesting(tmp_path / "一" / "甲.txt") as stream:
        stream.write(b"ab")
        stream.write(b"c")
    assert stream.digest == FileDigest(3, hashlib.sha256(b"abc").hexdigest())
    with pytest.raises(OutputError), digesting(tmp_path / "一" / "甲.txt"):
        raise AssertionError("not reached")
