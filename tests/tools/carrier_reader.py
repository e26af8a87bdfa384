"""Reads a carrier as somebody does who knows only the rules: standard library, nothing of docgen.

The rules: annex 2 of 档发〔2012〕7号 (``saac2012``), DA/T 93—2022 appendix B (``dat93``), DA/T 46—2009 for the names of
metadata, and the schemas that lie on the carrier. Returns everything that is wrong, in words.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NOTE_NEEDED = ["移交单位", "内容描述", "起止档号", "档案数量", "软硬件环境"]
NOTE_DISC = ["离线载体参数", "载体编号", "载体数量", "制作单位", "检查单位"]
COLUMNS = {
    "文件目录.XML": ["顺序号", "档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注"],
    "目录文件.XML": ["顺序号", "档号", "责任者", "题名", "日期", "保管期限", "密级", "页数", "备注"],
}
#: Columns of DA/T 93 that an importer refuses when they are empty.
FILLED = ["顺序号", "档号", "责任者", "题名", "日期", "保管期限", "密级"]
FORM = ["交接工作名称", "内容描述", "移交电子档案数量", "移交数据量", "载体起止顺序号", "移交载体类型、规格"]
SIDES = ["移交单位", "接收单位"]
CHECKS = ["准确性", "完整性", "可用性", "安全性", "载体外观"]
PEOPLE = ["填表人", "审核人", "单位（印章）"]
#: DA/T 46: what every record must be told of, in this order.
GROUPS = ["聚合层次", "来源", "电子文件号", "档号", "内容描述", "形式特征", "存储位置"]
META = "{urn:docgen:metadata:1}"
LIST = "{urn:docgen:digests:1}"
METADATA = re.compile(r"电子档案[0-9]*元数据\.XML")
PACKED = {".zip", ".rar", ".7z", ".gz", ".tar"}


@dataclass
class Carrier:
    """What was read, and what is wrong with it."""

    root: Path
    problems: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)
    entries: list[dict[str, str]] = field(default_factory=list)
    form: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    described: dict[str, ET.Element] = field(default_factory=dict)
    dat93: bool = False

    def wrong(self, message: str) -> None:
        self.problems.append(message)

    @property
    def records(self) -> dict[str, bytes]:
        """The filed documents: no lists of the root, nothing of 其他, no descriptions."""
        return {
            path: data
            for path, data in self.files.items()
            if "/" in path and not path.startswith("其他/") and not METADATA.fullmatch(path.rpartition("/")[2])
        }


def read_carrier(root: Path) -> Carrier:
    """Read a carrier and compare everything with everything."""
    one = Carrier(root)
    one.files = {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    one.dat93 = "目录文件.XML" in one.files
    _names(one)
    _note(one)
    _catalogue(one)
    if one.dat93:
        _folders(one)
    else:
        _named_files(one)
    _metadata(one)
    _digests(one)
    _form(one)
    _manifest(one)
    return one


def _text(one: Carrier, path: str) -> str:
    """A text in one of the encodings that the rule allows."""
    data = one.files.get(path)
    if data is None:
        one.wrong(f"没有 {path}")
        return ""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    one.wrong(f"{path} 不是 UTF-8 也不是 GB18030")
    return ""


def _xml(one: Carrier, path: str) -> ET.Element:
    data = one.files.get(path)
    if data is None:
        one.wrong(f"没有 {path}")
        return ET.Element("没有")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        one.wrong(f"{path} 有 DTD")
    try:
        return ET.fromstring(data)
    except ET.ParseError as error:
        one.wrong(f"{path} 不是 XML：{error}")
        return ET.Element("没有")


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        label, colon, value = line.partition("：")
        if colon:
            yield label, value


def _names(one: Carrier) -> None:
    for path in one.files:
        if any(len(part.encode("utf-16-le")) // 2 > 64 for part in path.split("/")) or len(path) > 200:
            one.wrong(f"名称太长：{path}")
        if Path(path).suffix.lower() in PACKED:
            one.wrong(f"压缩包：{path}")
    top = {path.partition("/")[0] for path in one.files}
    allowed = {"说明文件.TXT", "文件目录.XML", "电子档案", "其他", "index.html"}
    if one.dat93:
        fonds = {entry.partition("-")[0] for entry in _codes(one)}
        allowed = {"说明文件.TXT", "目录文件.XML", "其他", *fonds}
    for name in sorted(top - allowed):
        one.wrong(f"根目录里不应有 {name}")


def _codes(one: Carrier) -> list[str]:
    return [entry.findtext("档号") or "" for entry in _xml(one, "目录文件.XML")]


def _note(one: Carrier) -> None:
    for label, value in _fields(_text(one, "说明文件.TXT").splitlines()):
        if label in one.note:
            one.wrong(f"说明文件的 {label} 写了两次")
        one.note[label] = value
    for label in NOTE_NEEDED:
        if not one.note.get(label):
            one.wrong(f"说明文件没有 {label}")
    for label in NOTE_DISC:
        if label not in one.note:
            one.wrong(f"说明文件没有 {label} 一项")


def _catalogue(one: Carrier) -> None:
    name = "目录文件.XML" if one.dat93 else "文件目录.XML"
    top = _xml(one, name)
    if top.tag != "文件目录":
        one.wrong(f"{name} 的根元素是 {top.tag}")
    for number, entry in enumerate(top, 1):
        columns = [child.tag for child in entry]
        if entry.tag != "文件" or columns != COLUMNS[name]:
            one.wrong(f"{name} 第 {number} 条的栏目不对：{columns}")
        said = {child.tag: child.text or "" for child in entry}
        if said.get("顺序号") != str(number):
            one.wrong(f"{name} 第 {number} 条的顺序号是 {said.get('顺序号')}")
        if said.get("日期") and not re.fullmatch("[0-9]{8}", said["日期"]):
            one.wrong(f"{name} 第 {number} 条的日期是 {said['日期']}")
        for label in FILLED if one.dat93 else ("题名",):
            if not said.get(label):
                one.wrong(f"{name} 第 {number} 条的 {label} 是空的")
        one.entries.append(said)
    if not re.fullmatch("[0-9]+", one.note.get("档案数量", "")) or int(one.note["档案数量"]) != len(one.entries):
        one.wrong(f"说明文件的档案数量是 {one.note.get('档案数量')}，{name} 有 {len(one.entries)} 条")
    codes = [entry.get("档号", "") for entry in one.entries]
    if all(codes) and codes and one.note.get("起止档号") != f"{codes[0]}至{codes[-1]}":
        one.wrong(f"起止档号是 {one.note.get('起止档号')}")


def _folders(one: Carrier) -> None:
    """Every code one folder, in the folders of its fonds and class; nothing outside such folders."""
    found: dict[str, list[str]] = {}
    codes = {entry["档号"] for entry in one.entries}
    if len(codes) != len(one.entries):
        one.wrong("目录文件里有重复的档号")
    for path in one.files:
        if "/" in path and not path.startswith("其他/"):
            parts = path.split("/")[:-1]
            match = re.fullmatch(r"([^-·]+)-([A-Z]+)·.+", parts[-1])
            if match is None or len(parts) < 3 or parts[-1] not in codes or parts[:2] != [*match.groups()]:
                one.wrong(f"不在档号文件夹里：{path}")
            found.setdefault(parts[-1], []).append(path)
    for code in sorted(codes):
        paths = found.get(code, [])
        folders = {path.rpartition("/")[0] for path in paths}
        metadata = [path for path in paths if METADATA.fullmatch(path.rpartition("/")[2])]
        if len(folders) != 1 or not metadata or len(metadata) == len(paths):
            one.wrong(f"{code} 的文件夹不对：{paths}")


def _named_files(one: Carrier) -> None:
    """Every record is named by exactly one entry."""
    named = [line for entry in one.entries for line in entry.get("电子档案名称", "").split("\n") if line]
    for path in sorted({*named} ^ {path for path in one.files if path.startswith("电子档案/")}):
        one.wrong(f"目录与电子档案对不上：{path}")
    if len({*named}) != len(named):
        one.wrong("文件列了不止一次")


def _metadata(one: Carrier) -> None:
    if one.dat93:
        places = [path for path in one.files if METADATA.fullmatch(path.rpartition("/")[2])]
    else:
        places = ["其他/电子档案元数据.XML"]
    seen: set[str] = set()
    for place in places:
        folder = f"{place.rpartition('/')[0]}/" if one.dat93 else ""
        items = list(_xml(one, place))
        if one.dat93 and len(items) != 1:
            one.wrong(f"{place} 说的不是一件")
        for item in items:
            number = item.findtext(f"{META}电子文件号") or ""
            one.described[number] = item
            _one_item(one, place, item)
            for facts in item.iter(f"{META}电子属性"):
                path = folder + (facts.findtext(f"{META}计算机文件名") or "")
                seen.add(path)
                data = one.files.get(path)
                if data is None:
                    one.wrong(f"{place} 所列的文件不在：{path}")
                elif facts.findtext(f"{META}计算机文件大小") != str(len(data)):
                    one.wrong(f"{place} 的大小不对：{path}")
                elif facts.findtext(f"{META}数字摘要") != hashlib.sha256(data).hexdigest():
                    one.wrong(f"{place} 的数字摘要不对：{path}")
    for path in sorted(one.records.keys() - seen):
        one.wrong(f"元数据没有列：{path}")
    if len(one.described) != len(one.entries):
        one.wrong(f"元数据有 {len(one.described)} 件，目录有 {len(one.entries)} 条")


def _one_item(one: Carrier, place: str, item: ET.Element) -> None:
    tags = [child.tag.removeprefix(META) for child in item]
    if tags[: len(GROUPS)] != GROUPS or tags[-1] != "业务实体":
        one.wrong(f"{place} 的元素次序不对：{tags}")
    code = (item.findtext(f"{META}档号") or "").strip()
    entries = [entry for entry in one.entries if entry["题名"] == item.findtext(f"{META}内容描述/{META}题名")]
    if not any(entry["档号"] == code for entry in entries):
        one.wrong(f"{place} 的档号或题名与目录不符：{code}")
    if one.dat93 and place.split("/")[-2] != code:
        one.wrong(f"{place} 里的档号是 {code}")
    carriers = [element.text for element in item.iter(f"{META}脱机载体编号")]
    if one.note.get("载体编号") not in carriers:
        one.wrong(f"{place} 的脱机载体编号是 {carriers}")


def _digests(one: Carrier) -> None:
    """The list: the algorithm is named, every record and description once, and the carrier's own row is true."""
    place = "其他/数字摘要清单.XML"
    top = _xml(one, place)
    if top.get("算法") != "SHA-256" or top.get("载体编号") != one.note.get("载体编号"):
        one.wrong(f"{place} 没有写明算法或载体：{top.attrib}")
    filed = {p: d for p, d in one.files.items() if "/" in p and not p.startswith("其他/")}
    listed = {}
    for row in top.iter(f"{LIST}文件"):
        path = row.findtext(f"{LIST}路径") or ""
        listed[path] = (row.findtext(f"{LIST}实际容量"), row.findtext(f"{LIST}数字摘要"))
    if listed != {path: (str(len(data)), hashlib.sha256(data).hexdigest()) for path, data in filed.items()}:
        one.wrong(f"{place} 与文件不符")
    lines = "".join(f"{hashlib.sha256(filed[path]).hexdigest()}  {path}\n" for path in sorted(filed))
    mine = [row for row in top.iter(f"{LIST}载体") if row.findtext(f"{LIST}编号") == one.note.get("载体编号")]
    said = [(row.findtext(f"{LIST}实际容量"), row.findtext(f"{LIST}数字摘要")) for row in mine]
    true = (str(sum(len(data) for data in filed.values())), hashlib.sha256(lines.encode()).hexdigest())
    if said != [true] or not all(row.findtext(f"{LIST}内容说明") for row in mine):
        one.wrong(f"{place} 里本载体的一行不对：{said}")
    if len(list(top.iter(f"{LIST}载体"))) != int(one.note.get("载体数量") or 0):
        one.wrong(f"{place} 的载体数与说明文件不符")


