"""Plain values: the standard, entries, findings. No files, no clock, no terminal."""
