"""Word and presentation files: rule texts and reports written part by part, slides from a small original."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from docgen.container import Container, write_zip
from docgen.errors import DefinitionError
from docgen.sample.job import Job
from docgen.sample.recipe import read_toml
from docgen.sample.sheets import NOTICE

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DIGITS: Final = "〇一二三四五六七八九"
_TAG: Final = re.compile(r"\{\{([^{}]+)\}\}")
_SLIDE_PARAGRAPH: Final = re.compile(r"<a:p>(?:(?!</a:p>).)*</a:p>", re.DOTALL)


def chinese_number(number: int) -> str:
    """Write 1 to 99 in Chinese digits."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def _paragraph(text: str, *, style: str = "", breaks: bool = False, align: str = "") -> str:
    props = (f'<w:pStyle w:val="{style}"/>' if style else "") + ("<w:pageBreakBefore/>" if breaks else "")
    props += f'<w:jc w:val="{align}"/>' if align else ""
    shape = f"<w:pPr>{props}</w:pPr>" if props else ""
    return f'<w:p>{shape}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _style(name: str, label: str, *, size: int, font: str, paragraph: str, bold: bool = False) -> str:
    default = ' w:default="1"' if name == "Normal" else ""
    base = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{label}"/>{base}'
        f"<w:pPr>{paragraph}</w:pPr>"
        f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
        f'{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _styles() -> str:
    spacing = '<w:spacing w:line="420" w:lineRule="exact"/>'
    return f'{_HEAD}<w:styles xmlns:w="{_WORD}">' + "".join(
        (
            _style("Normal", "Normal", size=24, font="仿宋", paragraph=f'{spacing}<w:ind w:firstLine="480"/>'),
            _style(
                "Title", "Title", size=36, font="宋体", bold=True,
                paragraph='<w:spacing w:before="200" w:after="160"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>',
            ),
            _style(
                "Subtitle", "Subtitle", size=24, font="楷体",
                paragraph='<w:spacing w:after="160"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>',
            ),
            _style(
                "Heading1", "heading 1", size=28, font="黑体",
                paragraph=f'<w:keepNext/>{spacing}<w:outlineLvl w:val="0"/>',
            ),
        )
    ) + "</w:styles>\n"  # fmt: skip


def _content_types() -> str:
    word, package = "officedocument.wordprocessingml", "application/vnd.openxmlformats-"
    parts = (
        ("/word/document.xml", f"{word}.document.main"),
        ("/word/styles.xml", f"{word}.styles"),
        ("/docProps/core.xml", "package.core-properties"),
        ("/docProps/app.xml", "officedocument.extended-properties"),
    )
    overrides = "".join(f'<Override PartName="{part}" ContentType="{package}{kind}+xml"/>' for part, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{package}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>\n'
    )


def _core(title: str, made: datetime) -> str:
    stamp = f"{made:%Y-%m-%dT%H:%M:%S}Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>docgen sample</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>\n'
    )


def _docx(title: str, body: Iterable[str], made: datetime, pages: int) -> bytes:
    section = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1814" w:right="1474" w:bottom="1701" w:left="1587"'
        ' w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
    )
    document = f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{"".join(body)}{section}</w:body></w:document>\n'
    app = f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Pages>{pages}</Pages></Properties>\n'
    links = (("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml"))
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(links, core=True),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations((("styles", "styles.xml"),)),
        "word/styles.xml": _styles(),
        "docProps/core.xml": _core(title, made),
        "docProps/app.xml": app,
    }
    return write_zip({name: text.encode() for name, text in parts.items()})


def _relations(targets: tuple[tuple[str, str], ...], *, core: bool = False) -> str:
    links = [
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/relationships/{kind}" Target="{part}"/>'
        for n, (kind, part) in enumerate(targets, 1)
    ]
    if core:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        links.append(f'<Relationship Id="rId{len(links) + 1}" Type="{kind}" Target="docProps/core.xml"/>')
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>\n'


