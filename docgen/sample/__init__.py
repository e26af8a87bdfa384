"""Draws the attachments of a fictional studio: pictures, papers, vouchers, texts, clips.

What is drawn for which file is data (``attachments.toml`` beside the sample's tables); the same rows give the
same bytes, without a clock, a network or an installed font.
"""

from docgen.sample.make import make_attachments
from docgen.sample.rows import MadeAttachments, SampleRow

__all__ = ["MadeAttachments", "SampleRow", "make_attachments"]
