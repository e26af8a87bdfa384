"""The converter that comes as a Python package: Word documents only, for machines without LibreOffice.

It needs single TrueType faces: of a collection it would take the first one, which may be a Taiwanese or Japanese face,
and what it makes with CFF outlines no checker of PDF/A accepts. So the right face is taken out of its collection.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from docgen.render.pdf.fonts import true_type_faces

#: Faces by preference → names of the faces in documents that they are used for. The first is used for all others.
_FACES = (
    (("宋体", "Songti SC", "AR PL UMing CN", "WenQuanYi Micro Hei", "AR PL UKai CN"), ("宋体", "SimSun")),
    (("黑体", "WenQuanYi Micro Hei", "AR PL UKai CN"), ("黑体", "SimHei", "微软雅黑")),
    (("楷体", "AR PL UKai CN", "WenQuanYi Micro Hei"), ("楷体", "KaiTi", "楷体_GB2312")),
    (("仿宋", "AR PL UKai CN", "WenQuanYi Micro Hei"), ("仿宋", "FangSong", "仿宋_GB2312")),
)


def version() -> str:
    """The version of the package where it is installed, else empty."""
    try:
        return metadata.version("rdocx")
    except metadata.PackageNotFoundError:
        return ""


def usable() -> bool:
    """Whether there is a Chinese TrueType font for it."""
    faces = true_type_faces()
    return any(name in faces for wanted, _ in _FACES for name in wanted)


def convert(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Convert Word documents.

    Args:
        files: with different stems.
        folder: where the results go.

    Returns:
        File → its PDF, for those that have one.
    """
    import rdocx

    made = {}
    for path in files:
        target = folder / f"{path.stem}-builtin.pdf"
        try:
            target.write_bytes(rdocx.Document.open(str(path)).to_pdf(fonts=_fonts()))
        except Exception:
            # A young library: whatever it raises, this document has no PDF and the others go on.
            continue
        made[path] = target
    return made


@functools.cache
def _fonts() -> list[tuple[str, bytes]]:
    faces = true_type_faces()
    fonts: list[tuple[str, bytes]] = []
    for wanted, names in _FACES:
        data = next(filter(None, (_face(*faces[face]) for face in wanted if face in faces)), b"")
        fonts += [(name, data) for name in names if data]
    return fonts


@functools.cache
def _face(path: Path, index: int) -> bytes:
    """One face as a file of its own; empty where it has no TrueType outlines."""
    from fontTools.ttLib import TTFont

    font: Any = TTFont(path, fontNumber=index)
    if "glyf" not in font:
        return b""
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
