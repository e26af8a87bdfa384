"""What people look at besides filled templates: the data workbook, labels, report, pages, prepared pictures."""
