"""Images of discs: every view shows everything, two readers agree, damage is found, two runs are equal."""

from __future__ import annotations

import os
import random
import subprocess
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pycdlib
import pytest

from docgen.archive import verify_path, write_image
from docgen.archive.image import _Image, volume_name
from docgen.archive.imageread import (
    JOLIET,
    ROCK_RIDGE,
    UDF,
    BadImage,
    FilePlace,
    _iso_place,
    _udf_place,
    image_tree,
    read_image,
)
from docgen.errors import OutputError, TargetExists, UnreadableFile
from tests.unit.archive.disc_helpers import burnt

CREATED = datetime(2031, 3, 31, 12, tzinfo=timezone(timedelta(hours=8)))
FILES = {
    "index.html": b"<p>",
    f"电子档案/2030/02 照片/{'长' * 60}.jpg": b"\xff\xd8" * 3000,
    "电子档案/2030/02 照片/石桥𠮷（一）·《二》.jpg": b"\xff\xd8" * 20,
    "电子档案/2030/02 照片/空.txt": b"",
    "电子档案/2030/03 a/é.txt": b"latin",
    "其他/manifest-sha256.txt": b"x",
}


def folder_of(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "D01", FILES)


def written(folder: Path, name: str = "LM2030-D01") -> Path:
    target = folder.with_name(f"{folder.name}.iso")
    assert write_image(folder, target, name, CREATED) == target.stat().st_size
    return target


def test_every_view_shows_every_file_with_its_contents(folder: Path) -> None:
    image = read_image(written(folder))
    assert list(image.views) == [UDF, JOLIET, ROCK_RIDGE]
    assert all(set(found) == set(FILES) for found in image.views.values())
    tree = image_tree(image)
    assert {path: tree.at(path).read_bytes() for path in tree.files} == FILES
    assert image.volume == image.size


def test_another_reader_sees_the_same(folder: Path, tmp_path: Path) -> None:
    target = written(folder)
    assert subprocess.run(["7z", "t", str(target)], capture_output=True, check=False).returncode == 0
    for view in ("Udf", "Iso"):
        out = tmp_path / view
        command = ["7z", "x", f"-t{view}", f"-o{out}", str(target)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        found = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
        assert found == FILES


def test_the_same_folder_gives_the_same_image(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(folder).read_bytes()
    other = folder_of(tmp_path / "again" / "D01", dict(reversed(FILES.items())))
    for path in other.rglob("*"):
        os.utime(path, (1, 1))
    before = time.time
    monkeypatch.setenv("TZ", "America/Lima")
    time.tzset()
    try:
        assert written(other).read_bytes() == first
    finally:
        monkeypatch.undo()
        time.tzset()
    assert time.time is before
    assert pycdlib.pycdlib.time is time


def test_names_no_disc_holds_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    deep = "/".join("abcdefgh") + "/x.txt"
    folder = folder_of(tmp_path / "D01", {f"{'长' * 65}.txt": b"", "a:b.txt": b"", deep: b"", "good.txt": b""})
    with pytest.raises(OutputError) as error:
        written(folder)
    assert [f.place.file for f in error.value.findings] == sorted([deep, "a:b.txt", f"{'长' * 65}.txt"])
    assert not list(tmp_path.glob("*.iso*"))


def test_a_failed_image_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise pycdlib.pycdlibexception.PyCdlibInvalidInput("half added")

    monkeypatch.setattr(_Image, "write", refuse)
    with pytest.raises(OutputError, match="half added"):
        written(folder)
    assert [p.name for p in folder.parent.iterdir()] == ["D01"]


def test_an_image_is_not_overwritten(folder: Path) -> None:
    written(folder)
    with pytest.raises(TargetExists):
        written(folder)


def test_joliet_names_are_counted_in_characters() -> None:
    image = _Image()
    image.new(interchange_level=4, joliet=3)
    assert image._joliet_name_and_parent_from_path(f"/{'长' * 64}".encode())[0] == ("长" * 64).encode("utf-16-be")
    with pytest.raises(pycdlib.pycdlibexception.PyCdlibInvalidInput):
        image._joliet_name_and_parent_from_path(f"/{'长' * 65}".encode())


@pytest.mark.parametrize(
    ("name", "volume"),
    [("LM2030-D01", "LM2030-D01"), ("渠工-2030-D01", "__-2030-D01"), ("a" * 20 + "-D01", "A" * 12 + "-D01")],
)
def test_names_of_volumes(name: str, volume: str) -> None:
    assert volume_name(name) == volume


def codes(path: Path) -> set[str]:
    return {f.code for f in verify_path(path).findings}


@pytest.fixture
def discs(tmp_path: Path) -> Path:
    """Three discs of a set with their images beside them."""
    root = burnt(tmp_path)
    for one in sorted(p for p in root.iterdir() if p.is_dir()):
        write_image(one, root / f"{one.name}.iso", one.name, CREATED)
    return root


def test_an_image_is_verified_like_a_disc(discs: Path) -> None:
    report = verify_path(discs / "D01.iso")
    assert (report.kind, report.findings) == ("image", ())
    assert report.counts["items"] == 2
    assert report.counts["files"] == len([p for p in (discs / "D01").rglob("*") if p.is_file()])
    report = verify_path(discs)
    assert (report.kind, report.findings, report.counts["discs"]) == ("set", (), 3)


def test_images_alone_are_a_set(discs: Path) -> None:
    for one in [p for p in discs.iterdir() if p.is_dir()]:
        for path in sorted(one.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        one.rmdir()
    assert (verify_path(discs).kind, verify_path(discs).findings) == ("set", ())
    (discs / "D02.iso").unlink()
    assert codes(discs) == {"integrity.set-missing"}


def test_a_changed_byte_of_an_image_is_found(discs: Path) -> None:
    path = discs / "D01.iso"
    image = read_image(path)
    name, place = next((n, p) for n, p in image.views[UDF].items() if n.endswith(".mp4"))
    with path.open("r+b") as stream:
        stream.seek(place.start)
        stream.write(b"X")
    for where in (path, discs):
        (finding,) = verify_path(where).findings
        assert finding.code == "integrity.changed"
        assert finding.place.file.endswith(name)


def test_an_image_of_another_disc_is_found(discs: Path) -> None:
    (discs / "D02.iso").write_bytes((discs / "D01.iso").read_bytes())
    assert codes(discs) == {"integrity.image"}


def test_a_cut_image_is_found(discs: Path) -> None:
    path = discs / "D01.iso"
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - 4096)
    assert "integrity.image" in codes(path)
    path.write_bytes(b"no image")
    assert codes(path) == {"integrity.image"}


def test_an_image_of_something_else(tmp_path: Path) -> None:
    path = written(folder_of(tmp_path / "D01", {"a.txt": b"a"}))
    (finding,) = verify_path(path).findings
    assert finding.code == "integrity.no-manifest"
    text = tmp_path / "a.txt"
    text.write_bytes(b"")
    with pytest.raises(UnreadableFile):
        verify_path(text)


def test_views_that_differ_are_found(discs: Path) -> None:
    path = discs / "D01.iso"
    data = path.read_bytes()
    old, new = "index.html".encode("utf-16-be"), "indeks.htm".encode("utf-16-be")
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new))
    assert codes(path) == {"integrity.image"}


