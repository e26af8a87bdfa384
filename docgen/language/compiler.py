"""Expressions and loop heads → Python source and functions, and the names generated code may use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from docgen.language import filters as ft
from docgen.language import runtime as rt
from docgen.language.byhand import filter_calls
from docgen.language.lexer import LanguageError, Lexer, normalise
from docgen.language.parser import Code, Parser, Scope
from docgen.language.shapes import ANY, SCALAR, ListShape, RecordShape
from docgen.model.names import fold
from docgen.model.values import show


def compile_expression(text: str, scope: Scope) -> Code:
    """Compile an expression.

    Raises:
        LanguageError: it can not be understood or names what is not there.
    """
    return Parser(text, scope).expression()


@dataclass(frozen=True, slots=True)
class Loop:
    """The head of a loop: variable, list, and an optional condition on the element."""

    variable: str
    rows: Code
    condition: Code | None
    scope: Scope


def compile_loop(text: str, scope: Scope, depth: int) -> Loop:
    """Compile what stands behind ``for``: ``行 in 列表 [if 条件]``.

    The element is read by the Python name ``v<depth>``, its position from 0 by ``n<depth>`` and the number of elements
    by ``c<depth>``.

    Raises:
        LanguageError: it can not be understood.
    """
    head, found, rest = normalise(text).partition(" in ")
    variable = fold(head)
    if not found or not variable.isidentifier():
        raise LanguageError("循环应写成 for 行 in 列表")
    parser = Parser("", scope)
    parser.lexer = Lexer(rest)
    rows = parser.either()
    if not isinstance(rows.shape, ListShape) and rows.shape is not ANY:
        raise LanguageError("for 后面的不是多条记录")
    item = ft.item_of(rows.shape)
    inner = scope.with_names({variable: Code(f"v{depth}", item), "loop": Code("None", loop_shape(depth))})
    inner = Scope({**inner.names, **_loop_names(depth)}, inner.params, inner.titles)
    condition = None
    if parser.lexer.accept("if"):
        parser.scope = inner
        condition = parser.either()
    parser.end()
    return Loop(variable, rows, condition, inner)


def loop_shape(depth: int) -> RecordShape:
    """Stands for ``loop``, whose members are whole names of the scope."""
    return RecordShape(f"loop{depth}", {})


def _loop_names(depth: int) -> dict[str, Code]:
    return {
        "loop.index": Code(f"(n{depth} + 1)", SCALAR),
        "loop.index0": Code(f"n{depth}", SCALAR),
        "loop.first": Code(f"(n{depth} == 0)", SCALAR),
        "loop.last": Code(f"(n{depth} == c{depth} - 1)", SCALAR),
        "loop.length": Code(f"c{depth}", SCALAR),
    }


def loop_lines(loop: Loop, depth: int) -> list[str]:
    """The Python lines that begin a loop; the body follows one level deeper."""
    rows = f"_seq({loop.rows.source})"
    if loop.condition:
        rows = f"[v{depth} for v{depth} in {rows} if _truth({loop.condition.source})]"
    return [
        f"s{depth} = {rows}",
        f"c{depth} = len(s{depth})",
        f"for n{depth}, v{depth} in enumerate(s{depth}):",
    ]


def truth(value: Any) -> bool:
    """Whether a condition holds; a value with an error finding blocks."""
    return bool(rt.touch(value))


#: The names generated code may use.
ENVIRONMENT: dict[str, Any] = {
    "__builtins__": {"len": len, "enumerate": enumerate},
    "_eq": rt.eq,
    "_ne": rt.ne,
    "_lt": rt.lt,
    "_le": rt.le,
    "_gt": rt.gt,
    "_ge": rt.ge,
    "_in": rt.contains,
    "_add": rt.add,
    "_sub": rt.sub,
    "_mul": rt.mul,
    "_div": rt.div,
    "_seq": rt.seq,
    "_index": rt.index,
    "_follow": rt.follow,
    "_truth": truth,
    "_show": show,
    "_Decimal": Decimal,
    "_F": filter_calls(),
}


def function(text: str, scope: Scope) -> Any:
    """Compile an expression to a Python function of the scope's parameters.

    Raises:
        LanguageError: the expression is wrong.
    """
    return function_of(compile_expression(text, scope), scope.params)


def function_of(code: Code, params: Iterable[str]) -> Any:
    """The Python function of some parameters that computes a compiled expression."""
    source = f"lambda {', '.join(params)}: {code.source}"
    return eval(compile(source, "<expression>", "eval"), dict(ENVIRONMENT))
