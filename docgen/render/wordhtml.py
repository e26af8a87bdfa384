"""A Word file that docgen made as a web page: the same paragraphs and tables, so that a report is written once."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

from docgen.container import Container

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALIGNED = {"center": "m", "right": "r"}
_STYLE = """
body{font-family:"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;color:#222;max-width:56em;
margin:2em auto;padding:0 1em;line-height:1.75}
h1{font-size:1.5em;text-align:center}h2{font-size:1.15em;margin:1.6em 0 .4em;color:#8f1d1d}
p{margin:.4em 0}table{border-collapse:collapse;width:100%;margin:.5em 0;font-size:.93em}
td{border:1px solid #bbb;padding:.2em .6em;vertical-align:top;overflow-wrap:anywhere}
td p{margin:0}td.h{background:#f2f2f2}.m{text-align:center}.r{text-align:right}
@media print{body{margin:0;max-width:none;font-size:10.5pt}tr{break-inside:avoid}}
"""


def word_as_page(data: bytes, title: str) -> bytes:
    """The page of a Word file.

    Args:
        data: a Word file of paragraphs and tables, headings by their outline level.
        title: title of the page.
    """
    root = etree.fromstring(Container.read(data, "docx")["word/document.xml"])
    body = root.find(f"{W}body")
    assert body is not None
    lines = ['<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">']
    lines.append('<meta name="viewport" content="width=device-width, initial-scale=1">')
    lines.append(f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>")
    lines += _blocks(body, title)
    lines.append("</body>\n</html>\n")
    return "\n".join(lines).encode()


def _blocks(parent: Any, title: str = "") -> Iterator[str]:
    for node in parent:
        if node.tag == f"{W}p":
            text = _text(node)
            if text:
                yield _paragraph(node, text, title)
        elif node.tag == f"{W}tbl":
            yield "<table>"
            for row in node.iterfind(f"{W}tr"):
                yield "<tr>" + "".join(_cell(cell) for cell in row.iterfind(f"{W}tc")) + "</tr>"
            yield "</table>"


def _paragraph(node: Any, text: str, title: str) -> str:
    level = node.find(f"{W}pPr/{W}outlineLvl")
    if level is not None:
        return f"<h2>{text}</h2>"
    if title and text == escape(title):
        return f"<h1>{text}</h1>"
    align = node.find(f"{W}pPr/{W}jc")
    name = _ALIGNED.get(align.get(f"{W}val"), "") if align is not None else ""
    return f'<p class="{name}">{text}</p>' if name else f"<p>{text}</p>"


def _text(node: Any) -> str:
    runs = node.iter(f"{W}t", f"{W}br")
    return "".join("<br>" if run.tag == f"{W}br" else escape(run.text or "") for run in runs)


def _cell(cell: Any) -> str:
    properties = cell.find(f"{W}tcPr")
    span = properties.find(f"{W}gridSpan") if properties is not None else None
    shade = properties.find(f"{W}shd") if properties is not None else None
    wide = f' colspan="{span.get(f"{W}val")}"' if span is not None else ""
    name = ' class="h"' if shade is not None else ""
    return f"<td{wide}{name}>{''.join(_blocks(cell))}</td>"