def _form(one: Carrier) -> None:
    """The registration form: what is handed over, then each side's part, which people fill in."""
    section, found = "", {}
    for line in _text(one, "其他/电子档案移交与接收登记表.TXT").splitlines():
        head = re.fullmatch("〔(.+)〕", line)
        if head:
            one.form.append((section, found))
            section, found = head[1], {}
        else:
            found |= dict(_fields([line]))
    one.form.append((section, found))
    fields = one.form[0][1]
    if list(fields) != FORM or not all(fields.values()):
        one.wrong(f"登记表的栏目不对：{fields}")
    if [name for name, _ in one.form[1:]] != SIDES:
        one.wrong("登记表没有移交单位和接收单位")
    for name, part in one.form[1:]:
        for wanted in (*CHECKS, *PEOPLE):
            values = [value for label, value in part.items() if wanted in label]
            if values != [""]:
                one.wrong(f"登记表 {name} 的 {wanted} 应由人填写：{values}")
    if not re.match(r"[0-9]+\.[0-9]{3}GB", fields.get("移交数据量", "")):
        one.wrong(f"移交数据量不是三位小数的 GB：{fields.get('移交数据量')}")


def _manifest(one: Carrier) -> None:
    listed = {}
    for line in _text(one, "其他/manifest-sha256.txt").splitlines():
        listed[line[66:]] = line[:64]
    true = {p: hashlib.sha256(d).hexdigest() for p, d in one.files.items() if p != "其他/manifest-sha256.txt"}
    if listed != true:
        one.wrong(f"清单与文件不符：{sorted({*listed.items()} ^ {*true.items()})[:3]}")


def read_set(folders: list[Path]) -> tuple[list[Carrier], list[str]]:
    """Read all carriers of a set; what the form says of all of them must be their sum."""
    read = [read_carrier(folder) for folder in folders]
    problems = [f"{one.root.name}：{problem}" for one in read for problem in one.problems]
    numbers = {number for one in read for number in one.described}
    files = [data for one in read for data in one.records.values()]
    for one in read:
        fields = one.form[0][1]
        if fields.get("移交电子档案数量") != f"{len(numbers)}件，{len(files)}个文件":
            problems.append(f"{one.root.name}：登记表的数量是 {fields.get('移交电子档案数量')}")
        size = sum(len(data) for data in files)
        if fields.get("移交数据量") != f"{size / 10**9:.3f}GB（{size}字节）":
            problems.append(f"{one.root.name}：登记表的数据量是 {fields.get('移交数据量')}")
        names = [other.note["载体编号"] for other in read]
        if fields.get("载体起止顺序号") != f"{names[0]}至{names[-1]}":
            problems.append(f"{one.root.name}：载体起止顺序号是 {fields.get('载体起止顺序号')}")
    return read, problems
