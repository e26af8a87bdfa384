"""What is found out about attachments: presence, size, pictures and their dates — and nothing outside the folder."""

# ruff: noqa: DTZ001 - cameras know no time zone
from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from docgen.load.attachments import MAX_PIXELS, file_facts
from docgen.model.attachment import FileFact


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "附件"
    (folder / "照片").mkdir(parents=True)
    (folder / "通知.pdf").write_bytes(b"%PDF-1.4")
    (folder / "空.pdf").write_bytes(b"")
    (tmp_path / "外.txt").write_text("秘", encoding="utf-8")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2024:03:05 09:30:00"
    Image.new("RGB", (120, 80), "green").save(folder / "照片" / "一.jpg", exif=exif)
    Image.new("RGB", (50, 70)).save(folder / "照片" / "二.PNG")
    data = (folder / "照片" / "一.jpg").read_bytes()
    (folder / "照片" / "半张.jpg").write_bytes(data[: len(data) // 2])
    (folder / "照片" / "假.jpg").write_text("no picture", encoding="utf-8")
    return folder


def one(root: Path, path: str) -> FileFact:
    return file_facts(root, [path])[path]


def test_a_plain_file(root: Path) -> None:
    assert one(root, "通知.pdf") == FileFact("通知.pdf", ("通知.pdf",), 8)
    assert one(root, "通知.pdf").exists


def test_missing_empty_and_folders(root: Path) -> None:
    assert one(root, "没有.pdf") == FileFact("没有.pdf")
    assert not one(root, "没有.pdf").exists
    assert one(root, "空.pdf").size == 0
    assert one(root, "空.pdf").exists
    assert one(root, "照片").problem == "folder"
    assert one(root / "没有这个文件夹", "a.pdf") == FileFact("a.pdf")


def test_a_picture_is_measured_upright_and_dated(root: Path) -> None:
    fact = one(root, "照片/一.jpg")
    assert (fact.width, fact.height, fact.orientation) == (80, 120, 6)
    assert fact.taken == datetime(2024, 3, 5, 9, 30)
    plain = one(root, "照片/二.PNG")
    assert (plain.width, plain.height, plain.orientation, plain.taken) == (50, 70, 1, None)


@pytest.mark.parametrize("name", ["半张.jpg", "假.jpg"])
def test_damaged_pictures(root: Path, name: str) -> None:
    assert one(root, f"照片/{name}").problem == "damaged"


def test_a_bomb_is_not_opened(root: Path) -> None:
    side = int(MAX_PIXELS**0.5) + 1
    Image.new("1", (side, side)).save(root / "照片" / "大.png")
    assert one(root, "照片/大.png").problem in ("too-large", "damaged")


@pytest.mark.parametrize("path", ["../外.txt", "照片/../../外.txt", "/etc/hostname", "C:/a.txt", "a\x00b"])
def test_nothing_outside_is_opened(root: Path, path: str) -> None:
    assert one(root, path) == FileFact(path, problem="outside")


def test_links_out_of_the_folder_are_refused(root: Path) -> None:
    (root / "借道.txt").symlink_to(root.parent / "外.txt")
    (root / "借道").symlink_to(root.parent)
    (root / "自家.pdf").symlink_to(root / "通知.pdf")
    assert one(root, "借道.txt").problem == "outside"
    assert one(root, "借道/外.txt").problem == "outside"
    assert one(root, "借道/*.txt").problem == "outside"
    assert one(root, "自家.pdf").size == 8


def test_the_spelling_must_agree_whatever_the_system_finds(root: Path) -> None:
    fact = one(root, "照片/二.png")
    assert (fact.problem, fact.found) == ("case", "照片/二.PNG")


def test_patterns_find_files(root: Path) -> None:
    facts = file_facts(root, ["照片/?.*", "照片/没有*", "*.pdf", "*/一.jpg"])
    assert facts["照片/?.*"].files == ("照片/一.jpg", "照片/二.PNG", "照片/假.jpg") or set(facts["照片/?.*"].files) == {
        "照片/一.jpg",
        "照片/二.PNG",
        "照片/假.jpg",
    }
    assert facts["照片/?.*"].problem == "damaged"
    assert facts["照片/没有*"] == FileFact("照片/没有*")
    assert facts["*.pdf"].size == 0 or facts["*.pdf"].files == ("空.pdf", "通知.pdf")
    assert facts["*/一.jpg"].files == ("照片/一.jpg",)
    assert facts["照片/一.jpg"].width == 80
