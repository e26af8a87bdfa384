"""One damaged sample per code, made from a sound archive."""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docgen.archive.codes import Code
from docgen.model.finding import Severity
from tests.unit.archive.helpers import edit, make_set, reseal, reseal_disc, sums

ID = "WJG-990000-2030"
CSIP = f"data/{ID}"
REP = f"{CSIP}/representations/rep1"
SCAN = f"{REP}/data/玩具馆/01 往来/01 登记/登记 表_扫描.pdf"


@dataclass(frozen=True)
class Sample:
    """A way to damage an archive and what must be found."""

    code: Code
    damage: Callable[[Path], None]
    file: str | None
    severity: Severity


PACKAGE: list[Sample] = []
FOREIGN: list[Sample] = []
SET: list[Sample] = []
YEAR: list[Sample] = []

Damage = Callable[[Path], None]


def spoils(
    where: list[Sample], code: Code, file: str | None = None, severity: Severity = Severity.ERROR
) -> Callable[[Damage], Damage]:
    """The function damages an archive so that ``code`` is found at ``file`` (``None``: anywhere)."""

    def note(damage: Damage) -> Damage:
        where.append(Sample(code, damage, file, severity))
        return damage

    return note


# ---- bags of ours


@spoils(PACKAGE, Code.CHANGED, SCAN)
def one_byte_of_a_scan(bag: Path) -> None:
    data = bytearray((bag / SCAN).read_bytes())
    data[7] ^= 1
    (bag / SCAN).write_bytes(data)


@spoils(PACKAGE, Code.CHANGED, "bag-info.txt")
def edited_label(bag: Path) -> None:
    edit(bag / "bag-info.txt", "甲管理员", "乙管理员")


@spoils(PACKAGE, Code.CHANGED, "bagit.txt")
def declaration_with_other_line_ends(bag: Path) -> None:
    edit(bag / "bagit.txt", "\n", "\r\n")


@spoils(PACKAGE, Code.MISSING, SCAN)
def lost_scan(bag: Path) -> None:
    (bag / SCAN).unlink()


@spoils(PACKAGE, Code.EXTRA, f"{REP}/data/Thumbs.db")
def file_added_to_the_payload(bag: Path) -> None:
    (bag / REP / "data" / "Thumbs.db").write_bytes(b"x")


@spoils(PACKAGE, Code.EXTRA, "附言.txt")
def file_added_at_the_top(bag: Path) -> None:
    (bag / "附言.txt").write_bytes(b"x")


@spoils(PACKAGE, Code.EXTRA, "附件/附言.txt")
def folder_added_at_the_top(bag: Path) -> None:
    (bag / "附件").mkdir()
    (bag / "附件" / "附言.txt").write_bytes(b"x")


@spoils(PACKAGE, Code.EXTRA, f"{REP}/data/新建文件夹")
def empty_folder_added(bag: Path) -> None:
    (bag / REP / "data" / "新建文件夹").mkdir()


@spoils(PACKAGE, Code.EXTRA, "tagmanifest-md5.txt")
def second_tag_manifest(bag: Path) -> None:
    digest = hashlib.md5((bag / "bagit.txt").read_bytes()).hexdigest()
    (bag / "tagmanifest-md5.txt").write_text(f"{digest}  bagit.txt\n", encoding="utf-8")


@spoils(PACKAGE, Code.DECLARATION, "bagit.txt")
def lost_declaration(bag: Path) -> None:
    (bag / "bagit.txt").unlink()


@spoils(PACKAGE, Code.DECLARATION, "bagit.txt")
def lost_everything_but_the_payload(bag: Path) -> None:
    for file in bag.glob("*.*"):
        file.unlink()


@spoils(PACKAGE, Code.DECLARATION, "bagit.txt")
def unknown_version(bag: Path) -> None:
    edit(bag / "bagit.txt", "1.0", "2.0")


