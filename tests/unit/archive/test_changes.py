"""What a version has that the one before it has not: found, written down, read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docgen.archive.changes import changes_of, compare, read_changes, version_id, versions_in, write_changes
from docgen.archive.copying import FileDigest, digesting
from docgen.archive.itemsin import described, read_described
from docgen.archive.package import contents_of
from docgen.archive.xmlin import BadXml
from docgen.errors import IntegrityError
from docgen.model.archive import Change, Changes, Package
from tests.unit.archive.helpers import content, package, written

ID = "WJG-990000-2030"


def sources(before: Path) -> dict[str, str]:
    line = next(li for li in (before / "manifest-sha256.txt").read_text().splitlines() if "/source/" in li)
    return {"数据/2030.xlsx": line[:64]}


def compared(made: Package, before: Path, digests: dict[str, FileDigest], **other: str) -> Changes:
    return compare(made, digests, {**sources(before), **other}, before)


def digests_of(made: Package, before: Path) -> dict[str, FileDigest]:
    held = contents_of(package(before.parent), before)
    return {c.path: held.get(c.path, FileDigest(c.size, "0" * 64)) for i in made.items for c in i.contents}


def test_the_same_year_has_no_changes(tmp_path: Path) -> None:
    before = written(tmp_path).root
    made = package(tmp_path)
    later = replace(made, created=made.created.replace(year=2032), software="docgen 9")
    assert not compared(later, before, digests_of(made, before))


def test_added_changed_and_withdrawn(tmp_path: Path) -> None:
    before = written(tmp_path).root
    made = package(tmp_path)
    first, second, third, fourth = made.items
    new = replace(first, number="2030-01-0009", key="toy:9", contents=())
    items = (replace(first, title="另一题名", retention_confirmed=True), new, second, replace(third, date="20300101"))
    found = compared(replace(made, items=items), before, digests_of(made, before))
    assert found == Changes(
        previous=ID,
        added=(Change("2030-01-0009", first.title),),
        changed=(
            Change(first.number, "另一题名", ("题名", "保管期限已确认")),
            Change(third.number, third.title, ("日期",)),
        ),
        withdrawn=(Change(fourth.number, fourth.title),),
    )


@pytest.mark.parametrize("what", ["changed", "more", "less", "renamed"])
def test_a_different_file_is_a_change_of_its_item(tmp_path: Path, what: str) -> None:
    before = written(tmp_path).root
    made = package(tmp_path)
    item = made.items[0]
    digests = digests_of(made, before)
    contents = item.contents
    if what == "changed":
        digests[contents[0].path] = FileDigest(contents[0].size, "1" * 64)
    elif what == "more":
        extra = content(tmp_path, "玩具馆/01 往来/01 登记/又一份.txt", b"x")
        contents, digests = (*contents, extra), {**digests, extra.path: FileDigest(1, "2" * 64)}
    elif what == "less":
        contents = contents[1:]
    else:
        renamed = replace(contents[0], path="玩具馆/01 往来/01 登记/改名.docx")
        contents, digests = (renamed, *contents[1:]), {**digests, renamed.path: digests[contents[0].path]}
    changed = replace(made, items=(replace(item, contents=contents), *made.items[1:]))
    (only,) = compared(changed, before, digests).changed
    assert (only.number, only.what) == (item.number, ("电子文件",))


def test_a_different_source_is_named(tmp_path: Path) -> None:
    before = written(tmp_path).root
    made = package(tmp_path)
    found = compared(made, before, digests_of(made, before), **{"docgen.toml": "3" * 64})
    assert found == Changes(ID, sources=("docgen.toml",))


def test_what_the_list_says_is_what_was_meant(tmp_path: Path) -> None:
    root = written(tmp_path).root
    made = package(tmp_path)
    read = list(read_described(root / "data" / ID / "metadata/other/items.xml"))
    assert read == [described(item, contents_of(made, root)) for item in made.items]


def test_a_version_that_can_not_be_read(tmp_path: Path) -> None:
    before = written(tmp_path).root
    made = package(tmp_path)
    digests, named = digests_of(made, before), sources(before)
    (before / "manifest-sha256.txt").unlink()
    with pytest.raises(IntegrityError):
        compare(made, digests, named, before)


def test_versions_are_found_by_name_in_their_order(tmp_path: Path) -> None:
    for name in (version_id("A-1", n) for n in (1, 2, 10)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "bagit.txt").write_bytes(b"x")
    for other in ("A-1-v0", "A-1-v1", "A-1-v02", "A-1-v3", "A-10", "A-1-v2x"):
        (tmp_path / other).mkdir()
        (tmp_path / other / ("note.txt" if other == "A-1-v3" else "bagit.txt")).write_bytes(b"x")
    assert [(n, p.name) for n, p in versions_in(tmp_path, "A-1").items()] == [
        (1, "A-1"),
        (2, "A-1-v2"),
        (10, "A-1-v10"),
    ]
    assert versions_in(tmp_path / "没有", "A-1") == {}


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)
CHANGE = st.builds(Change, TEXT, TEXT)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(CHANGE, unique_by=lambda c: c.number, max_size=6), names=st.lists(TEXT, max_size=3))
def test_what_is_written_down_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, found: list[Change], names: list[str]
) -> None:
    changed = tuple(replace(c, what=("题名", "电子文件")) for c in found[2:4])
    changes = Changes("A-1", tuple(found[:2]), changed, tuple(found[4:]), tuple(names))
    path = tmp_path_factory.mktemp("changes") / "changes.xml"
    with digesting(path) as stream:
        write_changes(stream, "A-1-v2", changes)
    assert read_changes(path) == changes


def test_a_package_tells_what_changed_and_what_it_follows(tmp_path: Path) -> None:
    changes = Changes("WJG-990000-2030", added=(Change("2030-02-0003", "只有纸质的一件"),), sources=("docgen.toml",))
    root = written(tmp_path, id="WJG-990000-2030-v2", changes=changes).root
    assert changes_of(root) == changes
    premis = (root / "data" / root.name / "metadata/preservation/premis.xml").read_text(encoding="utf-8")
    assert "<relationshipSubType>has source</relationshipSubType>" in premis
    assert changes_of(written(tmp_path / "一").root) is None
    path = root / "data" / root.name / "metadata/other/changes.xml"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(BadXml):
        read_changes(path)
    with pytest.raises(IntegrityError):
        changes_of(root)
