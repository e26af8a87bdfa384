"""Word templates: the tags of every part, the generated code, and the document it fills."""
