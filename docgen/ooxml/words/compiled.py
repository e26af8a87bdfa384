"""Word templates: every part with tags becomes constant bytes and expressions of one generated function."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from docgen.container import Container, Part, Skeleton, pack, part_digest
from docgen.errors import TemplateError
from docgen.language import Scope
from docgen.model.finding import Finding, Place, Severity
from docgen.ooxml.security import CONTENT_TYPES, MAIN_TYPES, TYPES_NS, content_type, main_part, parse_xml, relations
from docgen.ooxml.security import rels_name as rels_of
from docgen.ooxml.template import PictureSource, Rendered
from docgen.ooxml.words import names as w
from docgen.ooxml.words.body import Filler, PartCode, Writer
from docgen.ooxml.words.objects import BARS, COLUMNS, PICTURE
from docgen.ooxml.words.part import PartTags
from docgen.ooxml.words.pictures import CHART_TYPE, WORKBOOK_TYPE, Album, Numbers
from docgen.ooxml.words.pictures import CONTENT_TYPES as PICTURE_TYPES
from docgen.ooxml.words.properties import PropertyTags

PROPERTIES = "docProps/core.xml"
LABELS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
DOCUMENT_TYPE = next(t for t, kind in MAIN_TYPES.items() if kind == "docx" and ".document." in t)
EMPTY_RELATIONS = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
#: Where no tag is filled; one found there would be printed as it stands.
UNFILLED = re.compile(r"^(?:word/(?:charts|diagrams|glossary|comments)|docProps/(?:app|custom)\.xml)")
LOOKS_LIKE_TAG = re.compile(rb"\{\{[^{}<>]+\}\}|\{%[^{}<>]+%\}")


@dataclass(frozen=True)
class Gallery:
    """What pictures and charts need, worked out once.

    Attributes:
        folder: folder below which the media and charts are.
        parts: parts that can show them.
        rels: for each of them its relationships: name, beginning and end; what it shows stands in between.
        given: whether the template has that relationships part already.
        prefixes: the way from each of them to the folder.
        numbers: the first free ones.
        types: beginning and end of the list of content types where there may be charts, which it must name one by one.
    """

    folder: str
    parts: tuple[str, ...]
    rels: tuple[tuple[str, bytes, bytes], ...]
    given: tuple[bool, ...]
    prefixes: tuple[str, ...]
    numbers: Numbers
    types: tuple[bytes, bytes] | None

    def album(self, source: PictureSource | None) -> Album:
        """An empty album for one document."""
        return Album(source, self.numbers, self.prefixes)

    def written(self, album: Album) -> dict[str, bytes]:
        """The relationships and media of a document."""
        result: dict[str, bytes] = {}
        for number, (name, head, tail) in enumerate(self.rels):
            added = album.relationships(number)
            if added or self.given[number]:
                result[name] = head + added + tail
        for name, data in album.parts().items():
            result[posixpath.join(self.folder, name)] = data
        if self.types:
            named = (posixpath.join("/", self.folder, "charts", f"{chart}.xml") for chart in album.charts)
            more = "".join(f'<Override PartName="{part}" ContentType="{CHART_TYPE}"/>' for part in named)
            result[CONTENT_TYPES] = self.types[0] + more.encode() + self.types[1]
        return result


@dataclass(frozen=True)
class WordTemplate:
    """A compiled Word template; see :class:`docgen.ooxml.template.Template`."""

    name: str
    digest: str
    fields: tuple[str, ...]
    filler: Filler = field(repr=False)
    changed: tuple[str, ...]
    gallery: Gallery = field(repr=False)
    skeleton: Skeleton = field(repr=False)
    constant: Mapping[str, str] = field(repr=False)
    kind: str = "docx"

    def render(self, *args: Any, pictures: PictureSource | None = None) -> Rendered:
        """Fill the template with the values of the scope's parameters."""
        album = self.gallery.album(pictures) if self.filler.drawing else None
        try:
            filled = self.filler.quick(*args, album)
        except Exception:  # whatever it is: the exact way tells, or gets by
            album = self.gallery.album(pictures) if album else None
            filled = self.filler.exact(*args, album)
        parts = dict(zip(self.changed, filled, strict=True))
        if album:
            parts |= self.gallery.written(album)
        return Rendered(parts, self.skeleton, self.constant)