@spoils(PACKAGE, Code.DECLARATION, "bagit.txt")
def no_encoding_line(bag: Path) -> None:
    (bag / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\n")


@spoils(PACKAGE, Code.DECLARATION, "bagit.txt")
def blank_before_the_colon(bag: Path) -> None:
    edit(bag / "bagit.txt", "Version:", "Version :")


@spoils(PACKAGE, Code.ENCODING, "bag-info.txt")
def byte_order_mark(bag: Path) -> None:
    (bag / "bag-info.txt").write_bytes(b"\xef\xbb\xbf" + (bag / "bag-info.txt").read_bytes())


@spoils(PACKAGE, Code.ENCODING, "bag-info.txt")
def other_encoding(bag: Path) -> None:
    (bag / "bag-info.txt").write_bytes((bag / "bag-info.txt").read_text(encoding="utf-8").encode("gb18030"))


@spoils(PACKAGE, Code.NO_MANIFEST, None)
def lost_manifest(bag: Path) -> None:
    (bag / "manifest-sha256.txt").unlink()


@spoils(PACKAGE, Code.MANIFEST_LINE, "manifest-sha256.txt")
def line_without_digest(bag: Path) -> None:
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write("这不是条目\n")


@spoils(PACKAGE, Code.MANIFEST_TWICE, "manifest-sha256.txt")
def file_listed_twice(bag: Path) -> None:
    path = bag / "manifest-sha256.txt"
    path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[0])


@spoils(PACKAGE, Code.MANIFESTS_DIFFER, SCAN)
def second_manifest_lists_less(bag: Path) -> None:
    lines = [
        f"{hashlib.md5(p.read_bytes()).hexdigest()}  {p.relative_to(bag).as_posix()}\n"
        for p in sorted((bag / "data").rglob("*"))
        if p.is_file() and p != bag / SCAN
    ]
    (bag / "manifest-md5.txt").write_text("".join(lines), encoding="utf-8")


@spoils(PACKAGE, Code.MANIFEST_FORM, "tagmanifest-sha256.txt")
def seal_in_upper_case(bag: Path) -> None:
    path = bag / "tagmanifest-sha256.txt"
    line = path.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    edit(path, line[:64], line[:64].upper())


@spoils(PACKAGE, Code.MANIFEST_FORM, "tagmanifest-sha256.txt")
def seal_with_one_blank(bag: Path) -> None:
    edit(bag / "tagmanifest-sha256.txt", "  bagit.txt", " bagit.txt")


@spoils(PACKAGE, Code.MANIFEST_FORM, "tagmanifest-sha256.txt")
def seal_without_last_line_feed(bag: Path) -> None:
    path = bag / "tagmanifest-sha256.txt"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))


@spoils(PACKAGE, Code.MANIFEST_FORM, "tagmanifest-sha256.txt")
def seal_in_other_order(bag: Path) -> None:
    path = bag / "tagmanifest-sha256.txt"
    path.write_bytes(b"".join(reversed(path.read_bytes().splitlines(keepends=True))))


@spoils(PACKAGE, Code.MANIFEST_FORM, "tagmanifest-sha256.txt")
def seal_lists_a_payload_file(bag: Path) -> None:
    line = (bag / "manifest-sha256.txt").read_bytes().splitlines(keepends=True)[0]
    with (bag / "tagmanifest-sha256.txt").open("ab") as stream:
        stream.write(line)


@spoils(PACKAGE, Code.UNSAFE_PATH, "manifest-sha256.txt")
def path_that_climbs_out(bag: Path) -> None:
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write("0" * 64 + "  data/../../秘密.txt\n")


@spoils(PACKAGE, Code.OUTSIDE, "bag-info.txt")
def manifest_lists_a_tag_file(bag: Path) -> None:
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write(hashlib.sha256((bag / "bag-info.txt").read_bytes()).hexdigest() + "  bag-info.txt\n")


@spoils(PACKAGE, Code.NO_TAG_MANIFEST, "tagmanifest-sha256.txt")
def lost_seal(bag: Path) -> None:
    (bag / "tagmanifest-sha256.txt").unlink()


@spoils(PACKAGE, Code.NO_TAG_MANIFEST, "tagmanifest-sha256.txt")
def lost_seal_and_mark(bag: Path) -> None:
    edit(bag / "bag-info.txt", "BagIt-Profile-Identifier: urn:docgen:bagit-profile:1\n", "")
    (bag / "tagmanifest-sha256.txt").unlink()


@spoils(PACKAGE, Code.BAG_INFO, "bag-info.txt")
def lost_mark(bag: Path) -> None:
    edit(bag / "bag-info.txt", "BagIt-Profile-Identifier: urn:docgen:bagit-profile:1\n", "")
    reseal(bag)


