"""The small expression language that templates and the standard's data share.

An expression is compiled to Python source against a :class:`Scope` of shapes. Only names, paths, literals, comparison,
arithmetic and a fixed list of filters exist; there are no calls and no attributes of Python objects.
"""

from docgen.language.lexer import LanguageError
from docgen.language.parser import (
    ENVIRONMENT,
    Code,
    Loop,
    Scope,
    compile_expression,
    compile_loop,
    function,
    loop_lines,
)
from docgen.language.runtime import EvaluationError
from docgen.language.shapes import (
    ANY,
    SCALAR,
    ListShape,
    RecordShape,
    RefShape,
    Scalar,
    Shape,
    fold,
    merged_shape,
    shape_of,
)

__all__ = [
    "ANY",
    "ENVIRONMENT",
    "SCALAR",
    "Code",
    "EvaluationError",
    "LanguageError",
    "ListShape",
    "Loop",
    "RecordShape",
    "RefShape",
    "Scalar",
    "Scope",
    "Shape",
    "compile_expression",
    "compile_loop",
    "fold",
    "function",
    "loop_lines",
    "merged_shape",
    "shape_of",
]
