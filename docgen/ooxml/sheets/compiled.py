"""Excel templates: compiled once to one generated function per sheet, then only bytes.

A filled workbook keeps every part of the template as it is, but for the sheets with tags or with formulas that read
them. Rows are repeated or left out; everything below moves, and so does all that refers to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.container import Container, Skeleton, pack, part_digest
from docgen.errors import TemplateError
from docgen.language import Scope
from docgen.model.finding import Finding
from docgen.ooxml.program import Site
from docgen.ooxml.sheets.calc import Calculator
from docgen.ooxml.sheets.compiler import CompiledSheet, SheetCompiler
from docgen.ooxml.sheets.filling import SheetFilling, assemble
from docgen.ooxml.sheets.marks import Writer
from docgen.ooxml.sheets.texts import CompiledTexts
from docgen.ooxml.template import PictureSource, Rendered, Template


@dataclass(frozen=True)
class SheetsTemplate:
    """A compiled Excel template.

    Attributes:
        name: file name of the template.
        digest: SHA-256 of the template file.
        fields: names and paths its tags read.
        sheets: the sheets that are filled, with what is computed of them.
        texts: headers, footers and properties with tags.
        others: further parts with marks, by name.
        skeleton: the parts that never change, packed.
        constant: digests of those.
    """

    name: str
    digest: str
    fields: tuple[str, ...]
    sheets: tuple[CompiledSheet, ...]
    texts: CompiledTexts
    others: Mapping[str, list[bytes | Writer]]
    skeleton: Skeleton = field(repr=False)
    constant: Mapping[str, str] = field(repr=False)
    kind: str = "xlsx"

    def render(self, *args: Any, pictures: PictureSource | None = None) -> Rendered:
        """Fill the template; see :class:`Template`."""
        fillings = [SheetFilling(sheet.source) for sheet in self.sheets]
        for sheet, filling in zip(self.sheets, fillings, strict=True):
            sheet.fill(filling, *args)
        texts = self.texts.fill(*args)
        layouts = {s.key: f.layout for s, f in zip(self.sheets, fillings, strict=True) if s.source.plan.moves}
        calculator = Calculator(layouts, {s.key: f.figures for s, f in zip(self.sheets, fillings, strict=True)})
        parts: dict[str, bytes] = {}
        for sheet, filling in zip(self.sheets, fillings, strict=True):
            rows = sheet.rows(filling, layouts, calculator)
            parts[sheet.part] = assemble(sheet.pieces, layouts, texts, rows)
            filling.chunks.clear()
        for part, pieces in self.others.items():
            parts[part] = assemble(pieces, layouts, texts, [])
        return Rendered(parts, self.skeleton, self.constant)


def compile_sheets(container: Container, data: bytes, name: str, scope: Scope) -> Template:
    """Compile an Excel template whose package was checked.

    Args:
        container: the template's parts.
        data: the template file's bytes.
        name: its file name, for messages.
        scope: what its tags may name.

    Raises:
        TemplateError: tags that can not be used, or constructs that can not follow their rows; all are listed.
    """
    findings: list[Finding] = []

    def report(site: Site, kind: str, message: str, remedy: str) -> None:
        findings.append(site.finding(kind, message, remedy))

    compiled = SheetCompiler(container, name, scope, report).compile()
    if findings:
        raise TemplateError("模板有不能使用的标签或内容", place=name, findings=tuple(dict.fromkeys(findings)))
    changing = {s.part for s in compiled.sheets} | set(compiled.others)
    kept = [p for p in container.parts.values() if p.name not in changing and p.name not in compiled.dropped]
    fixed = [pack(p.name, compiled.replaced[p.name]) if p.name in compiled.replaced else p for p in kept]
    contents = {p.name: compiled.replaced[p.name] if p.name in compiled.replaced else container[p.name] for p in kept}
    return SheetsTemplate(
        name,
        hashlib.sha256(data).hexdigest(),
        compiled.fields,
        tuple(compiled.sheets),
        compiled.texts,
        compiled.others,
        Skeleton.of(fixed),
        {part: part_digest(content) for part, content in contents.items()},
    )
