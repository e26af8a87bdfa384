"""Video clips: a small real original, made unique and dated without touching its frames."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from docgen.sample.job import Job

_EPOCH: Final = datetime(1904, 1, 1, tzinfo=UTC)
_CONTAINERS: Final = frozenset({b"moov", b"trak", b"mdia"})
_DATED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})


def boxes(data: bytes | bytearray, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Walk over the boxes of an MP4 file at one level.

    Yields:
        Type, first byte of the contents and first byte after the box.
    """
    stop = len(data) if end is None else end
    while start + 8 <= stop:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        elif size == 0:
            size = stop - start
        if size < head or start + size > stop:
            raise ValueError(f"broken box {kind!r} at {start}")
        yield kind, start + head, start + size
        start += size


def _date(data: bytearray, seconds: int, start: int, end: int) -> None:
    for kind, first, last in boxes(data, start, end):
        if kind in _CONTAINERS:
            _date(data, seconds, first, last)
        elif kind in _DATED:
            shape = ">QQ" if data[first] == 1 else ">II"
            struct.pack_into(shape, data, first + 4, seconds, seconds)


def clip(job: Job) -> bytes:
    """Copy the original clip, set its times and append a ``free`` box with the row's number and the path.

    Options: ``original`` (mp4 beside the recipe), ``number``, ``date``.
    """
    data = bytearray(job.original())
    seconds = int((job.moment().replace(tzinfo=UTC) - _EPOCH).total_seconds())
    _date(data, seconds, 0, len(data))
    note = f"docgen sample {job.text('number')} {job.path}".encode()
    return bytes(data) + struct.pack(">I4s", 8 + len(note), b"free") + note
