"""Tags outside of the rows: headers and footers of a sheet, title and other properties of the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from docgen.language import Scope
from docgen.model.values import show
from docgen.ooxml.program import Program, Site
from docgen.ooxml.sheets.code import HELPERS, TextWriter
from docgen.ooxml.sheets.filling import TextMark
from docgen.ooxml.sheets.marks import Marks
from docgen.ooxml.sheets.names import Names, Report
from docgen.ooxml.sheets.rows import M
from docgen.ooxml.tags import Tag, scan_tags
from docgen.ooxml.texts import ValueProblem, one_break, xml_text
from docgen.ooxml.words.properties import LABEL, NAMES

#: Excel's limit for a header or footer with its codes.
MAX_HEADER = 255
SIZE_CODE = re.compile(r"&[0-9]{1,3}$")
HEADER_NAMES = {"Header": "页眉", "Footer": "页脚"}


def header_value(value: Any) -> str:
    """A value inside a header, where ``&`` begins a code."""
    return show(value).replace("&", "&&")


def header_text(text: str) -> str:
    """A header as XML.

    Raises:
        ValueProblem: it is longer than a spreadsheet allows, or holds what no file can hold.
    """
    if len(text) > MAX_HEADER:
        raise ValueProblem(f"页眉或页脚有 {len(text)} 字，最多 {MAX_HEADER} 字")
    return xml_text(text)


@dataclass(frozen=True, slots=True)
class CompiledTexts:
    """The function that computes all these texts, and whether there are any."""

    count: int
    function: Callable[..., list[str]]

    def fill(self, *args: Any) -> list[str]:
        """The texts as XML, in the order of their marks."""
        return self.function(*args) if self.count else []


class TextsCompiler:
    """Compiles the texts of a workbook outside of its rows.

    Args:
        name: file name of the template.
        scope: what tags may name.
        names: collects what tags read.
        report: takes what is wrong.
    """

    def __init__(self, name: str, scope: Scope, names: Names, report: Report) -> None:
        self.name = name
        self.report = report
        self.names = names
        self.program = Program(f"{name} texts", scope.params)
        self.program.line("z_T = []")
        self.count = 0

    def headers(self, root: etree._Element, title: str, marks: Marks) -> bool:
        """The headers and footers of a sheet; returns whether any holds a tag."""
        before = self.count
        holder = root.find(f"{M}headerFooter")
        for element in holder if holder is not None else ():
            kind = etree.QName(element).localname
            where = next((shown for ending, shown in HEADER_NAMES.items() if kind.endswith(ending)), "")
            self._text(element, title, where, marks, "header")
        return self.count > before

    def properties(self, root: etree._Element, marks: Marks) -> bool:
        """The properties of the file; returns whether any holds a tag."""
        before = self.count
        for element in root:
            name = etree.QName(element).localname
            self._text(element, LABEL, NAMES.get(name, name), marks, "plain")
        return self.count > before

    def finish(self) -> CompiledTexts:
        """The function."""
        self.program.line("return z_T")
        helpers = {**HELPERS, "z_header": header_value, "z_header_text": header_text, "z_plain_text": _plain}
        return CompiledTexts(self.count, self.program.finish(helpers))

    def _text(self, element: etree._Element, part: str, where: str, marks: Marks, kind: str) -> None:
        text = element.text or ""
        tags, problems = scan_tags(text)
        for problem in problems:
            self.report(Site(self.name, part, where, problem.text), "tag", problem.message, problem.remedy)
        if not tags:
            return

        def site(tag: str) -> Site:
            return Site(self.name, part, where, tag)

        for tag in tags:
            if tag.level:
                self.report(site(tag.text), "block", "这里不能用行标签或段标签", "改用 {% … %}。")
        if kind == "header":
            text, tags = _spaced(text, tags)
        writer = TextWriter(self.program, self.names, "z_header" if kind == "header" else "z_show")
        writer.write("z_t", text, tags, site)
        whole = " ".join(t.text for t in tags)
        self.program.line(f"z_T.append(z_{kind}_text(z_t))", site(whole))
        element.text = marks.add(TextMark(self.count))
        self.count += 1


def _plain(text: str) -> str:
    return xml_text(one_break(text))


def _spaced(text: str, tags: list[Tag]) -> tuple[str, list[Tag]]:
    """A blank between a code for the type size and a tag: a value beginning with a digit would change the size."""
    for index, tag in enumerate(tags):
        if SIZE_CODE.search(text[: tag.start]):
            text = text[: tag.start] + " " + text[tag.start :]
            tags = tags[:index] + [
                Tag(t.start + 1, t.end + 1, t.kind, t.level, t.word, t.body, t.text) for t in tags[index:]
            ]
    return text, tags
