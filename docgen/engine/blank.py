"""Forms to be filled by hand: the same templates over records in which every value is still to be written.

Nothing but the studio's own name and the like is printed; a list gets as many empty rows, a long text as many empty
lines as the standard's data say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from docgen.engine.book import Book, Shapes, year_names
from docgen.engine.forms import bind
from docgen.engine.plan import Document, plain_title
from docgen.errors import StandardError
from docgen.model.entry import Record
from docgen.model.names import safe_name
from docgen.model.standard import LIST_TYPES, FieldType, Form, Material, Register, Standard
from docgen.model.values import Blank, BlankRows


@dataclass(frozen=True)
class Paper:
    """What the standard says of blank forms.

    Attributes:
        kinds: kinds of materials that have one.
        also: further materials that have one.
        keep: columns of the studio that are printed.
        rows: empty rows of a list.
        lines: empty lines of a long text.
    """

    kinds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    rows: int = 0
    lines: int = 0

    @classmethod
    def of(cls, standard: Standard) -> Paper:
        """Read the table ``blank`` of the standard.

        Raises:
            StandardError: it holds a key, material or column that is not there.
        """
        table: Mapping[str, Any] = standard.settings.get("blank", {})
        known = {**standard.registers[standard.studio].fields, **standard.materials}
        named = (*table.get("keep", ()), *table.get("also", ()))
        wrong = sorted(set(table) - set(cls.__dataclass_fields__)) + [n for n in named if n not in known]
        if wrong:
            raise StandardError(f"不认识：{'、'.join(wrong)}", place=f"{standard.folder / 'standard.toml'} [blank]")
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
        return cls(**values)

    def has(self, material: Material) -> bool:
        """Whether a material has a blank form."""
        if material.form is None:
            return False
        return material.id in self.also or bool(set(material.kind.split("+")) & set(self.kinds))


def plan_blank(standard: Standard, studio: Record | None, year: int, only: Collection[str] = ()) -> list[Document]:
    """The blank forms, one a material, in the order of the catalogue.

    Args:
        standard: the standard.
        studio: what is known of the studio, ``None`` for nothing.
        year: the year they are for.
        only: ids or numbers of the materials wanted; empty for all that are kept.

    Raises:
        StandardError: a form's table ``blank`` names what is not there.
    """
    paper = Paper.of(standard)
    shapes = Shapes(standard)
    documents = []
    for material in standard.materials.values():
        named = material.id in only or material.number in only
        if paper.has(material) and (named or not (only or material.off)):
            documents.append(_document(standard, material, paper, shapes, studio, year))
    return documents


def _document(
    standard: Standard, material: Material, paper: Paper, shapes: Shapes, studio: Record | None, year: int
) -> Document:
    assert material.form is not None
    form = bind(standard, material.form, shapes)
    sizes = material.form.blank
    register = standard.registers[material.form.per] if material.form.per else None
    known = {*form.values, *standard.registers, *(register.fields if register else ())}
    if wrong := [name for name in sizes if name not in known]:
        place = str(standard.folder / "forms" / f"{material.id}.toml")
        raise StandardError(f"[blank] 里没有这些列表或列：{'、'.join(wrong)}", place=place)
    records = {name: BlankRows([_row(each)] * sizes.get(name, paper.rows)) for name, each in standard.registers.items()}
    records[standard.studio] = BlankRows([_kept(standard.registers[standard.studio], studio, paper)])
    given = {name: BlankRows([_row(standard.registers[d.source])] * sizes[name]) for name, d in _lists(material.form)}
    given |= {name: BlankRows([Blank()] * sizes[name]) for name in material.form.lets if name in sizes}
    record = _about(register, sizes, paper) if register else None
    folder = PurePosixPath(safe_name(standard.categories[material.category].label))
    path = folder / safe_name(f"{material.number} {plain_title(material.title)}")
    book = Book(year, records, year_names(standard, records, year))
    return Document(material.id, material, replace(form, given=given), record, path, book)


def _lists(form: Form) -> list[tuple[str, Any]]:
    return [(name, definition) for name, definition in form.lists.items() if name in form.blank]


def _row(register: Register) -> Record:
    """A row of a list: nothing in it yet."""
    return Record({f.name: BlankRows() if f.type in LIST_TYPES else Blank() for f in register.fields.values()})


def _about(register: Register, sizes: Mapping[str, int], paper: Paper) -> Record:
    """The record a form is about: its lists have rows, its long texts lines."""
    record = _row(register)
    for field in register.fields.values():
        if field.type in LIST_TYPES:
            record[field.name] = BlankRows([Blank()] * sizes.get(field.name, 0))
        elif field.type is FieldType.LONG_TEXT or field.name in sizes:
            record[field.name] = Blank(sizes.get(field.name, paper.lines))
    return record


def _kept(register: Register, studio: Record | None, paper: Paper) -> Record:
    record = _row(register)
    for name in paper.keep:
        if studio is not None and studio[name] is not None:
            record[name] = studio[name]
    return record
