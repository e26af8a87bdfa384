"""Restoring from packages that are whole but whose lists nobody should trust, and from those of earlier versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from docgen.errors import IntegrityError, NotRestorable
from docgen.tasks.restore import Restored, restore_workspace
from docgen.tasks.sources import PLACES, packed_names, places_table
from docgen.write.tables import read_table
from tests.unit.archive.helpers import package, tree, written

SETTINGS = b'standard = "toy"\nyear = 2030\n'


def restored(folder: Path, *places: str, data: str = "数据/2030.xlsx", **changes: object) -> Restored:
    """Pack the small package with its files at these places of a workspace, and restore it."""
    base = package(folder)
    rest = iter(places)
    items = tuple(replace(i, contents=tuple(replace(c, place=next(rest, "")) for c in i.contents)) for i in base.items)
    (folder / "设置").write_bytes(SETTINGS)
    sources = {"docgen.toml": folder / "设置", data: folder / "来源" / "工作簿.xlsx"}
    more = changes.pop("sources", {})
    assert isinstance(more, dict)
    bag = written(folder, items=items, sources=sources | more, **changes).root
    return restore_workspace(folder / "馆", bag)


def test_every_file_goes_back_to_its_place(tmp_path: Path) -> None:
    rest = {"附件/深/100%.pdf": tmp_path / "单.pdf", "成品/2030/在期/约.docx": tmp_path / "单.pdf"}
    (tmp_path / "单.pdf").write_bytes(b"%PDF-")
    told = restored(
        tmp_path,
        *("附件/扫描/a b.docx", "附件/扫描/a.pdf", "附件/图/同一张.jpg", "成品/2030/B/名单.xlsx"),
        sources={name: rest[place] for name, place in packed_names(rest).items()},
        records=places_table(rest),
    )
    root = tmp_path / "馆"
    assert {path for path in tree(root) if not path.startswith("归档/")} == {
        "docgen.toml",
        "数据/2030.xlsx",
        "附件/扫描/a b.docx",
        "附件/扫描/a.pdf",
        "附件/图/同一张.jpg",
        "附件/深/100%.pdf",
        "成品/2030/B/名单.xlsx",
        "成品/2030/在期/约.docx",
        "登记/2030/件号.csv",
    }
    assert (root / "附件/深/100%.pdf").read_bytes() == b"%PDF-"
    assert told.counts == {"数据": 1, "附件": 4, "成品": 2}
    assert [path.rpartition("/")[2] for path in told.left] == ["空.txt"]


def test_numbers_of_a_package_without_records_are_rebuilt(tmp_path: Path) -> None:
    told = restored(tmp_path, "附件/a", "附件/b", "附件/c", "附件/d", "附件/e")
    assert not told.records
    rows = read_table(tmp_path / "馆" / "登记" / "2030" / "件号.csv", ("文件键", "件号"))
    assert ["toy:2030-02-0001", "2030-02-0001"] in rows and len(rows) == 4


@pytest.mark.parametrize(
    "place",
    [
        "../外面.docx",
        "附件/../../外面.docx",
        "/etc/外面.docx",
        "C:/外面.docx",
        "附件\\..\\..\\外面.docx",
        "附件//a",
        "附件/./a",
        "附件",
        "docgen.toml",
        "数据/2030.xlsx",
        "登记/2030/件号.csv",
        "成品/2029/别的年.docx",
        "~/a",
        "附件/a\tb",
    ],
)
def test_a_place_outside_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(IntegrityError) as caught:
        restored(tmp_path, "附件/a", place, "附件/c")
    assert [(f.code, f.place.file) for f in caught.value.findings] == [("integrity.unsafe-path", place)]
    assert not (tmp_path / "馆").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["归档", "来源", "设置"]


def test_a_listed_place_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "来源").mkdir()
    (tmp_path / "来源" / "x").write_bytes(b"x")
    rest = {"附件/../../x": tmp_path / "来源" / "x"}
    with pytest.raises(IntegrityError) as caught:
        restored(
            tmp_path,
            sources={name: rest[place] for name, place in packed_names(rest).items()},
            records=places_table(rest),
        )
    assert [f.place.file for f in caught.value.findings] == ["附件/../../x"]


def test_a_source_docgen_does_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "来源").mkdir()
    (tmp_path / "来源" / "x").write_bytes(b"x")
    with pytest.raises(IntegrityError) as caught:
        restored(tmp_path, sources={"bin/x": tmp_path / "来源" / "x"})
    assert [f.place.file for f in caught.value.findings] == ["bin/x"]


def test_two_files_in_one_place_are_refused(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match="同一个位置"):
        restored(tmp_path, "附件/a", "附件/a")
    assert not (tmp_path / "馆").exists()


def test_a_package_without_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotRestorable, match="没有数据工作簿"):
        restored(tmp_path, data="模板/x.xlsx")


def test_names_in_the_package_are_good_everywhere_and_differ() -> None:
    places = ["附件/a/图.jpg", "附件/b/图.JPG", "附件/c/100%?.p:f", "附件/con.txt", "成品/2030/x/图.jpg"]
    names = packed_names(places)
    assert list(names.values()) == places
    assert list(names) == ["附件/图.jpg", "附件/图_2.JPG", "附件/100％？.p：f", "附件/_con.txt", "成品/图.jpg"]
    assert places_table([]) == {}
    assert set(places_table(places)) == {PLACES}
