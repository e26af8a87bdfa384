"""How a standard wants pictures and videos registered, and what is known of a file before it is registered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from docgen.model.intake import Intake


@dataclass(frozen=True, slots=True)
class EventSource:
    """A register whose rows say what happened on a day.

    Attributes:
        register: its name.
        day: its date column.
        begins: its column with the time it begins, empty where there is none.
        ends: the same for the end.
        title: expression over the row: what happened.
        place: its column with the place, empty where there is none.
        persons: its columns with those who were there.
        category: category of pictures of it.
    """

    register: str
    day: str
    title: str
    category: str
    begins: str = ""
    ends: str = ""
    place: str = ""
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRegister(Intake):
    """The register of pictures.

    Attributes:
        carriers: ``picture``, ``video`` → the word of the register.
        events: where events are looked for, in this order.
    """

    carriers: Mapping[str, str]
    events: tuple[EventSource, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture or video that was found.

    Attributes:
        path: where it is.
        sha256: digest of its bytes (hexadecimal).
        kind: ``picture`` or ``video``.
        moment: when the camera says it was taken.
        named: the day its file name says, where the camera says nothing.
        width: pixels, upright; 0 where unknown.
        height: pixels, upright.
        outline: what the picture roughly looks like, 64 bits; ``None`` where it can not be opened.
        problem: why it can not be registered, a word of :class:`docgen.model.attachment.FileFact`; empty where it can.
    """

    path: str
    sha256: str
    kind: str
    moment: datetime | None = None
    named: date | None = None
    width: int = 0
    height: int = 0
    outline: int | None = None
    problem: str = ""

    @property
    def day(self) -> date | None:
        """The day it was taken, as far as anything says."""
        return self.moment.date() if self.moment else self.named
