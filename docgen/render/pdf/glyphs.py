"""Does a PDF show every Chinese character of its document?

Converters neither fail nor warn when no font has a character: they draw an empty box, or nothing at all. Comparing
extracted text finds nothing. What helps: characters that no font of the PDF maps, and characters mapped to the glyph
that stands for "missing".
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from docgen.container import Container
from docgen.render.pdf.archival import fonts_of

#: Fonts without Chinese that systems fall back to: Chinese set in them is boxes.
_LATIN_ONLY = re.compile(
    r"DejaVu|Liberation|Carlito|Caladea|OpenSymbol|Gentium|Times|Arial|Calibri|Helvetica|Courier|Cambria", re.IGNORECASE
)
#: Chinese characters, and the private ones that stand for rare names (not those of symbol fonts).
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\ue000-\uefff\uf100-\uf8ff]")
_WORD_PARTS = re.compile(r"word/(document|footnotes|endnotes)\.xml")
_WORD_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
#: What stands in for a drawing where a program does not know it: nobody sees both.
_STAND_IN = re.compile(rb"<mc:Fallback[ >].*?</mc:Fallback>", re.DOTALL)
_SHEET_PARTS = re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml")
_SHEET_TEXT = re.compile(rb"<t(?: [^>]*)?>([^<]*)</t>")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


def document_characters(data: bytes, name: str) -> set[str]:
    """The Chinese characters of a Word or Excel document's body that are to be seen.

    Raises:
        UnreadableFile: it is none, is damaged or has a password.
    """
    box = Container.read(data, name)
    word = PurePath(name).suffix == ".docx"
    parts, text = (_WORD_PARTS, _WORD_TEXT) if word else (_SHEET_PARTS, _SHEET_TEXT)
    found: set[str] = set()
    for part in box.parts:
        if parts.fullmatch(part):
            for piece in text.findall(_STAND_IN.sub(b"", box[part])):
                found |= set(_CHINESE.findall(html.unescape(piece.decode("utf-8", "replace"))))
    return found


def lost_characters(wanted: set[str], pdf: Any) -> tuple[str, ...]:
    """The characters that a PDF does not show, or shows as an empty box; sorted.

    Args:
        wanted: the Chinese characters of the document.
        pdf: the opened PDF.
    """
    shown: set[str] = set()
    boxes: set[str] = set()
    for font in fonts_of(pdf):
        mapped = dict(_mapped(font))
        latin = bool(_LATIN_ONLY.search(str(font.get("/BaseFont", ""))))
        missing = None if latin else _missing_codes(font, mapped)
        for code, text in mapped.items():
            chinese = set(_CHINESE.findall(text))
            if latin or (missing and code in missing):
                boxes |= chinese
            else:
                shown |= chinese
    return tuple(sorted((wanted - shown) | (boxes - shown)))


def _mapped(font: Any) -> Iterator[tuple[int, str]]:
    """Code → text, as the font's own table says (PDF 1.7, 9.10.3)."""
    if "/ToUnicode" not in font:
        return
    for kind, body in _BLOCK.findall(font.ToUnicode.read_bytes()):
        if kind == b"bfchar":
            codes = _HEX.findall(body)
            for code, text in zip(codes[::2], codes[1::2], strict=False):
                yield int(code, 16), _utf16(text)
            continue
        for line in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])", body):
            first, last = int(line[0], 16), min(int(line[1], 16), int(line[0], 16) + 0xFFFF)
            texts = _HEX.findall(line[2])
            if line[2].startswith(b"["):
                yield from zip(range(first, last + 1), map(_utf16, texts), strict=False)
            else:
                start = _utf16(texts[0])
                for code in range(first, last + 1):
                    yield code, start[:-1] + chr(min(ord(start[-1]) + code - first, 0x10FFFF))


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be", "replace") or "\ufffd"


def _missing_codes(font: Any, mapped: dict[int, str]) -> set[int]:
    """Codes that draw the same as glyph 0 does, which stands for a missing character; TrueType only."""
    from fontTools.ttLib import TTFont, TTLibError

    inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor")
    if descriptor is None or "/FontFile2" not in descriptor or not any(_CHINESE.search(t) for t in mapped.values()):
        return set()
    try:
        program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()), lazy=True)
        glyphs, order = program["glyf"], program.getGlyphOrder()
        nothing = glyphs[order[0]].compile(glyphs, recalcBBoxes=False)
        if not nothing:
            return set()
        found = set()
        for code in mapped:
            name = _glyph(program, order, code, simple="/DescendantFonts" not in font)
            if name and (name == order[0] or glyphs[name].compile(glyphs, recalcBBoxes=False) == nothing):
                found.add(code)
        return found
    except (TTLibError, KeyError, IndexError, AssertionError, ValueError, TypeError, AttributeError):
        return set()


def _glyph(program: Any, order: list[str], code: int, *, simple: bool) -> str | None:
    if not simple:
        return order[code] if code < len(order) else None
    for table in program["cmap"].tables:
        for candidate in (code, 0xF000 + code):
            if candidate in table.cmap:
                return str(table.cmap[candidate])
    return None
