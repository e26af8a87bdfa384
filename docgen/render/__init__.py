"""What people look at besides filled templates: the data workbook, prepared pictures."""
