"""Environments of independent programs that can not live in ours."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path


def interpreter(variable: str, home: Path, package: str, version: str) -> Path | None:
    """The interpreter of an environment that has a package.

    Args:
        variable: the environment variable that may name it.
        home: an environment is made below it, once, when the variable names none.
        package: its name at the package index.
        version: which of its versions.

    Returns:
        ``None`` where it can not be had.
    """
    named = os.environ.get(variable)
    if named:
        return Path(named)
    folder = home / f"{package}-{version}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "complete"
    if done.exists():
        return python
    try:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", f"{package}=={version}"], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    done.touch()
    return python
