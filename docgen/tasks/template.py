"""``docgen template``: what there is, what may be named, what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.engine.forms import bind
from docgen.engine.plan import plain_title
from docgen.errors import MissingFile, TargetExists, UsageError
from docgen.language import ListShape, RecordShape, Shape
from docgen.load.settings import Workspace
from docgen.model.standard import Field, Material, Standard, in_year
from docgen.ooxml import compile_template
from docgen.tasks.templates import TemplateShelf
from docgen.write.files import make_folder, write_atomically

OWN, BUILTIN, OFF, PLANNED, COLLECTED, LATER = "自有模板", "内置模板", "未启用", "待建", "收集附件", "归档时生成"


@dataclass(frozen=True)
class TemplateRow:
    """A material with the state of its template."""

    id: str
    number: str
    title: str
    state: str
    template: str

    def json(self) -> dict[str, Any]:
        """The keys programs read."""
        return {
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "state": self.state,
            "template": self.template,
        }


def list_templates(standard: Standard, workspace: Workspace | None) -> list[TemplateRow]:
    """All materials of a standard, in the order of the catalogue."""
    shelf = TemplateShelf.of(standard, workspace)
    return [_row(material, shelf) for material in standard.materials.values()]


def _row(material: Material, shelf: TemplateShelf) -> TemplateRow:
    template = material.form.template if material.form else ""
    if template:
        state = BUILTIN if shelf.find(template) == shelf.builtin / template else OWN
        state = OFF if material.off else state
    elif material.fed_by not in ("data", "") or not material.category:
        state = LATER
    else:
        state = COLLECTED if material.kind == "AT" else PLANNED
    return TemplateRow(material.id, material.number, plain_title(material.title), state, template)


def count_states(rows: list[TemplateRow]) -> dict[str, int]:
    """How many materials are in each state."""
    counts = Counter(row.state for row in rows)
    return {state: counts[state] for state in (OWN, BUILTIN, OFF, PLANNED, COLLECTED, LATER) if counts[state]}


def find_material(standard: Standard, wanted: str) -> Material:
    """The material with this id or number.

    Raises:
        UsageError: there is none.
    """
    for material in standard.materials.values():
        if wanted in (material.id, material.number):
            return material
    raise UsageError(f"没有资料“{wanted}”", remedy="用 docgen template list 查看资料的编号。")


@dataclass(frozen=True)
class FieldInfo:
    """A name a template may use: its type, an example and what the clerk is told, where the standard says so."""

    name: str
    type: str = ""
    example: str = ""
    rule: str = ""

    @classmethod
    def of(cls, field: Field, year: int) -> FieldInfo:
        """What the standard says of a column."""
        return cls(field.name, field.type.value, in_year(field.example, year), field.rule)


@dataclass(frozen=True)
class FieldGroup:
    """Names a template may use, under a heading; ``own``: those it uses without a path."""

    title: str
    fields: list[FieldInfo]
    own: bool = False


def usable_fields(standard: Standard, wanted: str, year: int) -> list[FieldGroup]:
    """What a material's template may name.

    Args:
        standard: the standard.
        wanted: id or number of the material.
        year: the year examples stand in.

    Raises:
        UsageError: there is no such material, or it has no template yet.
    """
    material = find_material(standard, wanted)
    if material.form is None:
        raise UsageError(f"“{material.title}”还没有模板", remedy="用 docgen template list 查看哪些资料有模板。")
    scope = bind(standard, material.form).scope
    own = standard.registers[material.form.per].fields if material.form.per else {}
    plain: list[FieldInfo] = []
    groups: list[FieldGroup] = []
    for folded, code in scope.names.items():
        title = scope.titles.get(folded, folded)
        inner = _record(code.shape)
        if inner is None:
            plain.append(FieldInfo.of(own[title], year) if title in own else FieldInfo(title))
        elif code.source != "y":
            many = isinstance(code.shape, ListShape)
            head = f"{{%tr for 行 in {title} %}} … {{{{ 行.列名 }}}}" if many else f"{{{{ {title}.列名 }}}}"
            register = standard.registers.get(inner.name)
            columns = [real for real, _ in inner.fields.values()]
            known = [FieldInfo.of(register.fields[c], year) if register else FieldInfo(c) for c in columns]
            groups.append(FieldGroup(f"{title}：{head}", known))
    return [FieldGroup("直接使用：{{ 字段 }}", plain, own=True), *groups]


def _record(shape: Shape) -> RecordShape | None:
    inner = shape.item if isinstance(shape, ListShape) else shape
    return inner if isinstance(inner, RecordShape) else None


@dataclass(frozen=True)
class CheckedTemplate:
    """A template without errors."""

    material: str
    number: str
    title: str
    fields: tuple[str, ...]


def check_template(standard: Standard, file: Path, wanted: str) -> CheckedTemplate:
    """Compile a template against a material.

    Args:
        standard: the standard.
        file: the template.
        wanted: id or number of the material; empty: the one whose template has the same file name.

    Raises:
        MissingFile: the file can not be read.
        UsageError: no material fits.
        TemplateError: the template is wrong.
    """
    if wanted:
        material = find_material(standard, wanted)
    else:
        named = [m for m in standard.materials.values() if m.form and Path(m.form.template).name == file.name]
        if not named:
            raise UsageError(f"没有资料用“{file.name}”这个模板", remedy="用 -m 写明资料的编号。")
        material = named[0]
    if material.form is None:
        raise UsageError(f"“{material.title}”还没有模板", remedy="用 docgen template list 查看哪些资料有模板。")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MissingFile("模板读不出来", place=str(file)) from error
    template = compile_template(data, file.name, bind(standard, material.form).scope)
    return CheckedTemplate(material.id, material.number, plain_title(material.title), template.fields)


def export_templates(standard: Standard, folder: Path) -> list[str]:
    """Copy the built-in templates; what is there already and differs is left alone.

    Raises:
        TargetExists: a different file of the same name stands there; nothing was copied.
        OutputError: a file can not be written.
    """
    paths = sorted(p for p in standard.templates.rglob("*") if p.suffix in (".docx", ".xlsx"))
    files = {p.name: p.read_bytes() for p in paths}
    other = [n for n, data in files.items() if (folder / n).exists() and (folder / n).read_bytes() != data]
    if other:
        raise TargetExists(f"已有不同的同名文件：{'、'.join(other)}", place=str(folder), remedy="换一个文件夹。")
    make_folder(folder)
    for name, data in files.items():
        write_atomically(folder / name, data)
    return list(files)
