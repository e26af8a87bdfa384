"""Reading XML with suspicion: what breaks off is never taken for whole, with a schema or without."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.archive.xmlin import BadXml, elements
from tests.unit.archive.helpers import tree


@pytest.mark.parametrize("schema", ["", "items.xsd"])
def test_no_document_that_breaks_off_is_whole(sound_package: Path, tmp_path: Path, schema: str) -> None:
    data = next(data for path, data in tree(sound_package).items() if path.endswith("items.xml"))
    file = tmp_path / "件.xml"
    file.write_bytes(data)
    assert sum(event == "end" for event, _ in elements(file, frozenset(), schema)) > 20
    for length in range(0, len(data) - 1, 7):
        file.write_bytes(data[:length])
        with pytest.raises(BadXml):
            list(elements(file, frozenset(), schema))


@pytest.mark.parametrize("after", ["x", "<a/>", "\0"], ids=["text", "element", "zero"])
def test_nothing_may_follow_a_document(sound_package: Path, tmp_path: Path, after: str) -> None:
    data = next(data for path, data in tree(sound_package).items() if path.endswith("items.xml"))
    (tmp_path / "件.xml").write_bytes(data + after.encode())
    with pytest.raises(BadXml):
        list(elements(tmp_path / "件.xml", frozenset(), "items.xsd"))