@spoils(PACKAGE, Code.BAG_INFO, "bag-info.txt")
def line_that_is_no_label(bag: Path) -> None:
    edit(bag / "bag-info.txt", "Source-Organization: ", "Source-Organization ")
    reseal(bag)


@spoils(PACKAGE, Code.OXUM, "bag-info.txt")
def wrong_sum(bag: Path) -> None:
    edit(bag / "bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 1")


@spoils(PACKAGE, Code.OXUM, "bag-info.txt")
def sum_given_twice(bag: Path) -> None:
    info = bag / "bag-info.txt"
    line = next(li for li in info.read_bytes().splitlines(keepends=True) if li.startswith(b"Payload-Oxum"))
    info.write_bytes(info.read_bytes() + line)


@spoils(PACKAGE, Code.LINK, SCAN)
def link_instead_of_a_file(bag: Path) -> None:
    aside = bag.parent / "别处.pdf"
    shutil.move(bag / SCAN, aside)
    (bag / SCAN).symlink_to(aside)


@spoils(PACKAGE, Code.LINK, "目录")
def link_to_a_folder(bag: Path) -> None:
    (bag / "目录").symlink_to(bag / "data", target_is_directory=True)


@spoils(PACKAGE, Code.NAME_CLASH, f"{CSIP}/schemas/items.xsd", Severity.WARNING)
def name_in_other_case(bag: Path) -> None:
    (bag / CSIP / "schemas" / "ITEMS.xsd").write_bytes(b"x")


@spoils(PACKAGE, Code.NAME, None)
def name_of_other_encoding(bag: Path) -> None:
    (bag / CSIP / os.fsdecode("照片".encode("gb18030"))).write_bytes(b"x")


@spoils(PACKAGE, Code.UNICODE_FORM, f"{CSIP}/documentation/é.txt")
def decomposed_name(bag: Path) -> None:
    folder = bag / CSIP / "documentation"
    (folder / "é.txt").write_bytes(b"x")
    reseal(bag)
    (folder / "é.txt").rename(folder / unicodedata.normalize("NFD", "é.txt"))


@spoils(PACKAGE, Code.STRUCTURE, "data")
def second_folder_in_the_payload(bag: Path) -> None:
    (bag / "data" / "另一包").mkdir()
    (bag / "data" / "另一包" / "a.txt").write_bytes(b"x")
    reseal(bag)


@spoils(PACKAGE, Code.STRUCTURE, f"data/{ID}")
def other_identifier(bag: Path) -> None:
    edit(bag / "bag-info.txt", f"External-Identifier: {ID}", "External-Identifier: WJG-990000-2031")
    reseal(bag)


# ---- the E-ARK package in them: the bag's manifests are made anew, so only the package gives the change away


@spoils(PACKAGE, Code.XML, f"{REP}/METS.xml")
def cut_mets(bag: Path) -> None:
    path = bag / REP / "METS.xml"
    path.write_bytes(path.read_bytes()[:-40])
    reseal(bag)


@spoils(PACKAGE, Code.XML, f"{CSIP}/METS.xml")
def mets_with_a_document_type(bag: Path) -> None:
    edit(bag / CSIP / "METS.xml", "<mets ", '<!DOCTYPE mets [<!ENTITY a "aaaa">]>\n<mets ')
    reseal(bag)


@spoils(PACKAGE, Code.METS, f"{CSIP}/METS.xml")
def no_mets(bag: Path) -> None:
    (bag / CSIP / "METS.xml").unlink()
    reseal(bag)


@spoils(PACKAGE, Code.METS, f"{CSIP}/METS.xml")
def second_map(bag: Path) -> None:
    edit(bag / CSIP / "METS.xml", "</mets>", '<structMap ID="MAP2"><div LABEL="x"/></structMap></mets>')
    reseal(bag)


@spoils(PACKAGE, Code.METS, f"{CSIP}/METS.xml")
def division_without_label(bag: Path) -> None:
    edit(bag / CSIP / "METS.xml", 'LABEL="Documentation"', "")
    reseal(bag)


@spoils(PACKAGE, Code.METS, f"{CSIP}/METS.xml")
def other_root(bag: Path) -> None:
    edit(bag / CSIP / "METS.xml", "http://www.loc.gov/METS/", "http://example.org/METS/")
    reseal(bag)


@spoils(PACKAGE, Code.METS_ID, f"{REP}/METS.xml")
def identifier_used_twice(bag: Path) -> None:
    edit(bag / REP / "METS.xml", 'fileSec ID="FILES"', 'fileSec ID="MAP"')
    reseal(bag)


