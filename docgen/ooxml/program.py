"""Generated Python: source with a place for every expression, so that a failing line leads back to its tag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import DecimalException
from types import CodeType, FunctionType, TracebackType
from typing import Any

from docgen.errors import DocgenError
from docgen.language import ENVIRONMENT, EvaluationError
from docgen.model.finding import Finding, Place, Severity
from docgen.model.values import BlockedValue
from docgen.ooxml.template import RenderError
from docgen.ooxml.texts import ValueProblem

#: Python allows 20 nested blocks and 100 levels of indentation in one function.
MAX_LOOPS = 12
MAX_BLOCKS = 60


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
