"""docgen: one data workbook in, every document a standard names out, checked and packed."""

__version__ = "0.1.0"
