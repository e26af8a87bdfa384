"""The image of a disc: ISO 9660 with Rock Ridge, Joliet and UDF, so that every system shows the full names.

pycdlib writes it. Three of its habits are dealt with here: it counts the bytes of a Joliet name, not its characters; a
file it refused stays half added, so everything is checked before and a failed image is thrown away; it asks the clock,
the time zone and a random generator, so that two runs differ.

Sources: ECMA-119 (ISO 9660), Joliet specification (64 UCS-2 characters a name), ECMA-167 and OSTA UDF 2.60.
"""

from __future__ import annotations

import contextlib
import random
import re
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pycdlib
from pycdlib import dates, headervd, pycdlibexception, udf, utils
from pycdlib import pycdlib as core

from docgen.archive.imageread import read_image
from docgen.archive.names import component_problem
from docgen.archive.walk import walk
from docgen.errors import IntegrityError, OutputError, TargetExists
from docgen.model.finding import Finding, Place, Severity
from docgen.write.files import PART, output_error

#: UTF-16 units of a name: what Joliet holds; UDF would take 126.
MAX_NAME = 64
#: Folders above each other, the file included: ISO 9660 moves what lies deeper.
MAX_DEPTH = 8
#: A volume's name, as Joliet shows it whole.
MAX_VOLUME = 16
_NOT_VOLUME = re.compile(r"[^A-Z0-9_-]")
#: The modules of pycdlib that ask for the time or for chance.
_ASKING = (core, dates, headervd, udf, utils)
_LOCK = threading.Lock()


class _Image(pycdlib.PyCdlib):
    """pycdlib with Joliet names counted in characters."""

    def _joliet_name_and_parent_from_path(self, joliet_path: bytes) -> tuple[bytes, Any]:
        """Name and parent of a Joliet path.

        pycdlib refuses names of more than 64 bytes of UTF-8, which are 21 Chinese characters; Joliet holds 64.
        """
        parent, _, name = joliet_path.rpartition(b"/")
        encoded = name.decode().encode("utf-16-be")
        if len(encoded) > 2 * MAX_NAME:
            raise pycdlibexception.PyCdlibInvalidInput(f"Joliet names can be a maximum of {MAX_NAME} characters")
        return encoded, self._find_joliet_record(parent or b"/")


def write_image(folder: Path, target: Path, name: str, created: datetime) -> int:
    """Write the image of a disc folder and look at it again: all names and sizes, in every view.

    What the files hold is for :func:`docgen.archive.verify_path` to check, which reads images as well.

    Args:
        folder: the folder of the disc.
        target: the image.
        name: name of the disc; what of it a volume may be called becomes the volume's name.
        created: the time of everything in it, with zone.

    Returns:
        Bytes of the image.

    Raises:
        OutputError: names no disc can hold (all in ``findings``), a full disk.
        TargetExists: there is something already.
        IntegrityError: the image does not show what the folder holds.
    """
    tree = walk(folder)
    _check(tree.files)
    if target.exists():
        raise TargetExists("光盘映像已存在", place=str(target), remedy="换一个位置，或先移走它。")
    part = target.with_name(f".{target.name}{PART}")
    try:
        with _fixed(created, name), contextlib.closing(_new(name)) as image:
            _add(image, folder, tree.files)
            image.write(str(part))
        _compare(part, tree.files)
        part.replace(target)
        return target.stat().st_size
    except OSError as error:
        raise output_error(error, target) from error
    except pycdlibexception.PyCdlibException as error:
        raise OutputError(f"光盘映像没有写成：{error}", place=str(target), remedy="光盘文件夹可以照常刻录。") from error
    finally:
        part.unlink(missing_ok=True)


def volume_name(name: str) -> str:
    """What a volume may be called: capitals, digits, ``_`` and ``-``; the end of a long name, which tells more."""
    return _NOT_VOLUME.sub("_", name.upper())[-MAX_VOLUME:]


def _check(files: Mapping[str, int]) -> None:
    """Refuse names that a view can not hold before anything is added: a refused file would stay half in the image."""
    found = []
    for path in files:
        parts = path.split("/")
        problems = dict.fromkeys(component_problem(part) for part in parts)
        longest = max(len(part.encode("utf-16-le", "surrogatepass")) // 2 for part in parts)
        if longest > MAX_NAME:
            problems[f"名称有 {longest} 个字符，光盘最多 {MAX_NAME} 个"] = None
        if len(parts) > MAX_DEPTH:
            problems[f"文件夹有 {len(parts) - 1} 层，光盘最多 {MAX_DEPTH - 1} 层"] = None
        found += [
            Finding("output.name-unsafe", Severity.ERROR, problem, "改正这个名称。", Place(path))
            for problem in problems
            if problem
        ]
    if found:
        raise OutputError(
            f"有 {len(found)} 处名称或路径不能用于光盘映像",
            code="output.name-unsafe",
            remedy="改短或改正列出的名称，再重新打包。",
            findings=tuple(found),
        )


def _new(name: str) -> _Image:
    image = _Image()
    image.new(interchange_level=4, joliet=3, rock_ridge="1.09", udf="2.60", vol_ident=volume_name(name))
    return image


def _add(image: _Image, folder: Path, files: Mapping[str, int]) -> None:
    """Add folders, parents first, and files; under ISO 9660 all of them get short names of their own."""
    short = {"": ""}
    for number, path in enumerate(files, 1):
        parts = path.split("/")
        for depth in range(1, len(parts)):
            whole = "/".join(parts[:depth])
            if whole not in short:
                short[whole] = f"{short[whole.rpartition('/')[0]]}/D{len(short):07d}"
                image.add_directory(
                    short[whole], rr_name=parts[depth - 1], joliet_path=f"/{whole}", udf_path=f"/{whole}"
                )
        image.add_file(
            str(folder.joinpath(*parts)),
            f"{short[path.rpartition('/')[0]]}/F{number:07d}",
            rr_name=parts[-1],
            joliet_path=f"/{path}",
            udf_path=f"/{path}",
        )


def _compare(path: Path, files: Mapping[str, int]) -> None:
    views = read_image(path).views
    for kind, found in views.items():
        if {name: place.size for name, place in found.items()} != files:
            raise IntegrityError("光盘映像里的文件名或大小与光盘文件夹不符", place=f"{path.name}（{kind}）")
    places = [sorted((name, place.start) for name, place in found.items() if place.size) for found in views.values()]
    if len(views) != 3 or any(other != places[0] for other in places):
        raise IntegrityError("光盘映像的几种目录不一致", place=path.name)


@contextlib.contextmanager
def _fixed(created: datetime, seed: str) -> Iterator[None]:
    """Let pycdlib see one moment, one time zone and one sequence of numbers: the same folder gives the same image."""
    moment = created.timestamp()
    # UTC: pycdlib writes the zone in quarters of an hour where UDF wants minutes.
    clock = SimpleNamespace(
        time=lambda: moment,
        localtime=time.gmtime,
        gmtime=time.gmtime,
        strftime=time.strftime,
        strptime=time.strptime,
        struct_time=time.struct_time,
    )
    with _LOCK:
        saved = [
            (module, name, getattr(module, name))
            for module in _ASKING
            for name in ("time", "random")
            if hasattr(module, name)
        ]
        try:
            for module, name, _ in saved:
                setattr(module, name, clock if name == "time" else random.Random(seed))
            yield
        finally:
            for module, name, value in saved:
                setattr(module, name, value)
