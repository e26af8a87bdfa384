"""Every value that a document's template prints stands in the document, as other programs read it.

The documents of the fictional year are read with python-docx and openpyxl. What should stand in them is worked out from
the names a compiled template reads, the records behind these names, and the forms in which the language prints a value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from PIL import Image

from docgen.engine.plan import Document, plan_fill
from docgen.load.settings import configured, find_workspace
from docgen.load.standard import load_standard
from docgen.model.values import FilePath, Month, show
from docgen.render.pictures import ORIENTATION
from docgen.resources import schema_folder
from docgen.tasks.templates import TemplateShelf
from docgen.tasks.year import load_year

TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
NOT_FILLED = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|None|\bnan\b|NaN|××|#(?:REF|VALUE|NAME|N/A|DIV)")
#: A tag that prints; what it says in quotes (names of columns for filters, texts) is no value of its own.
PRINTING_TAG = re.compile(r"\{\{(.*?)\}\}", re.S)
#: But for this filter, whose columns are what it prints.
DRAWN = "|组织图("
QUOTED = re.compile(r"'[^']*'|“[^”]*”|\"[^\"]*\"")
#: Why a value of a field need not be found.
ROWS = "only the rows that concern the document are listed"
OTHER = "another value of the row is printed in its place"
PART = "only a part of it is printed: a year, a number of them, a sum"
UNTOLD = "a skill grade of “none” is left untold"
#: Material → such fields.
EXEMPT: dict[str, dict[str, str]] = {
    "annual-report": {
        "季度交流会.下步安排": OTHER,
        "成果.成果编号": PART,
        "成果推广.成果编号": PART,
        "经费支出.金额": PART,
    },
    "leader-profile": {"个人荣誉.获得日期": PART, "领衔人员.技能等级": UNTOLD},
    "leader-honours": {
        **dict.fromkeys(("荣誉.荣誉名称", "荣誉.荣誉级别", "荣誉.荣誉编号", "荣誉.获得日期", "荣誉.获得者"), ROWS),
        **dict.fromkeys(("荣誉.备注", "荣誉.授予单位", "荣誉.排名", "荣誉.文号或证书号"), ROWS),
    },
    "member-roster": {"成员.全日制学历": OTHER, "成员.全日制毕业院校及专业": OTHER},
    "member-tasks": {"其余成员.技能等级": UNTOLD, "组长在前.技能等级": UNTOLD},
    "training-plan": {"培训计划.计划编号": PART},
    "training-signin": dict.fromkeys(("成员.所在部门", "成员.职业工种", "成员.职务", "成员.联系电话"), ROWS),
    "ledger-activity": {"培训记录.考核结果": OTHER},
    "monthly-summary": {"月内活动.参加人员": PART},
    "activity-stats": {"季度交流会.参会人员": PART},
    "achievement-card": {"产权.申请号": OTHER, "成员.所在部门": ROWS, "成员.职称": ROWS},
    "achievement-ip-awards": {"成果.成果名称": ROWS, "成果.成果编号": ROWS, "知识产权.申请日": OTHER},
    "ledger-achievement": {"成果.检测检验报告": PART},
    "honours-group": {"集体荣誉.荣誉编号": PART},
    "ledger-honours": {"荣誉.荣誉编号": PART},
    "tech-info": {"设备工具.购置日期": PART},
    "fund-final": {"支出.金额": PART},
    "talent-plan-in": {"对内培养.关联记录": PART},
    "talent-list": {"人才培养.编号": OTHER},
    "talent-external": {"对外培养.编号": OTHER},
    "talent-upgrade-members": {"师徒.徒弟单位部门": ROWS, "成员.所在部门": ROWS, "成员晋升.编号": PART},
    "talent-upgrade-trainees": {"师徒.徒弟单位部门": ROWS, "成员.所在部门": ROWS, "对象晋升.编号": PART},
    "talent-assessment": {"师徒协议.传授工种或技艺": ROWS, "师徒协议.徒弟单位部门": ROWS},
    "ledger-talent": {"在期师徒.徒弟原等级": OTHER, "成员.所在部门": ROWS, "集体培养.编号": OTHER},
}


def squeezed(text: str) -> str:
    """A text without blanks and line breaks: where a line ends is not looked at here."""
    return re.sub(r"\s+", "", text)


def word_text(path: Path) -> str:
    document = docx.Document(str(path))
    roots = [document.element.body]
    for section in document.sections:
        roots += [section.header._element, section.footer._element, section.even_page_footer._element]
    return "".join(node.text or "" for root in roots for node in root.iter(TEXT))


def sheet_text(path: Path) -> str:
    cells: list[str] = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, int | float):
                    cells += [f"{value:.2f}", f"{value:,.2f}", f"{value:g}", str(value)]
                elif value is not None:
                    cells.append(str(value))
    return "|".join(cells)


def printed_forms(value: Any) -> Iterator[list[str]]:
    """The ways a value may be printed; all pieces of one of them must be found."""
    if isinstance(value, list):
        yield [piece for element in value for piece in next(printed_forms(element))]
    elif isinstance(value, str):
        yield [piece for piece in re.split(r"[\n；;]", value) if piece]
    else:
        yield [show(value)]
    if isinstance(value, date):
        forms = (f"{value:%Y.%m.%d}", f"{value:%Y-%m-%d}", f"{value:%Y.%m}", f"{value.year}年{value.month}月")
        yield from ([form] for form in (*forms, f"{value.month}月{value.day}日"))
    if isinstance(value, Month):
        yield from ([form] for form in (f"{value.year}年{value.month}月", f"{value.month}月"))
    if isinstance(value, Decimal):
        yield from ([form] for form in (f"{value:,.2f}", f"{value:.2f}"))


def is_file(value: Any) -> bool:
    return isinstance(value[0] if isinstance(value, list) else value, FilePath)


@dataclass(frozen=True)
class Filled:
    """A document of the year.

    Attributes:
        document: its plan.
        path: the file.
        fields: names its template reads.
        printing: what stands in the tags of its template that print.
        scope: where these names lead: record, form's own lists, year.
    """

    document: Document
    path: Path
    fields: tuple[str, ...]
    printing: str
    scope: tuple[Any, Any, Any]

    @cached_property
    def text(self) -> str:
        return squeezed(word_text(self.path) if self.path.suffix == ".docx" else sheet_text(self.path))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The records, or rows made of them, a name leads to."""
        _, year, own = self.scope
        found = own.get(name, year.get(name))
        found = found if isinstance(found, list) else [found]
        return [r for r in (getattr(f, "record", f) for f in found) if isinstance(r, dict)]

    def values(self, field: str) -> list[Any]:
        """The values, not empty, a field has in this document; files are shown as pictures, or counted."""
        name, *path = field.split(".")
        record, _, own = self.scope
        if name not in own and record is not None and name in record:
            found = [record]
            path = [name, *path]
        else:
            found = self.rows(name)
        for step in path[:-1]:
            found = [r for r in (getattr(f.get(step), "record", None) for f in found) if r is not None]
        values = [f.get(path[-1]) for f in found] if path else []
        return [v for v in values if v not in (None, "", []) and not is_file(v)]

    def misses(self, field: str) -> list[Any]:
        """Those of its values that can not be read in the document."""
        return [v for v in self.values(field) if not self.shows(v)]

    def shows(self, value: Any) -> bool:
        return any(all(squeezed(piece) in self.text for piece in form) for form in printed_forms(value))


