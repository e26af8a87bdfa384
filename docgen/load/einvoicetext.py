"""The text of a page → what an invoice says, as far as labels stand beside their values; nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from docgen.load.einvoicefacts import day_of, kind_of
from docgen.model.forms import parse_money
from docgen.model.invoices import Invoice

SUM = r"¥?\s*(-?[0-9][0-9,]*\.[0-9]{2})(?![0-9])"
NUMBER = re.compile(r"(?:发\s*票|票\s*据)\s*号\s*码\s*:?\s*([0-9]{8,20})(?![0-9])")
LONE_NUMBER = re.compile(r"(?<![0-9])[0-9]{20}(?![0-9])")
CODE = re.compile(r"(?:发\s*票|票\s*据)\s*代\s*码\s*:?\s*([0-9]{8,12})(?![0-9])")
ISSUED = re.compile(r"开\s*票\s*日\s*期\s*:?\s*([0-9]{4}\s*[年-]\s*[0-9]{1,2}\s*[月-]\s*[0-9]{1,2}\s*日?)")
ANY_DAY = re.compile(r"[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日")
TOTAL = re.compile(rf"小\s*写\s*\)?\s*:?\s*{SUM}")
SUMS = re.compile(rf"合\s*计\s*{SUM}(?:\s*{SUM})?")
YUAN = re.compile(r"¥\s*(-?[0-9][0-9,]*\.[0-9]{2})(?![0-9])")
#: Names keep the letters they have; only the colon may be narrow or wide.
PARTY = re.compile(r"名\s*称\s*[:：]\s*([^\s:：]+)")
ITEM = re.compile(r"(\*[^*\s]{1,30}\*[^\s*]+)")
TITLE = re.compile("发票(?!号码|代码)|票据(?!号码|代码)|客票|行程单")
#: Beginnings of what is no name though it stands behind the label: the name itself is missing.
NO_NAME = ("统一社会信用代码", "纳税人识别号", "名称")


def invoice_in(lines: Sequence[str]) -> Invoice:
    """What the lines of a page say."""
    raw = "\n".join(lines)
    text = unicodedata.normalize("NFKC", raw).replace("￥", "¥")
    doubts: list[str] = []
    number = _first(NUMBER, text) or _lone(LONE_NUMBER, text)
    total: Decimal | None = parse_money(_first(TOTAL, text))
    amount: Decimal | None = None
    tax: Decimal | None = None
    if sums := SUMS.search(text):
        amount, tax = (parse_money(part) if part else None for part in sums.groups())
    if total is None or amount is None:
        concluded = _concluded(text)
        if concluded[2] is not None and total in (None, concluded[2]):
            doubts.append("sums")
            amount, tax, total = concluded
    parties = [p for p in PARTY.findall(raw) if not p.startswith(NO_NAME)]
    buyer, seller = parties if len(parties) == 2 else ("", "")
    if seller:
        doubts.append("names")
    return Invoice(
        number=number,
        code="" if len(number) == 20 else _first(CODE, text),
        issued=day_of(_first(ISSUED, text) or _lone(ANY_DAY, text)),
        seller=seller,
        buyer=buyer,
        amount=amount,
        tax=tax,
        total=total,
        items=tuple(dict.fromkeys(ITEM.findall(raw))),
        kind=kind_of(number, title_of(lines)),
        doubts=tuple(doubts),
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def _lone(pattern: re.Pattern[str], text: str) -> str:
    """The only text of a form; empty where there are several."""
    found = set(pattern.findall(text))
    return found.pop() if len(found) == 1 else ""


def _concluded(text: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Amount, tax and total, where the page shows just three sums and two of them make the third, or always the same.

    The same sum again and again is that of an invoice free of tax.
    """
    shown = [s for s in map(parse_money, YUAN.findall(text)) if s is not None]
    sums = sorted(set(shown), key=abs, reverse=True)
    if len(sums) == 3 and sums[0] == sums[1] + sums[2]:
        return sums[1], sums[2], sums[0]
    if len(sums) == 1 and len(shown) > 1:
        return sums[0], None, sums[0]
    return None, None, None


def title_of(lines: Sequence[str]) -> str:
    """The first line that names a kind of voucher; empty where none does."""
    return next((line for line in lines if TITLE.search(line)), "")
