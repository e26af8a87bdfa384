"""Raw cells → typed values: forms that are understood without doubt are read as such, everything else is asked about.

Nothing is guessed and nothing is dropped: what can not be read comes back as a :class:`Problem` with the facts that a
message needs. References stay texts here.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from docgen.model import forms as fm
from docgen.model.cells import CONTROL, ENDS, SAFE_DIGITS, BrokenCell, Problem, RawValue, nearest, shown
from docgen.model.names import fold
from docgen.model.standard import Enum, Field, FieldType
from docgen.model.values import FilePath, Month

#: So many texts are looked at together.
TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cells of a column.

    Attributes:
        read: reads a cell that is not blank and no text with anything at its ends.
        plain: whether reading leaves texts as they are, which stand in one with bars before, between and after them;
            ``None`` where that can not be told at a glance.
    """

    read: Callable[[RawValue], Any]
    plain: Callable[[str], bool] | None = None

    def __call__(self, raw: RawValue) -> Any:
        """Read one cell; see :func:`read_value`."""
        return _guarded(self.read, raw)

    def many(self, raws: Sequence[RawValue]) -> list[Any]:
        """Read many cells."""
        values: list[Any] = []
        for start in range(0, len(raws), TOGETHER):
            some = raws[start : start + TOGETHER]
            values += some if self._leaves(some) else [_guarded(self.read, raw) for raw in some]
        return values

    def _leaves(self, raws: Sequence[RawValue]) -> bool:
        """Whether all are texts without anything at their ends, and reading leaves them as they are."""
        if self.plain is None or set(map(type, raws)) != {str}:
            return False
        text = f"|{'|'.join(cast(Sequence[str], raws))}|"
        bare = "| " not in text and " |" not in text and "||" not in text
        return bare and text.isprintable() and self.plain(text)


SEPARATORS = re.compile("[；;、,，\n]")
#: Between files only these part for sure: names of files may hold commas.
FILE_SEPARATORS = re.compile("[；;\n]")
LOOSE_SEPARATORS = re.compile("[、,，]")
ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
#: A spreadsheet keeps 15 digits of a number and shows long ones with an exponent.
DAMAGED = re.compile(r"[0-9]{15}0{3,}|[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2,}")
#: The attachments folder, as it stands in the workspace.
ATTACHMENTS = "附件/"
YES = frozenset({"是", "√", "✓", "✔", "y", "yes", "true", "1"})
NO = frozenset({"否", "n", "no", "false", "0"})
URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def read_value(field: Field, raw: RawValue, enum: Enum | None = None, *, not_applicable: str = "") -> Any:
    """Read one cell.

    Args:
        field: its column.
        raw: what stands in it.
        enum: the list of permitted values of an enumerated column.
        not_applicable: beginning of a text that stands for files that can not be; empty: there is no such text.

    Returns:
        The typed value, ``None`` for a blank cell, or a :class:`Problem`.
    """
    return make_reader(field, enum, not_applicable=not_applicable)(raw)


def make_reader(
    field: Field,
    enum: Enum | None = None,
    *,
    not_applicable: str = "",
    accepted: Mapping[str, str] | None = None,
) -> Reader:
    """The reader of a column; see :func:`read_value`.

    Args:
        field: the column.
        enum: its permitted values.
        not_applicable: see :func:`read_value`.
        accepted: further spellings that are taken as a permitted value without asking.
    """
    kind = field.type
    if kind in (FieldType.ENUM, FieldType.MULTI):
        return Reader(_choices(enum, accepted or {}, many=kind is FieldType.MULTI))
    if kind in (FieldType.FILE, FieldType.FILES):
        return Reader(functools.partial(_files, many=kind is FieldType.FILES, not_applicable=fold(not_applicable)))
    return Reader(READERS[kind], PLAIN.get(READERS[kind]))


def _guarded(read: Callable[[RawValue], Any], raw: RawValue) -> Any:
    if raw is None:
        return None
    if isinstance(raw, BrokenCell):
        return Problem(raw.kind, raw.text)
    if isinstance(raw, str):
        if not raw.isprintable() and (found := CONTROL.search(raw)):
            shown = raw.replace(found.group(), "□")
            return Problem("control", shown, f"第 {found.start() + 1} 个字符 U+{ord(found.group()):04X}")
        raw = raw.strip(ENDS)
        if not raw:
            return None
        if "\r" in raw:
            raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    return read(raw)


def _text(raw: RawValue) -> Any:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, int | float):
        return fm.number_text(raw) if abs(raw) < SAFE_DIGITS else Problem("damaged", shown(raw))
    return Problem("text-date", shown(raw))


def _code(raw: RawValue) -> Any:
    """A number of a record: full-width letters and digits are the plain ones."""
    text = _digits(raw)
    if isinstance(text, str) and not text.isascii():
        plain = unicodedata.normalize("NFKC", text)
        return plain if plain.isascii() else text
    return text


def _digits(raw: RawValue) -> Any:
    text = _text(raw)
    # Most texts begin with no digit.
    if isinstance(text, str) and text[:1] <= "9" and DAMAGED.fullmatch(text):
        return Problem("damaged", text)
    return text


def _citizen(raw: RawValue) -> Any:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Problem("damaged", shown(raw))
    text = _digits(raw)
    return text.upper() if isinstance(text, str) else text


