"""The files that a double click starts: they look for Python and show the menu.

The batch file is plain ASCII with CRLF: before ``chcp`` the console reads it in a code page of its own. Its window
stays open, so that what was said can be read.
"""

from __future__ import annotations

from pathlib import Path

WINDOWS, OTHERS = "开始使用.bat", "开始使用.sh"

_BATCH = """\
@echo off
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
if exist "%~dp0python\\python.exe" (
  "%~dp0python\\python.exe" -m docgen start
  goto end
)
if exist "%~dp0..\\python\\python.exe" (
  "%~dp0..\\python\\python.exe" -m docgen start
  goto end
)
where docgen >nul 2>nul
if not errorlevel 1 (
  docgen start
  goto end
)
py -3 -m docgen start
:end
pause
"""

_SHELL = """\
#!/bin/sh
cd "$(dirname "$0")" || exit 1
if command -v docgen >/dev/null 2>&1; then
  exec docgen start
fi
exec python3 -m docgen start
"""


def write_starters(folder: Path) -> None:
    """Put both into a folder.

    Raises:
        OSError: they can not be written.
    """
    (folder / WINDOWS).write_bytes(_BATCH.replace("\n", "\r\n").encode("ascii"))
    (folder / OTHERS).write_bytes(_SHELL.encode("ascii"))
    (folder / OTHERS).chmod(0o755)
