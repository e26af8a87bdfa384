"""Excel templates: the rows of every sheet, what follows them, the generated code, and the workbook it fills."""
