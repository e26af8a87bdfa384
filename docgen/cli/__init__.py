"""The command line: English words to type, Chinese to read."""
