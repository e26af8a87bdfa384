"""Compiles a template by what it is, not by its file name."""

from __future__ import annotations

from docgen.container import Container
from docgen.language import Scope
from docgen.ooxml.security import check_package, main_kind
from docgen.ooxml.sheets.compiled import compile_sheets
from docgen.ooxml.template import Template
from docgen.ooxml.words.compiled import compile_words


def compile_template(data: bytes, name: str, scope: Scope) -> Template:
    """Compile a Word or Excel template.

    Args:
        data: the template file's bytes.
        name: its file name, for messages.
        scope: what its tags may name.

    Raises:
        UnreadableFile: no office file, or damaged.
        TemplateError: not safe, of no kind that can be filled, or with wrong tags; the findings list everything.
    """
    container = Container.read(data, name)
    check_package(container, name)
    if main_kind(container, name) == "docx":
        return compile_words(container, data, name, scope)
    return compile_sheets(container, data, name, scope)
