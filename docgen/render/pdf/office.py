"""LibreOffice as a converter: found at run time, driven from outside, trusted in nothing.

It ends with exit code 0 whatever happens, may hang for ever on a profile it can not use, and a second process with
the same profile hands its files to the first. So every worker has a profile of its own, every call a time limit, the
whole process group is killed, and only a PDF that is there counts.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.render.pdf.fonts import font_environment

_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
#: Ending → import filter and export filter. Without an import filter junk is taken for text and becomes a PDF.
FILTERS = {
    ".docx": ("MS Word 2007 XML", "writer_pdf_Export"),
    ".xlsx": ("Calc MS Excel 2007 XML", "calc_pdf_Export"),
}
#: PDF/A-2b.
_OPTIONS = {"SelectPdfVersion": {"type": "long", "value": "2"}}
#: Seconds a call may take: to start, and for each file.
START_SECONDS, FILE_SECONDS = 60.0, 3.0
_POLL = 0.05

#: Leaders of the process groups that are running now, for whoever has to end them all at once.
running: set[int] = set()


@dataclass(frozen=True)
class Office:
    """An installed LibreOffice: its program, and its version as it says itself."""

    program: str
    version: str


def find_office() -> Office | None:
    """LibreOffice where it usually is; ``None`` where there is none or it does not answer."""
    program = shutil.which("soffice") or next((place for place in _PLACES if Path(place).is_file()), None)
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "--version"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=START_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"LibreOffice[\w ]* (\d+(?:\.\d+)+)", done.stdout)
    return Office(program, match[1] if match else "（版本不明）")


@dataclass
class OfficeRunner:
    """Converts files with one profile after another.

    Attributes:
        office: the program.
        folder: a folder of its own for profiles and results.
        families: the fonts that are there.
        stopped: asked again and again whether to give up.
        start_seconds: how long a call may take besides its files.
        file_seconds: how long it may take for each file.
    """

    office: Office
    folder: Path
    families: frozenset[str]
    stopped: Callable[[], bool] = lambda: False
    start_seconds: float = START_SECONDS
    file_seconds: float = FILE_SECONDS
    _profiles: int = 1
    _calls: int = 0

    def convert(self, files: Sequence[Path]) -> dict[Path, Path]:
        """Convert files of one kind.

        Files that a call did not convert are tried again one by one: one may have brought down the others.

        Args:
            files: with different stems and an ending of ``FILTERS``.

        Returns:
            File → its PDF, for those that have one.
        """
        made = self._call(files)
        if len(files) > 1 and not self.stopped():
            for path in files:
                if path not in made:
                    made |= self._call([path])
        return made

    def _call(self, files: Sequence[Path]) -> dict[Path, Path]:
        self._calls += 1
        out = self.folder / f"out{self._calls}"
        out.mkdir()
        profile = self.folder / f"profile{self._profiles}"
        reads, writes = FILTERS[files[0].suffix]
        command = [
            self.office.program,
            f"-env:UserInstallation={profile.absolute().as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"--infilter={reads}",
            "--convert-to",
            f"pdf:{writes}:{json.dumps(_OPTIONS, separators=(',', ':'))}",
            "--outdir",
            str(out),
            *map(str, files),
        ]
        environment = font_environment(self.folder, self.families)
        limit = self.start_seconds + self.file_seconds * len(files)
        if not run_limited(command, environment, limit, self.stopped):
            # What a killed process left in its profile is not trusted again.
            self._profiles += 1
        return {path: out / f"{path.stem}.pdf" for path in files if (out / f"{path.stem}.pdf").is_file()}


def run_limited(
    command: Sequence[str], environment: dict[str, str], seconds: float, stopped: Callable[[], bool] = lambda: False
) -> bool:
    """Run a program for so many seconds at most; then it and all its children are killed.

    Returns:
        Whether it ended by itself.
    """
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    running.add(process.pid)
    end = time.monotonic() + seconds
    try:
        while process.poll() is None:
            if time.monotonic() > end or stopped():
                return False
            time.sleep(_POLL)
        return True
    finally:
        kill_group(process.pid)
        process.wait()
        running.discard(process.pid)


def kill_group(leader: int) -> None:
    """Kill a process and all its children; killing the parent alone leaves the real program running."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(leader)], capture_output=True, check=False)
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def kill_all() -> None:
    """Kill everything that is running."""
    for leader in list(running):
        kill_group(leader)
