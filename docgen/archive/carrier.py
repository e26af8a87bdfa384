"""What a disc says about itself: 说明文件.TXT and the catalogue of its items, in the layout it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from docgen.archive.carrierlayout import LAYOUTS, NAME_SEPARATOR, CarrierLayout
from docgen.archive.copying import DigestingStream
from docgen.archive.setlist import DISC_MANIFEST
from docgen.archive.xmlout import xml_document
from docgen.errors import DefinitionError
from docgen.model.archive import Agency, Content, Disc, Item, Package

#: Kinds of records by the first half of the media type; everything else is text.
_KINDS = {"image": "图像", "audio": "音频", "video": "视频"}
_TEXT = "文本"
#: What opens each kind.
_READERS = {"图像": "图片浏览器", "音频": "音频播放器", "视频": "视频播放器", _TEXT: "相应格式的阅读软件"}
#: Types of discs by the names that media have in the settings.
_TYPES = {"cd650": "CD-R", "cd700": "CD-R", "dvd": "DVD±R", "dvd-dl": "DVD±R DL"}
_BLU_RAY = "BD-R"


@dataclass(frozen=True, slots=True)
class Held:
    """What a disc holds of an item.

    Attributes:
        item: the item.
        contents: its files on this disc, in its own order.
        elsewhere: how many of its files are on each of the other discs, by ordinal.
        off: how many of its files are on no disc at all.
    """

    item: Item
    contents: tuple[Content, ...]
    elsewhere: Mapping[int, int]
    off: int


@dataclass(frozen=True, slots=True)
class DiscSet:
    """The discs of a package and where each file is.

    Attributes:
        package: whose discs.
        discs: all of them, by ordinal.
        where: ordinal of the disc of each file that is on one, by ``Content.path``.
        layout: how they are laid out.
        paths: where each file that is on one stands on it, by ``Content.path``.
    """

    package: Package
    discs: tuple[Disc, ...]
    where: Mapping[str, int]
    layout: CarrierLayout
    paths: Mapping[str, str]

    def held(self, number: int) -> tuple[Held, ...]:
        """The items of a disc, in the order of the package."""
        found = []
        for item in self.package.items:
            contents = tuple(c for c in item.contents if self.where.get(c.path) == number)
            if contents:
                places = [self.where.get(c.path, 0) for c in item.contents]
                elsewhere = {n: places.count(n) for n in sorted(set(places)) if n not in (0, number)}
                found.append(Held(item, contents, elsewhere, places.count(0)))
        return tuple(found)

    def path(self, content: Content) -> str:
        """Where a file stands on its disc."""
        return self.paths[content.path]

    def contents(self, number: int) -> list[Content]:
        """The files of items on a disc, in the order of the package."""
        return [content for held in self.held(number) for content in held.contents]


def disc_set(package: Package, discs: Sequence[Disc]) -> DiscSet:
    """The discs of a package.

    Raises:
        DefinitionError: the plan of the discs does not fit the package or itself.
    """
    ordered = tuple(sorted(discs, key=lambda disc: disc.number))
    layout = LAYOUTS[ordered[0].carrier if ordered else "saac2012"]
    owners = {content.path: item.number for item in package.items for content in item.contents}
    codes = {item.number: item.archival_code for item in package.items}
    where: dict[str, int] = {}
    problems = []
    if [(d.number, d.total) for d in ordered] != [(n, len(ordered)) for n in range(1, len(ordered) + 1)]:
        problems.append("盘号不是从1连续编到总张数")
    for disc in ordered:
        problems += [f"{path}：归档包里没有" for path in disc.paths if path not in owners]
        problems += [f"{path}：列了不止一次" for path in disc.paths if path in where]
        where |= dict.fromkeys(disc.paths, disc.number)
        if disc.carrier != layout.name:
            problems.append(f"{disc.name}：目录结构与第1张不同")
        if {owners[path] for path in disc.paths if path in owners} != set(disc.items):
            problems.append(f"{disc.name}：件号与文件对不上")
        if not disc.paths:
            problems.append(f"{disc.name}：没有文件")
    paths = {path: layout.path(package.year, codes[owners[path]], path) for path in where if path in owners}
    problems += [f"{path}：所在的件没有可用的档号" for path, place in paths.items() if place.startswith("/")]
    if problems:
        raise DefinitionError(
            f"光盘计划与归档包不符：{'；'.join(problems)}",
            code="definition.disc-plan",
            remedy="删除登记中这一年的光盘计划，再重新打包。",
        )
    return DiscSet(package, ordered, where, layout, paths)


def medium_words(name: str, capacity: int) -> str:
    """A medium as 说明文件.TXT names it.

    Args:
        name: name in the settings, such as ``dvd``, or a size as it was typed.
        capacity: bytes it holds.
    """
    kind = _TYPES.get(name.lower()) or (_BLU_RAY if name.lower().startswith("bd") else "")
    size = f"容量{capacity / 1000**3:.2f}GB（{capacity / 1024**3:.2f}GiB，{capacity}字节）"
    return f"{kind}，{size}" if kind else size


def note_bytes(whole: DiscSet, disc: Disc, medium: str) -> bytes:
    """说明文件.TXT of a disc: a line per field, UTF-8 with BOM and CRLF, or old editors show garbage.

    Who checked the disc and when it was made is left blank: a person gives that.

    Args:
        whole: all discs.
        disc: this one.
        medium: type and capacity of the medium in words, empty where unknown.
    """
    lines = "".join(f"{label}：{_line(value)}\r\n" for label, value in _fields(whole, disc, medium))
    return lines.encode("utf-8-sig")


def _fields(whole: DiscSet, disc: Disc, medium: str) -> tuple[tuple[str, str], ...]:
    package, agency = whole.package, whole.package.agency
    held = whole.held(disc.number)
    contents = [content for one in held for content in one.contents]
    size = sum(content.size for content in contents)
    kinds = _kinds(contents)
    return (
        ("移交单位", handing_over(agency)),
        ("内容描述", f"{about(whole, contents)}，第{disc.number}张/共{disc.total}张"),
        ("起止档号", _range(held)),
        ("档案数量", str(len(held))),
        ("软硬件环境", _environment(contents, kinds)),
        ("离线载体参数", medium),
        ("载体编号", disc.name),
        ("载体数量", str(disc.total)),
        ("保管单位", agency.unit),
        ("制作单位", agency.unit),
        ("制作人", ""),
        ("制作日期", ""),
        ("检查单位", ""),
        ("检查人", ""),
        ("检查日期", ""),
        ("归档包编号", package.id),
        ("文件数量", str(len(contents))),
        ("数据量", size_words(size)),
        (
            "数字摘要",
            f"SHA-256，见{DISC_MANIFEST}；在光盘根目录运行sha256sum -c {DISC_MANIFEST}，或用docgen verify核对",
        ),
        ("备注", "制作人、检查人和日期写在光盘盒的标签上；本文件已列入数字摘要清单，不再改动"),
    )


def handing_over(agency: Agency) -> str:
    """Who hands the records over: the unit, and the studio they are from."""
    return f"{agency.unit}（{agency.studio}）" if agency.unit else agency.studio


def about(whole: DiscSet, contents: Sequence[Content]) -> str:
    """What a disc or all of them hold, in words."""
    package = whole.package
    kinds = "、".join(_kinds(contents))
    return f"{package.agency.studio}{package.year}年度{kinds}电子档案，参照{package.standard}整理"


def size_words(size: int) -> str:
    """An amount of data as the national forms want it: GB with three decimals; and the bytes, which are exact."""
    return f"{size / 1000**3:.3f}GB（{size}字节）"


def _line(text: str) -> str:
    return " ".join(text.split())


def _kinds(contents: Sequence[Content]) -> list[str]:
    present = {_KINDS.get(content.media_type.split("/")[0], _TEXT) for content in contents}
    return [kind for kind in (_TEXT, *_KINDS.values()) if kind in present]


def _range(held: Sequence[Held]) -> str:
    """First and last archival code; working numbers as long as a code is missing."""
    codes = [one.item.archival_code for one in held]
    if all(codes):
        return f"{codes[0]}至{codes[-1]}"
    return f"档号未编；件号{held[0].item.number}至{held[-1].item.number}"


def _environment(contents: Sequence[Content], kinds: Sequence[str]) -> str:
    formats = sorted({PurePosixPath(content.path).suffix.lstrip(".").upper() for content in contents} - {""})
    readers = [_READERS[kind] for kind in kinds]
    needed = "、".join(("网页浏览器", "文本编辑器", *readers))
    known = f"；文件格式：{'、'.join(formats)}" if formats else ""
    return f"装有光盘驱动器的计算机，操作系统能读UDF格式；{needed}{known}"


def write_file_catalogue(stream: DigestingStream, whole: DiscSet, disc: Disc) -> None:
    """The catalogue of a disc: one entry per item that has a file on it, its children in the order of the layout."""
    with xml_document(stream) as out, out.inside("文件目录"):
        for order, held in enumerate(whole.held(disc.number), 1):
            said = _said(whole, order, held)
            with out.inside("文件"):
                for column in whole.layout.columns:
                    out.leaf(column, said[column])


def _said(whole: DiscSet, order: int, held: Held) -> dict[str, str]:
    """What any layout asks of an item, by the names of the columns."""
    item = held.item
    return {
        "顺序号": str(order),
        "档号": item.archival_code,
        "责任者": item.author,
        "题名": item.title,
        "日期": item.date,
        "保管期限": item.retention,
        "密级": item.secrecy,
        "页数": "" if item.pages is None else str(item.pages),
        "电子档案名称": NAME_SEPARATOR.join(whole.path(content) for content in held.contents),
        "备注": _remark(held),
    }


def _remark(held: Held) -> str:
    """The working number, which labels and boxes bear, and where the rest of a split item is."""
    parts = [f"件号{held.item.number}"]
    parts += [f"另有{count}个文件在第{number}张" for number, count in held.elsewhere.items()]
    if held.off:
        parts.append(f"另有{held.off}个文件在归档包中，不在光盘上")
    return "；".join(parts)
