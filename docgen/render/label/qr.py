"""QR codes as small black-and-white pictures, always the same for the same text.

The package ``qrcode`` draws the patterns of a version, splits the data into blocks and knows the field's tables.
Everything that is the same for all codes of a version is taken from it once; what is left per code is the remainder
of a division and one permutation of bits. A year's labels then cost what one code costs with ``qrcode`` alone.
A test compares the modules with those of ``qrcode``.

Sources: ISO/IEC 18004 (through ``qrcode``), PNG specification (ISO/IEC 15948).
"""

from __future__ import annotations

import functools
import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any

import qrcode
from qrcode import base, constants, util

from docgen.errors import OutputError

LEVEL = constants.ERROR_CORRECT_M
#: Choosing the best mask costs eight drawings and gains nothing that a phone notices.
MASK = 2
BORDER = 4
#: Width of a module: five dots of a printer with 300 dpi. Narrower ones are hard to read from paper.
MODULE_MM = 5 * 25.4 / 300
#: Printer dots by which a module may grow.
DOT_MM = 25.4 / 300
ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
LONGEST_VERSION = 40


@dataclass(frozen=True, slots=True)
class QrPicture:
    """A code as it is printed.

    Attributes:
        text: what it says.
        png: the picture, quiet zone included.
        width: width and height on paper in millimetres, quiet zone included.
    """

    text: str
    png: bytes
    width: float


def qr_picture(text: str, place: float) -> QrPicture:
    """A code for a place on paper, as large as it may be: its modules are a whole number of printer dots wide.

    Args:
        text: what it says.
        place: width and height of the place in millimetres.

    Raises:
        OutputError: the modules would be too narrow to be read.
    """
    modules = qr_modules(text)
    if modules * MODULE_MM > place + 1e-6:
        raise OutputError(
            f"二维码文字太长（{len(text)} 字），{place:g} 毫米的位置印不清楚：{text.splitlines()[0]}……",
            code="output.qr-too-long",
            remedy="改短工作室简称、类目或盒号的写法，或换用更宽的盒脊。",
        )
    dots = int(place / modules / DOT_MM + 1e-6)
    return QrPicture(text, qr_png(text), round(modules * dots * DOT_MM, 4))


def qr_modules(text: str) -> int:
    """Modules along a side of the code, quiet zone included."""
    return _version(text) * 4 + 17 + 2 * BORDER


