"""How files come to stand where people find them: aside first, then renamed; one writer at a time."""
