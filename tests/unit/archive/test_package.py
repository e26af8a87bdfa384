"""What a package holds, where it stands, and that it comes out the same every time."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from docgen.archive import verify_path, write_package
from docgen.archive.package import MAX_PACKAGE_METS
from docgen.archive.premis import PREMIS_NS
from docgen.errors import DefinitionError, IntegrityError, MissingFile, OutputError, TargetExists
from docgen.model.archive import Package, Role
from docgen.model.names import safe_name, unique_names
from tests.unit.archive.helpers import AGENCY, content, item, package, tree, written

ID = "WJG-990000-2030"
METS = "{http://www.loc.gov/METS/}"
XLINK = "{http://www.w3.org/1999/xlink}"


def parsed(bag: Path, path: str) -> etree._Element:
    return etree.parse(str(bag / "data" / ID / path)).getroot()


def test_the_layout(sound_package: Path) -> None:
    rep = f"data/{ID}/representations/rep1"
    assert list(tree(sound_package)) == sorted(
        [
            "00-目录.html",
            "bag-info.txt",
            "bagit.txt",
            "manifest-sha256.txt",
            "tagmanifest-sha256.txt",
            f"data/{ID}/METS.xml",
            f"data/{ID}/documentation/归档文件目录.xml",
            f"data/{ID}/documentation/归档说明.txt",
            f"data/{ID}/metadata/descriptive/dc.xml",
            f"data/{ID}/metadata/other/items.xml",
            f"data/{ID}/metadata/other/source/数据/2030.xlsx",
            f"data/{ID}/metadata/preservation/premis.xml",
            f"data/{ID}/schemas/catalogue.xsd",
            f"data/{ID}/schemas/items.xsd",
            f"{rep}/METS.xml",
            f"{rep}/metadata/preservation/premis.xml",
            f"{rep}/data/玩具馆/01 往来/01 登记/登记 表.docx",
            f"{rep}/data/玩具馆/01 往来/01 登记/登记 表_扫描.pdf",
            f"{rep}/data/玩具馆/02 照片/01 全年/木桥𠮷#1+2.jpg",
            f"{rep}/data/玩具馆/02 照片/02 名单/乙读者.xlsx",
            f"{rep}/data/玩具馆/02 照片/02 名单/空.txt",
        ]
    )


def test_the_result_tells_every_digest(tmp_path: Path) -> None:
    result = written(tmp_path)
    files = tree(result.root)
    assert {path: (d.size, d.sha256) for path, d in result.digests.items()} == {
        path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in files.items()
    }
    assert list(result.payload) == [path for path in files if path.startswith("data/")]
    photo = "玩具馆/02 照片/01 全年/木桥𠮷#1+2.jpg"
    assert result.contents[photo].size == 198
    assert result.size == sum(len(data) for path, data in files.items() if path.startswith("data/"))


def test_sources_stay_as_they_are(tmp_path: Path) -> None:
    made = package(tmp_path)
    before = {path: (p.read_bytes(), p.stat().st_mtime_ns) for path in tree(tmp_path) for p in [tmp_path / path]}
    (tmp_path / "目标").mkdir()
    write_package(made, tmp_path / "目标")
    assert before == {path: ((tmp_path / path).read_bytes(), (tmp_path / path).stat().st_mtime_ns) for path in before}


def test_twice_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    made = package(tmp_path)
    for name in ("一", "二"):
        (tmp_path / name).mkdir()
        write_package(made, tmp_path / name)
    assert tree(tmp_path / "一") == tree(tmp_path / "二")


def test_the_tag_files(sound_package: Path) -> None:
    assert (sound_package / "bagit.txt").read_bytes() == (b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    info = (sound_package / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    payload = [p for p in (sound_package / "data").rglob("*") if p.is_file()]
    assert info == [
        "Source-Organization: 小镇文化站",
        "Contact-Name: 甲管理员",
        "External-Description: 小镇玩具馆2030年度归档文件，参照DB9900/T 1—2030整理",
        f"External-Identifier: {ID}",
        "Internal-Sender-Description: 小镇玩具馆",
        "Bagging-Date: 2031-01-15",
        f"Payload-Oxum: {sum(p.stat().st_size for p in payload)}.{len(payload)}",
        "BagIt-Profile-Identifier: urn:docgen:bagit-profile:1",
        "Bag-Software-Agent: docgen 0.1.0",
    ]


def test_a_label_can_not_be_smuggled_in(tmp_path: Path) -> None:
    bag = written(tmp_path, agency=replace(AGENCY, keeper="甲\nPayload-Oxum: 1.1")).root
    assert "Contact-Name: 甲 Payload-Oxum: 1.1\n" in (bag / "bag-info.txt").read_text(encoding="utf-8")
    assert verify_path(bag).ok


def test_the_mets_of_the_package_does_not_grow_with_the_year(tmp_path: Path) -> None:
    files = tmp_path / "来源"
    contents = [content(files, f"玩具馆/01 往来/01 登记/{n}.txt", b"x") for n in range(300)]
    items = tuple(item(f"2030-01-{n:04}", [one]) for n, one in enumerate(contents, 1))
    sources = {f"模板/{n}.docx": contents[0].source for n in range(200)}
    bag = written(tmp_path, items=items, sources=sources).root
    small = bag / "data" / ID / "METS.xml"
    assert small.stat().st_size < MAX_PACKAGE_METS / 3
    representation = parsed(bag, "representations/rep1/METS.xml")
    assert len(representation.findall(f".//{METS}file")) == 300
    assert len(representation.findall(f"{METS}dmdSec")) == 200
    assert verify_path(bag).findings == ()


def test_too_much_documentation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="说明文件"):
        written(tmp_path, documentation={f"说明{n}.txt": b"x" for n in range(64)})


def test_links_are_encoded_once(sound_package: Path) -> None:
    hrefs = [e.get(f"{XLINK}href") for e in parsed(sound_package, "representations/rep1/METS.xml").iter()]
    photo = next(h for h in hrefs if h and h.endswith(".jpg"))
    assert photo.endswith("/%E6%9C%A8%E6%A1%A5%F0%A0%AE%B7%231%2B2.jpg")
    assert all(h is None or (h.isascii() and "%2F" not in h and "+" not in h and " " not in h) for h in hrefs)


def test_the_ids_of_files_do_not_move(tmp_path: Path) -> None:
    def ids(bag: Path) -> dict[str, str]:
        root = parsed(bag, "representations/rep1/METS.xml")
        return {f[0].get(f"{XLINK}href"): f.get("ID") for f in root.iter(f"{METS}file")}

    before = ids(written(tmp_path / "一").root)
    more = item("2030-01-0000", [content(tmp_path / "多", "玩具馆/00 先/01 先/先.txt", b"x")])
    after = ids(written(tmp_path / "二", items=(more, *package(tmp_path / "三").items)).root)
    assert len(after) == len(before) + 1
    assert {href: after[href] for href in before} == before


def test_one_time_everywhere(sound_package: Path) -> None:
    stamps = {
        value
        for path in sound_package.rglob("*.xml")
        for element in etree.parse(str(path)).iter()
        for name, value in (*element.attrib.items(), ("", (element.text or "").strip()))
        if name in ("CREATED", "CREATEDATE", "LASTMODDATE") or (str(element.tag).endswith("eventDateTime") and not name)
    }
    assert stamps == {"2031-01-15T09:00:00+08:00"}


def test_premis_says_only_what_happened(sound_package: Path) -> None:
    root = parsed(sound_package, "metadata/preservation/premis.xml")
    events = [e.text for e in root.iter(f"{{{PREMIS_NS}}}eventType")]
    assert events == ["message digest calculation", "information package creation"]
    notes = [e.text for e in root.iter(f"{{{PREMIS_NS}}}eventOutcomeDetailNote")]
    assert notes == ["SHA-256，6个文件，530字节", "4件"]
    rights = [e.text for e in root.iter(f"{{{PREMIS_NS}}}otherRightsNote")]
    assert rights == ["保管期限：30年", "密级：公开"]
    order = [etree.QName(e).localname for e in root]
    assert order == sorted(order, key=["object", "event", "agent", "rights"].index)


def test_the_lists_hold_what_is_known_of_an_item(tmp_path: Path) -> None:
    held = replace(
        content(tmp_path / "来源", "玩具馆/01 往来/01 登记/一.pdf", b"x", Role.ORIGINAL),
        original_name="旧?.pdf",
        template="登记.docx sha256:00",
        entry="玩具:W-1",
    )
    one = item(
        "2030-01-0007",
        [held],
        document_number="镇玩〔2030〕1号",
        archival_code="Z990-WS·2030-D30-WJG-0007",
        retention_confirmed=True,
    )
    bag = written(tmp_path, items=(one,), agency=replace(AGENCY, fonds_code="Z990", unit_code="WJG")).root
    names = ("件号", "标识", "资料", "类别号", "具体内容", "档号", "题名", "责任者", "日期", "文件编号", "密级")
    listed = parsed(bag, "metadata/other/items.xml")
    ns = {"i": "urn:docgen:items:1", "c": "urn:docgen:catalogue:1"}
    entry = listed.find("i:件", ns)
    assert entry is not None
    assert [entry.findtext(f"i:{name}", namespaces=ns) for name in names] == [
        "2030-01-0007", "toy:2030-01-0007", "toy", "01", "01 玩具登记", "Z990-WS·2030-D30-WJG-0007",
        "第2030-01-0007件<玩具>", "小镇玩具馆", "20300305", "镇玩〔2030〕1号", "公开",
    ]  # fmt: skip
    assert entry.find("i:保管期限", ns).attrib == {"已确认": "true"}
    file = entry.find("i:电子文件", ns)
    assert [e.text for e in file] == [
        "正本", "玩具馆/01 往来/01 登记/一.pdf", "1", hashlib.sha256(b"x").hexdigest(), "text/plain", "旧?.pdf",
        "登记.docx sha256:00", "玩具:W-1",
    ]  # fmt: skip
    row = parsed(bag, "documentation/归档文件目录.xml").find("c:条目", ns)
    assert [etree.QName(e).localname for e in row] == [
        "序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注",
    ]  # fmt: skip
    assert [e.text or "" for e in row] == [
        "1", "Z990-WS·2030-D30-WJG-0007", "镇玩〔2030〕1号", "小镇玩具馆", "第2030-01-0007件<玩具>", "20300305",
        "公开", "1", "",
    ]  # fmt: skip
    assert verify_path(bag).findings == ()


def test_what_xml_can_not_hold_is_shown(tmp_path: Path) -> None:
    one = replace(content(tmp_path / "来源", "玩具馆/01 往来/01 登记/一.pdf", b"x"), original_name="旧\x07\udcd5.pdf")
    bag = written(tmp_path, items=(item("2030-01-0001", [one]),)).root
    assert "旧\\u0007\\uDCD5.pdf" in (bag / "data" / ID / "metadata/other/items.xml").read_text(encoding="utf-8")
    assert verify_path(bag).findings == ()


def test_the_page_leads_to_every_file_that_is_not_personal(sound_package: Path) -> None:
    from urllib.parse import unquote

    text = (sound_package / "00-目录.html").read_text(encoding="utf-8")
    page = html.fromstring(text)
    links = [unquote(a.get("href")) for a in page.iter("a") if not a.get("href").startswith("#")]
    assert all((sound_package / link).is_file() for link in links)
    contents = [link.rsplit("/", 1)[-1] for link in links if "/rep1/data/" in link]
    assert contents == ["登记 表.docx", "登记 表_扫描.pdf", "木桥𠮷#1+2.jpg"]
    assert "乙读者" not in text and "名单" not in text and "2030-02-0002" not in text
    assert "其中1件含个人信息，不列在本页" in text
    assert [h.text for h in page.iter("h2")] == ["01 往来", "02 照片"]
    assert "只有纸质的一件" in text and "第2030-01-0001件&lt;玩具&gt;" in text
    assert not page.xpath("//@src | //link") and "http:" not in text and "https:" not in text


@pytest.mark.parametrize("name", ["2030", "a b", "中文", "a/b", "", "x" * 41, "a.b"])
def test_the_id_is_short_ascii(tmp_path: Path, name: str) -> None:
    (tmp_path / "目标").mkdir()
    with pytest.raises(DefinitionError, match="编号"):
        write_package(package(tmp_path, id=name), tmp_path / "目标")


def test_the_time_has_a_zone(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="时区"):
        written(tmp_path, created=datetime(2031, 1, 15))  # noqa: DTZ001  that is the point


def test_the_target_must_be_empty(tmp_path: Path) -> None:
    made = package(tmp_path)
    (tmp_path / "目标").mkdir()
    (tmp_path / "目标" / "旧.txt").write_bytes(b"x")
    for target in (tmp_path / "目标", tmp_path / "没有"):
        with pytest.raises(TargetExists):
            write_package(made, target)


def test_bad_names_are_said_before_anything_is_written(tmp_path: Path) -> None:
    files = tmp_path / "来源"
    contents = [content(files, f"玩具馆/01 往来/01 登记/{name}", b"x") for name in ("a?.txt", "B.txt", "b.txt")]
    made = package(tmp_path, items=(item("2030-01-0001", contents),), documentation={"坏%.txt": b"x"})
    (tmp_path / "目标").mkdir()
    with pytest.raises(OutputError) as caught:
        write_package(made, tmp_path / "目标")
    assert sorted(f.code for f in caught.value.findings) == [
        "output.name-clash", "output.name-unsafe", "output.name-unsafe",
    ]  # fmt: skip
    assert list((tmp_path / "目标").iterdir()) == []


def test_the_length_of_paths_counts_where_the_bag_will_stand(tmp_path: Path) -> None:
    made = package(tmp_path)
    (tmp_path / "目标").mkdir()
    with pytest.raises(OutputError) as caught:
        write_package(made, tmp_path / "目标", home=Path("/" + "长" * 180))
    assert caught.value.code == "output.path-too-long"
    write_package(made, tmp_path / "目标", home=Path("/短"))


def test_lost_and_changed_sources(tmp_path: Path) -> None:
    made = package(tmp_path)
    first = made.items[0].contents[0].source
    first.write_bytes(b"changed")
    (tmp_path / "目标").mkdir()
    with pytest.raises(IntegrityError):
        write_package(made, tmp_path / "目标")
    first.unlink()
    (tmp_path / "另一").mkdir()
    with pytest.raises(MissingFile):
        write_package(made, tmp_path / "另一")


texts = st.text(min_size=1, max_size=12).filter(lambda text: "%" not in text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    names=st.lists(texts.map(safe_name), max_size=6).map(lambda found: unique_names(found)),
    titles=st.lists(texts, min_size=6, max_size=6),
    datas=st.lists(st.binary(max_size=40), min_size=6, max_size=6),
)
def test_what_is_written_verifies(names: list[str], titles: list[str], datas: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        items = tuple(
            item(f"2030-01-{n:04}", [content(root / "来源", f"玩具馆/01 往来/{name}/{name}.bin", data)], title=title)
            for n, (name, title, data) in enumerate(zip(names, titles, datas, strict=False), 1)
        )
        made: Package = package(root, items=items)
        for name in ("一", "二"):
            (root / name).mkdir()
            write_package(made, root / name)
        assert tree(root / "一") == tree(root / "二")
        report = verify_path(root / "一")
        assert (report.kind, report.findings, report.counts["items"]) == ("package", (), len(items))
