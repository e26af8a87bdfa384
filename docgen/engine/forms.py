"""What a document gets: which entries have one, its file name, and the lists and values its template may name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.errors import StandardError
from docgen.language import (
    SCALAR,
    Code,
    LanguageError,
    ListShape,
    RecordShape,
    Scope,
    Shape,
    compile_expression,
    function,
)
from docgen.language.filters import ordered
from docgen.model.entry import Record
from docgen.model.standard import Form, ListDef, RowsDef, Standard
from docgen.model.values import BlankRows, BlockedValue, show

PLACE = re.compile(r"\{([^{}]*)\}")
Compute = Callable[[Record | None, Mapping[str, Any], dict[str, Any]], Any]


@dataclass(frozen=True)
class BoundForm:
    """A form whose expressions are compiled.

    Attributes:
        form: the form.
        scope: what its template may name.
        where: whether an entry gets a document (always for a yearly document: whether it is made at all).
        name: the file name without ending; ``None`` where the form does not say.
        values: list and let names → how they are computed, in this order.
        given: list and let names whose values are not computed but these.
    """

    form: Form
    scope: Scope
    where: Compute
    name: Compute | None
    values: Mapping[str, Compute]
    given: Mapping[str, Any] = field(default_factory=dict)

    def context(self, record: Record | None, book: Book) -> tuple[Any, Any, Any]:
        """The three dicts a compiled template reads.

        Raises:
            BlockedValue: a list depends on a value with an error finding.
        """
        own: dict[str, Any] = {}
        for name, compute in self.values.items():
            own[name] = self.given[name] if name in self.given else compute(record, book.names, own)
        return record, book.names, own


def bind(standard: Standard, form: Form, shapes: Shapes | None = None) -> BoundForm:
    """Compile a form's expressions.

    Raises:
        StandardError: one of them is wrong.
    """
    binder = _Binder(standard, form, shapes or Shapes(standard))
    scope = binder.base()
    condition = form.where if form.per else form.needs
    where = binder.compute(condition or "true", scope, "where" if form.per else "needs")
    name = binder.pattern(form.name, scope) if form.name else None
    values: dict[str, Compute] = {}
    for list_name, definition in form.lists.items():
        values[list_name] = binder.rows(list_name, definition, scope)
        shape = ListShape(binder.shapes.records[definition.source])
        scope = scope.with_names({list_name: Code(f"l[{list_name!r}]", shape)})
    for rows_name, blocks in form.rows.items():
        values[rows_name] = binder.made(rows_name, blocks, scope)
        scope = scope.with_names({rows_name: Code(f"l[{rows_name!r}]", binder.made_shape(rows_name, blocks, scope))})
    for let_name, text in form.lets.items():
        code = binder.code(text, scope, f"[lets] {let_name}")
        values[let_name] = binder.compute(text, scope, f"[lets] {let_name}")
        scope = scope.with_names({let_name: Code(f"l[{let_name!r}]", code.shape)})
    return BoundForm(form, scope, where, name, values)


def bound_form(standard: Standard, form: Form) -> BoundForm:
    """A form of a standard with its expressions compiled, made once.

    Raises:
        StandardError: one of them is wrong.
    """
    return standard.once(("form", form.material), lambda: bind(standard, form, Shapes.of(standard)))


def expression(standard: Standard, form: Form, text: str, shapes: Shapes) -> Compute:
    """Compile a further expression over the entries of a form.

    Raises:
        StandardError: it is wrong.
    """
    binder = _Binder(standard, form, shapes)
    return binder.compute(text, binder.base(), text)


class _Binder:
    def __init__(self, standard: Standard, form: Form, shapes: Shapes) -> None:
        self.form = form
        self.shapes = shapes
        self.file = standard.folder / "forms" / f"{form.material}.toml"

    def base(self) -> Scope:
        return self.shapes.entry_scope(self.form.per) if self.form.per else self.shapes.year_scope()

    def _wrong(self, error: LanguageError, text: str, where: str) -> StandardError:
        return StandardError(f"{error.message}：{text}", place=f"{self.file} {where}", remedy=error.remedy)

    def code(self, text: str, scope: Scope, where: str) -> Code:
        try:
            return compile_expression(text, scope)
        except LanguageError as error:
            raise self._wrong(error, text, where) from error

    def compute(self, text: str, scope: Scope, where: str) -> Compute:
        try:
            compiled: Compute = function(text, scope)
        except LanguageError as error:
            raise self._wrong(error, text, where) from error
        return compiled

    def pattern(self, text: str, scope: Scope) -> Compute:
        parts = PLACE.split(text)
        compiled = [self.compute(p, scope, "name") if i % 2 else p for i, p in enumerate(parts)]

        def name(record: Record | None, year: Mapping[str, Any], own: dict[str, Any]) -> str:
            return "".join(p if isinstance(p, str) else show(p(record, year, own)) for p in compiled)

        return name

    def rows(self, name: str, definition: ListDef | RowsDef, scope: Scope, where: str = "") -> Compute:
        """The rows of a register, filtered and sorted."""
        where = where or f"[lists.{name}]"
        row_scope = self.row_scope(definition.source, scope)
        try:
            keep = function(definition.where or "true", row_scope)
            shape = ListShape(self.shapes.records[definition.source])
            for column in definition.sort:
                inner = scope.with_names({"x": Code("x", shape)})
                compile_expression(f"x|排序('{column}')", inner)
        except LanguageError as error:
            raise self._wrong(error, definition.where, where) from error

        def rows(record: Record | None, year: Mapping[str, Any], own: dict[str, Any]) -> list[Any]:
            source = year[definition.source]
            if isinstance(source, BlankRows):
                return source
            rows = source if isinstance(source, list) else [source]
            found = [r for r in rows if keep(r, record, year, own)]
            return ordered(found, *definition.sort) if definition.sort else found

        return rows

    def row_scope(self, register: str, scope: Scope) -> Scope:
        """What an expression over a register's row ``r`` may name."""
        names = self.shapes.entry_scope(register, "r", scope)
        return Scope(names.names, ("r", *names.params), names.titles)

    def made_shape(self, name: str, blocks: Sequence[RowsDef], scope: Scope) -> ListShape:
        """The shape of rows that blocks make: of each column that of its expressions, where they agree."""
        shapes: dict[str, Shape] = {}
        for block in blocks:
            inner = self.row_scope(block.source, scope)
            for column, text in block.columns.items():
                shape = self.code(text, inner, f"[rows.{name}] {column}").shape
                shapes[column] = shape if shapes.get(column, shape) == shape else SCALAR
        return ListShape(RecordShape(name, shapes))

    def made(self, name: str, blocks: Sequence[RowsDef], scope: Scope) -> Compute:
        """The rows that blocks make, one block after the other."""
        where = f"[rows.{name}]"
        sources = []
        for block in blocks:
            inner = self.row_scope(block.source, scope)
            columns = {column: self.compute(text, inner, f"{where} {column}") for column, text in block.columns.items()}
            sources.append((self.rows(name, block, scope, where), columns))

        def made(record: Record | None, year: Mapping[str, Any], own: dict[str, Any]) -> list[Any]:
            found: list[Any] = []
            for rows, columns in sources:
                chosen = rows(record, year, own)
                each = [
                    {column: _value(compute, row, record, year, own) for column, compute in columns.items()}
                    for row in chosen
                ]
                if isinstance(chosen, BlankRows):
                    return BlankRows(each)
                found += each
            return found

        return made


def _value(compute: Callable[..., Any], *context: Any) -> Any:
    """A value of a made row; one with an error finding blocks only the documents that print it."""
    try:
        return compute(*context)
    except BlockedValue as blocked:
        return blocked.bad
