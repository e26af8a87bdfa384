"""Which files go on which disc: whole folders of the third level together, in archival order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.errors import OutputError, SettingsError, UsageError
from docgen.model.archive import Content, Disc, Item
from docgen.model.codes import code_folder
from docgen.model.finding import Finding, Place, Severity

#: Bytes a medium holds; of the two kinds of a DVD the smaller one.
MEDIA = {
    "cd650": 681_984_000,
    "cd700": 736_960_512,
    "dvd": 4_700_372_992,
    "dvd-dl": 8_543_666_176,
    "bd25": 24_220_008_448,
    "bd50": 48_440_016_896,
    "bd100": 96_882_130_944,
}
#: How full a disc gets: the outer rim is damaged first and burns worst.
FILL, FILL_BLU_RAY = 0.92, 0.95
SECTOR = 2_048
#: Items that a message names.
_NAMED = 5
#: What a file, a folder and the disc itself need besides the data (upper bounds, measured on UDF bridge images).
PER_FILE, PER_FOLDER, PER_DISC = 3_400, 10_000, 1_048_576
SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(B|KB|MB|GB|KIB|MIB|GIB)?", re.IGNORECASE)
UNITS = {"": 1, "B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3, "KIB": 1024, "MIB": 1024**2, "GIB": 1024**3}


@dataclass(frozen=True)
class Medium:
    """A kind of disc.

    Attributes:
        name: as it was asked for.
        capacity: bytes it holds.
        usable: bytes that are used.
    """

    name: str
    capacity: int
    usable: int


def medium(text: str) -> Medium:
    """A medium by name or size.

    Raises:
        UsageError: neither is understood.
    """
    name = text.strip().lower()
    if name in MEDIA:
        fill = FILL_BLU_RAY if name.startswith("bd") else FILL
        return Medium(name, MEDIA[name], int(MEDIA[name] * fill))
    match = SIZE.fullmatch(text.strip())
    if not match:
        raise UsageError(f"不认识的光盘“{text}”", remedy=f"写名称（{'、'.join(MEDIA)}）或容量，如 700MB。")
    capacity = int(Decimal(match[1]) * UNITS[(match[2] or "").upper()])
    return Medium(text.strip(), capacity, int(capacity * FILL))


#: Files of an item that lie on one disc.
Part = tuple[Item, list[Content]]


@dataclass(frozen=True)
class Carrying:
    """What the layout of a disc means for its planning.

    Attributes:
        name: of the layout.
        whole: an item lies on one disc as a whole: it has a folder of its own, with its description in it.
    """

    name: str = "saac2012"
    whole: bool = False

    def need(self, contents: Sequence[Content]) -> int:
        """Bytes that the files of an item need, at most."""
        own = PER_FOLDER + SECTOR + PER_FILE if self.whole else 0
        return own + sum(-(-c.size // SECTOR) * SECTOR + PER_FILE for c in contents)


def plan_discs(
    items: Sequence[Item],
    on: Medium,
    wanted: str,
    name: str,
    reserved: int = 0,
    *,
    tight: bool = False,
    carrying: Carrying | None = None,
) -> tuple[Disc, ...]:
    """Spread a year's files over discs, filling one after the other: each disc holds one range of numbers.

    Args:
        items: all items, in the order of category and number.
        on: the medium.
        wanted: ``av`` for pictures, sound and video only, ``all`` for everything, ``no`` for none.
        name: first part of the discs' names.
        reserved: bytes every disc needs for its own papers.
        tight: use fewer discs (the largest folders first, each on the first disc with room); ranges of numbers break.
        carrying: what the layout asks for.

    Raises:
        OutputError: a file, or an item that must stay whole, does not fit on a disc; the message names all of them.
    """
    carrying = carrying or Carrying()
    chosen = [(i, disc_contents(i, wanted)) for i in items]
    chosen = [(i, contents) for i, contents in chosen if contents]
    room = on.usable - PER_DISC - reserved
    pieces = [(c.path, [c]) for _, contents in chosen for c in contents]
    if carrying.whole:
        pieces = [(f"{i.number} {i.title}", contents) for i, contents in chosen]
    _refuse_large(pieces, room, on, carrying)
    groups = [list(group) for _, group in itertools.groupby(chosen, key=lambda pair: pair[0].folder)]
    blocks = [block for group in groups for block in _blocks(group, room, carrying)]
    needs = [_block_need(block, carrying) for block in blocks]
    discs = _first_fit(blocks, needs, room) if tight else _in_order(blocks, needs, room)
    return tuple(_disc(number, len(discs), name, found, carrying) for number, found in enumerate(discs, 1))


def _block_need(block: Sequence[Part], carrying: Carrying) -> int:
    return PER_FOLDER + sum(carrying.need(contents) for _, contents in block)


def _in_order(blocks: Sequence[list[Part]], needs: Sequence[int], room: int) -> list[list[Part]]:
    """Next fit: a disc is closed when the next block does not fit any more."""
    discs: list[list[Part]] = []
    free = 0
    for block, need in zip(blocks, needs, strict=True):
        if not discs or need > free:
            discs.append([])
            free = room
        discs[-1] += block
        free -= need
    return discs


def _first_fit(blocks: Sequence[list[Part]], needs: Sequence[int], room: int) -> list[list[Part]]:
    """First fit decreasing; on a disc everything stands in archival order, and so do the discs by what comes first."""
    held: list[list[int]] = []
    free: list[int] = []
    for number in sorted(range(len(blocks)), key=lambda n: (-needs[n], n)):
        place = next((disc for disc, left in enumerate(free) if left >= needs[number]), len(free))
        if place == len(free):
            held.append([])
            free.append(room)
        held[place].append(number)
        free[place] -= needs[number]
    return [[part for n in numbers for part in blocks[n]] for numbers in sorted(map(sorted, held))]


def broken_ranges(discs: Sequence[Disc]) -> tuple[Finding, ...]:
    """A remark where a disc holds no single range of numbers: its label then names a range others lie in as well."""
    broken = [d for d, after in itertools.pairwise(discs) if d.items and after.items and d.items[-1] > after.items[0]]
    if not broken:
        return ()
    message = f"{len(broken)} 张光盘的起止件号与下一张交错：{broken[0].name}{'等' if len(broken) > 1 else ''}"
    remedy = "查找时以盘上的目录为准；要各盘件号连续，不用 --tight。"
    return (Finding("disc.ranges-broken", Severity.WARNING, message, remedy),)


def refuse_uncoded(items: Sequence[Item], wanted: str, layout: str) -> None:
    """Refuse a layout that names folders by archival codes as long as items for the discs have none.

    Raises:
        SettingsError: some have none; the message names the first of them.
    """
    without = [item.number for item in items if disc_contents(item, wanted) and not code_folder(item.archival_code)]
    if without:
        more = "等" if len(without) > _NAMED else ""
        raise SettingsError(
            f"{layout} 目录结构按档号建文件夹，{len(without)} 件没有可用的档号：{'、'.join(without[:_NAMED])}{more}",
            code="input.carrier-codes",
            remedy="把全宗号写进 docgen.toml 的 [archive] fonds_code，保管期限写永久或年数（如30年）；"
            "没有全宗号时用 --carrier saac2012。",
        )


def undated(items: Sequence[Item], discs: Sequence[Disc]) -> tuple[Finding, ...]:
    """A warning where items on discs have no date: those who import DA/T 93 carriers refuse an empty one."""
    numbers = {number for disc in discs for number in disc.items}
    without = [item.number for item in items if item.number in numbers and not item.date]
    if not without:
        return ()
    more = "等" if len(without) > _NAMED else ""
    message = f"光盘上有 {len(without)} 件没有日期，接收时可能被退回：{'、'.join(without[:_NAMED])}{more}"
    return (Finding("disc.no-date", Severity.WARNING, message, "在数据里补上日期，再归档一次。"),)


def disc_contents(item: Item, wanted: str) -> list[Content]:
    """The files of an item that go on a disc: none, pictures, sound and video, or all."""
    if wanted == "no":
        return []
    return [c for c in item.contents if wanted == "all" or c.media_type.split("/")[0] in ("image", "video", "audio")]


def _blocks(group: list[Part], room: int, carrying: Carrying) -> list[list[Part]]:
    """A folder as a whole where a disc can take it; otherwise item by item, and an item file by file."""
    if _block_need(group, carrying) <= room:
        return [group]
    blocks: list[list[Part]] = []
    for item, contents in group:
        if carrying.whole or _block_need([(item, contents)], carrying) <= room:
            blocks.append([(item, contents)])
        else:
            blocks += [[(item, [c])] for c in contents]
    return blocks


def _refuse_large(pieces: Sequence[tuple[str, Sequence[Content]]], room: int, on: Medium, carrying: Carrying) -> None:
    """Refuse what no disc can take: pieces that must not be cut, with what they are called."""
    sizes = {name: sum(c.size for c in contents) for name, contents in pieces}
    needs = {name: PER_FOLDER + carrying.need(contents) for name, contents in pieces}
    large = [name for name, need in needs.items() if need > room]
    if not large:
        return
    biggest = max(needs[name] for name in large) + on.usable - room
    fits = next((n for n in MEDIA if biggest < medium(n).usable), "")
    what = "件" if carrying.whole else "个文件"
    remedy = f"用 --media {fits}，或先压缩、分段这些文件。" if fits else "先压缩或分段这些文件。"
    code, most = "output.larger-than-disc", max(large, key=lambda name: sizes[name])
    raise OutputError(
        f"{len(large)} {what}大于一张光盘（{on.name}），最大的是 {most}（{sizes[most] / 1000**2:.1f} MB）",
        code=code,
        remedy=remedy,
        findings=tuple(
            Finding(code, Severity.ERROR, f"{sizes[name] / 1000**2:.1f} MB，大于一张光盘", remedy, Place(name))
            for name in (large if len(large) > 1 else ())
        ),
    )


def _disc(number: int, total: int, name: str, found: list[Part], carrying: Carrying) -> Disc:
    contents = [c for _, cs in found for c in cs]
    folders = len({c.path.rpartition("/")[0] for c in contents})
    return Disc(
        number=number,
        total=total,
        name=f"{name}-D{number:02d}",
        items=tuple(dict.fromkeys(i.number for i, _ in found)),
        paths=tuple(c.path for c in contents),
        size=sum(carrying.need(cs) for _, cs in found) + folders * PER_FOLDER + PER_DISC,
        carrier=carrying.name,
    )
