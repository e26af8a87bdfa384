"""Pictures as a document shows them: upright and no larger than paper needs. Originals are never changed."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from docgen.errors import InputError
from docgen.model.picture import Picture

#: A picture of this many pixels or more is not opened (a bomb, not a photograph).
MAX_PIXELS = 200_000_000
ORIENTATION = 0x0112
#: Largest picture in bytes: a document with a dozen of them stays below 3 MB, fit for mail and quick to open.
LARGEST = 240_000
#: JPEG qualities, in the order in which they are tried; then the picture is made smaller.
QUALITIES = (85, 75, 65)
KINDS = {"JPEG": "jpeg", "PNG": "png"}
#: How many prepared pictures are kept in memory: enough for a form whose pictures repeat.
CACHED = 48


def picture_source(root: Path, print_px: int) -> Callable[[str], Picture]:
    """A function that prepares pictures below a folder.

    Args:
        root: the attachments folder.
        print_px: longest side in pixels a document gets.

    Returns:
        ``path → picture``; raises :class:`InputError` for a path that leaves the folder, a file that is missing or
        is no picture.
    """
    resolved = root.resolve()

    @functools.lru_cache(maxsize=CACHED)
    def prepared(path: str) -> Picture:
        file = (resolved / path).resolve()
        if not file.is_relative_to(resolved):
            raise InputError("图片路径越出附件文件夹", place=path, remedy="改成附件文件夹内的路径。")
        try:
            return prepare(file.read_bytes(), print_px)
        except FileNotFoundError as error:
            raise InputError("找不到图片", place=path, remedy="把图片放进附件文件夹，或改正路径。") from error
        except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise InputError("图片打不开", place=path, remedy="换成 JPG 或 PNG 图片。") from error

    return prepared


def prepare(data: bytes, print_px: int) -> Picture:
    """Turn a picture upright and shrink it in pixels and bytes; one that already fits keeps its bytes.

    Raises:
        OSError: the picture is damaged.
        ValueError: it is too large.
    """
    with Image.open(io.BytesIO(data)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        kind = KINDS.get(image.format or "")
        upright = image.getexif().get(ORIENTATION, 1) in (0, 1)
        if kind and upright and max(image.size) <= print_px and len(data) <= LARGEST:
            image.load()
            return Picture(data, kind, image.width, image.height)
        if image.format == "JPEG":
            image.draft("RGB", (print_px, print_px))
        turned = ImageOps.exif_transpose(image)
        turned.thumbnail((print_px, print_px))
        return _encoded(turned)


def small_picture(path: Path, longest: int) -> Picture | None:
    """A small, upright copy of a picture; ``None`` where it can not be opened."""
    try:
        return prepare(path.read_bytes(), longest)
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _encoded(image: Image.Image) -> Picture:
    if image.mode in ("RGBA", "LA", "P", "1"):
        out = io.BytesIO()
        image.save(out, "PNG", optimize=False)
        if out.tell() <= LARGEST:
            return Picture(out.getvalue(), "png", image.width, image.height)
        image = _on_paper(image)
    image = image.convert("RGB")
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality)
            if out.tell() <= LARGEST:
                return Picture(out.getvalue(), "jpeg", image.width, image.height)
        ratio = min((LARGEST / out.tell()) ** 0.5, 0.9)
        image = image.resize((max(int(image.width * ratio), 1), max(int(image.height * ratio), 1)))


def _on_paper(image: Image.Image) -> Image.Image:
    """A picture with transparent parts as it looks on white paper."""
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen)
