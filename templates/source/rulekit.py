"""Draws a rule of the studio (制度) from its text, in the typography of official documents.

The text of each rule is data, one file in ``rules/``. This module adds what all of them share: the head, the articles
on purpose and scope at the beginning, those on records, interpretation and date of effect at the end, and the numbers
of chapters and articles. The numbers a rule asks for (days, times, amounts) are plain text, so that a unit can set its
own; none asks for less than the standard.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reportkit as kit
from reportkit import Cell, Row, label, para, paras, table

FOLDER = Path(__file__).resolve().parent / "rules"
DIGITS = "零一二三四五六七八九"
STANDARD = "DB1508/T 150—2023《劳模（职工）创新工作室运行管理规范》"
#: Short names for the longer tags, written as ‹小组名单› in the texts.
TAGS = {
    "‹小组名单›": "{% for 组 in 小组 %}{% if not loop.first %}、{% endif %}"
    "{{ 组.小组名称 }}（组长{{ 组.组长 }}）{% endfor %}",
    "‹策划组›": "{{ 策划组.小组名称|默认('项目策划组') }}",
    "‹工作室›": "{{ 工作室.工作室名称 }}（以下简称工作室）",
}


@dataclass(frozen=True)
class Grid:
    """A table inside a rule: widths in mm, a letter (l, c, r) for each column's look, head and rows."""

    widths: tuple[float, ...]
    looks: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter; without a title its articles follow on. A text's first line is the article, the others its items."""

    title: str
    articles: tuple[str | Grid, ...]


@dataclass(frozen=True)
class Rule:
    """A rule's text.

    Attributes:
        path: file below the template folder.
        chapters: all its chapters, those of the common articles included.
    """

    path: str
    chapters: tuple[Chapter, ...]


def read(file: Path) -> Rule:
    """Read a rule's text and put the common articles around it.

    Raises:
        KeyError: a part of the text is missing.
        ValueError: a key the frame does not know.
    """
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    unknown = sorted(set(data) - {"path", "self", "purpose", "basis", "scope", "records", "chapters"})
    if unknown:
        raise ValueError(f"{file.name}: {unknown}")
    this = data["self"]
    first = (
        f"为{data['purpose']}，根据{STANDARD}{data['basis']}和{{{{ 工作室.所属单位 }}}}（以下简称单位）有关规定，"
        f"制定{this}。",
        f"{this}适用于{data['scope']}。",
    )
    last = (
        f"执行{this}应形成下列记录：{'；'.join(data['records'])}。",
        f"{this}由{{{{ 制定部门 }}}}负责解释。单位另有规定的，从其规定，但不得低于DB1508/T 150—2023的要求。",
        f"{this}自{{{{ 施行日期 }}}}起施行。",
    )
    body = [Chapter(c.get("title", ""), tuple(_part(a) for a in c["articles"])) for c in data["chapters"]]
    titled = any(c.title for c in body)
    ends = ("总则", "附则") if titled else ("", "")
    return Rule(data["path"], (_common(ends[0], first), *body, _common(ends[1], last)))


def _common(title: str, texts: tuple[str, ...]) -> Chapter:
    return Chapter(title, tuple(_tags(t) for t in texts))


def _part(item: str | dict[str, Any]) -> str | Grid:
    if isinstance(item, str):
        return _tags(item)
    rows = tuple(tuple(row) for row in item["rows"])
    return Grid(tuple(item["widths"]), item["looks"], tuple(item["head"]), rows)


def _tags(text: str) -> str:
    for short, tag in TAGS.items():
        text = text.replace(short, tag)
    return text.strip("\n")


def chinese_number(number: int) -> str:
    """A number from 1 to 99 in the digits of articles: 二十一."""
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return lead + (DIGITS[ones] if ones else "")


def drawn() -> Iterator[tuple[str, bytes]]:
    """Every rule: path below the template folder, and the template's bytes."""
    for file in sorted(FOLDER.glob("*.toml")):
        rule = read(file)
        yield rule.path, draw(rule)


def draw(rule: Rule) -> bytes:
    """The template of a rule."""
    doc = kit.new_report("{{ 工作室.工作室名称 }}{{ 制度名称 }}")
    paras(doc, ["{{ 工作室.工作室名称 }}", "{{ 制度名称 }}"], "公文标题")
    paras(doc, ["{%p if 审议情况 %}", "（{{ 审议情况 }}）", "{%p endif %}"], "题注行")
    kit.gap(doc)
    _head(doc)
    number, last = 0, len([part for chapter in rule.chapters for part in chapter.articles if isinstance(part, str)])
    for at, chapter in enumerate(rule.chapters, 1):
        if chapter.title:
            para(doc, f"第{chinese_number(at)}章　{chapter.title}", "章名")
        for part, following in zip(chapter.articles, (*chapter.articles[1:], None), strict=True):
            if isinstance(part, Grid):
                _grid(doc, part)
                continue
            number += 1
            # The last articles are short: none of them stands on a page alone.
            _article(doc, number, part, followed=isinstance(following, Grid) or last - 3 < number < last)
    return kit.to_bytes(doc)


def _head(doc: Any) -> None:
    lines = (("文号", "版本", "制定部门"), ("批准人", "印发日期", "施行日期"))
    rows = [
        Row([part for name in line for part in (label(name), Cell(f"{{{{ {name} }}}}", "center"))], 7.5)
        for line in lines
    ]
    table(doc, [16, 44, 20, 28, 20, 28], rows)
    kit.gap(doc)


def _article(doc: Any, number: int, text: str, *, followed: bool) -> None:
    """An article and its items; what leads to items, or is ``followed`` by what belongs to it, stays on their page."""
    lead, *items = text.split("\n")
    paragraphs = [kit.lead_para(doc, f"第{chinese_number(number)}条　", lead), *paras(doc, items)]
    if followed:
        kit.keep(paragraphs[-1:])
    if items:
        kit.keep(paragraphs[:1])


def _grid(doc: Any, grid: Grid) -> None:
    kit.keep([para(doc, "", "间隔")])
    table(doc, grid.widths, [kit.head_row(grid.head), *(kit.plain_row(row, grid.looks) for row in grid.rows)])
    kit.gap(doc)
