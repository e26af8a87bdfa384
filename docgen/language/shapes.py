"""Shapes: what is known of a value before there is one, so that a wrong name is found when a template is compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.model.names import fold


@dataclass(frozen=True)
class Shape:
    """Nothing is known but that a value stands there."""


@dataclass(frozen=True)
class Scalar(Shape):
    """A printable value; ``options`` are the permitted values in order, where an enumeration gives them."""

    options: tuple[str, ...] = ()


class RecordShape(Shape):
    """A record with named fields.

    The fields are asked for when first needed, because records refer to each other in circles.

    Args:
        name: name of the record as messages show it.
        fields: real field name → shape, or a function returning that.
        sure: the value can not be ``None``.
    """

    def __init__(
        self,
        name: str,
        fields: Mapping[str, Shape] | Callable[[], Mapping[str, Shape]],
        *,
        sure: bool = True,
    ) -> None:
        self.name = name
        self.sure = sure
        self._fields = fields
        self._folded: dict[str, tuple[str, Shape]] | None = None

    @property
    def fields(self) -> dict[str, tuple[str, Shape]]:
        """Folded name → (real name, shape)."""
        if self._folded is None:
            fields = self._fields() if callable(self._fields) else self._fields
            self._folded = {fold(k): (k, v) for k, v in fields.items()}
        return self._folded

    def unsure(self) -> RecordShape:
        """The same record where there may be none."""
        return RecordShape(self.name, lambda: dict(self.fields.values()), sure=False)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True)
class RefShape(Shape):
    """A reference: prints as typed, and its fields are those of the record it points at."""

    target: RecordShape


@dataclass(frozen=True)
class ListShape(Shape):
    """A list of values of one shape."""

    item: Shape


ANY = Shape()
SCALAR = Scalar()


def group_shape(item: Shape) -> ListShape:
    """What the filter that groups rows returns: a list of name, rows and ordinal."""
    return ListShape(RecordShape("分组", {"名称": SCALAR, "行": ListShape(item), "序号": SCALAR}))


def side_by_side(lists: Sequence[Shape]) -> Shape:
    """The shape of several lists of records put into one: records with all their columns, none of them sure."""
    items = [rows.item if isinstance(rows, ListShape) else ANY for rows in lists]
    records = [item for item in items if isinstance(item, RecordShape)]
    if len(records) < len(items):
        return ListShape(ANY)

    def fields() -> dict[str, Shape]:
        merged: dict[str, Shape] = {}
        for name, shape in (pair for record in records for pair in record.fields.values()):
            merged[name] = shape if merged.get(name, shape) == shape else ANY
        return merged

    return ListShape(RecordShape("、".join(r.name for r in records), fields, sure=False))


def shape_of(value: Any, name: str = "数据") -> Shape:
    """The shape of plain data (dicts, lists, scalars) as it is read from a file without a definition."""
    if isinstance(value, dict):
        return RecordShape(name, {str(k): shape_of(v, str(k)) for k, v in value.items()})
    if isinstance(value, list):
        return ListShape(merged_shape(value, name))
    return SCALAR


def merged_shape(values: list[Any], name: str = "数据") -> Shape:
    """The shape that covers all values of a list: the union of the fields of its records."""
    records = [v for v in values if isinstance(v, dict)]
    if not records:
        inner = next((v for v in values if isinstance(v, list)), None)
        return shape_of(inner, name) if inner is not None else SCALAR
    fields: dict[str, list[Any]] = {}
    for record in records:
        for key, value in record.items():
            fields.setdefault(str(key), []).append(value)
    return RecordShape(name, {key: _column_shape(vs, key) for key, vs in fields.items()})


def _column_shape(values: list[Any], name: str) -> Shape:
    lists = [v for v in values if isinstance(v, list)]
    if lists:
        return ListShape(merged_shape([x for v in lists for x in v], name))
    if any(isinstance(v, dict) for v in values):
        shape = merged_shape(values, name)
        return shape.unsure() if isinstance(shape, RecordShape) else shape
    return SCALAR
