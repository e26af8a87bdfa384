"""Pictures and drawings in Word documents, and the parts a filled document gets for them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docgen.model.picture import Picture
from docgen.model.values import Bad, BlockedValue
from docgen.ooxml.drawings.charts import (
    CHART_RELATION,
    PACKAGE_RELATIONS,
    WORKBOOK_ID,
    WORKBOOK_RELATION,
    ChartFiles,
    bar_chart,
)
from docgen.ooxml.drawings.tree import tree_drawing
from docgen.ooxml.template import PictureSource
from docgen.ooxml.texts import ValueProblem, escaped

IMAGE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
CONTENT_TYPES = {"jpeg": "image/jpeg", "png": "image/png"}
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Relationship ids that Word, WPS and others do not give.
RELATION_PREFIX = "docgen"

_DRAWING = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/>'
    '<wp:docPr id="%d" name="图片 %d" descr="%b"/><wp:cNvGraphicFramePr>'
    '<a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" noChangeAspect="1"/>'
    "</wp:cNvGraphicFramePr>"
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="%d" name="图片 %d" descr="%b"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="%b"/>'
    "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
    '<a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
).encode()


_CHART = (
    '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="图表 %d"/>'
    '<wp:cNvGraphicFramePr/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="%b"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
).encode()
_TO_WORKBOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="{WORKBOOK_ID}" Type="{WORKBOOK_RELATION}" '
    'Target="../embeddings/%b.xlsx"/></Relationships>'
).encode()


@dataclass(frozen=True, slots=True)
class Numbers:
    """First numbers that are free in a template: of media and chart parts that are named as ours, of drawings."""

    media: int
    chart: int
    id: int


def fitted(picture: Picture, width: int, height: int) -> tuple[int, int]:
    """The size of a picture that fills a box in one direction and stays inside it in the other (any unit)."""
    if picture.width * height >= picture.height * width:
        return width, max(width * picture.height // picture.width, 1)
    return max(height * picture.width // picture.height, 1), height


class Album:
    """The pictures and charts of one document: each picture stands in it once, however many parts show it."""

    def __init__(self, source: PictureSource | None, numbers: Numbers, folders: tuple[str, ...]) -> None:
        """Begin a document.

        Args:
            source: where pictures come from.
            numbers: the first numbers that are free in the template.
            folders: for every part with pictures or charts its path from the folder of the media to it, as a prefix.
        """
        self.source = source
        self.first_media = numbers.media
        self.first_chart = numbers.chart
        self.numbers = itertools.count(numbers.id)
        self.prefixes = folders
        self.media: dict[str, tuple[str, Picture]] = {}
        self.charts: dict[str, ChartFiles] = {}
        #: For every part: what it shows, below the folder of the media → relationship id and type.
        self.relations: tuple[dict[str, tuple[str, str]], ...] = tuple({} for _ in folders)

    def id(self) -> bytes:
        """A drawing id that no other drawing of the document has."""
        return b"%d" % next(self.numbers)

    def put(self, part: int, value: Any, width: int, height: int) -> bytes:
        """The drawing that shows a picture; nothing for an empty value, several for a list.

        Raises:
            ValueProblem: the value is no path.
            DocgenError: the picture can not be had.
        """
        if value is None or value == "":
            return b""
        if isinstance(value, Bad):
            raise BlockedValue(value)
        if isinstance(value, list):
            return b"".join([self.put(part, v, width, height) for v in value])
        if not isinstance(value, str):
            raise ValueProblem("这个值不是图片的路径")
        if self.source is None:
            raise ValueProblem("没有图片的来源")
        name, picture = self._stored(str(value), self.source)
        relation = self._relation(part, f"media/{name}", IMAGE_RELATION)
        cx, cy = fitted(picture, width, height)
        number = next(self.numbers)
        descr = escaped(value.replace("\\", "/").rpartition("/")[2]).replace(b'"', b"&quot;")
        return _DRAWING % (cx, cy, number, number, descr, number, number, descr, relation, cx, cy)

    def tree(self, rows: Any, columns: Sequence[str], width: int, height: int) -> bytes:
        """The drawing that shows records as a tree; see :func:`docgen.ooxml.drawings.tree.tree_drawing`."""
        return tree_drawing(rows, columns, width, height, self.id)

    def chart(self, part: int, rows: Any, columns: Sequence[str], level: bool, width: int, height: int) -> bytes:
        """The drawing that shows a chart of records; see :func:`docgen.ooxml.drawings.charts.bar_chart`."""
        files = bar_chart(rows, columns, level)
        if files is None:
            return b""
        name = f"docgen{self.first_chart + len(self.charts)}"
        self.charts[name] = files
        relation = self._relation(part, f"charts/{name}.xml", CHART_RELATION)
        number = next(self.numbers)
        return _CHART % (width, height, number, number, relation)

    def _relation(self, part: int, target: str, kind: str) -> bytes:
        known = self.relations[part]
        return known.setdefault(target, (f"{RELATION_PREFIX}{len(known) + 1}", kind))[0].encode()

    def _stored(self, path: str, source: PictureSource) -> tuple[str, Picture]:
        stored = self.media.get(path)
        if stored is None:
            picture = source(path)
            same = next((s for s in self.media.values() if s[1] is picture), None)
            if same is None:
                number = self.first_media + len({name for name, _ in self.media.values()})
                same = f"docgen{number}.{picture.kind}", picture
            self.media[path] = stored = same
        return stored

    def relationships(self, part: int) -> bytes:
        """The relationships a part has to what it shows, as they stand in its list."""
        prefix = self.prefixes[part]
        return "".join(
            f'<Relationship Id="{relation}" Type="{kind}" Target="{prefix}{target}"/>'
            for target, (relation, kind) in self.relations[part].items()
        ).encode()

    def parts(self) -> dict[str, bytes]:
        """Names below the folder of the media → bytes."""
        found = {f"media/{name}": picture.data for name, picture in self.media.values()}
        for name, files in self.charts.items():
            found[f"charts/{name}.xml"] = files.part
            found[f"charts/_rels/{name}.xml.rels"] = _TO_WORKBOOK % name.encode()
            found[f"embeddings/{name}.xlsx"] = files.workbook
        return found
