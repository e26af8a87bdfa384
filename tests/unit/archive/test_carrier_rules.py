"""Carriers in both layouts, read by somebody who knows only the rules; and damage that such a reader and we see."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from docgen.archive.layout import xml_schema
from docgen.archive.verify import verify_path
from docgen.errors import DefinitionError
from tests.tools.carrier_reader import read_carrier, read_set
from tests.unit.archive.disc_helpers import burnt, coded, photo_year, three, two_by_code
from tests.unit.archive.helpers import edit, reseal_disc, tree

CODE = "Z999/ZP/2030/Z999-ZP·2030-D30-02-0001"


@pytest.fixture(scope="module")
def by_code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dat93")
    made = coded(photo_year(folder))
    dated = tuple(replace(item, date=item.date or "20300101") for item in made.items)
    made = replace(made, items=dated)
    return burnt(folder, made, two_by_code(made), medium="DVD±R，容量4.70GB")


@pytest.fixture(scope="module")
def by_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return burnt(tmp_path_factory.mktemp("saac2012"), medium="DVD±R，容量4.70GB")


@pytest.fixture(params=["by_code", "by_year"])
def discs(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


def test_a_reader_of_the_rules_finds_nothing_wrong(discs: Path) -> None:
    read, problems = read_set(sorted(discs.iterdir()))
    assert problems == []
    assert sum(len(one.records) for one in read) == (6 if read[0].dat93 else 5)
    assert all(one.form[1][1]["单位名称"] == "小镇文化站" for one in read)


def test_verify_finds_nothing_either(discs: Path) -> None:
    report = verify_path(discs)
    assert (report.kind, report.findings) == ("set", ())
    assert report.counts["discs"] == len(list(discs.iterdir()))


def test_every_list_fits_its_schema_on_the_carrier(discs: Path) -> None:
    for folder in discs.iterdir():
        lists = {
            "set.xsd": [folder / "其他" / "全套目录.xml"],
            "metadata.xsd": sorted(folder.rglob("电子档案元数据.XML")),
            "digests.xsd": [folder / "其他" / "数字摘要清单.XML"],
            "carrier-dat93.xsd": sorted(folder.glob("目录文件.XML")),
            "carrier.xsd": sorted(folder.glob("文件目录.XML")),
        }
        for name, places in lists.items():
            if (folder / "其他" / name).is_file():
                assert (folder / "其他" / name).read_bytes() == xml_schema(name).read_bytes()
                schema = etree.XMLSchema(etree.parse(str(folder / "其他" / name)))
                assert places
                for place in places:
                    assert schema.validate(etree.parse(str(place))), schema.error_log
            else:
                assert not places


def test_the_root_holds_nothing_else(by_code: Path) -> None:
    for folder in by_code.iterdir():
        assert {p.name for p in folder.iterdir()} == {"说明文件.TXT", "目录文件.XML", "Z999", "其他"}
    assert sorted(p for p in tree(by_code / "D01") if p.startswith("Z999/")) == sorted(
        f"{CODE}/{name}" for name in ("木桥 #1&2.jpg", "石桥𠮷.jpg", "电子档案元数据.XML")
    )


def test_the_page_below_links_upwards(by_code: Path) -> None:
    page = (by_code / "D01" / "其他" / "index.html").read_text(encoding="utf-8")
    assert 'href="../%E8%AF%B4%E6%98%8E%E6%96%87%E4%BB%B6.TXT"' in page
    assert 'href="../Z999/ZP/2030/' in page
    assert page.count('href="../') == 3 + 2


def test_no_claim_to_fulfil_a_standard(discs: Path) -> None:
    for folder in discs.iterdir():
        own = {path: data for path, data in tree(folder).items() if not path.startswith(("电子档案/", "Z999/"))}
        assert [path for path, data in own.items() if "符合".encode() in data] == []


def test_what_the_form_asks_of_people_is_blank(discs: Path) -> None:
    for folder in discs.iterdir():
        one = read_carrier(folder)
        filled = {label for _, part in one.form[1:] for label, value in part.items() if value}
        assert filled == {"单位名称"}
        assert one.form[2][1]["单位名称"] == ""


def test_the_description_says_what_is_known_and_nothing_else(by_code: Path) -> None:
    text = (by_code / "D02" / "Z999/ZP/2030/Z999-ZP·2030-D30-02-0002" / "电子档案元数据.XML").read_text("utf-8")
    assert "<题名>开馆日</题名>" in text and "<文件组合类型>组合文件</文件组合类型>" in text
    assert "格式名称：MP4，MIME媒体类型：video/mp4" in text
    assert "文件编号" not in text and "控制标识" not in text and "<室编件号>2</室编件号>" in text
    assert "<脱机载体编号>WJG-990000-2030-D02</脱机载体编号>" in text


def test_an_item_without_a_code_is_refused(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    with pytest.raises(DefinitionError, match="没有可用的档号"):
        burnt(tmp_path, made, two_by_code(made))


def test_two_layouts_in_one_set_are_refused(tmp_path: Path) -> None:
    made = coded(photo_year(tmp_path))
    one, two, last = three(made)
    with pytest.raises(DefinitionError, match="D02：目录结构与第1张不同"):
        burnt(tmp_path, made, (one, replace(two, carrier="dat93"), last))


def spoil_root(disc: Path) -> None:
    (disc / "index.html").write_bytes(b"<p>")


def spoil_outside(disc: Path) -> None:
    (disc / "Z999" / "多余.txt").write_bytes(b"x")


def spoil_code(disc: Path) -> None:
    (disc / CODE).rename(disc / f"{CODE}9")


def spoil_twice(disc: Path) -> None:
    shutil.copytree(disc / CODE, disc / CODE.replace("/2030/", "/2031/"))


def spoil_description(disc: Path) -> None:
    (disc / CODE / "电子档案元数据.XML").unlink()


def spoil_content(disc: Path) -> None:
    for path in (disc / CODE).glob("*.jpg"):
        path.unlink()


def spoil_count(disc: Path) -> None:
    edit(disc / "说明文件.TXT", "档案数量：1", "档案数量：1件")


def spoil_name(disc: Path) -> None:
    edit(disc / CODE / "电子档案元数据.XML", "石桥𠮷.jpg</", "石桥.jpg</")


def spoil_size(disc: Path) -> None:
    edit(disc / "其他" / "数字摘要清单.XML", "<路径>", "<路径>./")


def spoil_digest(disc: Path) -> None:
    path = disc / "其他" / "数字摘要清单.XML"
    head, mark, rest = path.read_text("utf-8").rpartition("<数字摘要>")
    path.write_text(f"{head}{mark}{'0' * 64}{rest[64:]}", "utf-8")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (spoil_root, "integrity.disc-layout"),
        (spoil_outside, "integrity.disc-unnamed"),
        (spoil_code, "integrity.disc-layout"),
        (spoil_twice, "integrity.disc-layout"),
        (spoil_description, "integrity.disc-layout"),
        (spoil_content, "integrity.disc-layout"),
        (spoil_count, "integrity.disc-note"),
        (spoil_name, "integrity.disc-metadata"),
        (spoil_size, "integrity.disc-digests"),
        (spoil_digest, "integrity.disc-digests"),
    ],
)
def test_damage_under_a_new_manifest_is_seen_by_both(
    by_code: Path, tmp_path: Path, spoil: Callable[[Path], None], code: str
) -> None:
    """Somebody changed the disc and made its manifest anew, so that no digest tells."""
    disc = Path(shutil.copytree(by_code / "D01", tmp_path / "D01"))
    spoil(disc)
    reseal_disc(disc)
    assert code in {f.code for f in verify_path(disc).findings}
    assert read_carrier(disc).problems


def test_a_description_that_is_gone_from_an_older_layout_is_no_damage(by_year: Path, tmp_path: Path) -> None:
    """Discs burnt before there were descriptions and lists of digests stay sound."""
    disc = Path(shutil.copytree(by_year / "D01", tmp_path / "D01"))
    for name in ("电子档案元数据.XML", "数字摘要清单.XML", "电子档案移交与接收登记表.TXT", "编号规则.TXT"):
        (disc / "其他" / name).unlink()
    reseal_disc(disc)
    assert verify_path(disc).findings == ()
