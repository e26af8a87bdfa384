"""The fill plan: which documents a year has, under which key and path; made before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from docgen.engine.book import Book
from docgen.engine.forms import BoundForm, bound_form
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.names import safe_name, unique_names
from docgen.model.standard import Material, Standard
from docgen.model.values import Bad, BlockedValue


@dataclass(frozen=True)
class Document:
    """A document to be filled.

    Attributes:
        key: material id and the entry's key: stable whatever the title or path.
        material: what it belongs to.
        form: how it is filled.
        record: the entry it is about, ``None`` for a yearly one.
        path: below the year's folder, without template ending.
        book: the records it is filled from, ``None`` for those of the year.
    """

    key: str
    material: Material
    form: BoundForm
    record: Record | None
    path: PurePosixPath
    book: Book | None = None

    @property
    def file(self) -> PurePosixPath:
        """Its path with the ending of its template."""
        return self.path.with_name(self.path.name + PurePosixPath(self.form.form.template).suffix)


@dataclass(frozen=True)
class Held:
    """A document that can not be made because of findings in the data."""

    key: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FillPlan:
    """Everything a fill run would write.

    Attributes:
        documents: in the order of the catalogue.
        held: documents that are not even planned because their condition depends on a wrong value.
        own_files: material id → entries whose own file stands instead of a generated document.
        unsettled: materials in which a key could not be read, so that nothing of theirs may be set aside.
    """

    documents: tuple[Document, ...]
    held: tuple[Held, ...] = ()
    own_files: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()


class _Planner:
    def __init__(self, standard: Standard, book: Book) -> None:
        self.standard = standard
        self.book = book
        self.documents: list[Document] = []
        self.held: list[Held] = []
        self.own_files: dict[str, list[Record]] = {}
        self.unsettled: set[str] = set()

    def add(self, material: Material) -> None:
        assert material.form is not None
        form = bound_form(self.standard, material.form)
        rows: list[Record | None] = list(self.book.records[form.form.per]) if form.form.per else [None]
        planned: list[tuple[str, Record | None, str]] = []
        for record in rows:
            key = self._key(material, record)
            try:
                if not form.where(record, self.book.names, {}):
                    continue
                if record is not None and form.form.unless and self._own_file(material, form, record):
                    continue
                planned.append((key, record, self._name(material, form, record)))
            except BlockedValue as blocked:
                self.held.append(Held(key, _title(material, record), blocked.bad.findings))
                self.unsettled.add(material.id)
        folder = self._folder(material)
        names = unique_names([name for _, _, name in planned])
        for (key, record, _), name in zip(planned, names, strict=True):
            self.documents.append(Document(key, material, form, record, folder / name))

    def _key(self, material: Material, record: Record | None) -> str:
        if record is None or record.entry is None:
            return material.id
        register = self.standard.registers[record.entry.register]
        if any(isinstance(record.get(column), Bad) for column in register.key):
            self.unsettled.add(material.id)
        return f"{material.id}/{record.entry.key}"

    def _own_file(self, material: Material, form: BoundForm, record: Record) -> bool:
        value = record[form.form.unless]
        if isinstance(value, Bad):
            raise BlockedValue(value)
        if value:
            self.own_files.setdefault(material.id, []).append(record)
        return bool(value)

    def _name(self, material: Material, form: BoundForm, record: Record | None) -> str:
        if form.name is not None:
            return safe_name(str(form.name(record, self.book.names, {})))
        if record is not None and record.entry is not None:
            return safe_name(record.entry.key)
        return safe_name(f"{plain_title(material.title)}_{self.book.year}")

    def _folder(self, material: Material) -> PurePosixPath:
        category = self.standard.categories[material.category]
        pattern = self.standard.settings["layout"]["document_folder"]
        parts = pattern.split("/")
        labels = {"category": category.label, "material": f"{material.number} {plain_title(material.title)}"}
        return PurePosixPath(*(safe_name(part.format(**labels)) for part in parts))


def plain_title(title: str) -> str:
    """A material's title without the addition in brackets at its end."""
    return title[: title.rindex("（")] if title.endswith("）") and title.rindex("（") > 0 else title


def _title(material: Material, record: Record | None) -> str:
    key = record.entry.key if record is not None and record.entry is not None else ""
    return f"{plain_title(material.title)} {key}".strip()


def plan_fill(standard: Standard, book: Book, only: Collection[str] = ()) -> FillPlan:
    """Plan all documents of a year.

    Args:
        standard: the standard.
        book: the year's records.
        only: ids or numbers of the materials wanted; empty for all that have a form.

    Raises:
        StandardError: an expression of a form is wrong.
    """
    planner = _Planner(standard, book)
    for material in standard.materials.values():
        named = material.id in only or material.number in only
        if material.form is not None and (named or not (only or material.off)):
            planner.add(material)
    own_files = {key: tuple(rows) for key, rows in planner.own_files.items()}
    documents = tuple(planner.documents)
    return FillPlan(documents, tuple(planner.held), own_files, frozenset(planner.unsettled))
