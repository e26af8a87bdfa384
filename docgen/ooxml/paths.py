"""Which fields a template reads, found in the generated expressions."""

from __future__ import annotations

import ast

from docgen.language import Code, Loop, Scope, fold
from docgen.language.filters import COLUMN, FILTERS

GROUPED = "分组"


class FieldPaths:
    """Collects names and dotted paths such as ``工作室.领衔人``, of list elements as those of the list."""

    def __init__(self, scope: Scope) -> None:
        """Know the names of a template's scope."""
        self.roots = {code.source: scope.titles.get(name, name) for name, code in scope.names.items()}
        self.loops: dict[str, tuple[str, bool]] = {}
        self.found: set[str] = set()

    def add(self, code: Code) -> None:
        """Take the paths an expression reads."""
        self._walk(ast.parse(code.source, mode="eval").body)

    def enter(self, loop: Loop, depth: int) -> None:
        """Take the paths of a loop's head, and know its variable from here on."""
        rows = ast.parse(loop.rows.source, mode="eval").body
        self._walk(rows)
        self.loops[f"v{depth}"] = self._base(rows)
        if loop.condition is not None:
            self.add(loop.condition)

    def sorted(self) -> tuple[str, ...]:
        """All paths found."""
        return tuple(sorted(self.found))

    def _walk(self, node: ast.expr) -> None:
        path, _ = self._base(node)
        if path:
            self.found.add(path)
        if columns := self._columns(node):
            self.found.update(columns)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr) and not (path and self._is_step(node)):
                self._walk(child)

    def _is_step(self, node: ast.expr) -> bool:
        """Whether the path of a node already says what stands in its first child."""
        return isinstance(node, ast.Subscript) or (isinstance(node, ast.Call) and self._called(node) == "_follow")

    def _base(self, node: ast.expr) -> tuple[str, bool]:
        """The path a node stands for (empty: none), and whether it is a group of rows."""
        source = ast.unparse(node)
        if source in self.loops:
            return self.loops[source]
        if source in self.roots and not source.isidentifier():
            return self.roots[source], False
        step = self._step(node)
        if step is not None:
            inner, name = step
            path, grouped = self._base(inner)
            if grouped:
                return (path, False) if name == "行" else ("", False)
            return (f"{path}.{name}" if path else self._own(inner, name), False)
        if isinstance(node, ast.Call) and node.args:
            called = self._called(node)
            if called == "_index" or (called in FILTERS and called != "列"):
                path, grouped = self._base(node.args[0])
                return path, grouped or called == GROUPED
        return "", False

    def _own(self, inner: ast.expr, name: str) -> str:
        """A step from a name that stands for a whole record: the field of it is a name of the scope."""
        own = self.roots.get(ast.unparse(inner), "")
        return name if own else ""

    def _step(self, node: ast.expr) -> tuple[ast.expr, str] | None:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            return node.value, str(node.slice.value)
        if isinstance(node, ast.Call) and self._called(node) == "_follow":
            name = node.args[1]
            return (node.args[0], str(name.value)) if isinstance(name, ast.Constant) else None
        return None

    def _called(self, node: ast.Call) -> str:
        function = node.func
        if isinstance(function, ast.Name):
            return function.id
        if isinstance(function, ast.Subscript) and isinstance(function.slice, ast.Constant):
            return str(function.slice.value)
        return ""

    def _columns(self, node: ast.expr) -> list[str]:
        """Columns named in the arguments of a filter."""
        if not isinstance(node, ast.Call) or self._called(node) not in FILTERS:
            return []
        kinds = FILTERS[self._called(node)].args
        path, _ = self._base(node.args[0])
        result = []
        for position, argument in enumerate(node.args[1:]):
            kind = kinds[min(position, len(kinds) - 1)] if kinds else ""
            if path and kind.startswith(COLUMN) and isinstance(argument, ast.Constant):
                result.append(f"{path}.{fold(str(argument.value)).lstrip('-')}")
        return result