@spoils(PACKAGE, Code.METS_REFERENCE, f"{REP}/METS.xml")
def pointer_to_nothing(bag: Path) -> None:
    edit(bag / REP / "METS.xml", 'FILEID="GRP-rep1-data"', 'FILEID="GRP-rep2-data"')
    reseal(bag)


@spoils(PACKAGE, Code.METS_OBJID, f"{REP}/METS.xml")
def other_objid(bag: Path) -> None:
    edit(bag / REP / "METS.xml", 'OBJID="rep1"', 'OBJID="rep2"')
    reseal(bag)


@spoils(PACKAGE, Code.METS_FILE, f"{REP}/METS.xml")
def listed_file_gone(bag: Path) -> None:
    (bag / SCAN).unlink()
    reseal(bag)


@spoils(PACKAGE, Code.METS_FILE, f"{REP}/METS.xml")
def listed_file_grown(bag: Path) -> None:
    (bag / SCAN).write_bytes(b"x")
    reseal(bag)


@spoils(PACKAGE, Code.METS_MANIFEST, f"{REP}/METS.xml")
def listed_file_replaced(bag: Path) -> None:
    (bag / SCAN).write_bytes((bag / SCAN).read_bytes()[::-1])
    reseal(bag)


@spoils(PACKAGE, Code.UNSAFE_PATH, f"{CSIP}/METS.xml")
def link_that_climbs_out(bag: Path) -> None:
    edit(bag / CSIP / "METS.xml", 'href="schemas/items.xsd"', 'href="../../bagit.txt"')
    reseal(bag)


@spoils(PACKAGE, Code.UNSAFE_PATH, f"{CSIP}/METS.xml")
def link_to_the_network(bag: Path) -> None:
    edit(bag / CSIP / "METS.xml", 'href="schemas/items.xsd"', 'href="http://example.org/items.xsd"')
    reseal(bag)


@spoils(PACKAGE, Code.NOT_CHECKED, f"{CSIP}/METS.xml", Severity.WARNING)
def other_algorithm(bag: Path) -> None:
    edit(bag / CSIP / "METS.xml", 'CHECKSUMTYPE="SHA-256"', 'CHECKSUMTYPE="SHA-512"')
    reseal(bag)


@spoils(PACKAGE, Code.UNREFERENCED, f"{CSIP}/metadata/另外.txt")
def file_no_mets_knows(bag: Path) -> None:
    (bag / CSIP / "metadata" / "另外.txt").write_bytes(b"x")
    reseal(bag)


@spoils(PACKAGE, Code.ITEMS, f"{CSIP}/metadata/other/items.xml")
def item_without_title(bag: Path) -> None:
    edit(bag / CSIP / "metadata/other/items.xml", "<题名>只有纸质的一件</题名>", "")
    reseal(bag)


@spoils(PACKAGE, Code.ITEMS, f"{CSIP}/metadata/other/items.xml")
def number_used_twice(bag: Path) -> None:
    edit(bag / CSIP / "metadata/other/items.xml", "<件号>2030-02-0003", "<件号>2030-02-0002")
    reseal(bag)


@spoils(PACKAGE, Code.ITEMS, f"{CSIP}/metadata/other/items.xml")
def content_of_no_item(bag: Path) -> None:
    path = bag / CSIP / "metadata/other/items.xml"
    text = path.read_text(encoding="utf-8")
    start = text.index("<电子文件")
    end = text.index("</电子文件>") + len("</电子文件>")
    path.write_bytes((text[:start] + text[end:]).encode())
    reseal(bag)


@spoils(PACKAGE, Code.ITEMS, f"{CSIP}/metadata/other/items.xml")
def other_size_in_the_list(bag: Path) -> None:
    edit(bag / CSIP / "metadata/other/items.xml", "小>198<", "小>199<")
    reseal(bag)


@spoils(PACKAGE, Code.ITEMS, f"{CSIP}/metadata/other/items.xml")
def other_digest_in_the_list(bag: Path) -> None:
    path = bag / CSIP / "metadata/other/items.xml"
    edit(path, hashlib.sha256((bag / SCAN).read_bytes()).hexdigest(), "0" * 64)
    reseal(bag)


