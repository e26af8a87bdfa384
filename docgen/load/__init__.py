"""The outside world → model: the standard's files, settings, data files."""