def test_a_damaged_image_ends_in_a_finding_within_a_moment(folder: Path) -> None:
    path = written(folder)
    data = path.read_bytes()
    used = [n for n in range(0, len(data), 2048) if any(data[n : n + 2048])]
    chance = random.Random(7)
    refused = 0
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(6):
            broken[chance.choice(used) + chance.randrange(200)] = chance.choice((0, 1, 127, 255))
        path.write_bytes(broken)
        started = time.monotonic()
        try:
            image = read_image(path)
            assert sum(len(found) for found in image.views.values()) < 100
        except BadImage:
            refused += 1
        assert time.monotonic() - started < 2
    assert refused > 10


def piece(block: int, length: int) -> SimpleNamespace:
    return SimpleNamespace(log_block_num=block, extent_length=length)


def test_a_large_file_in_pieces_is_one_file_if_they_follow_each_other() -> None:
    """UDF cuts files at 1 GiB, ISO 9660 at 4 GiB."""
    whole = [piece(10, 4096), piece(12, 2048), piece(13, 5)]
    inode = SimpleNamespace(extent_location=lambda: 300)
    entry = SimpleNamespace(info_len=6149, alloc_descs=whole, inode=inode)
    assert _udf_place(entry) == FilePlace(300 * 2048, 6149)
    entry.alloc_descs = [piece(10, 4096), piece(20, 2053)]
    with pytest.raises(BadImage):
        _udf_place(entry)
    rest = SimpleNamespace(data_length=9, data_continuation=None)
    first = SimpleNamespace(data_length=4096, data_continuation=rest, extent_location=lambda: 7)
    assert _iso_place(first) == FilePlace(7 * 2048, 4105)


def test_times_are_those_of_the_archive(folder: Path) -> None:
    image = pycdlib.PyCdlib()
    image.open(str(written(folder)))
    date = image.get_record(joliet_path="/index.html").date
    other = image.get_record(udf_path="/index.html").mod_time
    image.close()
    assert datetime(1900 + date.years_since_1900, date.month, date.day_of_month, date.hour, tzinfo=UTC) == CREATED
    assert datetime(other.year, other.month, other.day, other.hour, tzinfo=UTC) == CREATED
    assert (date.gmtoffset, other.tz) == (0, 0)