@spoils(PACKAGE, Code.ITEMS, f"{CSIP}/metadata/other/items.xml")
def file_of_the_list_gone(bag: Path) -> None:
    (bag / SCAN).unlink()
    reseal(bag)


@spoils(PACKAGE, Code.CATALOGUE, f"{CSIP}/documentation/归档文件目录.xml")
def catalogue_with_a_bad_date(bag: Path) -> None:
    edit(bag / CSIP / "documentation/归档文件目录.xml", "20300305", "2030年")
    reseal(bag)


@spoils(PACKAGE, Code.CATALOGUE, f"{CSIP}/documentation/归档文件目录.xml")
def catalogue_of_other_items(bag: Path) -> None:
    edit(bag / CSIP / "documentation/归档文件目录.xml", '件号="2030-02-0003"', '件号="2030-02-0004"')
    reseal(bag)


@spoils(PACKAGE, Code.UNRECOGNISED, "")
def nothing_left(bag: Path) -> None:
    shutil.rmtree(bag)
    bag.mkdir()
    (bag / "便条.txt").write_bytes(b"x")


# ---- a year with two versions

SECOND = f"{ID}-v2/data/{ID}-v2/metadata/other/changes.xml"


@spoils(YEAR, Code.CHANGES, SECOND)
def changes_cut(year: Path) -> None:
    path = year / SECOND
    path.write_bytes(path.read_bytes()[:-20])
    reseal(year / f"{ID}-v2")


@spoils(YEAR, Code.CHANGES, SECOND)
def change_of_no_item(year: Path) -> None:
    edit(year / SECOND, '增加 件号="2030-02-0003"', '增加 件号="2030-02-0009"')
    reseal(year / f"{ID}-v2")


@spoils(YEAR, Code.CHANGES, SECOND)
def withdrawn_item_still_listed(year: Path) -> None:
    edit(year / SECOND, '撤下 件号="2030-02-0004"', '撤下 件号="2030-02-0001"')
    reseal(year / f"{ID}-v2")


@spoils(YEAR, Code.VERSION_MISSING, ID)
def first_version_lost(year: Path) -> None:
    shutil.rmtree(year / ID)


@spoils(YEAR, Code.CHANGED, f"{ID}/{SCAN}")
def first_version_changed(year: Path) -> None:
    (year / ID / SCAN).write_bytes((year / ID / SCAN).read_bytes()[::-1])


# ---- bags of others


@spoils(FOREIGN, Code.NO_TAG_MANIFEST, "", Severity.WARNING)
def foreign_bag_without_seal(bag: Path) -> None:
    (bag / "tagmanifest-sha512.txt").unlink()


@spoils(FOREIGN, Code.NOT_CHECKED, "manifest-whirlpool.txt", Severity.WARNING)
def algorithm_nobody_knows(bag: Path) -> None:
    text = (bag / "manifest-sha256.txt").read_text(encoding="utf-8")
    (bag / "manifest-whirlpool.txt").write_text(text, encoding="utf-8")


@spoils(FOREIGN, Code.CHANGED, "data/一.txt")
def changed_in_a_foreign_bag(bag: Path) -> None:
    (bag / "data" / "一.txt").write_bytes("乙".encode())


@spoils(FOREIGN, Code.STRUCTURE, "data")
def no_payload(bag: Path) -> None:
    shutil.rmtree(bag / "data")


# ---- discs


@spoils(SET, Code.CHANGED, "D02/电子档案/2030/02/木桥.jpg")
def changed_picture(root: Path) -> None:
    (root / "D02/电子档案/2030/02/木桥.jpg").write_bytes(b"jpG" * 9)


@spoils(SET, Code.MISSING, "D02/电子档案/2030/02/木桥.jpg")
def lost_picture(root: Path) -> None:
    (root / "D02/电子档案/2030/02/木桥.jpg").unlink()


@spoils(SET, Code.EXTRA, "D02/autorun.inf")
def file_added_to_a_disc(root: Path) -> None:
    (root / "D02/autorun.inf").write_bytes(b"x")


@spoils(SET, Code.LINK, "D02/文件")
def link_on_a_disc(root: Path) -> None:
    (root / "D02/文件").symlink_to(root / "D01")


@spoils(SET, Code.NO_MANIFEST, "D02/其他/manifest-sha256.txt")
def disc_without_manifest(root: Path) -> None:
    (root / "D02/其他/manifest-sha256.txt").unlink()


