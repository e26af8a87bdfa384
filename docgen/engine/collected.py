"""Which attachments belong to a material, by the columns that name them; whether they are there is not asked."""

from __future__ import annotations

from docgen.engine.book import Book, Shapes
from docgen.language import function
from docgen.model.standard import Material, Standard
from docgen.model.values import Bad, BlockedValue


def collected_files(standard: Standard, book: Book, material: Material) -> list[str]:
    """The attachments a material collects, each once, in the order of the records."""
    prefix = standard.settings["files"]["not_applicable"]
    paths: dict[str, None] = {}
    for collection in material.collections:
        wanted = function(collection.where or "true", Shapes(standard).entry_scope(collection.source))
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
