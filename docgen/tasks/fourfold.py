"""``docgen verify --report``: the tests of DA/T 70—2018 as a Word file or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

from docgen import __version__
from docgen.archive.fourfold import fourfold_tests
from docgen.archive.verify import VerifyReport
from docgen.errors import UsageError
from docgen.write.files import write_atomically

ENDINGS = (".docx", ".json")


def check_report_name(file: Path | None) -> None:
    """Refuse a report in a form there is not, before hours of reading.

    Raises:
        UsageError: its ending is neither of the two.
    """
    if file is not None and file.suffix.lower() not in ENDINGS:
        raise UsageError("--report 的文件名要以 .docx 或 .json 结尾", place=str(file), remedy="改文件名的结尾。")


def write_report(file: Path, path: Path, report: VerifyReport, day: date) -> str:
    """Write the report.

    Args:
        file: where it goes; its ending tells the form.
        path: what was verified.
        report: what was found.
        day: when.

    Returns:
        How many tests came out how, in words.

    Raises:
        OutputError: it can not be written.
    """
    tests = fourfold_tests(path, report)
    software = f"docgen {__version__}"
    name = path.resolve().name
    if file.suffix.lower() == ".json":
        content = {
            "what": name,
            "kind": str(report.kind),
            "date": day.isoformat(),
            "software": software,
            "counts": dict(report.counts),
            "tests": [asdict(test) for test in tests],
        }
        data = json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
    else:
        # What draws Word files takes long to load, and most verifications need no report.
        from docgen.render.fourfold_report import TestRow, fourfold_report

        counts = f"{report.counts['items']}件，{report.counts['files']}个文件，{report.counts['bytes']}字节"
        rows = [TestRow(t.code, t.quality, t.title, t.outcome.value, t.note) for t in tests]
        data = fourfold_report(name, day, software, counts, rows)
    write_atomically(file, data)
    outcomes = Counter(test.outcome.value for test in tests)
    return "，".join(f"{word} {outcomes[word]} 项" for word in ("通过", "不通过", "需人工") if outcomes[word])