def compile_words(container: Container, data: bytes, name: str, scope: Scope) -> WordTemplate:
    """Compile a Word template whose package was checked.

    Raises:
        TemplateError: tags are wrong; the findings list all of them.
    """
    return _Compiler(container, name, scope).compile(data)


class _Compiler:
    def __init__(self, container: Container, name: str, scope: Scope) -> None:
        self.container = container
        self.name = name
        self.main = main_part(container)
        self.writer = Writer(name, scope)
        self.findings: list[Finding] = []
        self.changed: list[str] = []
        self.showing: list[str] = []
        self.largest_id = 0
        #: Part and place as messages show them → position in the document.
        self.places: dict[tuple[str, str], int] = {}
        styles = next((r.target for r in relations(container, self.main) if r.kind == "styles"), "")
        self.styles = parse_xml(container[styles]) if styles in container else None

    def compile(self, data: bytes) -> WordTemplate:
        for part, label in self._labels().items():
            self._part(part, label)
        if PROPERTIES in self.container:
            self._properties()
        self._unfilled()
        findings = self._sorted()
        if findings:
            raise TemplateError(f"模板有 {len(findings)} 处错误", place=self.name, findings=findings)
        replaced = self._content_types()
        gallery = self._gallery(replaced)
        dynamic = {*self.changed, *(name for name, _, _ in gallery.rels), *([CONTENT_TYPES] if gallery.types else [])}
        constant = [self._constant(p, replaced) for p in self.container.parts.values() if p.name not in dynamic]
        digests = {p.name: part_digest(replaced.get(p.name) or self.container[p.name]) for p in constant}
        return WordTemplate(
            name=self.name,
            digest=hashlib.sha256(data).hexdigest(),
            fields=self.writer.paths.sorted(),
            filler=self.writer.finish(),
            changed=tuple(self.changed),
            gallery=gallery,
            skeleton=Skeleton.of(constant),
            constant=digests,
        )

    def _sorted(self) -> tuple[Finding, ...]:
        """All findings once, in the order of the document."""
        every = dict.fromkeys((*self.findings, *self.writer.findings))
        last = len(self.places)
        return tuple(sorted(every, key=lambda f: self.places.get((f.place.sheet, f.place.cell), last)))

    def _labels(self) -> dict[str, str]:
        """The parts that can hold tags, in the order in which messages list them."""
        labels = {self.main: "正文"}
        found = [r for r in relations(self.container, self.main) if r.kind in LABELS and r.target in self.container]
        for kind, label in LABELS.items():
            parts = sorted({r.target for r in found if r.kind == kind}, key=lambda p: (len(p), p))
            for number, part in enumerate(parts, 1):
                labels[part] = label if kind.endswith("notes") else f"{label}{number}"
        return labels

    def _part(self, part: str, label: str) -> None:
        root = parse_xml(self.container[part])
        if root.prefix != "w":
            message = "模板的 XML 写法不常见，不能填写"
            place = Place(self.name, label)
            remedy = "用 Word 或 WPS 打开，另存一份再用。"
            self.findings.append(Finding("definition.template.format", Severity.ERROR, message, remedy, place))
            return
        for node in root.iter(w.DRAWING_PROPERTIES):
            number = str(node.get("id", ""))
            if number.isdecimal() and int(number) < 1 << 30:
                self.largest_id = max(self.largest_id, int(number))
        tags = PartTags(self.name, label, root)
        for where in tags.places.of.values():
            self.places.setdefault((label, where), len(self.places))
        if tags.tagged:
            tags.transform()
            self.changed.append(part)
            code = PartCode(tags.marks, len(self.showing), "_t")
            if self.writer.part(root, code, self.styles):
                self.showing.append(part)
        self.findings += tags.findings

    def _properties(self) -> None:
        root = parse_xml(self.container[PROPERTIES])
        tags = PropertyTags(self.name, root)
        if tags.marks:
            self.changed.append(PROPERTIES)
            self.writer.part(root, PartCode(tags.marks, -1, "_x"), None)
        self.findings += tags.findings

    def _unfilled(self) -> None:
        for part in self.container.parts:
            if not UNFILLED.match(part):
                continue
            found = LOOKS_LIKE_TAG.search(self.container[part])
            if found:
                text = found.group().decode("utf-8", "replace")
                message = f"{text}：图表、批注和扩展属性里的标签不会被填写"
                place = Place(self.name, part)
                self.findings.append(
                    Finding("definition.template.tag", Severity.ERROR, message, "把它移到正文、页眉或页脚。", place)
                )

    def _content_types(self) -> dict[str, bytes]:
        """The list of content types, with those of what tags ask for, and of a document where it is a Word template."""
        root = parse_xml(self.container[CONTENT_TYPES])
        changed = False
        if content_type(self.container, self.main) != DOCUMENT_TYPE:
            for node in root.iter(f"{TYPES_NS}Override"):
                if str(node.get("PartName", "")).lstrip("/").lower() == self.main.lower():
                    node.set("ContentType", DOCUMENT_TYPE)
                    changed = True
        wanted = dict(PICTURE_TYPES) if PICTURE in self.writer.kinds else {}
        wanted |= {"xlsx": WORKBOOK_TYPE} if self.charts else {}
        if wanted:
            known = {str(n.get("Extension", "")).lower() for n in root.iter(f"{TYPES_NS}Default")}
            for ending, kind in wanted.items():
                if ending not in known:
                    node = etree.Element(f"{TYPES_NS}Default", {"Extension": ending, "ContentType": kind})
                    root.insert(0, node)
                    changed = True
        if not changed:
            return {}
        return {CONTENT_TYPES: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}

    def _gallery(self, replaced: Mapping[str, bytes]) -> Gallery:
        rels = []
        given = []
        for part in self.showing:
            name = rels_of(part)
            given.append(name in self.container)
            text = EMPTY_RELATIONS
            if name in self.container:
                root = parse_xml(self.container[name])
                text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            if b"</Relationships>" not in text:
                text = EMPTY_RELATIONS
            head, tail, rest = text.partition(b"</Relationships>")
            rels.append((name, head, tail + rest))
        folder = posixpath.dirname(self.main)
        return Gallery(
            folder,
            tuple(self.showing),
            tuple(rels),
            tuple(given),
            tuple("" if posixpath.dirname(p) == folder else f"/{folder}/" if folder else "/" for p in self.showing),
            Numbers(self._free("media", folder), self._free("charts", folder), self.largest_id + 1),
            _cut_types(replaced.get(CONTENT_TYPES) or self.container[CONTENT_TYPES]) if self.charts else None,
        )

    @property
    def charts(self) -> bool:
        """Its tags ask for charts."""
        return bool(self.writer.kinds & {COLUMNS, BARS})

    def _free(self, kind: str, folder: str) -> int:
        """The first number of a media or chart part that is free."""
        start = re.escape(posixpath.join(folder, kind, "docgen"))
        taken = re.compile(rf"^{start}(\d+)\.", re.IGNORECASE)
        return max((int(m[1]) for p in self.container.parts if (m := taken.match(p))), default=0) + 1

    def _constant(self, part: Part, replaced: Mapping[str, bytes]) -> Part:
        return pack(part.name, replaced[part.name]) if part.name in replaced else part


def _cut_types(data: bytes) -> tuple[bytes, bytes]:
    """The list of content types before and behind the place of another one."""
    plain = parse_xml(f'<Types xmlns="{TYPES_NS[1:-1]}"></Types>'.encode())
    plain.extend(list(parse_xml(data)))
    etree.cleanup_namespaces(plain)
    head, end, tail = etree.tostring(plain, xml_declaration=True, encoding="UTF-8", standalone=True).rpartition(b"</")
    return head, end + tail
