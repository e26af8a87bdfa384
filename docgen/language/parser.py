"""Expressions → Python source, checked against the shapes of the scope; nothing but these forms can be written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.language import filters as ft
from docgen.language.lexer import LanguageError, Lexer, normalise
from docgen.language.shapes import (
    ANY,
    SCALAR,
    ListShape,
    RecordShape,
    RefShape,
    Shape,
    side_by_side,
)
from docgen.model.names import fold

COMPARE = {"==": "_eq", "!=": "_ne", "<": "_lt", "<=": "_le", ">": "_gt", ">=": "_ge"}
ARITHMETIC = {"+": "_add", "-": "_sub", "*": "_mul", "/": "_div"}
#: What Jinja writes and this language does not → what to write.
HINTS = {
    "is": "不写 is：有没有值写 {% if 字段 %}，没有值写 {% if not 字段 %}，等于写 ==。",
    ":": "不能取一段，改写为 |前(5)。",
    ",": "循环只有一个变量：for 行 in 列表。",
}
KEYWORD = re.compile(r"\s*([A-Za-z_]+)\s*=(?!=)")
KEYWORD_HINTS = {
    "reverse": "要倒序，写 |排序('-列名')。",
    "boolean": "不写它：没有值时总是用后备的文字。",
    "attribute": "先取出这一列，例如 |列('列名')|连接('、')。",
}
MAX_DEPTH = 40
MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Code:
    """Python source of an expression, and the shape of its value."""

    source: str
    shape: Shape


@dataclass(frozen=True)
class Scope:
    """What names stand for.

    Attributes:
        names: folded name → code that reads it.
        params: parameters of the generated function, in order.
    """

    names: Mapping[str, Code]
    params: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Mapping[str, Code], params: tuple[str, ...] = ()) -> Scope:
        """A scope from names as people write them."""
        return cls({fold(n): c for n, c in names.items()}, params, {fold(n): n for n in names})

    def with_names(self, names: Mapping[str, Code]) -> Scope:
        """The same scope with more names; they hide equal ones."""
        inner = Scope.of(names)
        return Scope({**self.names, **inner.names}, self.params, {**self.titles, **inner.titles})


def no_such(what: str, name: str, known: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> LanguageError:
    """The error for an unknown name, with the nearest known one as a proposal."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    shown = (titles or {}).get(near[0], near[0]) if near else ""
    return LanguageError(
        f"{what}“{name}”", f"是否为“{shown}”？" if shown else "用 docgen template fields 查看可用的字段。"
    )


