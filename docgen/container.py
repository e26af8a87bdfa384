"""The zip container of Word and Excel files: read with limits, unchanged parts kept raw, written reproducibly.

Sources: APPNOTE.TXT 6.3.10 (zip), ECMA-376 part 2 (OPC). Data descriptors, zip64 and encryption are not written; on
reading, zip64 and encryption are refused, because no office file of sane size needs them.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from isal import isal_zlib

from docgen.errors import UnreadableFile

MAX_ENTRIES = 2_000
MAX_TOTAL = 200 * 1024 * 1024
MAX_RATIO = 200
#: Below this size a high ratio is harmless (an empty worksheet column definition packs very well).
RATIO_FLOOR = 1024 * 1024
#: 1980-01-01 00:00:00, the earliest time a zip can hold: the same input gives the same bytes.
DOS_TIME, DOS_DATE = 0, 0x21
UTF8_FLAG = 0x800
STORED, DEFLATED = 0, 8
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Media that are packed already.
STORED_ENDINGS = (".jpeg", ".jpg", ".png", ".gif", ".mp4", ".zip")


@dataclass(frozen=True, slots=True)
class Part:
    """An entry as it stands in a zip: packed bytes with what the headers say of them."""

    name: str
    method: int
    crc: int
    packed: bytes
    size: int


def pack(name: str, data: bytes) -> Part:
    """Make a part of plain bytes: deflated (ISA-L level 1), or stored where deflating gains nothing."""
    crc = isal_zlib.crc32(data)
    if name.lower().endswith(STORED_ENDINGS):
        return Part(name, STORED, crc, data, len(data))
    engine = isal_zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = engine.compress(data) + engine.flush()
    return Part(name, DEFLATED, crc, packed, len(data))


#: The part with the time a file was made and saved, and these times in it (ECMA-376 part 2, 11).
CORE = "docProps/core.xml"
CORE_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


class Container:
    """A zip that was read and checked; parts are unpacked on demand.

    Attributes:
        parts: name → part, in the order of the zip.
    """

    def __init__(self, parts: dict[str, Part]) -> None:
        """Hold the parts of a checked zip."""
        self.parts = parts

    @classmethod
    def read(cls, data: bytes, what: str) -> Container:
        """Check a zip and take its parts without unpacking them.

        Args:
            data: the file's bytes.
            what: the file as messages show it.

        Raises:
            UnreadableFile: no zip, damaged, encrypted, or beyond the limits (entries, total size, ratio, odd names).
        """
        if data.startswith(OLE_MAGIC):
            raise UnreadableFile(
                "文件加了打开密码，或者是旧版 .doc / .xls 格式",
                place=what,
                code="input.protected",
                remedy="在 WPS 或 Excel 里取消密码，另存为 .xlsx 或 .docx 后再运行。",
            )
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                infos = archive.infolist()
                _check_limits(infos, what)
                return cls({i.filename: _raw(data, i, what) for i in infos if not i.is_dir()})
        except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError) as error:
            raise UnreadableFile("文件已损坏，或不是 Word / Excel 文件", place=what) from error

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def __getitem__(self, name: str) -> bytes:
        return unpack(self.parts[name])

    def digest(self) -> str:
        """SHA-256 over the unpacked parts by name: equal whatever the packing, different if any content differs."""
        return join_digests({name: part_digest(self[name]) for name in self.parts})


def part_digest(content: bytes) -> str:
    """SHA-256 of a part's plain bytes (hexadecimal)."""
    return hashlib.sha256(content).hexdigest()


