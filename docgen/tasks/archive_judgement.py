"""The rules about an archive, judged on what was packed: items, files, boxes, labels, discs. They stop nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from docgen.engine.clauses import UNUSED, Rulebook, answered, judge
from docgen.load.texts import picture_count, word_lines
from docgen.model.archive import Box
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.names import safe_name
from docgen.model.rules import STAGES
from docgen.model.standard import Standard
from docgen.render.label.labels import FRONT, LIST, SPINE
from docgen.tasks.check import closing_day
from docgen.tasks.evidence import gather_evidence
from docgen.tasks.gather import Archive
from docgen.tasks.year import Year

#: Media types of what a camera makes.
PICTURES = ("image/", "video/")
#: A spine has room for so much of a category's number and title.
SHOWN = 8


def judge_archive(year: Year, archive: Archive, as_of: date, labels: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What the rules about archives say of one that was just written.

    Args:
        year: the year.
        archive: what was packed.
        as_of: the day on which the data are judged.
        labels: its labels, file name → Word file.

    Returns:
        The findings, due or not: they are remarks on what was made.

    Raises:
        StandardError: a rule or an expression of it is wrong.
    """
    standard = year.standard
    gathered = gather_evidence(year, archive.package.created.date())
    tables = {**gathered.tables, **_tables(standard, archive, labels)}
    evidence = replace(gathered, stages=frozenset(STAGES), tables=tables)
    close = closing_day(year.workspace, standard)
    judged = judge(Rulebook.of(standard), year.judged, as_of, close, evidence, STAGES[-1:])
    found = replace(judged, pending=())
    findings, _ = answered(standard, year.judged, (*judged.findings, *judged.pending), found, as_of)
    return tuple(f for f in findings if f.code != UNUSED)


def _tables(standard: Standard, archive: Archive, labels: Mapping[str, bytes]) -> dict[str, list[Record]]:
    return {
        "类目": _categories(standard, archive),
        "件": _items(standard, archive),
        "归档文件": _files(standard, archive),
        "盒": _boxes(standard, archive, labels),
        "光盘": [
            Record({"名称": disc.name, "字节数": disc.size, "容量": archive.medium.capacity}) for disc in archive.discs
        ],
    }


def _categories(standard: Standard, archive: Archive) -> list[Record]:
    rows = []
    for category in standard.categories.values():
        items = [i for i in archive.package.items if i.category == category.number]
        materials = [m for m in standard.materials.values() if m.category == category.number]
        rows.append(
            Record(
                {
                    "编号": category.number,
                    "名称": category.title,
                    "有纸质": any(m.paper for m in materials),
                    "件数": len(items),
                    "电子件数": sum(bool(i.contents) for i in items),
                    "盒数": sum(category.number in box.categories for box in archive.boxes),
                }
            )
        )
    return rows


def _items(standard: Standard, archive: Archive) -> list[Record]:
    boxes = {number: box.number for box in archive.boxes for number in box.items}
    studio = archive.package.agency.studio
    return [
        Record(
            {
                "件号": item.number,
                "题名": item.title,
                "资料": item.material,
                "一级": studio,
                "二级": standard.categories[item.category].title if item.category in standard.categories else "",
                "三级": item.folder.partition(" ")[2],
                "有纸质": item.paper,
                "电子文件数": len(item.contents),
                "盒号": boxes.get(item.number, ""),
            }
        )
        for item in archive.package.items
    ]


def _files(standard: Standard, archive: Archive) -> list[Record]:
    on_discs = Counter(path for disc in archive.discs for path in disc.paths)
    folders = {safe_name(c.label): c.number for c in standard.categories.values()}
    rows = []
    for item in archive.package.items:
        for content in item.contents:
            register, _, key = content.entry.partition("/")
            parts = content.path.split("/")
            discs = on_discs[content.path]
            category = folders.get(parts[1], "") if len(parts) > 2 else ""
            place = {"位置": content.path, "登记表": register, "对象": key, "资料": item.material, "类目": category}
            rows.append(Record({**place, "图像": content.media_type.startswith(PICTURES), "光盘数": discs}))
    return rows


def _boxes(standard: Standard, archive: Archive, labels: Mapping[str, bytes]) -> list[Record]:
    """The boxes with what stands on their labels, read from the files themselves."""
    texts = {name: _text(labels.get(name)) for name in (FRONT, SPINE, LIST)}
    # The list in a box names an item by its archival code as soon as it has one.
    listed = {item.number: item.archival_code or item.number for item in archive.package.items}
    complete = {name: picture_count(labels.get(name)) == len(archive.boxes) for name in (FRONT, SPINE)}

    def names(box: Box, name: str) -> bool:
        titles = [standard.categories[c].label for c in box.categories if c in standard.categories]
        return all("".join(title.split())[:SHOWN] in texts[name] for title in titles)

    return [
        Record(
            {
                "盒号": box.number,
                "件数": len(box.items),
                "正面标签": int(complete[FRONT]),
                "侧面标签": int(complete[SPINE]),
                "目录件数": sum(listed[number] in texts[LIST] for number in box.items),
                "正面类目齐全": names(box, FRONT),
                "侧面类目齐全": names(box, SPINE),
            }
        )
        for box in archive.boxes
    ]


def _text(data: bytes | None) -> str:
    """The text of a label without blanks: spines are written from top to bottom."""
    return "".join("".join(cell.split()) for line in word_lines(data) for cell in line)
