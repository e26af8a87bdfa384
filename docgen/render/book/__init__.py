"""The data workbook that people type into, written from the standard's definitions alone."""