@spoils(SET, Code.MANIFEST_LINE, "D02/其他/manifest-sha256.txt")
def bad_line_on_a_disc(root: Path) -> None:
    with (root / "D02/其他/manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write("这不是条目\n")


@spoils(SET, Code.MANIFEST_TWICE, "D02/其他/manifest-sha256.txt")
def listed_twice_on_a_disc(root: Path) -> None:
    path = root / "D02/其他/manifest-sha256.txt"
    path.write_bytes(path.read_bytes() * 2)


@spoils(SET, Code.MANIFEST_FORM, "D02/其他/manifest-sha256.txt")
def other_form_on_a_disc(root: Path) -> None:
    edit(root / "D02/其他/manifest-sha256.txt", "  ", " *")


@spoils(SET, Code.UNSAFE_PATH, "D02/其他/manifest-sha256.txt")
def climbing_out_of_a_disc(root: Path) -> None:
    with (root / "D02/其他/manifest-sha256.txt").open("a", encoding="utf-8") as stream:
        stream.write("0" * 64 + "  C:\\秘密.txt\n")


@spoils(SET, Code.ENCODING, "D02/其他/manifest-sha256.txt")
def mark_before_the_manifest(root: Path) -> None:
    path = root / "D02/其他/manifest-sha256.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


@spoils(SET, Code.DISC_LAYOUT, "D02/index.html")
def page_in_the_root_of_the_other_layout(root: Path) -> None:
    (root / "D02/文件目录.XML").rename(root / "D02/目录文件.XML")
    (root / "D02/index.html").write_bytes(b"<p>")
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_NOTE, "D02/说明文件.TXT")
def another_count_in_the_note(root: Path) -> None:
    edit(root / "D02/说明文件.TXT", "载体数量：3", "档案数量：7")
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_METADATA, "D02/其他/电子档案元数据.XML")
def descriptions_of_nothing(root: Path) -> None:
    (root / "D02/其他/电子档案元数据.XML").write_bytes(b'<m xmlns="urn:docgen:metadata:1"/>')
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_DIGESTS, "D02/其他/数字摘要清单.XML")
def list_of_digests_cut_off(root: Path) -> None:
    (root / "D02/其他/数字摘要清单.XML").write_bytes(b'<a xmlns="urn:docgen:digests:1">')
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_CATALOGUE, "D02/文件目录.XML")
def no_catalogue(root: Path) -> None:
    (root / "D02/文件目录.XML").unlink()
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_CATALOGUE, "D02/文件目录.XML")
def cut_catalogue(root: Path) -> None:
    edit(root / "D02/文件目录.XML", "</文件目录>", "")
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_CATALOGUE, "D02/文件目录.XML")
def catalogue_with_another_root(root: Path) -> None:
    edit(root / "D02/文件目录.XML", "文件目录>", "案卷目录>")
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_CATALOGUE, "D02/文件目录.XML")
def catalogue_names_what_is_not_there(root: Path) -> None:
    edit(root / "D02/文件目录.XML", "木桥.jpg", "石桥.jpg")
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_CATALOGUE, "D01/文件目录.XML")
def catalogue_numbers_twice(root: Path) -> None:
    edit(root / "D01/文件目录.XML", "</文件>", "</文件><文件><顺序号>1</顺序号></文件>")
    reseal_disc(root / "D01")


@spoils(SET, Code.DISC_CATALOGUE, "D02/文件目录.XML")
def catalogue_names_twice(root: Path) -> None:
    entry = "<文件><顺序号>2</顺序号><电子档案名称>电子档案/2030/02/木桥.jpg</电子档案名称></文件>"
    edit(root / "D02/文件目录.XML", "</文件>", f"</文件>{entry}")
    reseal_disc(root / "D02")


@spoils(SET, Code.DISC_UNNAMED, "D01/电子档案/2030/01/登记 表_扫描.pdf")
def record_in_no_entry(root: Path) -> None:
    edit(root / "D01/文件目录.XML", "\n2030/01/登记 表_扫描.pdf", "")
    reseal_disc(root / "D01")


@spoils(SET, Code.SET_CATALOGUE, "D02/其他/全套目录.xml")
def disc_without_catalogue_of_the_set(root: Path) -> None:
    (root / "D02/其他/全套目录.xml").unlink()
    reseal_disc(root / "D02")


