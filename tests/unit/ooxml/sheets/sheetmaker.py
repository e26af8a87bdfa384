"""Makes template workbooks for tests, fills them, and opens the result again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.container import Container, write_zip
from docgen.errors import TemplateError
from docgen.language import Code, RecordShape, Scope, shape_of
from docgen.model.finding import Finding
from docgen.ooxml import Rendered, Template, compile_template

Build = Callable[[Worksheet], None]


@dataclass
class Filled:
    """A filled workbook: as rendered, and opened by openpyxl with formulas and with cached values."""

    rendered: Rendered
    book: Workbook
    cached: Workbook

    @property
    def sheet(self) -> Worksheet:
        return self.book.worksheets[0]

    @property
    def values(self) -> list[list[Any]]:
        return [list(row) for row in self.cached.worksheets[0].iter_rows(values_only=True)]

    @property
    def formulas(self) -> list[list[Any]]:
        return [list(row) for row in self.sheet.iter_rows(values_only=True)]

    def part(self, name: str) -> str:
        return Container.read(self.rendered.to_bytes(), "x")[name].decode()


def scope_of(data: dict[str, Any]) -> Scope:
    shape = shape_of(data)
    assert isinstance(shape, RecordShape)
    return Scope.of({name: Code(f"d[{name!r}]", inner) for name, inner in shape.fields.values()}, ("d",))


def workbook(*builds: Build, titles: tuple[str, ...] = ("清单", "汇总", "说明")) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for build, title in zip(builds, titles, strict=False):
        build(book.create_sheet(title))
    stream = BytesIO()
    book.save(stream)
    return readable(stream.getvalue())


def readable(data: bytes) -> bytes:
    """The same workbook with characters instead of the numbers that openpyxl writes."""
    container = Container.read(data, "x")
    parts = {name: container[name] for name in container.parts}
    return write_zip({n: re.sub(rb"&#([0-9]{3,});", lambda m: chr(int(m[1])).encode(), p) for n, p in parts.items()})


def rows(*lines: list[Any]) -> Build:
    def build(sheet: Worksheet) -> None:
        for line in lines:
            sheet.append(line)

    return build


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    container = Container.read(data, "x")
    parts = {name: container[name] for name in container.parts}
    parts[part] = change(parts.get(part, b"").decode()).encode()
    return write_zip(parts)


def shared(data: bytes) -> bytes:
    """The same workbook with its inline strings in a table of shared strings, as Excel and WPS write them."""
    container = Container.read(data, "x")
    parts = {name: container[name].decode() for name in container.parts}
    strings: list[str] = []

    def one(match: re.Match[str]) -> str:
        strings.append(match[2])
        return f'{match[1]} t="s"><v>{len(strings) - 1}</v></c>'

    for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
        parts[name] = re.sub(r'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', one, parts[name], flags=re.S)
    table = "".join(f"<si>{s}</si>" for s in strings)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{table}</sst>'
    if "sharedStrings" not in parts["[Content_Types].xml"]:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", override)
    if "sharedStrings" not in parts["xl/_rels/workbook.xml.rels"]:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        relation = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", relation)
    return write_zip({name: text.encode() for name, text in parts.items()})


def compiled(data: bytes, values: dict[str, Any]) -> Template:
    return compile_template(data, "模板.xlsx", scope_of(values))


def fill(data: bytes, values: dict[str, Any], shape: dict[str, Any] | None = None) -> Filled:
    """Fill; ``shape`` gives the fields where the values themselves are empty lists."""
    rendered = compiled(data, shape or values).render(values)
    out = rendered.to_bytes()
    assert Container.read(out, "x").digest() == rendered.digest
    return Filled(rendered, load_workbook(BytesIO(out)), load_workbook(BytesIO(out), data_only=True))


def refused(data: bytes, values: dict[str, Any]) -> tuple[Finding, ...]:
    with pytest.raises(TemplateError) as caught:
        compiled(data, values)
    assert caught.value.findings
    return caught.value.findings


def lines(*amounts: Any) -> dict[str, Any]:
    """A list of rows with a name and an amount."""
    return {"列": [{"名": f"第{i}项", "额": amount} for i, amount in enumerate(amounts, 1)]}


EMPTY: dict[str, Any] = {"列": []}
