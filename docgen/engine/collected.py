"""Which attachments belong to a material, by the columns that name them; whether they are there is not asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.language import function
from docgen.model.standard import Material, Standard
from docgen.model.values import Bad, BlockedValue


def _condition(standard: Standard, register: str, text: str) -> Callable[..., Any]:
    compiled: Callable[..., Any] = function(text, Shapes.of(standard).entry_scope(register))
    return compiled


def collected_files(standard: Standard, book: Book, material: Material) -> list[str]:
    """The attachments a material collects, each once, in the order of the records."""
    prefix = standard.settings["files"]["not_applicable"]
    paths: dict[str, None] = {}
    for collection in material.collections:
        source, where = collection.source, collection.where or "true"
        wanted = standard.once(("collected", source, where), partial(_condition, standard, source, where))
        for record in book.records[collection.source]:
            try:
                if not wanted(record, book.names, {}):
                    continue
            except BlockedValue:
                continue
            for column in collection.files:
                value = record[column]
                if not isinstance(value, Bad):
                    paths |= dict.fromkeys(str(v) for v in (value if isinstance(value, list) else [value]) if v)
    return [path for path in paths if not path.startswith(prefix)]
