"""A small PDF writer: A4 pages of Chinese text in the standard, non-embedded font, with the vector watermark.

The same text gives the same bytes: no date of creation, the identifier is a digest of the contents.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import Final

from docgen.sample.watermark import pdf_path

WIDTH: Final = 595.0
HEIGHT: Final = 842.0
"""A4 in points."""

_OPENERS: Final = "（《“〔"
_CLOSERS: Final = "，。；：、！？）》”〕%"


def text_width(text: str, size: float) -> float:
    """Width of a line in points: ASCII takes half an em, everything else a whole one."""
    return sum(size * (0.5 if char < "\x7f" else 1.0) for char in text)


def wrap(text: str, size: float, width: float, *, indent: float = 0) -> list[str]:
    """Break a text into lines; no line begins with a closing mark or ends with an opening one.

    Args:
        text: one paragraph.
        size: size of the font in points.
        width: width of the column in points.
        indent: indent of the first line in points.
    """
    lines: list[str] = []
    line, room = "", width - indent
    for char in text:
        if line and text_width(line + char, size) > room and char not in _CLOSERS:
            carry = line[-1] if line[-1] in _OPENERS else ""
            lines.append(line[: len(line) - len(carry)])
            line, room = carry, width
        line += char
    return [*lines, line] if line else lines or [""]


class Page:
    """One page; y is measured from the top in points."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.chars: set[str] = set()

    def text(self, x: float, y: float, text: str, size: float, *, anchor: str = "left") -> None:
        """Write a line; ``anchor`` says whether x is its left end, its middle or its right end."""
        wide = text_width(text, size)
        left = x - {"left": 0.0, "middle": wide / 2, "right": wide}[anchor]
        self.chars.update(text)
        code = text.encode("utf-16-be").hex().upper()
        self.parts.append(f"BT /F1 {size:g} Tf {left:.2f} {HEIGHT - y:.2f} Td <{code}> Tj ET")

    def line(self, points: Sequence[tuple[float, float]], pen: float = 0.6) -> None:
        """Draw a black polyline."""
        (x, y), *rest = points
        path = f"{x:.2f} {HEIGHT - y:.2f} m " + " ".join(f"{px:.2f} {HEIGHT - py:.2f} l" for px, py in rest)
        self.parts.append(f"{pen:g} w {path} S")

    def box(self, left: float, top: float, right: float, bottom: float, pen: float = 0.6) -> None:
        """Draw an empty rectangle."""
        self.parts.append(f"{pen:g} w {left:.2f} {HEIGHT - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re S")


def _to_unicode(chars: set[str]) -> bytes:
    codes = [char.encode("utf-16-be").hex().upper() for char in sorted(chars)]
    lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap"]
    lines.append("/CMapName /Sample-UCS2 def /CMapType 2 def")
    lines.append("1 begincodespacerange <0000> <FFFF> endcodespacerange")
    for first in range(0, len(codes), 100):
        some = codes[first : first + 100]
        lines.append(f"{len(some)} beginbfchar")
        lines.extend(f"<{code}> <{code}>" for code in some)
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _stream(data: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< " + head + b"/Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"


def _objects(pages: Sequence[Page], title: str) -> list[bytes]:
    """Give the objects in order: catalogue, pages, font (4 objects), info, watermark, then two per page."""
    first = 9
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    form = f"/Type /XObject /Subtype /Form /BBox [0 0 {WIDTH:g} {HEIGHT:g}] ".encode("ascii")
    chars = set().union(*(page.chars for page in pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R /DW 1000 /W [1 95 500 814 939 500] >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        _stream(_to_unicode(chars)),
        f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}> /Producer (docgen sample) >>".encode("ascii"),
        _stream(pdf_path(WIDTH, HEIGHT), form),
    ]
    for n, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Contents {first + 2 * n + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> /XObject << /Mark 8 0 R >> >> >>".encode("ascii")
        )
        objects.append(_stream(b"/Mark Do\n0 g 0 G 1 J 1 j\n" + "\n".join(page.parts).encode("ascii")))
    return objects


def pdf_bytes(pages: Sequence[Page], title: str) -> bytes:
    """Write pages as a PDF 1.4 file with the watermark under every page."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    objects = _objects(pages, title)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    digest = hashlib.sha256(bytes(out)).hexdigest()[:32].upper()
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, digest.encode("ascii"), digest.encode("ascii"), start,
    )  # fmt: skip
    return bytes(out)
