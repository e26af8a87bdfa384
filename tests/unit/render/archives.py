"""Two archives made by hand: a small one with toy values, and the fictional studio's year from its tables."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import zxingcpp
from PIL import Image

from docgen.engine.boxing import BoxRules, plan_boxes
from docgen.engine.discs import medium, plan_discs
from docgen.engine.plan import plain_title
from docgen.model.archive import Agency, Box, Content, Disc, Item, Package, Role
from docgen.model.names import safe_name
from docgen.model.standard import Material, Standard
from docgen.render.holdings import Titles
from docgen.render.label.views import LabelLayout

ZONE = timezone(timedelta(hours=8))
#: Names that stand in titles of personal items: they must never be read on a label or a page.
SECRETS = ("乙读者", "PJ-7788", "甲乙丙")
TOY_TITLES = Titles({"01": "往来", "02": "照片", "03": "名单"}, ("馆名", "门类", "条目"), ("馆", "门类", "条目"), "WJ")
TOY_LAYOUT = LabelLayout(TOY_TITLES)
TABLES = Path(__file__).resolve().parents[3] / "samples" / "渠长河劳模创新工作室" / "数据"


def content(path: str, role: Role = Role.UNSIGNED, size: int = 20_000, media: str = "text/plain") -> Content:
    return Content(role, Path("来源") / path, path, size, media)


def item(number: str, folder: str, title: str, *contents: Content, **changes: object) -> Item:
    made = Item(
        number=number,
        key=f"k/{number}",
        material="m",
        category=number.split("-")[1],
        folder=folder,
        title=title,
        author="小镇玩具馆",
        date="20300305",
        document_number="",
        retention="30年",
        retention_confirmed=False,
        secrecy="公开",
        pages=2,
        paper=True,
        personal=False,
        contents=contents,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def toy_package(**changes: object) -> Package:
    top = "玩具馆"
    items = (
        item(
            "2030-01-0001",
            "01-01 来信",
            "修桥的来信",
            content(f"{top}/01 往来/01-01 来信/来信 #1.docx"),
            document_number="镇函〔2030〕1号",
        ),
        item(
            "2030-01-0002",
            "01-01 来信",
            "借展的来信",
            content(f"{top}/01 往来/01-01 来信/来信2.pdf", Role.ORIGINAL),
            pages=None,
            retention="10年",
            retention_confirmed=True,
        ),
        item(
            "2030-02-0001",
            "02-01 全年照片",
            "木桥<全景>",
            content(f"{top}/02 照片/02-01 全年照片/木桥𠮷.jpg", Role.ATTACHMENT, 3_000_000, "image/jpeg"),
            paper=False,
        ),
        item(
            "2030-03-0001",
            "03-01 读者登记",
            "读者登记：乙读者",
            content(f"{top}/03 名单/03-01 读者登记/乙读者.docx"),
            content(f"{top}/03 名单/03-01 读者登记/乙读者_扫描.jpg", Role.ATTACHMENT, 9, "image/jpeg"),
            personal=True,
            author="甲乙丙",
            document_number="PJ-7788",
        ),
        item("2030-03-0002", "03-02 空白登记", "只有纸的一件", pages=None),
    )
    agency = Agency("小镇玩具馆", "玩具馆", "小镇文化站", "小镇联合会", "甲管理员")
    made = Package(
        id="WJG-2030",
        year=2030,
        standard="DB9900/T 1—2030",
        standard_title="玩具馆管理规范",
        agency=agency,
        created=datetime(2031, 1, 15, 9, 0, tzinfo=ZONE),
        software="docgen 0.1.0",
        items=items,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def toy_boxes() -> tuple[Box, ...]:
    return (
        Box("01-1", ("01",), ("2030-01-0001",), 1.0, 20, ("30年",)),
        Box("01-2", ("01",), ("2030-01-0002",), 1.0, 50, ("10年",)),
        Box("03-1", ("03",), ("2030-03-0001", "2030-03-0002"), 2.0, 30, ("30年",)),
    )


def toy_discs() -> tuple[Disc, ...]:
    photo = "玩具馆/02 照片/02-01 全年照片/木桥𠮷.jpg"
    scan = "玩具馆/03 名单/03-01 读者登记/乙读者_扫描.jpg"
    return (
        Disc(1, 2, "WJG-2030-D01", ("2030-02-0001",), (photo,), 3_100_000),
        Disc(2, 2, "WJG-2030-D02", ("2030-03-0001",), (scan,), 1_100_000),
    )


def sample_layout(standard: Standard) -> LabelLayout:
    return LabelLayout(Titles.of(standard))


def sample_package(standard: Standard) -> Package:
    """The fictional studio's year: an item per yearly register, per record and per photographed event."""
    top, items = "渠长河工作室", []
    serials: dict[str, int] = {}
    for material in standard.materials.values():
        if not material.category or material.item.startswith("with:"):
            continue
        category = standard.categories[material.category]
        for title, files, facts in _titles(material):
            serial = serials[category.number] = serials.get(category.number, 0) + 1
            folder = f"{material.number} {safe_name(plain_title(material.title))}"
            where = f"{top}/{category.label}/{folder}"
            contents = [content(f"{where}/{name}", role, size, media) for name, role, size, media in files]
            number = f"2024-{category.number}-{serial:04d}"
            items.append(
                item(
                    number,
                    folder,
                    title,
                    *contents,
                    material=material.id,
                    author="渠长河劳模创新工作室",
                    retention=facts.get("保管期限") or _period(material),
                    retention_confirmed=bool(facts.get("保管期限")),
                    pages=int(facts["页数"]) if facts.get("页数") else (3 if serial % 4 else None),
                    paper=material.paper,
                    personal=material.personal,
                    date=_date(facts),
                    document_number=facts.get("来文字号") or facts.get("发文字号") or "",
                )
            )
    agency = Agency(
        "渠长河劳模创新工作室", "渠长河工作室", "河润灌区水利发展中心（虚构）", "河润市总工会（虚构）", "林润禾"
    )
    return Package(
        id="LMGZS-2024",
        year=2024,
        standard=standard.number,
        standard_title=standard.title,
        agency=agency,
        created=datetime(2025, 1, 15, 9, 0, tzinfo=ZONE),
        software="docgen 0.1.0",
        items=tuple(sorted(items, key=lambda i: (i.category, i.number))),
    )


