"""Generated Python: source with a place for every expression, so that a failing line leads back to its tag."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import DecimalException
from types import CodeType, FunctionType, TracebackType
from typing import Any

from docgen.errors import DocgenError
from docgen.language import ENVIRONMENT, EvaluationError
from docgen.model.finding import Finding, Place, Severity
from docgen.model.values import BlockedValue, show
from docgen.ooxml.template import RenderError

#: Python allows 20 nested blocks and 100 levels of indentation in one function.
MAX_LOOPS = 12
MAX_BLOCKS = 60

_SPECIAL = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]").search
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search
_BREAK = b'</w:t><w:br/><w:t xml:space="preserve">'
_TAB = b'</w:t><w:tab/><w:t xml:space="preserve">'


class ValueProblem(Exception):
    """A value can not stand in a document; the message is for users."""


def checked(value: Any) -> str:
    """The printed form of a value with one kind of line break.

    Raises:
        BlockedValue: the value carries an error finding.
        ValueProblem: it holds a character that no office file can hold.
    """
    text = value if type(value) is str else show(value)
    if found := _FORBIDDEN(text):
        code = ord(found.group())
        what = "不成对的代理字符" if 0xD800 <= code <= 0xDFFF else "控制字符" if code < 0x20 else "非法字符"
        raise ValueProblem(f"第 {found.start() + 1} 个字是{what} U+{code:04X}")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def escaped(value: Any) -> bytes:
    """A value as plain XML text, line breaks kept."""
    text = value if type(value) is str else show(value)
    return _special(text) if _SPECIAL(text) else text.encode()


def _special(text: str) -> bytes:
    """The slow way, for texts with characters that need a look. Replacing is faster in bytes than in wide strings."""
    return checked(text).encode().replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def run_text(value: Any) -> bytes:
    """A value as it stands between ``<w:t>`` and ``</w:t>``: line breaks and tabs as elements of the run."""
    text = value if type(value) is str else show(value)
    if not _SPECIAL(text):
        return text.encode()
    return _special(text).replace(b"\n", _BREAK).replace(b"\t", _TAB)


#: Between the values of a part while all of them are encoded and escaped at once; no document can hold it.
_SEPARATOR = "\x1f"
#: Change control characters but the separator: bytes without one come back as the same object.
_LOW = bytes(0x7F if c < 0x1F else c for c in range(256))
_CONTROLS = bytes(0x7F if c < 0x1F and c not in b"\t\n\r" else c for c in range(256))


def joined(pieces: list[Any]) -> bytes:
    """Join pieces of XML and the values between them, all values at once: each would cost a call of its own.

    Args:
        pieces: bytes and values by turns; the list is used up.

    Raises:
        Exception: some value can not be printed; :func:`run_text` tells which.
    """
    return _joined(pieces, _BREAK, _TAB)


def joined_plain(pieces: list[Any]) -> bytes:
    """The same for a part whose values are plain text, line breaks kept."""
    return _joined(pieces, b"\n", b"\t")


def _joined(pieces: list[Any], line_break: bytes, tab: bytes) -> bytes:
    values = pieces[1::2]
    try:
        text = _SEPARATOR.join(values)
    except TypeError:
        text = _SEPARATOR.join([v if type(v) is str else show(v) for v in values])
    data = text.encode()
    data = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    if data.translate(_LOW) is not data:
        if data.translate(_CONTROLS) is not data:
            raise ValueProblem("控制字符")
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", line_break).replace(b"\t", tab)
    if "\ufffe" in text or "\uffff" in text:
        raise ValueProblem("非法字符")
    # As many as there were, or a value holds the separator: then this is an error.
    pieces[1::2] = data.split(b"\x1f")
    return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a tag stands.

    Attributes:
        file: name of the template.
        part: the part as users call it: 正文, 页眉1, a sheet's name.
        where: the place in the part: 表格1 第6行 第2格, C4.
        tag: the tag as typed.
    """

    file: str
    part: str
    where: str
    tag: str = ""

    def finding(self, kind: str, message: str, remedy: str = "") -> Finding:
        """An error in the template at this place."""
        place = Place(self.file, self.part, cell=self.where)
        shown = f"{self.tag}：{message}" if self.tag else message
        return Finding(f"definition.template.{kind}", Severity.ERROR, shown, remedy, place)

    def __str__(self) -> str:
        return " › ".join(p for p in (self.file, self.part, self.where) if p)


class Program:
    """Source of one generated function."""

    def __init__(self, name: str, params: tuple[str, ...]) -> None:
        """Begin a function with these parameters."""
        self.filename = f"<template {name}>"
        self.lines = [f"def fill({', '.join(params)}):"]
        self.sites: dict[int, Site] = {}
        self.names: dict[str, Any] = {}
        #: Lines that hold only a value → the helper that prints it.
        self.printers: dict[int, str] = {}
        self.indent = 1

    def line(self, text: str, site: Site | None = None) -> None:
        """Add a line; an error it raises is the tag's at the site."""
        self.lines.append("    " * self.indent + text)
        if site is not None:
            self.sites[len(self.lines)] = site

    def value(self, source: str, printer: str, site: Site | None) -> None:
        """Add a line that holds only a value and a comma."""
        self.line(f"{source},", site)
        self.printers[len(self.lines)] = printer

    def constant(self, value: Any) -> str:
        """A name for a value the code may use."""
        name = f"_c{len(self.names)}"
        self.names[name] = value
        return name

    def finish(self, helpers: dict[str, Any]) -> Callable[..., Any]:
        """The function; errors at a site come out as :class:`RenderError`."""
        function = self._function(self.lines, helpers)

        def call(*args: Any) -> Any:
            try:
                return function(*args)
            except (BlockedValue, DocgenError):
                raise
            except Exception as error:
                raise self._explained(error) from error

        return call

    def quick(self, helpers: dict[str, Any]) -> Callable[..., Any]:
        """The function with values as they are, for a helper to print all at once; its errors are not explained."""
        return self._function(self.lines, helpers)

    def exact(self, helpers: dict[str, Any]) -> Callable[..., Any]:
        """The function that prints every value in its line, so that an error is that of a tag."""
        lines = [
            f"{self.printers[number]}({line.strip()[:-1]})," if number in self.printers else line
            for number, line in enumerate(self.lines, 1)
        ]
        other = Program("", ())
        other.filename, other.sites, other.names, other.lines = self.filename, self.sites, self.names, lines
        return other.finish(helpers)

    def _function(self, lines: list[str], helpers: dict[str, Any]) -> Callable[..., Any]:
        code = compile("\n".join(lines), self.filename, "exec")
        body = next(c for c in code.co_consts if isinstance(c, CodeType))
        return FunctionType(body, {**ENVIRONMENT, **helpers, **self.names})

    def _explained(self, error: Exception) -> Exception:
        """The error as a user can understand it; one at no known site is a bug and stays as it is."""
        site = None
        trace: TracebackType | None = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.filename:
                site = self.sites.get(trace.tb_lineno, site)
            trace = trace.tb_next
        if site is None:
            return error
        return RenderError(f"{site.tag}：{_reason(error)}", place=str(site))


def _reason(error: Exception) -> str:
    if isinstance(error, EvaluationError | ValueProblem):
        return str(error)
    if isinstance(error, KeyError):
        return f"数据里没有“{error.args[0]}”"
    if isinstance(error, DecimalException | ArithmeticError | OverflowError):
        return "算不出结果"
    if isinstance(error, TypeError):
        return "这个值不能打印，或不能这样计算"
    return f"算不出结果（{type(error).__name__}）"
