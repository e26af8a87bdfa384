"""Filters of Word templates that print an object instead of text: a picture, a tree of boxes, a chart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from docgen.language.lexer import INVISIBLE

EMU_PER_MM = 36_000
LARGEST_MM = 1_000
PICTURE, TREE, COLUMNS, BARS = "picture", "tree", "columns", "bars"
#: Names of the filters → kind of object.
KINDS = {"图片": PICTURE, "picture": PICTURE, "组织图": TREE, "柱形图": COLUMNS, "条形图": BARS}
EXAMPLES = {
    PICTURE: "例如 {{ 照片|图片(30, 42) }}。",
    TREE: "例如 {{ 部门|组织图(250, 150, '上级', '名称', '负责人') }}。",
    COLUMNS: "例如 {{ 各月|柱形图(150, 70, '月份', '次数') }}。",
    BARS: "例如 {{ 科目|条形图(150, 90, '名称', '预算', '支出') }}。",
}
#: Kind → what columns it needs, where it needs any.
NEEDED = {
    TREE: "上级的列名和方框里文字的列名",
    COLUMNS: "名称的列名和数字的列名",
    BARS: "名称的列名和数字的列名",
}

_BAR, _COMMA, _NAME = "[|｜]", r"\s*[,，]\s*", f"(?P<name>{'|'.join(KINDS)})"
_SIZE = r"([0-9０-９]+(?:[.．][0-9０-９]+)?)"
_TEXT = "'[^']*'|\"[^\"]*\"|[“”][^“”]*[“”]|[‘’][^‘’]*[‘’]"
_FILTER = re.compile(
    rf"^(?P<value>.*?)\s*{_BAR}\s*{_NAME}\s*[(（]\s*{_SIZE}{_COMMA}{_SIZE}(?P<columns>(?:{_COMMA}(?:{_TEXT}))*)\s*[)）]\s*$",
    re.DOTALL,
)
_MENTIONED = re.compile(rf"{_BAR}\s*{_NAME}\s*(?:[(（]|[|｜]|$)")
_STRING = re.compile(_TEXT)


class ObjectMisspelt(Exception):
    """Such a filter is written in a way that can not be understood; ``remedy`` shows the right one."""

    def __init__(self, message: str, remedy: str) -> None:
        """Keep message and remedy."""
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object that a tag asks for.

    Attributes:
        kind: ``picture``, ``tree``, ``columns`` or ``bars`` (charts whose columns stand or lie).
        value: the expression before the filter.
        width: of the place, in EMU.
        height: of the place, in EMU.
        columns: columns named by the filter: of a tree the superior, then the texts; of a chart the names, then the
            numbers.
    """

    kind: str
    value: str
    width: int
    height: int
    columns: tuple[str, ...] = ()

    @property
    def stored(self) -> bool:
        """It needs parts of its own beside the text."""
        return self.kind != TREE


def object_filter(body: str) -> Wanted | None:
    """What object a tag asks for; ``None`` where it prints text.

    Raises:
        ObjectMisspelt: one is asked for, but wrongly.
    """
    match = _FILTER.match(body) or _FILTER.match("".join(c for c in body if c not in INVISIBLE))
    if match is None:
        if found := _MENTIONED.search(_STRING.sub("''", body)):
            name = found["name"]
            message = f"{name}后面要写宽和高（毫米）{'、列名' if KINDS[name] in NEEDED else ''}，并且放在最后"
            raise ObjectMisspelt(message, EXAMPLES[KINDS[name]])
        return None
    name, kind = match["name"], KINDS[match["name"]]
    wide, high = (Decimal(unicodedata.normalize("NFKC", match[i])) for i in (3, 4))
    if not (0 < wide <= LARGEST_MM and 0 < high <= LARGEST_MM):
        raise ObjectMisspelt(f"{name}的宽和高应在 0 到 {LARGEST_MM} 毫米之间", EXAMPLES[kind])
    columns = tuple(text[1:-1] for text in _STRING.findall(match["columns"]))
    if kind in NEEDED and len(columns) < 2:
        raise ObjectMisspelt(f"{name}要写{NEEDED[kind]}", EXAMPLES[kind])
    if kind not in NEEDED and columns:
        raise ObjectMisspelt(f"{name}后面只写宽和高（毫米）", EXAMPLES[kind])
    return Wanted(kind, match["value"], int(wide * EMU_PER_MM), int(high * EMU_PER_MM), columns)
