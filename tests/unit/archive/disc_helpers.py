"""A small set of discs, planned by hand, and a reader of disc folders that follows the rules, not the writer."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.archive.disc import write_disc
from docgen.archive.package import PackageResult, write_package
from docgen.model.archive import Disc, Package, Role
from tests.unit.archive.helpers import content, item, package

PHOTOS = "玩具馆/02 照片/01 全年"
LISTS = "玩具馆/02 照片/02 名单"
CHILDREN = ["顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注"]
FIELDS = ["移交单位", "内容描述", "起止档号", "档案数量", "软硬件环境"]
EXPECTED_FIELDS = ["离线载体参数", "载体编号", "载体数量", "保管单位", "制作单位", "检查单位"]


def photo_year(folder: Path) -> Package:
    """Four items: two photographs, a paper with a film (split), one with personal data, one on no disc."""
    files = folder / "来源"
    items = (
        item("2030-01-0001", [content(files, "玩具馆/01 往来/01 登记/登记表.docx", b"docx" * 9)], folder="01 登记"),
        item(
            "2030-02-0001",
            [
                content(files, f"{PHOTOS}/木桥 #1&2.jpg", b"\xff\xd8" * 99, Role.ATTACHMENT, "image/jpeg"),
                content(files, f"{PHOTOS}/石桥𠮷.jpg", b"\xff\xd8" * 77, Role.ATTACHMENT, "image/jpeg"),
            ],
            folder="01 全年",
            title="桥 <两张> & 其他",
        ),
        item(
            "2030-02-0002",
            [
                content(files, f"{PHOTOS}/开馆.docx", b"text" * 20),
                content(files, f"{PHOTOS}/开馆一.mp4", b"film" * 200, Role.ATTACHMENT, "video/mp4"),
                content(files, f"{PHOTOS}/开馆二.mp4", b"more" * 100, Role.ATTACHMENT, "video/mp4"),
            ],
            folder="01 全年",
            title="开馆日",
        ),
        item(
            "2030-02-0003",
            [content(files, f"{LISTS}/乙读者.png", b"\x89PNG" * 5, Role.ATTACHMENT, "image/png")],
            folder="02 名单",
            title="乙读者的名单",
            personal=True,
            date="",
        ),
    )
    return package(folder, items=items)


def disc(made: Package, number: int, total: int, paths: Sequence[str]) -> Disc:
    """A disc with these paths."""
    items = tuple(i.number for i in made.items if any(c.path in paths for c in i.contents))
    return Disc(number, total, f"{made.id}-D{number:02d}", items, tuple(paths), 0)


def three(made: Package) -> tuple[Disc, ...]:
    """The plan: the film is cut in two, the list lies alone; two papers are on no disc."""
    paths = (
        [f"{PHOTOS}/木桥 #1&2.jpg", f"{PHOTOS}/石桥𠮷.jpg", f"{PHOTOS}/开馆一.mp4"],
        [f"{PHOTOS}/开馆二.mp4"],
        [f"{LISTS}/乙读者.png"],
    )
    return tuple(disc(made, number, 3, found) for number, found in enumerate(paths, 1))


def coded(made: Package) -> Package:
    """The same year as soon as the archive has given its code."""
    items = tuple(replace(i, archival_code=f"Z999-ZP·2030-D30-{i.category}-{i.number[-4:]}") for i in made.items)
    return replace(made, agency=replace(made.agency, fonds_code="Z999"), items=items)


def two_by_code(made: Package) -> tuple[Disc, ...]:
    """A plan that cuts no item, laid out by archival codes; everything but one paper is on a disc."""
    whole = [[c.path for c in i.contents] for i in made.items]
    plan = (disc(made, 1, 2, whole[1]), disc(made, 2, 2, [*whole[2], *whole[3]]))
    return tuple(replace(one, carrier="dat93") for one in plan)


def packed(folder: Path, made: Package) -> PackageResult:
    """The bag the discs are made from."""
    target = folder / "归档" / made.id
    target.mkdir(parents=True)
    return write_package(made, target)


def burnt(folder: Path, made: Package | None = None, discs: Sequence[Disc] | None = None, **options: str) -> Path:
    """The folder with all disc folders."""
    made = made or photo_year(folder)
    discs = three(made) if discs is None else discs
    result = packed(folder, made)
    for one in discs:
        target = folder / "光盘" / f"D{one.number:02d}"
        target.mkdir(parents=True)
        write_disc(made, one, discs, result.root, result.contents, target, **options)
    return folder / "光盘"


@dataclass(frozen=True)
class Read:
    """A disc folder as somebody reads it who knows only the rules."""

    fields: dict[str, str]
    entries: list[dict[str, str]]
    children: list[list[str]]
    manifest: dict[str, str]
    files: dict[str, bytes]

    @property
    def names(self) -> list[str]:
        """All names of records, one a line."""
        return [name for entry in self.entries for name in entry["电子档案名称"].split("\n")]


def read(root: Path) -> Read:
    """Read a disc folder."""
    note = (root / "说明文件.TXT").read_bytes()
    assert note.startswith(b"\xef\xbb\xbf")
    assert note.count(b"\n") == note.count(b"\r\n") and note.endswith(b"\r\n")
    fields: dict[str, str] = {}
    for line in note[3:].decode("utf-8").split("\r\n")[:-1]:
        label, colon, value = line.partition("：")
        assert colon and label not in fields
        fields[label] = value
    top = ET.parse(root / "文件目录.XML").getroot()
    assert top.tag == "文件目录" and all(child.tag == "文件" for child in top)
    entries = [{child.tag: child.text or "" for child in entry} for entry in top]
    manifest = {}
    for line in (root / "其他" / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines():
        digest, blanks, path = line[:64], line[64:66], line[66:]
        assert blanks == "  " and path not in manifest
        manifest[path] = digest
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    return Read(fields, entries, [[child.tag for child in entry] for entry in top], manifest, files)


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
