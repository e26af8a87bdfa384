"""From documents and attachments to items (件), each with its numbers, and what is filed in another year.

What counts as one item, from when it is filed and how long it is kept are data: columns of the catalogue and the
collections of the standard. Working numbers are given once and never again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.engine.plan import plain_title
from docgen.engine.renditions import count_pages
from docgen.errors import StandardError
from docgen.language import LanguageError, function
from docgen.model.archive import Content, FileInfo, Item, Role
from docgen.model.entry import Entry, Record
from docgen.model.names import safe_name
from docgen.model.standard import Collection, Material, Standard
from docgen.model.values import Bad, BlockedValue, show

YEARLY_SUFFIX = "年度"
#: What a caption belongs to.
MEDIA = ("image/", "video/", "audio/")
RETENTION_IF = re.compile(r"^(?P<period>\S+) if (?P<register>[^.]+)\.(?P<column>\S+) in (?P<values>.+)$")


@dataclass(frozen=True)
class Filled:
    """A filled document that is there.

    Attributes:
        material: its material.
        key: material id and entry key.
        name: file name.
        record: the entry it is about, ``None`` for a yearly one.
        info: the file.
        template: name and digest of the template, empty for a file a person put there.
        role: what the file is to its item.
        program: name and version of the program that filled it, empty for a file a person put there.
        place: where it lies in the workspace.
        twin: it is a copy of the document before it that is none.
    """

    material: Material
    key: str
    name: str
    record: Record | None
    info: FileInfo
    template: str
    role: Role = Role.UNSIGNED
    program: str = ""
    place: str = ""
    twin: bool = False


@dataclass(frozen=True)
class Elsewhere:
    """A record that is not filed this year: it belongs to an earlier one, or is still open.

    Attributes:
        key: material and key of the entry.
        title: its title.
        reason: where it is, in words.
        year: the year it is filed in.
    """

    key: str
    title: str
    reason: str
    year: int


@dataclass
class Gathered:
    """What a year's archive holds.

    Attributes:
        items: with working numbers, in the order of category and number.
        elsewhere: filed in another year.
        missing: files an entry names that are not there.
        numbers: key → working number, the new ones included.
    """

    items: tuple[Item, ...] = ()
    elsewhere: list[Elsewhere] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)


@dataclass
class _Draft:
    material: Material
    key: str
    record: Record | None
    facts: Mapping[str, Any]
    contents: list[Content] = field(default_factory=list)


class Gatherer:
    """Makes items of one year.

    Args:
        standard: the standard.
        book: the year's records.
        studio: full name of the studio, the author of what has no other.
        short_name: first level of the catalogue as a folder.
        find: path below the attachments folder → the file, ``None`` where it is missing.
        attachments: where the attachments folder lies in the workspace.
    """

    def __init__(
        self,
        standard: Standard,
        book: Book,
        studio: str,
        short_name: str,
        find: Callable[[str], FileInfo | None],
        attachments: str = "",
    ) -> None:
        """Prepare; nothing is read yet."""
        self.standard = standard
        self.book = book
        self.studio = studio
        self.root = safe_name(short_name)
        self.find = find
        self.attachments = attachments
        self.shapes = Shapes.of(standard)
        self.drafts: dict[str, _Draft] = {}
        self.result = Gathered()
        self.taken: set[str] = set()
        #: Path of the document that was added last and is no copy of another.
        self.last = ""

    def gather(self, filled: Iterable[Filled], recorded: Mapping[str, str]) -> Gathered:
        """Make the items of all filled documents and collected files.

        Args:
            filled: the documents that are there.
            recorded: key → working number given before.
        """
        for document in filled:
            self._document(document)
        for material in self.standard.materials.values():
            if not material.item.startswith("with:"):
                for collection in material.collections:
                    self._collect(material, collection)
        drafts = [d for d in self.drafts.values() if d.contents]
        self.result.numbers = self._numbers(drafts, recorded)
        items = [self._item(d) for d in drafts]
        self.result.items = tuple(sorted(items, key=lambda i: (i.category, i.number)))
        return self.result

    def _home(self, material: Material) -> Material:
        """The material whose item a file goes into."""
        if material.item.startswith("with:"):
            return self.standard.materials[material.item.removeprefix("with:")]
        return material

    def _document(self, document: Filled) -> None:
        home = self._home(document.material)
        key = self._home_key(document, home)
        facts = self._facts(home, document.record, document.name)
        if document.record is not None and self._is_elsewhere(home, key, facts):
            return
        draft = self.drafts.setdefault(key, _Draft(home, key, document.record, facts))
        content = self._content(draft, document.role, document.info, document.name, document.record)
        self.last = self.last if document.twin else content.path
        twin = self.last if document.twin else ""
        draft.contents.append(
            replace(content, template=document.template, program=document.program, place=document.place, twin=twin)
        )

    def _home_key(self, document: Filled, home: Material) -> str:
        """The item a document goes into: that of its entry, or of the group its entry belongs to."""
        record = document.record
        entry = record.entry if record is not None else None
        if record is None or entry is None:
            return document.key.replace(document.material.id, home.id, 1)
        collection = home.collecting(entry.register)
        if collection is not None and collection.group:
            group = self._compile(home, collection.source, collection.group)
            return f"{home.id}/{show(self._value(group, record)) or entry.key}"
        return f"{home.id}/{entry.key}"

    def _collect(self, material: Material, collection: Collection) -> None:
        where = self._compile(material, collection.source, collection.where or "true")
        group = self._compile(material, collection.source, collection.group) if collection.group else None
        for record in self.book.records[collection.source]:
            if record.entry is None or not self._value(where, record):
                continue
            base = show(self._value(group, record)) if group else record.entry.key
            key = f"{material.id}/{base or record.entry.key}"
            facts = self._facts(material, record, "")
            paths = [p for column in collection.files for p in _paths(record.get(column))]
            if not paths or self._is_elsewhere(material, key, facts):
                continue
            draft = self.drafts.setdefault(key, _Draft(material, key, record, facts))
            for path in paths:
                info = self.find(path)
                if info is None:
                    self.result.missing.append(path)
                else:
                    name = PurePosixPath(path).name
                    content = self._content(draft, Role.ATTACHMENT, info, name, record)
                    draft.contents.append(replace(content, place=f"{self.attachments}/{path}"))

    def _value(self, compute: Callable[..., Any], record: Record) -> Any:
        """What an expression gives; nothing where it depends on a cell that could not be read."""
        try:
            value = compute(record, self.book.names, {})
        except BlockedValue:
            return None
        return None if isinstance(value, Bad) else value

    def _compile(self, material: Material, register: str, text: str) -> Callable[..., Any]:
        """An expression over the rows of a register."""

        def compiled() -> Callable[..., Any]:
            try:
                made: Callable[..., Any] = function(text, self.shapes.entry_scope(register))
            except LanguageError as error:
                place = f"{self.standard.folder / 'collections.toml'} [{material.id}]"
                raise StandardError(f"{error.message}：{text}", place=place, remedy=error.remedy) from error
            return made

        return self.standard.once(("items", register, text), compiled)

    def _facts(self, material: Material, record: Record | None, name: str) -> dict[str, Any]:
        """Title, author, date and so on: from the collection's expressions where it has them."""
        facts: dict[str, Any] = {}
        entry = record.entry if record is not None else None
        collection = material.collecting(entry.register) if entry is not None else None
        if collection is not None and record is not None:
            for fact, text in collection.facts.items():
                facts[fact] = self._value(self._compile(material, collection.source, text), record)
        stem = PurePosixPath(name).stem
        subject = f"：{stem}" if record is not None and stem else f"（{self.book.year}{YEARLY_SUFFIX}）"
        facts["title"] = facts.get("title") or f"{plain_title(material.title)}{subject}"
        return facts

    def _is_elsewhere(self, material: Material, key: str, facts: Mapping[str, Any]) -> bool:
        """Whether an entry is filed in another year (``once``) or still open (``until-closed``)."""
        day = facts.get("closed" if material.period == "until-closed" else "date")
        year = getattr(day, "year", None)
        if material.period not in ("once", "until-closed") or year is None or year == self.book.year:
            return False
        later = year > self.book.year
        reason = f"在期，归档于 {year} 年度" if later else f"见 {year} 年度"
        other = Elsewhere(key, str(facts["title"]), reason, year)
        if other not in self.result.elsewhere:
            self.result.elsewhere.append(other)
        return True

    def _content(self, draft: _Draft, role: Role, info: FileInfo, name: str, record: Record | None) -> Content:
        path = self._free(self._folder(draft.material), name)
        entry = record.entry if record is not None else None
        return Content(
            role=role,
            source=info.path,
            path=path,
            size=info.size,
            media_type=info.media_type,
            original_name=name if PurePosixPath(path).name != name else "",
            entry=f"{entry.register}/{entry.key}" if entry is not None else "",
            row=_row(entry) if entry is not None else "",
            pages=info.pages,
            caption=_caption(draft.material.collection, record) if info.media_type.startswith(MEDIA) else (),
        )

    def _folder(self, material: Material) -> str:
        category = self.standard.categories[material.category]
        third = f"{material.number} {plain_title(material.title)}"
        return f"{self.root}/{safe_name(category.label)}/{safe_name(third)}"

    def _free(self, folder: str, name: str) -> str:
        """A path nobody has yet, equal neither in case."""
        stem, suffix = safe_name(PurePosixPath(name).stem), PurePosixPath(name).suffix
        path, count = f"{folder}/{stem}{suffix}", 1
        while path.casefold() in self.taken:
            count += 1
            path = f"{folder}/{stem}_{count}{suffix}"
        self.taken.add(path.casefold())
        return path

    def _numbers(self, drafts: Sequence[_Draft], recorded: Mapping[str, str]) -> dict[str, str]:
        numbers = dict(recorded)
        highest: dict[str, int] = {}
        for number in recorded.values():
            head, _, serial = number.rpartition("-")
            highest[head] = max(highest.get(head, 0), int(serial))
        order = {m: i for i, m in enumerate(self.standard.materials)}
        for draft in sorted(drafts, key=lambda d: (order[d.material.id], _sort(d.facts.get("date")), d.key)):
            if draft.key not in numbers:
                head = f"{self.book.year}-{draft.material.category}"
                highest[head] = highest.get(head, 0) + 1
                numbers[draft.key] = f"{head}-{highest[head]:04d}"
        return numbers

    def _item(self, draft: _Draft) -> Item:
        facts = draft.facts
        material = draft.material
        retention, confirmed = self._retention(draft)
        return Item(
            number=self.result.numbers[draft.key],
            key=draft.key,
            material=material.id,
            category=material.category,
            folder=f"{material.number} {plain_title(material.title)}",
            title=show(facts["title"]),
            author=show(facts.get("author")) or self.studio,
            date=_eight_digits(facts.get("date")),
            document_number=show(facts.get("document_number")),
            retention=retention,
            retention_confirmed=confirmed,
            secrecy=show(facts.get("secrecy")) or "公开",
            pages=facts["pages"] if facts.get("pages") is not None else count_pages(draft.contents, {}),
            paper=material.paper,
            personal=material.personal,
            contents=tuple(draft.contents),
            stated=facts.get("pages") is not None,
        )

    def _retention(self, draft: _Draft) -> tuple[str, bool]:
        """The period, and whether the records say so themselves; otherwise it is the catalogue's suggestion."""
        parts = draft.material.retention.split("；")
        base = parts[0]
        if base.startswith("="):
            period = show(draft.facts.get("retention"))
            return period, bool(period)
        for condition in parts[1:]:
            match = RETENTION_IF.match(condition)
            entry = draft.record.entry if draft.record is not None else None
            if not match or entry is None or entry.register != match["register"]:
                continue
            value = entry.values.get(match["column"])
            if not isinstance(value, Bad) and show(value) in match["values"].split("|"):
                return match["period"], False
        return base, False


