"""Word and Excel templates: compiled once, then only bytes."""

from docgen.model.picture import Picture
from docgen.ooxml.dispatch import compile_template
from docgen.ooxml.template import PictureSource, Rendered, RenderError, Template

__all__ = ["Picture", "PictureSource", "RenderError", "Rendered", "Template", "compile_template"]
