"""Reading XML with suspicion: what breaks off is never taken for whole, with a schema or without."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.archive.xmlin import BadXml, elements, subtrees
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


METS_FILE = "{http://www.loc.gov/METS/}file"


def test_subtrees_come_whole_and_all_that_is_left_at_last(sound_package: Path, tmp_path: Path) -> None:
    data = next(data for path, data in tree(sound_package).items() if path.endswith("rep1/METS.xml"))
    file = tmp_path / "METS.xml"
    file.write_bytes(data)
    seen = [(element.tag, len(element), element.get("OBJID")) for element in subtrees(file, frozenset({METS_FILE}))]
    assert len(seen) == data.count(b"<file ") + 1
    assert {held for tag, held, _ in seen if tag == METS_FILE} == {1}
    assert seen[-1][0].endswith("}mets")
    assert seen[-1][2] == "rep1"


def test_no_broken_off_document_has_a_root(sound_package: Path, tmp_path: Path) -> None:
    data = next(data for path, data in tree(sound_package).items() if path.endswith("rep1/METS.xml"))
    file = tmp_path / "METS.xml"
    for length in range(0, len(data) - 1, 7):
        file.write_bytes(data[:length])
        with pytest.raises(BadXml):
            list(subtrees(file, frozenset({METS_FILE})))


def test_subtrees_take_no_document_type(tmp_path: Path) -> None:
    file = tmp_path / "METS.xml"
    file.write_text('<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', encoding="utf-8")
    with pytest.raises(BadXml, match="DOCTYPE"):
        list(subtrees(file, frozenset({"c"})))
