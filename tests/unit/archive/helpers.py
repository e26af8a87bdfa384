"""A small archive to write, and ways to look at it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from docgen.archive.copying import FileDigest
from docgen.archive.package import PackageResult, write_package
from docgen.archive.setlist import SetFile, write_set_catalogue
from docgen.model.archive import Agency, Content, Disc, Item, Package, Rendition, Role

CREATED = datetime(2031, 1, 15, 9, 0, tzinfo=timezone(timedelta(hours=8)))
AGENCY = Agency(
    studio="小镇玩具馆",
    short_name="玩具馆",
    unit="小镇文化站",
    union="小镇联合会",
    keeper="甲管理员",
)


def content(folder: Path, path: str, data: bytes, role: Role = Role.FINAL, media: str = "text/plain") -> Content:
    """A file made in ``folder`` and where it goes."""
    source = folder / f"{hashlib.sha256(path.encode()).hexdigest()[:12]}.bin"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(data)
    return Content(role, source, path, len(data), media)


def item(number: str, contents: Sequence[Content], **changes: object) -> Item:
    """An item of the fictional year."""
    made = Item(
        number=number,
        key=f"toy:{number}",
        material="toy",
        category=number.split("-")[1],
        folder="01 玩具登记",
        title=f"第{number}件<玩具>",
        author="小镇玩具馆",
        date="20300305",
        document_number="",
        retention="30年",
        retention_confirmed=False,
        secrecy="公开",
        pages=1,
        paper=True,
        personal=False,
        contents=tuple(contents),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def package(folder: Path, **changes: object) -> Package:
    """Four items with five files; names hold a rare character, blanks, ``#`` and ``+``."""
    files = folder / "来源"
    top = "玩具馆"
    items = (
        item(
            "2030-01-0001",
            [
                content(files, f"{top}/01 往来/01 登记/登记 表.docx", b"docx" * 50),
                content(
                    files, f"{top}/01 往来/01 登记/登记 表_扫描.pdf", b"%PDF" * 30, Role.ORIGINAL, "application/pdf"
                ),
            ],
        ),
        item("2030-02-0001", [content(files, f"{top}/02 照片/01 全年/木桥𠮷#1+2.jpg", b"\xff\xd8" * 99)], secrecy=""),
        item(
            "2030-02-0002",
            [
                content(files, f"{top}/02 照片/02 名单/乙读者.xlsx", b"xlsx"),
                content(files, f"{top}/02 照片/02 名单/空.txt", b""),
            ],
            personal=True,
            title="乙读者的名单",
            folder="02 名单",
            pages=None,
            date="",
        ),
        item("2030-02-0003", [], title="只有纸质的一件"),
    )
    sources = files / "工作簿.xlsx"
    sources.write_bytes(b"workbook")
    made = Package(
        id="WJG-990000-2030",
        year=2030,
        standard="DB9900/T 1—2030",
        standard_title="玩具馆管理规范",
        agency=AGENCY,
        created=CREATED,
        software="docgen 0.1.0",
        items=items,
        sources={"数据/2030.xlsx": sources},
        documentation={"归档说明.txt": "说明\n".encode()},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def written(folder: Path, **changes: object) -> PackageResult:
    """The small package, written to a folder of its name below ``folder``."""
    made = package(folder, **changes)
    target = folder / "归档" / made.id
    target.mkdir(parents=True)
    return write_package(made, target)


def tree(root: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def sums(root: Path, keep: Callable[[str], bool]) -> bytes:
    """A manifest of the files below a folder, made anew."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(tree(root).items()) if keep(path)]
    return "".join(lines).encode()


def reseal(bag: Path) -> None:
    """Make the manifests of a bag anew, as someone would who hides a change."""
    payload = [p for p in (bag / "data").rglob("*") if p.is_file()]
    (bag / "manifest-sha256.txt").write_bytes(sums(bag, lambda p: p.startswith("data/")))
    info = bag / "bag-info.txt"
    oxum = f"Payload-Oxum: {sum(p.stat().st_size for p in payload)}.{len(payload)}"
    lines = [oxum if li.startswith("Payload-Oxum") else li for li in info.read_text(encoding="utf-8").splitlines()]
    info.write_bytes(("\n".join(lines) + "\n").encode())
    (bag / "tagmanifest-sha256.txt").write_bytes(
        sums(bag, lambda p: not p.startswith("data/") and not p.startswith("tagmanifest-"))
    )


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there, wherever it is."""
    text = path.read_bytes().decode()
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_bytes(text.replace(old, new).encode())


DISC_FILES = {
    1: {"电子档案/2030/01/登记 表.docx": b"docx", "电子档案/2030/01/登记 表_扫描.pdf": b"pdf"},
    2: {"电子档案/2030/02/木桥.jpg": b"jpg" * 9},
    3: {"电子档案/2030/02/渡船.mp4": b"mp4" * 99},
}


def make_set(root: Path, set_id: str = "WJG-990000-2030") -> Path:
    """Three disc folders as the disc writer makes them: records, catalogue, catalogue of the set, manifest."""
    discs = [Disc(n, 3, f"D{n:02}", (), tuple(DISC_FILES[n]), 0) for n in DISC_FILES]
    files = [
        SetFile(path, FileDigest(len(data), hashlib.sha256(data).hexdigest()), number)
        for number, held in DISC_FILES.items()
        for path, data in held.items()
    ]
    for disc in discs:
        folder = root / disc.name
        for path, data in DISC_FILES[disc.number].items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        names = "\n".join(path.removeprefix("电子档案/") for path in disc.paths)
        entry = f"<文件><顺序号>1</顺序号><档号/><题名>一件</题名><电子档案名称>{names}</电子档案名称></文件>"
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<文件目录>{entry}</文件目录>\n'
        (folder / "文件目录.XML").write_text(text, encoding="utf-8")
        (folder / "说明文件.TXT").write_text("载体数量：3\r\n", encoding="utf-8-sig")
        write_set_catalogue(folder / "其他" / "全套目录.xml", set_id, discs, files)
        reseal_disc(folder)
    return root


def reseal_disc(folder: Path) -> None:
    """Make the manifest of a disc anew."""
    name = "其他/manifest-sha256.txt"
    (folder / name).write_bytes(sums(folder, lambda path: path != name))


def with_renditions(folder: Path) -> Package:
    """The small package with a copy for reading of its first document."""
    made = package(folder)
    first = made.items[0]
    document = first.contents[0]
    source = folder / "来源" / "a.pdf"
    source.write_bytes(b"%PDF-1.7 copy")
    copy = Rendition(
        of=document.path,
        path=f"{document.path.removesuffix('.docx')}.pdf",
        source=source,
        size=source.stat().st_size,
        sha256=hashlib.sha256(source.read_bytes()).hexdigest(),
        original=hashlib.sha256(document.source.read_bytes()).hexdigest(),
        maker="LibreOffice 7.4",
        verdict="pass",
        fonts=("测试宋体", "测试黑体"),
    )
    items = (replace(first, renditions=(copy,)), *made.items[1:])
    return replace(made, items=items, checker="pikepdf 10.18.0", records={"登记/2030/件号.csv": b"x\n"})