def prints(printing: str, field: str) -> bool:
    """Whether a template's printing tags name a field, and not only the tags that decide and repeat."""
    return re.search(rf"(?<![\w（(]){re.escape(field.split('.')[-1])}(?![\w（(])", printing) is not None


@pytest.fixture(scope="module")
def year(filled: Path) -> list[Filled]:
    workspace = find_workspace(filled, filled)
    standard = configured(load_standard(schema_folder()), workspace)
    book = load_year(workspace, standard, 2024, date(2025, 3, 31)).book
    plan = plan_fill(standard, book, ())
    shelf = TemplateShelf.of(standard, workspace)
    templates = shelf.compile_all(d.form for d in plan.documents)
    printing: dict[str, str] = {}
    made = []
    for document in plan.documents:
        material, name = document.material.id, document.form.form.template
        if material not in printing:
            file = shelf.find(name)
            tags = PRINTING_TAG.findall(word_text(file) if file.suffix == ".docx" else sheet_text(file))
            printing[material] = "\n".join(tag if DRAWN in tag else QUOTED.sub("", tag) for tag in tags)
        path = document.path.with_name(f"{document.path.name}{Path(name).suffix}")
        scope = document.form.context(document.record, book)
        full = workspace.documents(2024) / path
        made.append(Filled(document, full, templates[material].fields, printing[material], scope))
    return made


def test_nothing_is_left_to_fill(year: list[Filled]) -> None:
    assert len(year) > 400
    assert [(f.path.name, found.group()) for f in year if (found := NOT_FILLED.search(f.text))] == []


def test_every_value_is_printed(year: list[Filled]) -> None:
    missing: dict[tuple[str, str], list[str]] = {}
    judged, seen = Counter[str](), set()
    for filled in year:
        material = filled.document.material.id
        for field in filled.fields:
            if not prints(filled.printing, field):
                continue
            misses = filled.misses(field)
            if field in EXEMPT.get(material, {}):
                seen |= {(material, field)} if misses else set()
                continue
            judged[material] += len(filled.values(field))
            if misses:
                missing.setdefault((material, field), []).extend(str(m) for m in misses)
    assert missing == {}
    # An exemption that is not needed any more would hide the next loss.
    assert {(m, f) for m, fields in EXEMPT.items() for f in fields} - seen == set()
    assert len(judged) == len({f.document.material.id for f in year})
    assert sum(judged.values()) > 12_000


def test_pictures_are_upright_and_in_proportion(year: list[Filled]) -> None:
    seen = Counter[str]()
    for filled in year:
        if filled.path.suffix != ".docx":
            continue
        assert filled.path.stat().st_size < 3_000_000, filled.path
        document = docx.Document(str(filled.path))
        for shape in document.inline_shapes:
            part = document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
            with Image.open(BytesIO(part.blob)) as image:
                assert image.getexif().get(ORIENTATION, 1) == 1, filled.path
                assert abs(shape.width / shape.height - image.width / image.height) < 0.02, filled.path
            seen[filled.document.material.id] += 1
    assert min(seen[m] for m in ("photo-sheet", "papers-sheet", "media-sheet", "achievement-card")) > 3
    assert sum(seen.values()) > 200
