"""What generated code calls: comparison, access and arithmetic with the language's meaning of an empty cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from docgen.model.values import Bad, Blank, BlankRows, BlockedValue, Money, Ref


class EvaluationError(Exception):
    """An expression can not be computed with these values; the message is for users."""


def touch(value: Any) -> Any:
    """Return a value that may be looked at; one with an error finding blocks."""
    if isinstance(value, Bad):
        raise BlockedValue(value)
    return value


def follow(value: Any, name: str) -> Any:
    """A field of a record or of the record a reference points at; ``None`` where there is none."""
    if value is None:
        return None
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, Ref):
        return value.record.get(name) if value.record is not None else None
    if isinstance(value, Blank):
        return value
    touch(value)
    raise EvaluationError(f"“{value}”下面没有“{name}”")


def index(value: Any, at: Any) -> Any:
    """An element of a list; ``None`` past its end."""
    touch(value)
    if isinstance(value, list) and isinstance(at, int):
        return value[at] if -len(value) <= at < len(value) else None
    if value is None or isinstance(value, Blank):
        return value
    raise EvaluationError("只有列表可以用 [序号]")


def empty(value: Any) -> bool:
    """A cell that was left blank, or an empty list."""
    return value is None or value == "" or value == []


def eq(a: Any, b: Any) -> bool:
    """Equality in which an empty cell equals the empty text."""
    if empty(touch(a)):
        return empty(touch(b))
    return bool(a == b)


def ne(a: Any, b: Any) -> bool:
    """The contrary of :func:`eq`."""
    return not eq(a, b)


def _ordered(a: Any, b: Any) -> bool:
    return not (empty(touch(a)) or empty(touch(b)))


def lt(a: Any, b: Any) -> bool:
    """Less than; false where one side is empty."""
    return _compare(a, b, lambda x, y: x < y)


def le(a: Any, b: Any) -> bool:
    """Less than or equal; false where one side is empty."""
    return _compare(a, b, lambda x, y: x <= y)


def gt(a: Any, b: Any) -> bool:
    """Greater than; false where one side is empty."""
    return _compare(a, b, lambda x, y: x > y)


def ge(a: Any, b: Any) -> bool:
    """Greater than or equal; false where one side is empty."""
    return _compare(a, b, lambda x, y: x >= y)


def _compare(a: Any, b: Any, op: Any) -> bool:
    if not _ordered(a, b):
        return False
    try:
        return bool(op(a, b))
    except TypeError as error:
        raise EvaluationError(f"“{a}”与“{b}”不能比较大小") from error


def contains(item: Any, container: Any) -> bool:
    """``item in container``: an element of a list or a part of a text."""
    if empty(touch(container)) or empty(touch(item)):
        return False
    if isinstance(container, list):
        return any(eq(item, x) for x in container)
    if isinstance(container, str):
        return str(item) in container
    raise EvaluationError(f"“{container}”不是列表或文字，不能用 in")


def seq(value: Any) -> list[Any]:
    """The rows of a list; an empty cell has none, a single value is a list of one."""
    touch(value)
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def number(value: Any) -> Any:
    """A value as a number, an empty one as 0; what is to be written by hand stays that.

    Raises:
        EvaluationError: the value is no number.
    """
    touch(value)
    if value is None or value == "":
        return Blank() if isinstance(value, Blank) else 0
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, BlankRows):
        return Blank()
    raise EvaluationError(f"“{value}”不是数字")


def _money(result: Any, *parts: Any) -> Any:
    return Money(result) if any(isinstance(p, Money) for p in parts) and not isinstance(result, Blank) else result


def add(a: Any, b: Any) -> Any:
    """Sum of two numbers."""
    return _money(number(a) + number(b), a, b)


def sub(a: Any, b: Any) -> Any:
    """Difference of two numbers."""
    return _money(number(a) - number(b), a, b)


def mul(a: Any, b: Any) -> Any:
    """Product of two numbers; empty where one is empty."""
    if empty(touch(a)) or empty(touch(b)):
        return None
    return _money(number(a) * number(b), a, b)


def div(a: Any, b: Any) -> Any:
    """Quotient as a decimal; empty where it does not exist. Money by money is a plain ratio."""
    if empty(touch(a)) or empty(touch(b)) or not number(b):
        return None
    result = Decimal(number(a)) / Decimal(number(b))
    return result if isinstance(b, Money) else _money(result, a)
