"""What a disc says about itself: read back with the standard library only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from docgen.archive.carrier import disc_set, medium_words, note_bytes
from docgen.archive.carrierlayout import SAAC2012
from docgen.archive.layout import xml_schema
from docgen.errors import DefinitionError
from docgen.model.archive import Disc
from tests.unit.archive.disc_helpers import (
    CHILDREN,
    EXPECTED_FIELDS,
    FIELDS,
    PHOTOS,
    burnt,
    disc,
    photo_year,
    read,
    three,
)


def test_the_year_takes_the_place_of_the_studio() -> None:
    assert SAAC2012.path(2030, "", "馆/02 照片/01 全年/a.jpg") == "电子档案/2030/02 照片/01 全年/a.jpg"


def test_the_note_has_all_fields_and_an_integer_count(tmp_path: Path) -> None:
    one = read(burnt(tmp_path, medium="DVD±R，容量4.70GB") / "D01")
    assert [label for label in one.fields if label in FIELDS + EXPECTED_FIELDS] == FIELDS + EXPECTED_FIELDS
    assert all(one.fields[label] for label in FIELDS)
    assert int(one.fields["档案数量"]) == len(one.entries) == 2
    assert int(one.fields["文件数量"]) == 3
    assert one.fields["离线载体参数"] == "DVD±R，容量4.70GB"
    assert one.fields["载体编号"] == "WJG-990000-2030-D01"
    assert one.fields["载体数量"] == "3"
    assert one.fields["移交单位"] == "小镇文化站（小镇玩具馆）"
    assert "2030年度图像、视频电子档案" in one.fields["内容描述"] and "第1张/共3张" in one.fields["内容描述"]
    assert one.fields["起止档号"] == "档号未编；件号2030-02-0001至2030-02-0002"
    assert "文件格式：JPG、MP4" in one.fields["软硬件环境"]
    size = 99 * 2 + 77 * 2 + 800
    assert one.fields["数据量"] == f"0.000GB（{size}字节）"


def test_what_a_person_gives_is_blank(tmp_path: Path) -> None:
    one = read(burnt(tmp_path) / "D02")
    blank = {label for label, value in one.fields.items() if not value}
    assert blank == {"离线载体参数", "制作人", "制作日期", "检查单位", "检查人", "检查日期"}


def test_no_claim_to_fulfil_a_standard(tmp_path: Path) -> None:
    files = read(burnt(tmp_path) / "D01").files
    own = [data for path, data in files.items() if not path.startswith("电子档案/")]
    assert own and not [data for data in own if "符合".encode() in data]


def test_a_line_break_in_a_name_starts_no_field(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    made = replace(made, agency=replace(made.agency, unit="小镇\r\n检查人：某人"))
    text = note_bytes(disc_set(made, three(made)), three(made)[0], "").decode("utf-8-sig")
    assert [line for line in text.split("\r\n") if line.startswith("检查人")] == ["检查人："]


def test_codes_stand_as_soon_as_they_are_known(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    items = tuple(replace(i, archival_code=f"Z999-ZP·2030-D30-02-{i.number[-4:]}") for i in made.items)
    one = read(burnt(tmp_path, replace(made, items=items)) / "D01")
    assert one.fields["起止档号"] == "Z999-ZP·2030-D30-02-0001至Z999-ZP·2030-D30-02-0002"
    assert [e["档号"] for e in one.entries] == [i.archival_code for i in items[1:3]]


def test_one_entry_per_item_with_its_children_in_order(tmp_path: Path) -> None:
    one = read(burnt(tmp_path) / "D01")
    assert one.children == [CHILDREN, CHILDREN]
    first, second = one.entries
    assert [e["顺序号"] for e in one.entries] == ["1", "2"]
    assert (first["档号"], first["责任者"], first["题名"]) == ("", "小镇玩具馆", "桥 <两张> & 其他")
    assert (first["日期"], first["密级"], first["备注"]) == ("20300305", "公开", "件号2030-02-0001")
    base = "电子档案/2030/02 照片/01 全年"
    assert first["电子档案名称"].splitlines() == [f"{base}/木桥 #1&2.jpg", f"{base}/石桥𠮷.jpg"]
    assert second["电子档案名称"] == f"{base}/开馆一.mp4"


def test_a_split_item_says_where_the_rest_is(tmp_path: Path) -> None:
    root = burnt(tmp_path)
    rest = "另有1个文件在归档包中，不在光盘上"
    assert read(root / "D01").entries[1]["备注"] == f"件号2030-02-0002；另有1个文件在第2张；{rest}"
    assert read(root / "D02").entries[0]["备注"] == f"件号2030-02-0002；另有1个文件在第1张；{rest}"


def test_the_schema_takes_what_is_written_and_refuses_the_rest(tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(xml_schema("carrier.xsd"))))
    for folder in sorted(burnt(tmp_path).iterdir()):
        document = etree.parse(str(folder / "文件目录.XML"))
        assert schema.validate(document), schema.error_log
        entry = document.getroot()[0]
        entry.remove(entry.find("密级"))
        assert not schema.validate(document)


@pytest.mark.parametrize(
    ("name", "capacity", "words"),
    [
        ("dvd", 4_700_372_992, "DVD±R，容量4.70GB（4.38GiB，4700372992字节）"),
        ("bd25", 24_220_008_448, "BD-R，容量24.22GB（22.56GiB，24220008448字节）"),
        ("700MB", 700_000_000, "容量0.70GB（0.65GiB，700000000字节）"),
    ],
)
def test_a_medium_is_named_with_both_sizes(name: str, capacity: int, words: str) -> None:
    assert medium_words(name, capacity) == words


def test_a_plan_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    made = photo_year(tmp_path)
    one, two, last = three(made)
    plans: dict[str, tuple[Disc, ...]] = {
        "归档包里没有": (one, two, disc(made, 3, 3, [*last.paths, "玩具馆/没有.jpg"])),
        "列了不止一次": (one, disc(made, 2, 3, [*two.paths, f"{PHOTOS}/石桥𠮷.jpg"]), last),
        "盘号不是从1连续编到总张数": (one, last),
        "D03：没有文件": (one, two, replace(last, items=(), paths=())),
        "D02：件号与文件对不上": (one, replace(two, items=("2030-02-0002", "2030-02-0003")), last),
    }
    for message, plan in plans.items():
        with pytest.raises(DefinitionError, match=message):
            disc_set(made, plan)
