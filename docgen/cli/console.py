"""The terminal: data on stdout, talk on stderr, nothing that a GBK console can not show."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console as RichConsole
from rich.text import Text

STYLES = {
    "错误": "bold red",
    "警告": "yellow",
    "提示": "cyan",
    "尚缺": "cyan",
    "已说明": "dim",
    "完成": "bold green",
    "跳过": "dim",
}


def prepare_streams() -> None:
    """Let no character that the console's encoding lacks stop the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(errors="backslashreplace")


class Console:
    """Where a command speaks.

    Args:
        quiet: only results and errors.
        verbose: more talk.
        as_json: one JSON object on stdout at the end, no talk.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, as_json: bool = False) -> None:
        """Open both streams."""
        self.quiet = quiet or as_json
        self.verbose = verbose
        self.as_json = as_json
        options: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False, "soft_wrap": True}
        self._out = RichConsole(file=sys.stdout, **options)
        self._err = RichConsole(file=sys.stderr, **options)
        self._progress = 0

    def data(self, text: str = "") -> None:
        """A line of the result."""
        if not self.as_json:
            self._clear()
            self._out.print(labelled(text))

    def talk(self, text: str = "") -> None:
        """A line about what is going on; not with ``-q``."""
        if not self.quiet:
            self._clear()
            self._err.print(labelled(text))

    def problem(self, text: str = "") -> None:
        """A line about something wrong; shown even with ``-q``."""
        if not self.as_json:
            self._clear()
            self._err.print(labelled(text))

    def json(self, value: dict[str, Any]) -> None:
        """The machine-readable result, where it was asked for."""
        if self.as_json:
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def progress(self, done: int, total: int, name: str) -> None:
        """Show how far a long piece of work is, on a terminal only."""
        if self.quiet or not self._err.is_terminal:
            return
        width = max(min(self._err.width - 1, 100), 20)
        line = set_cell_size(f"  {done}/{total}  {name}", width)
        sys.stderr.write("\r" + line)
        sys.stderr.flush()
        self._progress = cell_len(line)
        if done == total:
            self._clear()

    def _clear(self) -> None:
        if self._progress:
            sys.stderr.write("\r" + " " * self._progress + "\r")
            sys.stderr.flush()
            self._progress = 0


def labelled(text: str) -> Text:
    """A line with its ``[错误]``, ``[警告]`` … coloured."""
    line = Text(text)
    for word, style in STYLES.items():
        label = f"[{word}]"
        if text.startswith(label):
            line.stylize(style, 0, len(label))
    return line


def pad(text: str, width: int) -> str:
    """The text filled up with blanks to a width in terminal cells; never cut."""
    return text + " " * max(width - cell_len(text), 0)
