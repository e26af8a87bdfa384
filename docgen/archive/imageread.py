"""Reading the image of a disc: every view it offers, and its files as streams."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pycdlib

from docgen.archive.walk import Tree

SECTOR = 2_048
#: The views of an image by name, the one Windows and Linux prefer first.
UDF, JOLIET, ROCK_RIDGE = "UDF", "Joliet", "Rock Ridge"
#: Deeper folders and more entries than any disc has: what makes a reader go round in circles.
_DEEPEST, _MOST = 64, 1_000_000
#: The bits of a UDF extent's length that are its length (ECMA-167 4/14.14.1.1); the others tell its type.
_LENGTH = (1 << 30) - 1


class BadImage(Exception):
    """It is no image, or a damaged one; the text says why."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a file lies in an image: first byte and number of bytes."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Image:
    """An image as it was read.

    Attributes:
        path: the file.
        size: its bytes.
        volume: bytes its volume descriptor claims.
        views: name of a view → path of a file → its place.
    """

    path: Path
    size: int
    volume: int
    views: Mapping[str, Mapping[str, FilePlace]]


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A file in an image; it can be opened by several readers at once."""

    path: Path
    place: FilePlace

    def open(self, mode: str = "rb") -> io.BufferedReader:
        """Open it for reading."""
        return io.BufferedReader(_Slice(self.path, self.place), 1 << 16)

    def read_bytes(self) -> bytes:
        """All of it."""
        with self.open() as stream:
            return stream.read()


@dataclass(slots=True)
class ImageTree(Tree):
    """The files of an image, as its best view shows them."""

    places: Mapping[str, FilePlace] = field(default_factory=dict)

    def at(self, path: str) -> ImageFile:
        """The file of a path."""
        return ImageFile(self.root, self.places[path])


def image_tree(image: Image) -> ImageTree:
    """The files of an image for whoever checks folders."""
    places = next(iter(image.views.values()), {})
    files = {path: places[path].size for path in sorted(places)}
    return ImageTree(image.path, files, places=places)


def read_image(path: Path) -> Image:
    """Read the directories of an image, not the files.

    Raises:
        BadImage: it can not be read as one.
        OSError: the file can not be read.
    """
    size = path.stat().st_size
    image = pycdlib.PyCdlib()
    try:
        with path.open("rb") as stream:
            image.open_fp(stream)
            views: dict[str, dict[str, FilePlace]] = {}
            if image.has_udf():
                views[UDF] = dict(_files(image.udf_root, _udf_children, _udf_place))
            if image.joliet_vd is not None:
                views[JOLIET] = dict(_files(image.joliet_vd.root_directory_record(), _joliet_children, _iso_place))
            if image.has_rock_ridge():
                views[ROCK_RIDGE] = dict(_files(image.pvd.root_directory_record(), _rock_ridge_children, _iso_place))
            volume = int(image.pvd.space_size) * SECTOR
            image.close()
    except OSError:
        raise
    except Exception as error:
        # pycdlib reads what it is given without suspicion: a damaged image ends in any kind of exception.
        raise BadImage(str(error) or type(error).__name__) from error
    return Image(path, size, volume, views)


Children = Callable[[Any], Iterator[tuple[str, Any]]]


def _files(root: Any, children: Children, place: Callable[[Any], FilePlace]) -> Iterator[tuple[str, FilePlace]]:
    pending = [("", root, 0)]
    count = 0
    while pending:
        prefix, folder, depth = pending.pop()
        for name, record in children(folder):
            count += 1
            if depth > _DEEPEST or count > _MOST or not name or "/" in name or name in (".", ".."):
                raise BadImage(f"目录结构不对：{prefix}{name}")
            path = f"{prefix}{name}"
            if record.is_dir():
                pending.append((f"{path}/", record, depth + 1))
            else:
                yield path, place(record)


def _udf_place(entry: Any) -> FilePlace:
    """Data of a UDF file: pieces of up to 1 GiB, which have to follow each other."""
    size = int(entry.info_len)
    if not size:
        return FilePlace(0, 0)
    blocks = [(int(piece.log_block_num), int(piece.extent_length) & _LENGTH) for piece in entry.alloc_descs]
    blocks = [(block, length) for block, length in blocks if length]
    if any(block + -(-length // SECTOR) != after for (block, length), (after, _) in itertools.pairwise(blocks)):
        raise BadImage("文件在映像里不连续，无法核对")
    return FilePlace(int(entry.inode.extent_location()) * SECTOR, size)


def _iso_place(record: Any) -> FilePlace:
    """Data of an ISO 9660 file: a record for every 4 GiB, which follow each other."""
    size, piece = 0, record
    while piece is not None:
        size += int(piece.data_length)
        piece = piece.data_continuation
    return FilePlace(int(record.extent_location()) * SECTOR if size else 0, size)


def _udf_children(folder: Any) -> Iterator[tuple[str, Any]]:
    for found in folder.fi_descs.values():
        if not found.is_parent() and found.file_entry is not None:
            yield found.fi.decode(found.encoding or "latin-1"), found.file_entry


def _joliet_children(folder: Any) -> Iterator[tuple[str, Any]]:
    yield from ((record.file_identifier().decode("utf-16-be"), record) for record in _children(folder))


def _rock_ridge_children(folder: Any) -> Iterator[tuple[str, Any]]:
    yield from ((record.rock_ridge.name().decode(), record) for record in _children(folder))


def _children(folder: Any) -> Iterator[Any]:
    """Records of a folder; a file of more than 4 GiB has several, of which the first leads to all its data."""
    last = b""
    for record in folder.children:
        name = record.file_identifier()
        if not record.is_dot() and not record.is_dotdot() and name != last:
            yield record
        last = name


class _Slice(io.RawIOBase):
    """A part of a file as a stream."""

    def __init__(self, path: Path, place: FilePlace) -> None:
        super().__init__()
        self.stream = path.open("rb", buffering=0)
        self.stream.seek(place.start)
        self.left = place.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer)[: self.left]
        count = self.stream.readinto(view) or 0 if self.left else 0
        self.left -= count
        return count

    def close(self) -> None:
        self.stream.close()
        super().close()
