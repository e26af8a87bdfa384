"""What tags of a workbook may name: the template's scope and the loops around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.language import ANY, Code, LanguageError, Loop, Scope, compile_expression, compile_loop, fold, loop_lines
from docgen.ooxml.paths import FieldPaths
from docgen.ooxml.program import Site

Report = Callable[[Site, str, str, str], None]


@dataclass(frozen=True, slots=True)
class Beside:
    """One of several lists beside each other.

    Attributes:
        depth: number in the names of its variables, see :func:`docgen.language.compile_loop`.
        scope: what its tags may name.
        lines: the lines that work out its rows.
    """

    depth: int
    scope: Scope
    lines: list[str]


class Names:
    """The scope of tags, with the loops around them; collects what they read.

    Args:
        scope: what tags may name.
        report: takes what is wrong.
    """

    def __init__(self, scope: Scope, report: Report) -> None:
        self.scopes = [scope]
        self.depth = 0
        self.report = report
        self.paths = FieldPaths(scope)

    def expression(self, text: str, site: Site) -> str:
        """The source of an expression; that of nothing where it is wrong."""
        try:
            code = compile_expression(text, self.scopes[-1])
        except LanguageError as error:
            self.report(site, "expression", error.message, error.remedy)
            return "None"
        self.paths.add(code)
        return code.source

    def enter(self, text: str, site: Site) -> list[str]:
        """The lines that begin a loop; its names are known until :meth:`leave`."""
        loop = self._loop(text, site)
        self.depth += 1
        return loop_lines(loop, self.depth - 1)

    def _loop(self, text: str, site: Site) -> Loop:
        scope = self.scopes[-1]
        try:
            loop = compile_loop(text, scope, self.depth)
            self.paths.enter(loop, self.depth)
        except LanguageError as error:
            self.report(site, "expression", error.message, error.remedy)
            nothing = Code("None", ANY)
            known = {fold(text.partition(" in ")[0]) or "行": nothing, "loop": nothing}
            loop = Loop("", nothing, None, scope.with_names(known))
        self.scopes.append(loop.scope)
        return loop

    def beside(self, lists: Sequence[tuple[str, Site]]) -> list[Beside]:
        """Begin lists beside each other: each knows the names around it, none those of its neighbours."""
        found = []
        for text, site in lists:
            lines = loop_lines(self._loop(text, site), self.depth)
            found.append(Beside(self.depth, self.scopes.pop(), lines[:-1]))
            self.depth += 1
        return found

    def leave(self) -> None:
        """End the innermost loop."""
        self.scopes.pop()
        self.depth -= 1
