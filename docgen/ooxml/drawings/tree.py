"""A tree as an editable drawing of a Word document: a group of shapes with text and of connectors that know their ends.

Word since 2010, WPS and LibreOffice draw a group (``wpg``); a canvas (``wpc``) LibreOffice draws only since 24.2. What
can not draw it shows a line of text instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from docgen.language.runtime import empty, follow, seq, touch
from docgen.model.values import BlankRows, show
from docgen.ooxml.drawings.layout import LINE, MOST_BOXES, TooLarge, draw
from docgen.ooxml.drawings.trees import DOWN, LEFT, UP, Box, Drawing, Link, Node
from docgen.ooxml.texts import ValueProblem, escaped

#: English Metric Units in a hundredth of a millimetre, and in a point.
EMU, EMU_PER_POINT = 360, 12_700
LINE_WIDTH = 9_525
GREY = "F2F2F2"
OFFICE_2010 = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
ELSEWHERE = "（图形：请用 Word 2010 以上的版本、WPS 或 LibreOffice 查看）"
_FRAME = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f'<mc:Choice xmlns:wpg="{OFFICE_2010}Group" xmlns:wps="{OFFICE_2010}Shape" Requires="wpg"><w:drawing>'
    f'<wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="%(cx)d" cy="%(cy)d"/><wp:docPr id="%(id)s" name="图形 %(id)s"/><wp:cNvGraphicFramePr/>'
    f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{OFFICE_2010}Group"><wpg:wgp><wpg:cNvGrpSpPr/>'
    '<wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%(cx)d" cy="%(cy)d"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="%(cx)d" cy="%(cy)d"/></a:xfrm></wpg:grpSpPr>%(shapes)s</wpg:wgp></a:graphicData></a:graphic>'
    f"</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:t>{ELSEWHERE}</w:t></mc:Fallback></mc:AlternateContent>"
)
_INK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_BOX = (
    '<wps:wsp><wps:cNvPr id="%(id)s" name="方框 %(id)s"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="%(x)d" y="%(y)d"/>'
    '<a:ext cx="%(cx)d" cy="%(cy)d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
    f'<a:srgbClr val="%(fill)s"/></a:solidFill><a:ln w="{LINE_WIDTH}">{_INK}</a:ln></wps:spPr><wps:txbx>'
    "<w:txbxContent>%(text)s</w:txbxContent></wps:txbx>"
    '<wps:bodyPr lIns="%(inset)d" tIns="0" rIns="%(inset)d" bIns="0" anchor="ctr"/></wps:wsp>'
)
_LINE = (
    '<w:p><w:pPr><w:keepNext w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="%(line)d" '
    'w:lineRule="exact"/><w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    '</w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/>%(bold)s<w:sz w:val="%(sz)d"/><w:szCs w:val="%(sz)d"/></w:rPr>'
    '<w:t xml:space="preserve">%(text)s</w:t></w:r></w:p>'
)
_LINK = (
    '<wps:wsp><wps:cNvPr id="%(id)s" name="连线 %(id)s"/><wps:cNvCnPr><a:stCxn id="%(start)s" idx="%(leaves)d"/>'
    '<a:endCxn id="%(end)s" idx="%(enters)d"/></wps:cNvCnPr><wps:spPr><a:xfrm%(turn)s><a:off x="%(x)d" y="%(y)d"/>'
    '<a:ext cx="%(cx)d" cy="%(cy)d"/></a:xfrm><a:prstGeom prst="%(shape)s"><a:avLst>%(adjust)s</a:avLst></a:prstGeom>'
    f'<a:ln w="{LINE_WIDTH}">{_INK}</a:ln></wps:spPr><wps:bodyPr/></wps:wsp>'
)
STRAIGHT, BENT_ONCE, BENT_TWICE, BENT_THRICE = "straightConnector1", *(f"bentConnector{n}" for n in (2, 3, 4))


def forest(rows: Any, superior: str, texts: Sequence[str]) -> list[Node]:
    """The trees that records make.

    Args:
        rows: the records.
        superior: column that names the box above: what stands in the first text column of its record.
        texts: columns whose texts stand in a box, each in lines of its own.

    Raises:
        ValueProblem: a record has no name, names a superior that is not there or not the only one of that name, or
            boxes stand below each other in a circle.
        BlockedValue: a value carries an error finding.
    """
    records = seq(rows)
    if len(records) > MOST_BOXES:
        raise ValueProblem(f"方框太多：{len(records)} 个，一张图最多 {MOST_BOXES} 个")
    lines = [tuple(t for c in texts for t in _lines(follow(record, c))) for record in records]
    names = [_text(follow(record, texts[0])) for record in records]
    if "" in names:
        raise ValueProblem(f"第 {names.index('') + 1} 条记录没有“{texts[0]}”，画不出方框")
    uppers = [_text(follow(record, superior)) for record in records]
    below: dict[int, list[int]] = {}
    for number, upper in enumerate(uppers):
        found = [i for i, name in enumerate(names) if name == upper]
        if upper and len(found) != 1:
            what = "不在图里" if not found else f"在图里有 {len(found)} 个"
            raise ValueProblem(f"“{names[number]}”的“{superior}”是“{upper}”，{what}")
        below.setdefault(found[0] if upper else -1, []).append(number)
    reached: set[int] = set()

    def node(number: int) -> Node:
        reached.add(number)
        return Node(lines[number], tuple(node(n) for n in below.get(number, ())))

    roots = [node(n) for n in below.get(-1, ())]
    if lost := [names[n] for n in range(len(records)) if n not in reached]:
        raise ValueProblem(f"“{superior}”成了圈，找不到最上面的：{'、'.join(lost[:5])}")
    return roots


def _text(value: Any) -> str:
    touch(value)
    return "" if empty(value) else show(value).strip()


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in _text(value).splitlines() if line.strip()]


def tree_drawing(rows: Any, columns: Sequence[str], width: int, height: int, new_id: Callable[[], bytes]) -> bytes:
    """The drawing that shows records as a tree; nothing where there is no record, or on a form to be filled by hand.

    Args:
        rows: the records.
        columns: the column that names the superior, and those of the texts; see :func:`forest`.
        width: of the place, in EMU.
        height: of the place, in EMU.
        new_id: a drawing id that is free.

    Raises:
        ValueProblem: the records are no tree, or do not fit.
        BlockedValue: a value carries an error finding.
    """
    if isinstance(rows, BlankRows):
        return b""
    roots = forest(rows, columns[0], columns[1:])
    if not roots:
        return b""
    try:
        drawing = draw(roots, width // EMU, height // EMU)
    except TooLarge as error:
        raise ValueProblem(str(error)) from error
    frame = new_id().decode()
    ids = [new_id().decode() for _ in drawing.boxes]
    links = [_link(drawing, link, ids, new_id().decode()) for link in drawing.links]
    boxes = [_box(drawing, box, own) for box, own in zip(drawing.boxes, ids, strict=True)]
    facts = {"id": frame, "cx": drawing.width * EMU, "cy": drawing.height * EMU, "shapes": "".join(links + boxes)}
    return (_FRAME % facts).encode()


def _box(drawing: Drawing, box: Box, own: str) -> str:
    facts = {
        "line": round(drawing.size * LINE * 20),
        "sz": round(drawing.size * 2),
        "bold": "<w:b/><w:bCs/>" if box.leads else "",
    }
    text = "".join(_LINE % {**facts, "text": escaped(line).decode()} for line in box.lines)
    return _BOX % {
        "id": own,
        "x": box.x * EMU,
        "y": box.y * EMU,
        "cx": box.width * EMU,
        "cy": box.height * EMU,
        "fill": GREY if box.leads else "FFFFFF",
        "text": text,
        # Half of the space the layout keeps at the sides: a font a little wider than expected still fits.
        "inset": round(drawing.size * EMU_PER_POINT / 4),
    }


def _link(drawing: Drawing, link: Link, ids: Sequence[str], own: str) -> str:
    left, top = drawing.boxes[link.start].sites[link.leaves]
    right, bottom = drawing.boxes[link.end].sites[link.enters]
    facts = {
        "id": own,
        "start": ids[link.start],
        "leaves": link.leaves,
        "end": ids[link.end],
        "enters": link.enters,
        **_path((left * EMU, top * EMU), (right * EMU, bottom * EMU), link),
    }
    return _LINK % facts


def _bends(*ratios: int) -> str:
    """Where a connector bends: parts of its width and height by turns, in thousandths of a per cent."""
    return "".join(f'<a:gd name="adj{n}" fmla="val {ratio}"/>' for n, ratio in enumerate(ratios, 1))


def _path(start: tuple[int, int], end: tuple[int, int], link: Link) -> dict[str, Any]:
    """Shape, place and turn of a connector; the preset shapes begin to the right, so one that begins down is turned."""
    (x, y), (across, down) = start, (end[0] - start[0], end[1] - start[1])
    if across == 0 or down == 0:
        turn = ' flipH="1"' if across < 0 else ""
        place = {"x": min(x, end[0]), "y": min(y, end[1]), "cx": abs(across), "cy": abs(down)}
        return {"shape": STRAIGHT, "turn": turn, "adjust": "", **place}
    if link.leaves == DOWN:
        shape, adjust = (BENT_TWICE, _bends(50_000)) if link.enters == UP else (BENT_ONCE, "")
        if link.across:
            ratios = link.drop * EMU * 100_000 // down, link.across * EMU * 100_000 // across
            shape, adjust = BENT_THRICE, _bends(*ratios)
        turn = ' rot="5400000"' if across < 0 else ' rot="16200000" flipH="1"'
        # Turned by a right angle about its middle: width and height change places.
        wide, high = down, abs(across)
        middle = (x + end[0]) // 2, (y + end[1]) // 2
        place = {"x": middle[0] - wide // 2, "y": middle[1] - high // 2, "cx": wide, "cy": high}
        return {"shape": shape, "turn": turn, "adjust": adjust, **place}
    bend = -round(link.out * EMU * 100_000 / across) if link.leaves == link.enters == LEFT else 50_000
    flips = (' flipH="1"' if across < 0 else "") + (' flipV="1"' if down < 0 else "")
    place = {"x": min(x, end[0]), "y": min(y, end[1]), "cx": abs(across), "cy": abs(down)}
    return {"shape": BENT_TWICE, "turn": flips, "adjust": _bends(bend), **place}
