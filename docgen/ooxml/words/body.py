"""From a tree with markers to lines of generated code."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from docgen.language import (
    ANY,
    Code,
    LanguageError,
    ListShape,
    RecordShape,
    Scope,
    compile_expression,
    compile_loop,
    loop_lines,
)
from docgen.model.finding import Finding
from docgen.ooxml.paths import FieldPaths
from docgen.ooxml.program import Program, Site
from docgen.ooxml.texts import escaped, joined, joined_plain, run_text
from docgen.ooxml.words import names as w
from docgen.ooxml.words.blocks import ID_MARK, Mark
from docgen.ooxml.words.columns import Grid
from docgen.ooxml.words.objects import BARS, PICTURE, TREE, Wanted, object_filter
from docgen.ooxml.words.paragraph import TARGET, marker_number
from docgen.ooxml.words.spacing import loosen

Element = etree._Element
_SPLIT = re.compile(rf"(<\?{TARGET} [0-9]+\?>|{ID_MARK})".encode())
#: Parameter of the generated function that hands out pictures and drawing ids.
ALBUM = "_a"
#: The list ``_o`` holds XML and values by turns; ``_k`` and ``_z`` stand where two of one kind follow each other.
QUICK: dict[str, Any] = {"_k": b"", "_z": "", "_join_t": joined, "_join_x": joined_plain, "_grid": Grid}
EXACT: dict[str, Any] = {
    "_k": b"",
    "_z": b"",
    "_join_t": b"".join,
    "_join_x": b"".join,
    "_grid": Grid,
    "_t": run_text,
    "_x": escaped,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """An expression of the list: XML, or a value that a helper prints."""

    source: str
    site: Site | None = None
    printer: str = ""


class Filler:
    """Fills all parts with tags: arguments of the scope and an album → the parts' bytes in order.

    Values are printed all at once. Where that fails, everything is done again value by value, to tell which tag it is.
    """

    def __init__(self, program: Program) -> None:
        """Take the source of the function."""
        self.program = program
        #: Whether it hands out pictures or drawing ids.
        self.drawing = any(f"{ALBUM}." in line for line in program.lines)
        self.quick = program.quick(QUICK)

    @cached_property
    def exact(self) -> Callable[..., tuple[bytes, ...]]:
        """The slow way, compiled when it is first needed."""
        return self.program.exact(EXACT)


@dataclass(frozen=True, slots=True)
class PartCode:
    """What the writer must know of a part.

    Attributes:
        marks: what its markers stand for.
        gallery: its number among the parts with pictures or charts, should it be one; -1 where none may stand.
        printer: the helper that prints a value there.
    """

    marks: list[Mark]
    gallery: int
    printer: str


class Writer:
    """Writes the function that fills all parts of a template.

    Attributes:
        findings: expressions that can not be compiled.
        paths: the fields they read.
    """

    def __init__(self, name: str, scope: Scope) -> None:
        """Begin the function."""
        self.program = Program(name, (*scope.params, ALBUM))
        self.scope = scope
        self.paths = FieldPaths(scope)
        self.findings: list[Finding] = []
        #: Kinds of objects that its tags ask for.
        self.kinds: set[str] = set()
        self.parts = 0
        self.pending: list[Piece] = []
        self.open: list[tuple[str, Scope]] = []

    def part(self, root: Element, code: PartCode, styles: Element | None) -> bool:
        """Add a part; whether it can show pictures or charts."""
        objects = [
            (node, _wanted(code.marks[n]))
            for node in root.iter(etree.ProcessingInstruction)
            if (n := marker_number(node)) is not None and code.marks[n].kind == "object"
        ]
        for node, _ in objects:
            paragraph = next(node.iterancestors(w.PARAGRAPH), None)
            if paragraph is not None:
                loosen(paragraph, styles)
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self.program.line("_o = []")
        self.open = []
        for piece in _SPLIT.split(data):
            if piece == ID_MARK.encode():
                self.pending.append(Piece(f"{ALBUM}.id()"))
            elif piece.startswith(b"<?" + TARGET.encode()):
                mark = code.marks[int(piece[2 + len(TARGET) : -2])]
                try:
                    self._mark(mark, code)
                except LanguageError as error:
                    self.findings.append(mark.site.finding("expression", error.message, error.remedy))
            elif piece:
                self.pending.append(Piece(self.program.constant(piece)))
        self._flush()
        self.program.indent = 1
        self.program.line(f"_p{self.parts} = _join{code.printer}(_o)")
        self.parts += 1
        self.kinds |= {wanted.kind for _, wanted in objects}
        return any(wanted.stored for _, wanted in objects)

    def finish(self) -> Filler:
        """The function."""
        self.program.line(f"return ({''.join(f'_p{n}, ' for n in range(self.parts))})")
        return Filler(self.program)

    def _flush(self) -> None:
        """Write what was collected as one statement, every expression in a line of its own."""
        if not self.pending:
            return
        self.program.line("_o += (")
        value_next = False
        for piece in self.pending:
            if bool(piece.printer) != value_next:
                self.program.line("_z," if value_next else "_k,")
                value_next = not value_next
            if piece.printer:
                self.program.value(piece.source, piece.printer, piece.site)
            else:
                self.program.line(f"{piece.source},", piece.site)
            value_next = not value_next
        self.program.line("_z)" if value_next else ")")
        self.pending.clear()

    @property
    def _scope(self) -> Scope:
        return self.open[-1][1] if self.open else self.scope

    def _mark(self, mark: Mark, code: PartCode) -> None:
        if mark.kind == "code":
            self._flush()
            for line in mark.lines:
                self.program.line(line, mark.site if mark.site.tag else None)
            return
        tag = mark.tag
        assert tag is not None
        if mark.kind == "block":
            self._flush()
            {"if": self._if, "elif": self._elif, "else": self._else, "for": self._for}.get(tag.word, self._end)(mark)
        elif mark.kind == "object":
            self._object(mark, code)
        else:
            value = self._value(tag.body)
            if isinstance(value.shape, RecordShape) or (
                isinstance(value.shape, ListShape) and isinstance(value.shape.item, RecordShape)
            ):
                raise LanguageError("这是整条记录，不能直接打印", "写明打印其中的哪个字段。")
            self.pending.append(Piece(value.source, mark.site, code.printer))

    def _value(self, body: str) -> Code:
        code = compile_expression(body, self._scope)
        self.paths.add(code)
        return code

    def _object(self, mark: Mark, code: PartCode) -> None:
        wanted = _wanted(mark)
        value = self._value(wanted.value)
        size = f"{wanted.width}, {wanted.height}"
        if wanted.kind == PICTURE:
            source = f"{ALBUM}.put({code.gallery}, {value.source}, {size})"
        elif wanted.kind == TREE:
            source = f"{ALBUM}.tree({value.source}, {self._columns(wanted)!r}, {size})"
        else:
            data = f"{value.source}, {self._columns(wanted)!r}, {wanted.kind == BARS}"
            source = f"{ALBUM}.chart({code.gallery}, {data}, {size})"
        self.pending.append(Piece(source, mark.site))

    def _columns(self, wanted: Wanted) -> tuple[str, ...]:
        """The real names of columns a filter names; they must be those of the records."""
        found = []
        for column in wanted.columns:
            quote = '"' if "'" in column else "'"
            named = self._value(f"({wanted.value})|列({quote}{column}{quote})")
            call = ast.parse(named.source, mode="eval").body
            assert isinstance(call, ast.Call) and isinstance(call.args[1], ast.Constant)
            found.append(str(call.args[1].value))
        return tuple(found)

    def _if(self, mark: Mark) -> None:
        assert mark.tag is not None
        try:
            source = self._value(mark.tag.body).source
        except LanguageError:
            source = "None"
            raise
        finally:
            self.open.append(("if", self._scope))
            self.program.line(f"if _truth({source}):", mark.site)
            self._deeper()

    def _elif(self, mark: Mark) -> None:
        assert mark.tag is not None
        self.program.indent = max(self.program.indent - 1, 1)
        try:
            source = self._value(mark.tag.body).source
        except LanguageError:
            source = "None"
            raise
        finally:
            self.program.line(f"elif _truth({source}):", mark.site)
            self._deeper()

    def _else(self, mark: Mark) -> None:
        self.program.indent = max(self.program.indent - 1, 1)
        self.program.line("else:")
        self._deeper()

    def _for(self, mark: Mark) -> None:
        assert mark.tag is not None
        depth = sum(word == "for" for word, _ in self.open)
        try:
            loop = compile_loop(mark.tag.body, self._scope, depth)
        except LanguageError:
            # Know the variable all the same: one wrong list is one error.
            name = mark.tag.body.partition(" in ")[0].strip()
            self.open.append(("for", self._scope.with_names({name: Code("None", ANY)} if name else {})))
            self._deeper()
            raise
        self.paths.enter(loop, depth)
        for line in loop_lines(loop, depth):
            self.program.line(line, mark.site)
        self.open.append(("for", loop.scope))
        self._deeper()

    def _end(self, mark: Mark) -> None:
        self.program.indent = max(self.program.indent - 1, 1)
        if self.open:
            self.open.pop()

    def _deeper(self) -> None:
        self.program.indent += 1
        self.program.line("pass")


def _wanted(mark: Mark) -> Wanted:
    """The object a mark stands for."""
    assert mark.tag is not None
    wanted = object_filter(mark.tag.body)
    assert wanted is not None
    return wanted