class Parser:
    """Recursive descent over one tag's expression."""

    def __init__(self, text: str, scope: Scope) -> None:
        """Take the tag's text and what its names stand for."""
        if len(text) > MAX_LENGTH:
            raise LanguageError(f"标签太长（超过 {MAX_LENGTH} 字）", "把它拆成几个标签。")
        self.lexer = Lexer(normalise(text))
        self.scope = scope
        self.depth = 0

    def expression(self) -> Code:
        """Parse a complete expression to the end of the text."""
        folded = fold(self.lexer.text)
        if folded in self.scope.names and "\x02" not in folded:
            self.lexer.pos = len(self.lexer.text)
            return self.scope.names[folded]
        code = self.ternary()
        self.end()
        return code

    def end(self) -> None:
        """Nothing may follow."""
        token = self.lexer.peek()
        if token.kind != "end":
            raise LanguageError(f"多出了“{token.text}”", HINTS.get(token.text, ""))

    def ternary(self) -> Code:
        """``a if c else b``."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise LanguageError("标签嵌套太深")
        value = self.either()
        if self.lexer.accept("if"):
            condition = self.either()
            other = self.ternary() if self.lexer.accept("else") else Code("None", SCALAR)
            shape = value.shape if value.shape == other.shape or other.source == "None" else ANY
            value = Code(f"({value.source} if _truth({condition.source}) else {other.source})", shape)
        self.depth -= 1
        return value

    def either(self) -> Code:
        """``a or b``."""
        code = self.both()
        while self.lexer.accept("or"):
            right = self.both()
            code = Code(f"({code.source} or {right.source})", code.shape)
        return code

    def both(self) -> Code:
        """``a and b``."""
        code = self.negated()
        while self.lexer.accept("and"):
            right = self.negated()
            code = Code(f"({code.source} and {right.source})", right.shape)
        return code

    def negated(self) -> Code:
        """``not a``."""
        if self.lexer.accept("not"):
            return Code(f"(not {self.negated().source})", SCALAR)
        return self.comparison()

    def comparison(self) -> Code:
        """Comparison and membership."""
        left = self.joined()
        while True:
            op = self.lexer.accept(*COMPARE, "in", "not")
            if not op:
                return left
            if op == "not":
                self.lexer.expect("in")
            right = self.joined()
            if op in COMPARE:
                left = Code(f"{COMPARE[op]}({left.source}, {right.source})", SCALAR)
            else:
                source = f"_in({left.source}, {right.source})"
                left = Code(f"(not {source})" if op == "not" else source, SCALAR)

    def joined(self) -> Code:
        """``a ~ b``: printed forms side by side."""
        code = self.additive()
        while self.lexer.accept("~"):
            right = self.additive()
            code = Code(f"(_show({code.source}) + _show({right.source}))", SCALAR)
        return code

    def additive(self) -> Code:
        """Sums and differences."""
        code = self.term()
        while op := self.lexer.accept("+", "-"):
            right = self.term()
            code = Code(f"{ARITHMETIC[op]}({code.source}, {right.source})", SCALAR)
        return code

    def term(self) -> Code:
        """Products and quotients."""
        code = self.unary()
        while op := self.lexer.accept("*", "/"):
            right = self.unary()
            code = Code(f"{ARITHMETIC[op]}({code.source}, {right.source})", SCALAR)
        return code

    def unary(self) -> Code:
        """A sign before a number."""
        if self.lexer.accept("-"):
            return Code(f"_sub(0, {self.unary().source})", SCALAR)
        return self.filtered()

    def filtered(self) -> Code:
        """A value with its filters."""
        code = self.postfix()
        while self.lexer.accept("|"):
            code = self.apply(code)
        return code

    def postfix(self) -> Code:
        """Fields and elements of a value."""
        code = self.primary()
        while True:
            if self.lexer.accept("."):
                code = self.attribute(code)
            elif self.lexer.accept("["):
                at = self.ternary()
                self.lexer.expect("]")
                code = Code(f"_index({code.source}, {at.source})", ft.maybe_item(code.shape))
            elif self.lexer.peek().text == "(" and self.lexer.peek().kind == "op":
                raise LanguageError("标签里不能调用函数", "用过滤器，例如 {{ 金额|大写 }}。")
            else:
                return code

    def attribute(self, code: Code) -> Code:
        """A field of a record, or of the record a reference points at."""
        shape = code.shape
        if isinstance(shape, RefShape):
            record, sure = shape.target, False
        elif isinstance(shape, RecordShape):
            record, sure = shape, shape.sure
        elif isinstance(shape, ListShape):
            raise LanguageError("这里有多条记录，不能直接取其中的字段", "用 for 循环逐条输出，或先用 |首个。")
        elif shape is ANY:
            name = self.lexer.name(())
            return Code(f"_follow({code.source}, {name!r})", ANY)
        else:
            raise LanguageError("这是一个单独的值，下面没有字段", self._method())
        name = self.lexer.name(record.fields)
        if name not in record.fields:
            raise no_such(f"“{record.name}”没有字段", name, record.fields)
        real, inner = record.fields[name]
        source = f"{code.source}[{real!r}]" if sure else f"_follow({code.source}, {real!r})"
        if not sure and isinstance(inner, RecordShape):
            inner = inner.unsure()
        return Code(source, inner)

    def _method(self) -> str:
        """What to write for a method of Python behind a value."""
        word = self.lexer.peek().text
        if word in ft.ELSEWHERE:
            return ft.ELSEWHERE[word]
        return f"改写为 |{ft.ALIASES[word]}。" if word in ft.ALIASES else ""

    def primary(self) -> Code:
        """A literal, a name, a list or an expression in parentheses."""
        token = self.lexer.peek()
        if token.kind == "string":
            self.lexer.take(token)
            return Code(repr(token.text), SCALAR)
        if token.kind == "number":
            self.lexer.take(token)
            return Code(f"_Decimal({token.text!r})" if "." in token.text else str(int(token.text)), SCALAR)
        if token.text == "(" and token.kind == "op":
            self.lexer.take(token)
            code = self.ternary()
            self.lexer.expect(")")
            return Code(f"({code.source})", code.shape)
        if token.text == "[" and token.kind == "op":
            return self.list_literal()
        if token.kind == "keyword" and token.text.lower() in ("true", "false", "none"):
            self.lexer.take(token)
            return Code(token.text.capitalize(), SCALAR)
        if token.kind == "end":
            raise LanguageError("标签不完整")
        return self.root()

    def root(self) -> Code:
        """A name of the scope."""
        name = self.lexer.name(self.scope.names)
        if name not in self.scope.names:
            raise no_such("没有字段", name, self.scope.names, self.scope.titles)
        return self.scope.names[name]

    def list_literal(self) -> Code:
        """``['a', 'b']``."""
        self.lexer.expect("[")
        items: list[str] = []
        while not self.lexer.accept("]"):
            items.append(self.ternary().source)
            if not self.lexer.accept(","):
                self.lexer.expect("]")
                break
        return Code(f"[{', '.join(items)}]", ListShape(SCALAR))

    def apply(self, value: Code) -> Code:
        """One filter."""
        name = self.lexer.name((*ft.FILTERS, *ft.ALIASES, *ft.ELSEWHERE))
        found = ft.FILTERS.get(ft.ALIASES.get(name, name))
        if name in ft.ELSEWHERE:
            raise LanguageError(f"没有过滤器“{name}”", ft.ELSEWHERE[name])
        if found is None:
            raise no_such("没有过滤器", name, {**ft.FILTERS, **ft.ALIASES})
        if found.rows and not isinstance(value.shape, ListShape) and value.shape is not ANY:
            raise LanguageError(f"“|{name}”前面应是多条记录")
        args, column, others = self.arguments(found, value.shape)
        if name == "join" and not args:
            # Jinja would put nothing between, ours a comma: say which.
            raise LanguageError("join 缺少分隔符", "改写为 |join('') 或 |连接('、')。")
        shape = found.shape(value.shape)
        if found.name == "分组":
            args += f", {ft.enum_order(ft.column_shape(value.shape, fold(column)))!r}"
        if found.name == "列" and column:
            shape = ListShape(ft.column_shape(value.shape, fold(column)))
        if found.name == "并列":
            shape = side_by_side([value.shape, *others])
        return Code(f"_F[{found.name!r}]({value.source}{args})", shape)

    def arguments(self, found: ft.Filter, shape: Shape) -> tuple[str, str, list[Shape]]:
        """The arguments of a filter as source, the first column named, and the shapes of the values."""
        sources: list[str] = []
        shapes: list[Shape] = []
        first_column = ""
        given = 0
        if self.lexer.accept("("):
            while not self.lexer.accept(")"):
                keyword = KEYWORD.match(self.lexer.text, self.lexer.pos)
                kind = found.args[min(given, len(found.args) - 1)] if found.args else ""
                if not kind or (given >= len(found.args) and not found.args[-1].endswith("s")):
                    raise LanguageError(f"过滤器“{found.name}”的参数太多")
                if keyword and keyword.group(1) == "attribute" and kind.startswith(ft.COLUMN):
                    self.lexer.pos = keyword.end()
                elif keyword:
                    word = keyword.group(1)
                    raise LanguageError(f"参数不能写成“{word}=…”", KEYWORD_HINTS.get(word, "直接写出参数的值。"))
                if kind.startswith(ft.COLUMN):
                    real = self.column(shape)
                    first_column = first_column or real.lstrip("-")
                    sources.append(repr(real))
                else:
                    code = self.ternary()
                    sources.append(code.source)
                    shapes.append(code.shape)
                given += 1
                if not self.lexer.accept(","):
                    self.lexer.expect(")")
                    break
        if given < found.needed:
            raise LanguageError(f"过滤器“{found.name}”缺少参数")
        return "".join(f", {s}" for s in sources), first_column, shapes

    def column(self, shape: Shape) -> str:
        """A column title in quotes, checked against the rows."""
        token = self.lexer.peek()
        if token.kind != "string":
            raise LanguageError("列名要加引号", "例如 |合计('金额')。")
        self.lexer.take(token)
        sign = "-" if token.text.startswith("-") else ""
        item = ft.item_of(shape)
        record = item.target if isinstance(item, RefShape) else item
        name = fold(token.text[len(sign) :])
        if not isinstance(record, RecordShape):
            if record is ANY:
                return token.text
            raise LanguageError("前面的值不是多条记录，没有列")
        if name not in record.fields:
            raise no_such(f"“{record.name}”没有列", name, record.fields)
        return sign + record.fields[name][0]