def _split(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [part for part in (p.strip(ENDS) for p in pattern.split(text)) if part]


def _references(raw: RawValue) -> Any:
    text = _text(raw)
    if isinstance(text, Problem):
        return text
    return [_code(part) for part in _split(text, SEPARATORS)] or None


def _persons(raw: RawValue) -> Any:
    text = _text(raw)
    return text if isinstance(text, Problem) else _split(text, SEPARATORS) or None


def _files(raw: RawValue, *, many: bool, not_applicable: str) -> Any:
    text = _text(raw)
    if isinstance(text, Problem):
        return text
    # The first character says quickly that this is an ordinary path.
    if not_applicable and text[0] == not_applicable[0] and fold(text).startswith(not_applicable):
        return text
    if not many:
        return _path(text)
    if not SEPARATORS.search(text):
        return [_path(text)]
    parts: list[str] = []
    for part in _split(text, FILE_SEPARATORS):
        smaller = _split(part, LOOSE_SEPARATORS)
        parts += smaller if all(ENDING.search(p) for p in smaller) else [part]
    return [_path(part) for part in parts] or None


def _path(text: str) -> FilePath:
    """A path below the attachments folder; people write a backslash, and the folder itself, too."""
    plain = unicodedata.normalize("NFC", text.replace("\\", "/")).removeprefix("./")
    return FilePath(plain.removeprefix(ATTACHMENTS))


def _choices(enum: Enum | None, accepted: Mapping[str, str], *, many: bool) -> Callable[[RawValue], Any]:
    values = enum.values if enum else ()
    known = {fold(alias): value for alias, value in accepted.items()} | {fold(v): v for v in values}

    def one(raw: RawValue) -> Any:
        text = _text(raw)
        if isinstance(text, Problem):
            return text
        found = known.get(text) or known.get(fold(text))
        return found if found is not None else _unknown(text, enum, text)

    def several(raw: RawValue) -> Any:
        text = _text(raw)
        if isinstance(text, Problem):
            return text
        parts = _split(text, SEPARATORS)
        read = [known.get(fold(part), part) for part in parts]
        wrong = [part for part in parts if fold(part) not in known]
        return _unknown(wrong[0], enum, read) if wrong else read or None

    return several if many else one


def _unknown(text: str, enum: Enum | None, kept: Any) -> Problem:
    if enum is None:
        return Problem("enum", text, kept=kept)
    aliases = {fold(alias): value for alias, value in enum.aliases.items()}
    meant = aliases.get(fold(text), "")
    others = [v for v, target in enum.maps_to.items() if meant and target == meant and fold(text) in fold(v)]
    near = " 或 ".join([meant, *others]) if meant else nearest(text, enum.values)
    few = "、".join(enum.values) if len(enum.values) <= 12 else ""
    return Problem("enum", text, few, near, kept)


def _date(raw: RawValue, kind: str = "date") -> Any:
    found, meant = fm.parse_date(raw)
    return found or Problem(kind, shown(raw), meant.isoformat() if meant else "")


def _dotted(raw: RawValue) -> Any:
    found = _date(raw, "dotted-date")
    return fm.dotted(found) if isinstance(found, date) else found


def _month(raw: RawValue) -> Any:
    if isinstance(raw, date):
        return Month.of(raw)
    text = shown(raw)
    doubt = fm.lost_zero(text)
    if doubt:
        return Problem("month-zero", text, doubt)
    return fm.parse_month(text) or Problem("month", text)


def _time(raw: RawValue) -> Any:
    found = fm.parse_time(raw)
    return found if found is not None else Problem("time", shown(raw), fm.time_of_day(raw))


def _year(raw: RawValue) -> Any:
    text = unicodedata.normalize("NFKC", shown(raw)).removesuffix("年").strip()
    found = fm.parse_number(text) if not isinstance(raw, date | time) else None
    good = isinstance(found, int) and fm.FIRST_YEAR <= found <= fm.LAST_YEAR
    return found if good else Problem("year", shown(raw))


def _integer(raw: RawValue) -> Any:
    found = fm.parse_number(raw)
    if found is not None and found == int(found) and -SAFE_DIGITS < found < SAFE_DIGITS:
        return int(found)
    return Problem("integer", shown(raw))


def _decimal(raw: RawValue) -> Any:
    found = fm.parse_number(raw)
    return Decimal(found) if found is not None else Problem("decimal", shown(raw))


def _money(raw: RawValue) -> Any:
    found = fm.parse_money(raw)
    if found is None:
        return Problem("money", shown(raw))
    if found != round(found, 2):
        return Problem("money-places", shown(raw), kept=found)
    return found


def _yes_no(raw: RawValue) -> Any:
    word = fold(shown(raw)).lower()
    return True if word in YES else False if word in NO else Problem("yes-no", shown(raw))


def _url(raw: RawValue) -> Any:
    text = _text(raw)
    return text if isinstance(text, Problem) or URL.fullmatch(text) else Problem("url", text)


READERS: dict[FieldType, Callable[[RawValue], Any]] = {
    FieldType.TEXT: _digits,
    FieldType.LONG_TEXT: _text,
    FieldType.DATE: _date,
    FieldType.DOTTED_DATE: _dotted,
    FieldType.MONTH: _month,
    FieldType.TIME: _time,
    FieldType.YEAR: _year,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.MONEY: _money,
    FieldType.PHONE: _digits,
    FieldType.CITIZEN_ID: _citizen,
    FieldType.NUMBER: _code,
    FieldType.PHOTO_NUMBER: _code,
    FieldType.REF: _code,
    FieldType.REFS: _references,
    FieldType.PERSONS: _persons,
    FieldType.YES_NO: _yes_no,
    FieldType.URL: _url,
}


def _undamaged(text: str) -> bool:
    """Whether no text between bars can be a number that a spreadsheet cut short."""
    return "000|" not in text and "+" not in text


PLAIN: dict[Callable[[RawValue], Any], Callable[[str], bool]] = {
    _text: lambda text: True,
    _digits: _undamaged,
    _code: lambda text: text.isascii() and _undamaged(text),
}