#: How many records of a material make items; of the others one is enough.
MOST = {"activity-record": 62, "doc-in-files": 15, "monthly-summary": 12, "member-form": 12}
Files = list[tuple[str, Role, int, str]]


def _titles(material: Material) -> list[tuple[str, Files, dict[str, str]]]:
    """Title, files and facts of each item of a material."""
    name = material.title.split("（")[0]
    register = material.sources[0].split("(")[0].split(".")[0] if material.sources else ""
    table = next(TABLES.glob(f"*-{register}.csv"), None) if register else None
    if material.item in ("record", "photo-group") and table is not None:
        rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
        made = []
        if material.item == "photo-group":
            groups: dict[str, list[dict[str, str]]] = {}
            for row in rows:
                groups.setdefault(row["关联记录"] or row["影像编号"], []).append(row)
            for found in groups.values():
                files: Files = [(f"{r['影像编号']}.jpg", Role.ATTACHMENT, 1_500_000, "image/jpeg") for r in found]
                made.append((found[0]["事由"], files, found[0]))
            return made
        for row in rows[: MOST.get(material.id, 1)]:
            values = list(row.values())
            subject = row.get("活动主题") or row.get("文件标题") or row.get("姓名") or values[1] or values[0]
            safe = subject.replace("/", "／")[:30]
            made.append((f"{name}：{subject}", [(f"{values[0]}_{safe}.docx", Role.UNSIGNED, 24_000, "x/docx")], row))
        return made
    return [(f"{name}（2024年度）", [(f"{name.replace('/', '／')}.xlsx", Role.UNSIGNED, 30_000, "x/xlsx")], {})]


def _period(material: Material) -> str:
    base = material.retention.split("；")[0]
    return "30年" if base.startswith("=") or not base else base


def _date(facts: dict[str, str]) -> str:
    for text in facts.values():
        digits = text.replace("-", "").replace(".", "")
        if len(digits) == 8 and digits.startswith("2024") and digits.isdigit():
            return digits
    return ""


def sample_boxes(package: Package) -> tuple[Box, ...]:
    return plan_boxes(package.items, BoxRules(), {})


def sample_discs(package: Package) -> tuple[Disc, ...]:
    return plan_discs(package.items, medium("180MB"), "av", package.id)


def decoded(picture: Image.Image) -> list[str]:
    """The texts of all codes in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L")) if found.format == zxingcpp.QRCode]
