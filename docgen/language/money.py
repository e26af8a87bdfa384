"""Amounts in words, as cheques and claims print them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL = ("", "拾", "佰", "仟")
LARGE = ("", "万", "亿", "万亿")


def in_words(amount: Decimal | int) -> str:
    """The amount in capital Chinese numerals.

    Source: 中国人民银行《正确填写票据和结算凭证的基本规定》: ``整`` after 元 and 角, one ``零`` for any run of zeros.

    Args:
        amount: yuan, rounded half up to the cent; absolute value below 10^16.

    Raises:
        ValueError: the amount is too large.
    """
    cents = int((abs(Decimal(amount)) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    yuan, rest = divmod(cents, 100)
    if yuan >= 10**16:
        raise ValueError("amount too large")
    jiao, fen = divmod(rest, 10)
    text = _integer(yuan) + "元" if yuan else ""
    if not rest:
        text = (text or "零元") + "整"
    else:
        if jiao:
            text += DIGITS[jiao] + "角"
        elif yuan:
            text += "零"
        text += DIGITS[fen] + "分" if fen else "整"
    return ("负" if amount < 0 else "") + text


def _integer(number: int) -> str:
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if not group:
            if text and not text.endswith("零"):
                text += "零"
            continue
        if text and group < 1000 and not text.endswith("零"):
            text += "零"
        text += _group(group) + LARGE[power]
    return text.rstrip("零")


def _group(group: int) -> str:
    text = ""
    for power in range(3, -1, -1):
        digit = group // 10**power % 10
        if digit:
            text += DIGITS[digit] + SMALL[power]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")
