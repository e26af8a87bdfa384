"""Digests are remembered by size and time, and only where these prove that nothing changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from docgen.archive.copying import FileDigest
from docgen.errors import InputError, UnreadableFile
from docgen.tasks.digests import NAME, Digests, stamp

OLD = 1_700_000_000


def sha(data: bytes) -> FileDigest:
    return FileDigest(len(data), hashlib.sha256(data).hexdigest())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "附件" / "图.jpg"
    path.parent.mkdir()
    path.write_bytes(b"one")
    os.utime(path, (OLD, OLD))
    return path


def opened(file: Path) -> Digests:
    return Digests(file.parent.parent / "登记", file.parent.parent)


def test_a_file_is_read_once(file: Path) -> None:
    first = opened(file)
    assert first.of([file]) == {file: sha(b"one")}
    first.save()
    again = opened(file)
    assert again.of([file]) == {file: sha(b"one")}
    assert (first.hashed, again.hashed) == (1, 0)
    assert "附件/图.jpg,3," in again.path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("change", ["size", "time"])
def test_a_changed_file_is_read_again(file: Path, change: str) -> None:
    first = opened(file)
    first.of([file])
    first.save()
    data = b"three" if change == "size" else b"two"
    file.write_bytes(data)
    os.utime(file, (OLD + (change == "time"), OLD + (change == "time")))
    assert opened(file).of([file]) == {file: sha(data)}


def test_a_file_changed_just_before_is_not_trusted_until_it_is_read_again(file: Path) -> None:
    os.utime(file)
    first = opened(file)
    first.of([file])
    first.save()
    second = opened(file)
    second.of([file])
    assert second.hashed == 1
    # Ten seconds later the same record can be trusted.
    now = file.stat().st_mtime + 10
    os.utime(second.path, (now, now))
    third = opened(file)
    third.of([file])
    assert third.hashed == 0


def test_a_digest_is_noted_only_of_what_was_read(file: Path) -> None:
    digests = opened(file)
    at = stamp(file)
    file.write_bytes(b"three")
    digests.note(file, sha(b"one"), at)
    digests.note(file.with_name("没有.jpg"), sha(b"one"), at)
    digests.save()
    assert opened(file).of([file]) == {file: sha(b"three")}


def test_files_that_are_no_more_are_forgotten(file: Path) -> None:
    digests = opened(file)
    digests.of([file])
    digests.save()
    later = opened(file)
    later.save()
    assert "图.jpg" not in later.path.read_text(encoding="utf-8-sig")


def test_what_can_not_be_digested_is_named(file: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"读不出来") as raised:
        opened(file).of([file.with_name("没有.jpg")])
    assert raised.value.place is not None and "没有.jpg" in raised.value.place
    with pytest.raises(UnreadableFile):
        opened(file).of([file.parent])


def test_a_damaged_record_is_named(file: Path) -> None:
    record = file.parent.parent / "登记" / NAME
    record.parent.mkdir()
    record.write_text("路径,字节数,修改时间,SHA-256\na,b,c,d\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        opened(file)
    assert "第 2 行" in str(raised.value)
