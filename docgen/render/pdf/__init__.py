"""Documents as PDF/A: found converters, checked results, page counts."""

from docgen.render.pdf.convert import Pdf, PdfJob, convert, forget_others, known
from docgen.render.pdf.find import CHOICES, Converter, NoConverter, find_converter

__all__ = [
    "CHOICES",
    "Converter",
    "NoConverter",
    "Pdf",
    "PdfJob",
    "convert",
    "find_converter",
    "forget_others",
    "known",
]
