"""What all Word templates share: how they begin, fields, and bytes that do not change from run to run."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from docgen.render.wordfile import fonts, new_document, to_bytes

__all__ = ["SONG", "field_into", "fonts", "new_document", "to_bytes"]
SONG = "宋体"


def field_into(run: Any, code: str) -> None:
    """Put a Word field such as PAGE into a run."""
    for kind in ("begin", "code", "separate", "text", "end"):
        if kind == "text":
            run.add_text("1")
        elif kind == "code":
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {code} "
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