def articles(job: Job) -> bytes:
    """Write a rule text of numbered articles.

    Options: ``title``, ``subtitle``, ``texts`` (TOML file beside the recipe, key → ``articles``), ``key``,
    ``sign_off``, ``date``.
    """
    file = job.recipe.folder / job.text("texts")
    table = read_toml(file).get(job.text("key"))
    texts = table.get("articles") if isinstance(table, dict) else None
    if not isinstance(texts, list) or not texts:
        raise DefinitionError(
            f"没有“{job.text('key')}”的条文", remedy="在条文文件里补上这一节的 articles。", place=str(file)
        )
    body = [_paragraph(job.text("title"), style="Title"), _paragraph(job.text("subtitle"), style="Subtitle")]
    for n, text in enumerate(texts, 1):
        body.append(_paragraph(f"第{chinese_number(n)}条　{job.fill(str(text))[0]}"))
    body.extend(_paragraph(text, align="right") for text in job.lines("sign_off"))
    body.append(_paragraph(f"（{NOTICE}）", style="Subtitle"))
    return _docx(job.text("title"), body, job.moment(), 1)


def report(job: Job) -> bytes:
    """Write a report whose sections begin new pages, so that it has exactly ``pages`` pages.

    Options: ``title``, ``subtitle``, ``facts``, ``sections`` (``heading|text``), ``pages``, ``date``.
    """
    count = job.whole("pages", 1)
    sections = [tuple(text.partition("|")[::2]) for text in job.lines("sections")]
    body = [_paragraph(job.text("title"), style="Title"), _paragraph(job.text("subtitle"), style="Subtitle")]
    body.extend(_paragraph(text) for text in job.lines("facts"))
    body.append(_paragraph(f"{NOTICE}。"))
    for page in range(1, count):
        heading, text = sections[(page - 1) % len(sections)] if sections else ("", "")
        again = "" if page <= len(sections) else "（续）"
        body.append(_paragraph(f"{chinese_number(page)}、{heading}{again}", style="Heading1", breaks=True))
        body.append(_paragraph(text))
    return _docx(job.text("title"), body, job.moment(), count)


def _slide(text: str, job: Job, replace: dict[str, list[str]]) -> str:
    """Replace the tags of one slide; a paragraph whose tag has several lines is repeated for each."""

    def one(found: re.Match[str]) -> str:
        paragraph = found[0]
        tag = _TAG.search(paragraph)
        if tag is None:
            return paragraph
        if tag[1] not in replace:
            raise job.error(f"幻灯片底稿里的标签“{tag[1]}”没有对应的内容")
        return "".join(paragraph.replace(tag[0], escape(line)) for line in replace[tag[1]])

    return _SLIDE_PARAGRAPH.sub(one, text)


def slides(job: Job) -> bytes:
    """Fill the slides of an original.

    Options: ``original`` (pptx beside the recipe with ``{{tag}}`` in its texts), ``replace`` (tag → text or
    list of texts; a text is split into lines at ``。`` and ``；``), ``date``.
    """
    options = job.option("replace", {})
    if not isinstance(options, dict):
        raise job.error("replace 应是表")
    replace = {str(tag): _bullets(job, value) for tag, value in options.items()}
    stamp = f"{job.moment():%Y-%m-%dT%H:%M:%S}Z"
    package = Container.read(job.original(), job.text("original"))
    parts: dict[str, bytes] = {}
    for name in package.parts:
        data = package[name]
        if name.startswith("ppt/slides/slide"):
            data = _slide(data.decode(), job, replace).encode()
        elif name == "docProps/core.xml":
            text = data.decode().replace("{{date}}", stamp)
            data = text.replace("{{title}}", escape(replace.get("title", [""])[0])).encode()
        parts[name] = data
    return write_zip(parts)


def _bullets(job: Job, value: object) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    lines: list[str] = []
    for text in texts:
        filled, empty = job.fill(str(text))
        if not empty:
            lines.extend(part.strip() for part in re.split(r"[。；]", filled) if part.strip())
    return lines or ["—"]