@spoils(SET, Code.SET_CATALOGUE, "D02/其他/全套目录.xml")
def catalogue_of_the_set_breaks_its_schema(root: Path) -> None:
    edit(root / "D02/其他/全套目录.xml", 'disc="1"', 'disc="9"')
    reseal_disc(root / "D02")


@spoils(SET, Code.SET_CATALOGUE, "D02/其他/全套目录.xml")
def disc_of_another_set(root: Path) -> None:
    other = make_set(root.parent / "另一套", "WJG-990000-2031")
    shutil.rmtree(root / "D02")
    shutil.move(other / "D02", root / "D02")


@spoils(SET, Code.SET_FILE, "D02/电子档案/2030/02/多的.jpg")
def record_the_set_does_not_know(root: Path) -> None:
    (root / "D02/电子档案/2030/02/多的.jpg").write_bytes(b"x")
    reseal_disc(root / "D02")


@spoils(SET, Code.SET_FILE, "D01/电子档案/2030/01/登记 表_扫描.pdf")
def record_gone_and_manifest_made_anew(root: Path) -> None:
    (root / "D01/电子档案/2030/01/登记 表_扫描.pdf").unlink()
    reseal_disc(root / "D01")


@spoils(SET, Code.SET_FILE, "D02/电子档案/2030/02/木桥.jpg")
def record_replaced_and_manifest_made_anew(root: Path) -> None:
    (root / "D02/电子档案/2030/02/木桥.jpg").write_bytes(b"jpG" * 9)
    reseal_disc(root / "D02")


@spoils(SET, Code.SET_TWICE, "D02/电子档案/2030/01/登记 表.docx")
def record_on_two_discs(root: Path) -> None:
    target = root / "D02/电子档案/2030/01"
    target.mkdir()
    shutil.copy(root / "D01/电子档案/2030/01/登记 表.docx", target)
    reseal_disc(root / "D02")


@spoils(SET, Code.SET_TWICE, "D01/其他/全套目录.xml")
def catalogue_of_the_set_lists_twice(root: Path) -> None:
    for disc in ("D01", "D02", "D03"):
        path = root / disc / "其他/全套目录.xml"
        line = next(li for li in path.read_text(encoding="utf-8").splitlines() if "木桥" in li)
        edit(path, line, line + "\n" + line.replace('disc="2"', 'disc="1"'))
        reseal_disc(root / disc)


@spoils(SET, Code.SET_MISSING, "")
def second_disc_missing(root: Path) -> None:
    shutil.rmtree(root / "D02")


@spoils(SET, Code.SET_NUMBER, "D02")
def same_disc_twice(root: Path) -> None:
    shutil.rmtree(root / "D02")
    shutil.copytree(root / "D01", root / "D02")


@spoils(SET, Code.SET_NUMBER, "D01/其他/全套目录.xml")
def total_that_is_too_large(root: Path) -> None:
    for disc in ("D01", "D02", "D03"):
        edit(root / disc / "其他/全套目录.xml", 'total="3"', 'total="4"')
        reseal_disc(root / disc)


@spoils(SET, Code.SET_NUMBER, "D99")
def disc_that_is_no_part(root: Path) -> None:
    (root / "D99/电子档案").mkdir(parents=True)
    shutil.copytree(root / "D02/其他", root / "D99/其他")
    reseal_disc(root / "D99")


def make_foreign(root: Path) -> Path:
    """A bag of someone else: two algorithms, upper-case digests, a tag manifest."""
    (root / "data").mkdir(parents=True)
    (root / "data" / "一.txt").write_bytes("甲".encode())
    (root / "data" / "百分%25.txt").write_bytes(b"")
    (root / "bagit.txt").write_bytes(b"BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8\r\n")
    (root / "bag-info.txt").write_bytes("Source-Organization: 别的单位\n  接着写\n\nPayload-Oxum: 3.2\n".encode())
    text = sums(root, lambda p: p.startswith("data/")).decode()
    text = "".join(f"{li[:64].upper()} *./{li[66:].replace('%', '%25')}\n" for li in text.splitlines())
    (root / "manifest-sha256.txt").write_bytes(text.encode())
    digest = hashlib.sha512((root / "bagit.txt").read_bytes()).hexdigest()
    (root / "tagmanifest-sha512.txt").write_bytes(f"{digest}\tbagit.txt\r\n".encode())
    return root