def join_digests(digests: Mapping[str, str]) -> str:
    """The digest of a container from those of its parts: SHA-256 over ``digest  name`` lines in order of names."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def unpack(part: Part) -> bytes:
    """The plain bytes of a part.

    Raises:
        UnreadableFile: the packed bytes are damaged.
    """
    try:
        if part.method == STORED:
            data = part.packed
        else:
            engine = zlib.decompressobj(-15)
            data = engine.decompress(part.packed, part.size + 1)
    except zlib.error as error:
        raise UnreadableFile(f"“{part.name}”部分已损坏") from error
    if len(data) != part.size or zlib.crc32(data) != part.crc:
        raise UnreadableFile(f"“{part.name}”部分已损坏")
    return data


def _check_limits(infos: list[zipfile.ZipInfo], what: str) -> None:
    def refuse(why: str) -> UnreadableFile:
        return UnreadableFile(f"文件不安全：{why}", place=what, code="input.unsafe", remedy="核对文件来源，重新制作。")

    if len(infos) > MAX_ENTRIES:
        raise refuse(f"内部文件多于 {MAX_ENTRIES} 个")
    if sum(i.file_size for i in infos) > MAX_TOTAL:
        raise refuse("解开后超过 200 MB")
    seen: set[str] = set()
    for info in infos:
        name = info.filename
        if name in seen:
            raise refuse(f"内部文件重名（{name}）")
        seen.add(name)
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise refuse(f"内部文件名越界（{name}）")
        if info.flag_bits & 0x1:
            raise UnreadableFile("文件加了密码", place=what, code="input.protected")
        if info.file_size > RATIO_FLOOR and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise refuse(f"压缩比异常（{name}）")


def _raw(data: bytes, info: zipfile.ZipInfo, what: str) -> Part:
    start = info.header_offset
    magic, name_length, extra_length = struct.unpack("<I22xHH", data[start : start + 30])
    begin = start + 30 + name_length + extra_length
    packed = data[begin : begin + info.compress_size]
    if magic != 0x04034B50 or len(packed) != info.compress_size or info.compress_type not in (STORED, DEFLATED):
        raise UnreadableFile("文件已损坏，或不是 Word / Excel 文件", place=what)
    return Part(info.filename, info.compress_type, info.CRC, packed, info.file_size)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The parts that are the same in every document made from a template, joined once.

    Attributes:
        body: local headers and packed bytes.
        directory: their central directory.
        count: how many they are.
    """

    body: bytes
    directory: bytes
    count: int

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Skeleton:
        """Join parts."""
        body, directory = _join(parts, 0)
        return cls(b"".join(body), b"".join(directory), len(directory))

    def complete(self, parts: Iterable[Part]) -> bytes:
        """A whole zip: the skeleton, then these parts."""
        body, directory = _join(parts, len(self.body))
        start = len(self.body) + sum(map(len, body))
        length = len(self.directory) + sum(map(len, directory))
        total = self.count + len(directory)
        end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, total, total, length, start, 0)
        return b"".join((self.body, *body, self.directory, *directory, end))


def _join(parts: Iterable[Part], offset: int) -> tuple[list[bytes], list[bytes]]:
    """Local headers with packed bytes, and the central directory's entries, as they are to be joined."""
    body: list[bytes] = []
    directory: list[bytes] = []
    for part in parts:
        name = part.name.encode()
        flags = UTF8_FLAG if len(name) != len(part.name) else 0
        fields = (20, flags, part.method, DOS_TIME, DOS_DATE, part.crc, len(part.packed), part.size, len(name), 0)
        header = struct.pack("<IHHHHHIIIHH", 0x04034B50, *fields) + name
        directory.append(struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, *fields, 0, 0, 0, 0, offset) + name)
        body += (header, part.packed)
        offset += len(header) + len(part.packed)
    return body, directory


def write_zip(parts: Mapping[str, bytes]) -> bytes:
    """A reproducible zip of plain parts, in the given order."""
    return Skeleton.of(()).complete([pack(name, data) for name, data in parts.items()])


def normalised(data: bytes, what: str = "") -> bytes:
    """The same office file with fixed times and one deflate setting: equal content gives equal bytes.

    openpyxl writes the time of saving into the file's properties whatever it is told.

    Raises:
        UnreadableFile: see :meth:`Container.read`.
    """
    container = Container.read(data, what)
    parts = {name: container[name] for name in container.parts}
    if CORE in parts:
        parts[CORE] = CORE_TIMES.sub(rb"\g<1>2024-01-01T00:00:00Z\g<3>", parts[CORE])
    return write_zip(parts)
