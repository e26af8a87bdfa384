"""What is known of a file in the attachments folder, before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file, or the files a pattern with ``*`` found.

    Attributes:
        path: as the register names it.
        files: paths below the attachments folder: the file itself, or what the pattern found, sorted; empty where
            nothing is there.
        size: bytes; of a pattern the smallest file, so that an empty one is noticed.
        problem: why it can not be used: ``outside``, ``folder``, ``unreadable``, ``damaged``, ``too-large``, ``case``;
            empty where it can.
        found: for ``case`` the name the file really has.
        width: pixels, upright; 0 where it is no picture.
        height: pixels, upright.
        orientation: EXIF orientation, 1 where there is none.
        taken: when the camera says the picture was taken.
    """

    path: str
    files: tuple[str, ...] = ()
    size: int = 0
    problem: str = ""
    found: str = ""
    width: int = 0
    height: int = 0
    orientation: int = 1
    taken: datetime | None = None

    @property
    def exists(self) -> bool:
        """Something is there."""
        return bool(self.files)
