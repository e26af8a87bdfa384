"""The tests of DA/T 70—2018 on what a verification found: passed, failed, or left to a person.

Nothing is called passed that was not done here. The items, and which findings speak against each, are a table
(``schemas/da-t-70-2018.csv``); this module knows how to look at a list of items, not which test asks for it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

from docgen.archive.bag import INFO_NAME, PAYLOAD, read_info
from docgen.archive.itemsin import Described, read_described
from docgen.archive.layout import ITEMS
from docgen.archive.verify import VerifyReport
from docgen.archive.xmlin import BadXml
from docgen.model.finding import Severity
from docgen.resources import data_root

TABLE = "da-t-70-2018.csv"
#: Endings that GB/T 18894—2016 names for records, and those of the notes and lists beside them.
_FORMATS = frozenset(
    (
        *("ofd", "pdf", "rtf", "wps", "docx", "jpg", "jpeg", "tif", "tiff", "png", "wav", "mp3", "mpg", "mpeg", "mp4"),
        *("flv", "avi", "svg", "swf", "wmf", "emf", "eps", "dxf", "et", "xls", "xlsx", "dbf", "xml", "eml"),
        *("txt", "csv"),
    )
)
_PACKED = frozenset(["zip", "rar", "7z", "gz", "tgz", "bz2", "xz"])
#: How many examples a note names.
_MOST = 5


class Outcome(StrEnum):
    """What came out of a test; the words people read."""

    PASSED = "通过"
    FAILED = "不通过"
    PERSON = "需人工"


@dataclass(frozen=True, slots=True)
class FourfoldTest:
    """One test.

    Attributes:
        code: its number in DA/T 70—2018.
        quality: which of the four: 真实性, 完整性, 可用性, 安全性.
        title: what is tested.
        outcome: what came out.
        note: what was done, or what a person has to do.
    """

    code: str
    quality: str
    title: str
    outcome: Outcome
    note: str


@dataclass(slots=True)
class _Listed:
    """What the packages below a folder say of themselves."""

    items: list[Described] = field(default_factory=list)
    days: list[date] = field(default_factory=list)


def fourfold_tests(path: Path, report: VerifyReport) -> tuple[FourfoldTest, ...]:
    """The tests on what was verified.

    Args:
        path: what was verified.
        report: what was found.
    """
    listed = _read(path) if path.is_dir() else _Listed()
    found = Counter(f.code for f in report.findings if f.severity is Severity.ERROR)
    text = (data_root() / "schemas" / TABLE).read_text(encoding="utf-8")
    return tuple(_judge(row, found, listed, report) for row in csv.DictReader(text.splitlines()))


def _read(path: Path) -> _Listed:
    """The lists of a package, of a package without its bag, or of the packages of a year."""
    listed = _Listed()
    for place in sorted({*path.glob(ITEMS), *path.glob(f"{PAYLOAD}/*/{ITEMS}"), *path.glob(f"*/{PAYLOAD}/*/{ITEMS}")}):
        try:
            listed.items += read_described(place)
            info = place.parents[4] / INFO_NAME
            labels = read_info(info.read_text(encoding="utf-8"))[0] if info.is_file() else {}
            listed.days += [date.fromisoformat(day) for day in labels.get("bagging-date", [])]
        except (BadXml, OSError, ValueError, IndexError):
            # Verification reported it; what could not be read is not judged.
            continue
    return listed


def _judge(row: dict[str, str], found: Counter[str], listed: _Listed, report: VerifyReport) -> FourfoldTest:
    against = {code: found[code] for code in row["findings"].split() if found[code]}
    outcome, note = Outcome.FAILED, f"发现 {sum(against.values())} 处：{'、'.join(sorted(against))}"
    if not against:
        outcome, note = _untouched(row, listed, report)
    return FourfoldTest(row["code"], row["property"], row["title"], outcome, note)


def _untouched(row: dict[str, str], listed: _Listed, report: VerifyReport) -> tuple[Outcome, str]:
    """No finding speaks against it: was it looked at?"""
    how = row["how"]
    if how == "manual":
        return Outcome.PERSON, row["note"]
    if how == "found":
        known = report.kind != "unknown" and report.counts.get("files", 0) > 0
        return (
            (Outcome.PASSED, row["note"] or "逐项核对，没有发现问题") if known else (Outcome.PERSON, "看不出是什么归档")
        )
    if not listed.items:
        return Outcome.PERSON, "这里没有件目录，没有检测"
    if how == "listed":
        return Outcome.PASSED, row["note"]
    if how == "total":
        whole = "各版本合计" if report.kind == "year" else "实有"
        total = f"{whole} {len(listed.items)} 件、{report.counts['files']} 个文件、{report.counts['bytes']} 字节"
        return Outcome.PERSON, f"{total}；请与归档登记表核对"
    return _LOOKS[how](listed)


def _named(numbers: Sequence[str]) -> str:
    rest = f"等 {len(numbers)} 件" if len(numbers) > _MOST else ""
    return "、".join(numbers[:_MOST]) + rest


def _dates(listed: _Listed) -> tuple[Outcome, str]:
    """Dates are days of the calendar, none later than the packing; those of another year are shown."""
    last = max(listed.days, default=None)
    wrong, other = [], []
    for item in listed.items:
        text = item.facts.get("日期", "")
        if not text:
            continue
        try:
            day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            wrong.append(item.number)
            continue
        if last is not None and day > last:
            wrong.append(item.number)
        elif not item.number.startswith(text[:4]):
            other.append(item.number)
    if wrong:
        return Outcome.FAILED, f"日期不存在，或晚于归档：{_named(wrong)}"
    if last is None:
        return Outcome.PERSON, "日期都存在；没有归档日期可比"
    if other:
        return Outcome.PERSON, f"日期都存在，不晚于归档；不在本年度的请核对：{_named(other)}"
    return Outcome.PASSED, "日期都存在，在本年度，不晚于归档"


def _characters(listed: _Listed) -> tuple[Outcome, str]:
    """No control, private or unassigned characters, and none that replaces a lost one."""
    wrong = [
        item.number
        for item in listed.items
        if any(
            unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Cs") or c == "\ufffd"
            for text in item.facts.values()
            for c in text
        )
    ]
    if wrong:
        return Outcome.FAILED, f"有控制字符、私用区字符或替代符：{_named(wrong)}"
    return Outcome.PASSED, "没有控制字符、私用区字符和替代符"


def _codes(listed: _Listed) -> tuple[Outcome, str]:
    """Archival codes: levels with hyphens, parts with the middle dot, a number last."""
    form = re.compile(r"[^-\s]+-[^-\s·]+·\d{4}(?:[-·][^-\s·]+)+-\d+(?:-\d+)?")
    coded = [item for item in listed.items if item.facts.get("档号")]
    wrong = [item.number for item in coded if not form.fullmatch(item.facts["档号"])]
    if wrong:
        return Outcome.FAILED, f"档号写法不规范：{_named(wrong)}"
    if len(coded) < len(listed.items):
        return Outcome.PERSON, f"{len(listed.items) - len(coded)} 件还没有编档号"
    return Outcome.PASSED, f"{len(coded)} 个档号都由全宗号、门类、年度、期限和顺序号组成"


def _repeated(listed: _Listed) -> tuple[Outcome, str]:
    """Archival codes and document numbers used twice; titles used twice are shown."""

    def twice(name: str) -> list[str]:
        # Versions of a year stand beside each other: the same item again is no repetition.
        held: dict[str, set[str]] = defaultdict(set)
        for item in listed.items:
            if item.facts.get(name):
                held[item.facts[name]].add(item.number)
        return sorted(value for value, numbers in held.items() if len(numbers) > 1)

    codes, documents, titles = twice("档号"), twice("文件编号"), twice("题名")
    if codes:
        return Outcome.FAILED, f"档号重复：{_named(codes)}"
    if documents or titles:
        return Outcome.PERSON, f"文号重复 {len(documents)} 个、题名重复 {len(titles)} 个，请核对是不是同一件"
    return Outcome.PASSED, "档号、文号、题名都不重复"


def _blanks(listed: _Listed) -> tuple[Outcome, str]:
    """What catalogues must tell of every item (DA/T 22—2015) and is empty."""
    names = ("责任者", "日期", "密级", "页数")
    counts = {name: sum(name not in item.facts for item in listed.items) for name in names}
    empty = "、".join(f"{name} {count} 件" for name, count in counts.items() if count)
    if empty:
        return Outcome.PERSON, f"题名、保管期限都有；空着的请核对：{empty}"
    return Outcome.PASSED, "题名、责任者、日期、保管期限、密级、页数都有"


def _serials(listed: _Listed) -> tuple[Outcome, str]:
    """Numbers of each category count from 1 without a gap; a gap may be an item that was withdrawn."""
    serials: dict[str, set[int]] = defaultdict(set)
    for item in listed.items:
        head, _, tail = item.number.rpartition("-")
        if tail.isdigit():
            serials[head].add(int(tail))
    gaps = sorted(head for head, found in serials.items() if found != set(range(1, len(found) + 1)))
    if gaps:
        return Outcome.PERSON, f"件号有间断，请核对是不是撤下的件：{_named(gaps)}"
    return Outcome.PASSED, "各类目的件号从 1 起连续"


def _endings(listed: _Listed) -> Counter[str]:
    paths = [dict(file).get("计算机文件名", "") for item in listed.items for file in item.files]
    return Counter(PurePosixPath(path).suffix.lower().lstrip(".") for path in paths)


def _formats(listed: _Listed) -> tuple[Outcome, str]:
    """Formats by their endings only."""
    other = sorted(ending or "无扩展名" for ending in _endings(listed) if ending not in _FORMATS)
    if other:
        return Outcome.PERSON, f"按扩展名，不在 GB/T 18894—2016 所列格式中：{_named(other)}"
    return Outcome.PERSON, "扩展名都在 GB/T 18894—2016 所列格式中；内容是不是该格式请抽查"


def _packed(listed: _Listed) -> tuple[Outcome, str]:
    """Compressed records have to be unpacked before hand-over; encryption is not looked for."""
    packed = {ending: count for ending, count in _endings(listed).items() if ending in _PACKED}
    if packed:
        return Outcome.FAILED, f"有压缩包：{'、'.join(f'{e} {n} 个' for e, n in sorted(packed.items()))}"
    return Outcome.PERSON, "没有压缩包；有没有加密请抽查"


_LOOKS: dict[str, Callable[[_Listed], tuple[Outcome, str]]] = {
    "dates": _dates,
    "characters": _characters,
    "codes": _codes,
    "repeated": _repeated,
    "blanks": _blanks,
    "serials": _serials,
    "formats": _formats,
    "packed": _packed,
}
