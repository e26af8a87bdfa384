"""The house rules that a program can check."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.errors import DocgenError, ExitCode
from docgen.model.standard import FieldType, Standard
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "docgen").rglob("*.py"))
MAX_LINES, MAX_FUNCTION = 400, 60


def strings(path: Path) -> list[tuple[int, str]]:
    """All string literals of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docs.add(id(first.value))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def test_the_engine_knows_no_standard(standard: Standard) -> None:
    """No clause, category, register or rule text of the real standard stands in the code."""
    titles = {c.title for c in standard.categories.values()}
    registers = set(standard.registers)
    messages = {r.message for r in (*standard.rules, *standard.compliance)} - {""}
    numbers = "|".join(re.escape(c) for c in standard.clauses if c.count(".") > 1)
    clause = re.compile(rf"(?<![\d.])(?:{numbers})(?![\d.])")
    vocabulary = {t.value for t in FieldType}
    found = []
    for path in SOURCES:
        for line, text in strings(path):
            exact = text in registers - vocabulary
            inside = any(t in text for t in titles) or any(r in text for r in registers if len(r) >= 4)
            if exact or inside or text in messages or text in standard.clauses or clause.search(text):
                found.append(f"{path.relative_to(ROOT)}:{line}: {text[:60]!r}")
    assert found == []


def test_the_real_standard_is_named_once() -> None:
    named = [p.name for p in SOURCES if "1508" in p.read_text(encoding="utf-8")]
    assert named == ["resources.py"]


def test_modules_and_functions_stay_small() -> None:
    long = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > MAX_LINES:
            long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        long += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > MAX_FUNCTION
        ]
    assert long == []


def error_classes(base: type[DocgenError] = DocgenError) -> list[type[DocgenError]]:
    return [base, *(c for sub in base.__subclasses__() for c in error_classes(sub))]


def load_all_modules() -> None:
    for path in SOURCES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if path.stem != "__main__":
            importlib.import_module(name)


def test_every_error_has_a_code_and_a_remedy_of_its_own() -> None:
    load_all_modules()
    classes = error_classes()
    codes = [c.code for c in classes]
    assert len(set(codes)) == len(codes)
    assert all(c.remedy and isinstance(c.exit_code, ExitCode) for c in classes)


def test_error_codes_are_documented() -> None:
    load_all_modules()
    text = (ROOT / "schemas" / "README.md").read_text(encoding="utf-8")
    literal = re.compile(r"^(?:internal|usage|input|definition|output|integrity)(?:\.[a-z-]+)+$")
    codes = {c.code for c in error_classes()}
    for path in SOURCES:
        codes |= {s for _, s in strings(path) if literal.match(s)}
    assert sorted(c for c in codes if f"`{c}`" not in text) == []


def test_exit_codes_are_documented() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [c for c in ExitCode if f"| {int(c)} |" not in text] == []


@pytest.mark.parametrize("package", ["docgen.engine", "docgen.language", "docgen.model"])
def test_the_middle_is_pure(package: str) -> None:
    banned = re.compile(r"\b(open\(|\.read_text|\.read_bytes|\.write_|now\(\)|today\(\)|os\.environ|print\(|input\()")
    folder = ROOT.joinpath(*package.split("."))
    found = [
        f"{path.name}:{number}"
        for path in sorted(folder.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if banned.search(line) and not line.lstrip().startswith(("#", '"'))
    ]
    assert found == []


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "docgen", "tests", "templates"],
        ["ruff", "format", "--check", "docgen", "tests", "templates"],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=["ruff", "format", "mypy", "imports"],
)
def test_the_linters_are_content(command: list[str]) -> None:
    program = Path(sys.executable).with_name(command[0])
    done = subprocess.run([str(program), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
