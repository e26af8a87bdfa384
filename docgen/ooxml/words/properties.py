"""Tags in a document's properties (title, subject, keywords, …): plain text, so values and inline blocks only."""

from __future__ import annotations

from lxml import etree

from docgen.model.finding import Finding
from docgen.ooxml.program import Site
from docgen.ooxml.tags import scan_tags
from docgen.ooxml.words.blocks import Mark, Matcher
from docgen.ooxml.words.paragraph import marker

Element = etree._Element
LABEL = "文档属性"
NAMES = {
    "title": "标题",
    "subject": "主题",
    "creator": "作者",
    "keywords": "标记",
    "description": "备注",
    "category": "类别",
}


class PropertyTags:
    """Puts markers in place of the tags of ``docProps/core.xml``.

    Attributes:
        marks: what the markers stand for; empty where there is no tag.
        findings: what is wrong.
    """

    def __init__(self, file: str, root: Element) -> None:
        """Read the properties and change them where there are tags."""
        self.marks: list[Mark] = []
        self.findings: list[Finding] = []
        for node in root.iter(etree.Element):
            if node.text and not len(node):
                local = etree.QName(node).localname
                self._replace(file, node, NAMES.get(local, local))
        matcher = Matcher(self.marks)
        matcher.match(root)
        self.findings += matcher.findings

    def _replace(self, file: str, node: Element, where: str) -> None:
        text = node.text or ""
        tags, problems = scan_tags(text)
        for problem in problems:
            site = Site(file, LABEL, where, problem.text)
            self.findings.append(site.finding("tag", problem.message, problem.remedy))
        if not tags:
            return
        node.text = text[: tags[0].start]
        last: Element | None = None
        for number, tag in enumerate(tags):
            site = Site(file, LABEL, where, tag.text)
            rest = text[tag.end : tags[number + 1].start if number + 1 < len(tags) else len(text)]
            if tag.level:
                self.findings.append(site.finding("block", "这里没有段落和行", "写成 {% … %}。"))
            if tag.kind == "comment":
                if last is None:
                    node.text += rest
                else:
                    last.tail = (last.tail or "") + rest
                continue
            self.marks.append(Mark(tag.kind, site, tag))
            last = marker(len(self.marks) - 1)
            last.tail = rest
            node.append(last)
