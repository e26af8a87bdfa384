"""The small expression language that templates and the standard's data share.

An expression is compiled to Python source against a :class:`Scope` of shapes. Only names, paths, literals, comparison,
arithmetic and a fixed list of filters exist; there are no calls and no attributes of Python objects.
"""

from docgen.language.compiler import (
    ENVIRONMENT,
    Loop,
    compile_expression,
    compile_loop,
    function,
    function_of,
    loop_lines,
)
from docgen.language.lexer import LanguageError
from docgen.language.parser import Code, Scope
from docgen.language.runtime import EvaluationError
from docgen.language.shapes import (
    ANY,
    SCALAR,
    ListShape,
    RecordShape,
    RefShape,
    Scalar,
    Shape,
    merged_shape,
    shape_of,
)
from docgen.model.names import fold

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
    "function_of",
    "loop_lines",
    "merged_shape",
    "shape_of",
]