def qr_png(text: str, module_px: int = 8) -> bytes:
    """The code as a picture with one bit a pixel.

    Args:
        text: what it says.
        module_px: pixels along a side of a module.
    """
    rows = qr_rows(text)
    width = (len(rows) + 2 * BORDER) * module_px
    stride = (width + 7) // 8
    wide = {ord("0"): "1" * module_px, ord("1"): "0" * module_px}
    edge, fill = "1" * (BORDER * module_px), "0" * (stride * 8 - width)
    blank = b"\0" + int("1" * width + fill, 2).to_bytes(stride, "big")
    # Filter 2 writes the difference to the line above: nothing but zeros within a module.
    same = (b"\2" + bytes(stride)) * (module_px - 1)
    quiet = blank + (b"\2" + bytes(stride)) * (BORDER * module_px - 1)
    lines = [quiet]
    for row in rows:
        line = int(f"{edge}{row.translate(wide)}{edge}{fill}", 2).to_bytes(stride, "big")
        lines += [b"\0" + line, same]
    lines.append(quiet)
    head = struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0)
    packed = zlib.compress(b"".join(lines), 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def qr_rows(text: str) -> list[str]:
    """The code line by line, ``1`` for dark; without quiet zone."""
    version = _version(text)
    frame = _frame(version)
    words = _codewords(text, version)
    bits = f"{int.from_bytes(words, 'big'):0{len(words) * 8}b}0"
    size = version * 4 + 17
    laid = f"{int(''.join(frame.lay(bits)), 2) ^ frame.mask:0{size * size}b}"
    return [laid[i : i + size] for i in range(0, size * size, size)]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _version(text: str) -> int:
    """The smallest version that takes a text."""
    if not text:
        raise ValueError("a code needs a text")
    limits = util.BIT_LIMIT_TABLE[LEVEL]
    letters = ALPHANUMERIC.fullmatch(text) is not None
    length = len(text) if letters else len(text.encode())
    body = length // 2 * 11 + length % 2 * 6 if letters else length * 8
    mode = util.MODE_ALPHA_NUM if letters else util.MODE_8BIT_BYTE
    for first, last in ((1, 9), (10, 26), (27, LONGEST_VERSION)):
        needed = 4 + util.length_in_bits(mode, first) + body
        version = bisect_left(limits, needed, first)
        if version <= last:
            return version
    raise OutputError(f"二维码文字太长（{len(text)} 字）", code="output.qr-too-long", remedy="改短这段文字。")


@dataclass(frozen=True)
class _Frame:
    """What all codes of a version share.

    Attributes:
        lay: bits of the codewords and a ``0`` → one bit for every module, line by line.
        mask: the patterns and the mask, to be added (exclusive or).
    """

    lay: Callable[[str], Sequence[str]]
    mask: int


@functools.cache
def _frame(version: int) -> _Frame:
    """Draw a code whose codewords are all zero, and find out where each bit goes."""
    code: Any = qrcode.QRCode(version, LEVEL, mask_pattern=MASK)
    total = sum(block.total_count for block in base.rs_blocks(version, LEVEL))
    code.data_cache = bytes(total)
    code.makeImpl(False, MASK)
    mask = int("".join("1" if dark else "0" for dark in chain.from_iterable(code.modules)), 2)
    fixed = [[module is not None for module in row] for row in _patterns(code)]
    size, bits = version * 4 + 17, total * 8
    places = [bits] * (size * size)
    for number, (row, column) in enumerate(_walk(size, fixed)):
        if number < bits:
            places[row * size + column] = number
    return _Frame(itemgetter(*places), mask)


def _patterns(code: Any) -> list[list[bool | None]]:
    """The modules of a version's patterns, ``None`` where data go."""
    modules = [row[:] for row in qrcode.main.precomputed_qr_blanks[code.version]]
    blank: Any = qrcode.QRCode(code.version, LEVEL)
    blank.modules, blank.modules_count = modules, len(modules)
    blank.setup_type_info(False, MASK)
    if code.version >= 7:
        blank.setup_type_number(False)
    return modules


def _walk(size: int, fixed: list[list[bool]]) -> list[tuple[int, int]]:
    """The modules that hold data in the order of the bits: two columns at a time, up and down from the right."""
    path = []
    upwards = True
    for right in (c if c > 6 else c - 1 for c in range(size - 1, 0, -2)):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            path += [(row, c) for c in (right, right - 1) if not fixed[row][c]]
        upwards = not upwards
    return path


def _codewords(text: str, version: int) -> bytes:
    """Data and error correction of a text, interleaved."""
    blocks = base.rs_blocks(version, LEVEL)
    if ALPHANUMERIC.fullmatch(text):
        return bytes(util.create_data(version, LEVEL, [util.QRData(text, util.MODE_ALPHA_NUM)]))
    data = text.encode()
    count_bits = util.length_in_bits(util.MODE_8BIT_BYTE, version)
    capacity = sum(block.data_count for block in blocks)
    length = 4 + count_bits + 8 * len(data)
    number = (util.MODE_8BIT_BYTE << count_bits | len(data)) << 8 * len(data) | int.from_bytes(data, "big")
    # Four zero bits end the data and fill the last byte; a text that leaves less room than that fills it exactly.
    whole = -(-length // 8)
    raw = (number << whole * 8 - length).to_bytes(whole, "big")
    raw += (b"\xec\x11" * capacity)[: capacity - whole]
    parts: list[bytes] = []
    for block in blocks:
        parts.append(raw[: block.data_count])
        raw = raw[block.data_count :]
    needed = blocks[0].total_count - blocks[0].data_count
    corrections = [_remainder(part, needed) for part in parts]
    return bytes(b for row in chain(zip_longest(*parts), zip_longest(*corrections)) for b in row if b is not None)


@functools.cache
def _multiples(needed: int) -> tuple[int, ...]:
    """The generator polynomial without its first term, times every element of the field; one byte a coefficient."""
    generator = util.LUT.rsPoly_LUT.get(needed) or _generator(needed)
    logs = [base.glog(c) for c in generator[1:]]
    rows = [bytes(needed)]
    rows += [bytes(base.gexp(base.glog(factor) + log) for log in logs) for factor in range(1, 256)]
    return tuple(int.from_bytes(row, "big") for row in rows)


def _generator(needed: int) -> list[int]:
    polynomial = base.Polynomial([1], 0)
    for power in range(needed):
        polynomial = polynomial * base.Polynomial([1, base.gexp(power)], 0)
    return list(polynomial)


def _remainder(data: bytes, needed: int) -> bytes:
    """The Reed–Solomon bytes of a block: a division by the generator, a byte at a time."""
    multiples = _multiples(needed)
    top, keep = 8 * (needed - 1), (1 << 8 * (needed - 1)) - 1
    rest = 0
    for byte in data:
        rest = (rest & keep) << 8 ^ multiples[byte ^ rest >> top]
    return rest.to_bytes(needed, "big")
