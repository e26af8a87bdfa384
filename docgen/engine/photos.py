"""Pictures of a phone → rows of the register of pictures: a proposal, never more.

The day comes from the camera or the file's name, never from the date of the file. What happened on that day is looked
up in the registers; who is in the picture is for a person to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.engine.series import Series
from docgen.errors import StandardError
from docgen.language import LanguageError, function
from docgen.model.photos import EventSource, PhotoRegister, Shot
from docgen.model.standard import Standard
from docgen.model.values import Bad, BlockedValue, show

#: A picture taken this long before or after an event may still be of it.
AROUND = timedelta(minutes=45)
#: Pictures whose outlines differ in at most so many of 64 bits look alike.
ALIKE_BITS = 4


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        key: number of its record.
        day: when.
        begins: when it begins, where known.
        ends: when it ends, where known.
        title: what it was.
        place: where.
        persons: who was there.
        category: category of pictures of it.
    """

    key: str
    day: date
    begins: time | None
    ends: time | None
    title: str
    place: str
    persons: tuple[str, ...]
    category: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A row that is proposed.

    Attributes:
        shot: the picture.
        number: its number; empty where its day or category is not known.
        event: what it may be of.
        others: keys of further records of that day.
        like: path of an earlier picture that looks alike, empty where none does.
    """

    shot: Shot
    number: str
    event: Event | None
    others: tuple[str, ...] = ()
    like: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a folder of pictures gives.

    Attributes:
        rows: what can be registered, in the order of time.
        same: path → path of the file with the same bytes, which is proposed or registered already.
        unusable: pictures that can not be opened.
    """

    rows: tuple[Proposed, ...]
    same: Mapping[str, str]
    unusable: tuple[Shot, ...]


def propose(
    layout: PhotoRegister,
    shots: Iterable[Shot],
    events: Sequence[Event],
    numbers: Iterable[str],
    known: Mapping[str, str],
) -> Proposal:
    """Propose rows for pictures.

    Args:
        layout: the register.
        shots: the pictures found.
        events: what happened.
        numbers: numbers that are given already.
        known: digest → path of the pictures that are registered already.
    """
    seen = dict(known)
    same: dict[str, str] = {}
    unusable: list[Shot] = []
    fresh: list[Shot] = []
    for shot in sorted(shots, key=lambda s: s.path):
        if shot.sha256 in seen:
            same[shot.path] = seen[shot.sha256]
        elif shot.problem:
            unusable.append(shot)
        else:
            seen[shot.sha256] = shot.path
            fresh.append(shot)
    series = Series(layout, numbers)
    rows: list[Proposed] = []
    for shot in sorted(fresh, key=_when):
        found = matching(events, shot)
        event = found[0] if found else None
        number = series.next(**pieces(event.category, shot.day)) if event and shot.day else ""
        rows.append(Proposed(shot, number, event, tuple(e.key for e in found[1:]), _alike(shot, rows)))
    return Proposal(tuple(rows), same, tuple(unusable))


def _when(shot: Shot) -> tuple[date, time, str]:
    """By day, by time, by name: scanning again gives the same order. Those without a day come last."""
    return shot.day or date.max, shot.moment.time() if shot.moment else time(), shot.path


def matching(events: Sequence[Event], shot: Shot) -> list[Event]:
    """The events of the day of a picture, the likeliest first: those that were going on when it was taken."""
    return sorted((e for e in events if e.day == shot.day), key=lambda event: not _during(event, shot.moment))


def _during(event: Event, moment: datetime | None) -> bool:
    if moment is None or event.begins is None:
        return False
    begins = datetime.combine(event.day, event.begins)
    ends = datetime.combine(event.day, event.ends or event.begins)
    return begins - AROUND <= moment <= ends + AROUND


def _alike(shot: Shot, earlier: Sequence[Proposed]) -> str:
    if shot.outline is None:
        return ""
    for row in reversed(earlier):
        other = row.shot.outline
        if other is not None and row.shot.day == shot.day and (other ^ shot.outline).bit_count() <= ALIKE_BITS:
            return row.shot.path
    return ""


def pieces(category: str, day: date) -> dict[str, str]:
    """The pieces of a number: the letter of a category, which is its first character, and the day."""
    return {"letter": category[:1], "day": f"{day:%Y%m%d}"}


def events_of(standard: Standard, layout: PhotoRegister, book: Book) -> list[Event]:
    """What happened in a year, as its registers say.

    Raises:
        StandardError: an expression of the standard's data is wrong.
    """
    return [event for source in layout.events for event in _events(standard, source, book)]


def _events(standard: Standard, source: EventSource, book: Book) -> Iterator[Event]:
    title = _compile(standard, source)
    for record in book.records[source.register]:
        day = record.get(source.day)
        if not isinstance(day, date) or record.entry is None or record.entry.source is not None:
            continue
        try:
            words = show(title(record, book.names, {}))
        except BlockedValue:
            words = ""
        begins, ends = record.get(source.begins), record.get(source.ends)
        persons = dict.fromkeys(name for column in source.persons for name in _texts(record.get(column)))
        yield Event(
            key=record.entry.key,
            day=date(day.year, day.month, day.day),
            begins=begins if isinstance(begins, time) else None,
            ends=ends if isinstance(ends, time) else None,
            title=words,
            place="".join(_texts(record.get(source.place))),
            persons=tuple(persons),
            category=source.category,
        )


def _texts(value: Any) -> list[str]:
    if value is None or isinstance(value, Bad):
        return []
    return [show(v) for v in value if not isinstance(v, Bad)] if isinstance(value, list) else [show(value)]


def _compile(standard: Standard, source: EventSource) -> Callable[..., Any]:
    try:
        compute: Callable[..., Any] = function(source.title, Shapes(standard).entry_scope(source.register))
        return compute
    except LanguageError as error:
        place = f"{standard.folder / 'photos.toml'} [[event]] {source.register}"
        raise StandardError(f"{error.message}：{source.title}", place=place, remedy=error.remedy) from error