def _caption(collection: Collection | None, record: Record | None) -> tuple[tuple[str, str], ...]:
    """What is said of a picture, in the standard's order; what is not said stays away."""
    entry = record.entry if record is not None else None
    if collection is None or record is None or entry is None or entry.register != collection.source:
        return ()
    said = ((name, record.get(column)) for name, column in collection.captions.items())
    return tuple((name, _spoken(value)) for name, value in said if value and not isinstance(value, Bad))


def _spoken(value: Any) -> str:
    """A value as captions print it: dates with dots."""
    return f"{value.year:04d}.{value.month:02d}.{value.day:02d}" if hasattr(value, "day") else show(value)


def _row(entry: Entry) -> str:
    """Where an entry was typed, in words."""
    origin = (entry.source or entry).origin
    return " › ".join(part for part in (origin.file, origin.sheet, f"第 {origin.row} 行") if part)


def _paths(value: Any) -> list[str]:
    if isinstance(value, Bad) or not value:
        return []
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _eight_digits(value: Any) -> str:
    return f"{value.year:04d}{value.month:02d}{value.day:02d}" if hasattr(value, "day") else ""


def _sort(value: Any) -> str:
    return _eight_digits(value) or "99999999"


def with_codes(items: Iterable[Item], codes: Mapping[str, str]) -> tuple[Item, ...]:
    """The items with their archival codes.

    Args:
        items: the items.
        codes: item number → code; an item without one keeps an empty place.
    """
    return tuple(replace(i, archival_code=codes.get(i.number, "")) for i in items)
