"""Asks eark-validator what it thinks of a package; runs in the validator's own environment, without network.

``python eark.py PACKAGE`` prints a JSON object: the status of structure, schema and rules, and all messages;
``python eark.py --schemas`` prints the folder with the official XML schemas it comes with.
eark-validator pins an old lxml, so it lives in a virtual environment of its own: the environment variable
DOCGEN_EARK_PYTHON names its interpreter; ``tests.tools.judge`` makes such an environment where it names none.
"""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path

PACKAGE, VERSION = "eark-validator", "1.1.3"
VARIABLE = "DOCGEN_EARK_PYTHON"


def resources() -> Path:
    """The validator's own files."""
    spec = importlib.util.find_spec("eark_validator")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "ipxml" / "resources"


def vocabulary(url: object, *_args: object, **_kwargs: object) -> io.BytesIO:
    """What the validator would download at import: the same files lie in its own folder."""
    name = str(getattr(url, "full_url", url)).rsplit("/", 1)[-1]
    return io.BytesIO((resources() / "vocabs" / name).read_bytes())


def judge(package: Path) -> dict[str, object]:
    """The validator's verdict on a package folder."""
    import urllib.request

    urllib.request.urlopen = vocabulary  # type: ignore[assignment]
    from eark_validator.packages import PackageValidator  # type: ignore[import-not-found]

    report = PackageValidator(package).validation_report
    parts = {"structure": report.structure}
    if report.metadata is not None:
        parts |= {"schema": report.metadata.schema_results, "rules": report.metadata.schematron_results}
    return {
        "status": {name: str(part.status.value) for name, part in parts.items()},
        "messages": [
            f"{m.severity.value} {m.rule_id} {m.location} {m.message}" for part in parts.values() for m in part.messages
        ],
    }


def ask(python: Path, *arguments: str) -> str:
    """Run this file by another interpreter; what it prints."""
    command = [str(python), "-X", "utf8", __file__, *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    if sys.argv[1] == "--schemas":
        print(resources() / "schema")
    else:
        json.dump(judge(Path(sys.argv[1])), sys.stdout, ensure_ascii=False, indent=1)
