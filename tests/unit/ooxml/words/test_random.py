"""Random nestings of paragraphs, tables, conditions and loops, against a plain interpreter of the same tree."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from lxml import etree

from docgen.container import write_zip
from docgen.language import ANY, Code, ListShape, Scope
from docgen.ooxml import compile_template
from tests.unit.ooxml.words.documents import NS, W, check_valid

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type='
    f'"{NS["r"]}/officeDocument" Target="word/document.xml"/></Relationships>'
)
#: What conditions and loops read: c0…c3 as given, loops run twice, once and not at all.
LOOPS = {"表2": [1, 2], "表1": [1], "表0": []}
CONDITIONS = ("c0", "c1", "c2", "c3")


class Growth:
    """Grows a random tree of at most so many elements."""

    def __init__(self, seed: int, size: int = 24) -> None:
        self.random = Random(seed)
        self.left = size

    def contents(self, depth: int, nested: int = 0) -> list[Any]:
        """Paragraphs, tables and blocks of them."""
        return [self.element(depth, nested) for _ in range(self.random.randint(nested == 0, 3))]

    def element(self, depth: int, nested: int) -> Any:
        self.left -= 1
        roll = self.random.random()
        if self.left > 0 and nested < 3 and roll < 0.45:
            return self.block("p", lambda: self.contents(depth, nested + 1))
        if self.left > 0 and depth and roll < 0.7:
            return "tbl", self.rows(depth, 0)
        return ("p",)

    def rows(self, depth: int, nested: int) -> list[Any]:
        return [self.row(depth, nested) for _ in range(self.random.randint(nested == 0, 3))]

    def row(self, depth: int, nested: int) -> Any:
        self.left -= 1
        if nested < 2 and self.random.random() < 0.5:
            return self.block("tr", lambda: self.rows(depth, nested + 1))
        return "row", self.contents(depth - 1)

    def block(self, level: str, grow: Callable[[], list[Any]]) -> Any:
        if self.random.random() < 0.6:
            return "if", level, self.random.choice(CONDITIONS), grow(), grow()
        return "for", level, self.random.choice(sorted(LOOPS)), grow()


def written(items: list[Any]) -> str:
    """The template's XML."""
    out = ""
    for item in items:
        kind = item[0]
        if kind == "p":
            out += "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
        elif kind == "tbl":
            out += f"<w:tbl>{written(item[1])}</w:tbl>"
        elif kind == "row":
            out += f"<w:tr><w:tc>{written(item[1])}</w:tc></w:tr>"
        elif kind == "if":
            tags = [tag(item[1], t) for t in (f"if {item[2]}", "else", "endif")]
            out += tags[0] + written(item[3]) + tags[1] + written(item[4]) + tags[2]
        else:
            out += tag(item[1], f"for x in {item[2]}") + written(item[3]) + tag(item[1], "endfor")
    return out


def tag(level: str, text: str) -> str:
    paragraph = f"<w:p><w:r><w:t>{{%{level} {text} %}}</w:t></w:r></w:p>"
    return paragraph if level == "p" else f"<w:tr><w:tc>{paragraph}</w:tc></w:tr>"


def expected(items: list[Any], values: dict[str, Any]) -> list[Any]:
    """What must come out: ``p`` or a table as a list of cells."""
    out: list[Any] = []
    for item in items:
        kind = item[0]
        if kind == "p":
            out.append("p")
        elif kind == "tbl":
            if rows := expected(item[1], values):
                out.append(rows)
        elif kind == "row":
            out.append(closed(expected(item[1], values)))
        elif kind == "if":
            out += expected(item[3] if values[item[2]] else item[4], values)
        else:
            for _ in LOOPS[item[2]]:
                out += expected(item[3], values)
    return out


def closed(content: list[Any]) -> list[Any]:
    """A paragraph more, where none stands last."""
    return content if content and content[-1] == "p" else [*content, "p"]


def found(container: Any) -> list[Any]:
    return [
        "p" if child.tag == f"{W}p" else [found(row[0]) for row in child]
        for child in container
        if child.tag in (f"{W}p", f"{W}tbl")
    ]


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_any_nesting(first: int) -> None:
    for seed in range(first, first + 20):
        items = Growth(seed).contents(2)
        body = written(items) + tag("p", "if c0") + tag("p", "endif")
        document = f'<w:document xmlns:w="{NS["w"]}"><w:body>{body}<w:sectPr/></w:body></w:document>'
        parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document}
        names = {n: Code(f"d[{n!r}]", ListShape(ANY)) for n in (*LOOPS, *CONDITIONS)}
        data = write_zip({n: t.encode() for n, t in parts.items()})
        template = compile_template(data, "随机.docx", Scope.of(names, ("d",)))
        for choice in range(16):
            values = {name: choice >> n & 1 for n, name in enumerate(CONDITIONS)} | LOOPS
            content = template.render(values).parts["word/document.xml"]
            root = etree.fromstring(content)
            check_valid(root)
            assert b"ns0:" not in content
            assert found(root[0]) == closed(expected(items, values)), seed
