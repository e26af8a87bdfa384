"""Small pictures for the photo wall of the start page: an old computer opens hundreds of them in a moment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docgen.model.archive import Package
from docgen.render.pictures import small_picture
from docgen.web import file_kind
from docgen.write.files import write_atomically

#: Longest side in pixels.
SIDE = 360

Progress = Callable[[int, int, str], None]


def write_thumbs(package: Package, root: Path, folder: str, progress: Progress) -> dict[str, str]:
    """Make a small picture of every picture that the page may show.

    Args:
        package: the archive; its files are read where they were collected.
        root: the folder of the page.
        folder: where in it they go.
        progress: told after each.

    Returns:
        Path of a picture in the package → path of the small one from the page. What can not be opened has none.

    Raises:
        OutputError: they can not be written.
    """
    shown = [c for i in package.items if not i.personal for c in i.contents if file_kind(c.media_type) == "image"]
    made = {}
    for number, content in enumerate(shown, 1):
        small = small_picture(content.source, SIDE)
        if small is not None:
            path = f"{folder}/{number:05d}.{'jpg' if small.kind == 'jpeg' else small.kind}"
            write_atomically(root / path, small.data)
            made[content.path] = path
        progress(number, len(shown), "缩小照片")
    return made
