"""What a verification found as text and as JSON."""

from __future__ import annotations

from typing import Any

from docgen.archive.verify import VerifyReport
from docgen.cli.console import Console
from docgen.cli.present import finding_json, finding_lines
from docgen.model.finding import Severity

KINDS = {
    "package": "归档包",
    "bag": "BagIt 包",
    "csip": "E-ARK 包",
    "disc": "光盘文件夹",
    "image": "光盘映像",
    "set": "成套光盘",
    "year": "年度归档",
    "unknown": "文件夹",
}


def show_verify(console: Console, report: VerifyReport, shown: str) -> None:
    """What a verification found."""
    for finding in report.findings:
        for line in finding_lines(finding):
            console.data(line)
    errors = sum(1 for f in report.findings if f.severity is Severity.ERROR)
    kind = KINDS.get(str(report.kind), str(report.kind))
    if errors:
        console.data(f"[错误] {kind}核对不通过，{errors} 处不一致：{shown}")
    else:
        console.data(f"[完成] {kind}核对通过：{shown}")


def verify_json(report: VerifyReport, code: int) -> dict[str, Any]:
    """A verification as the keys programs read."""
    return {
        "ok": code == 0,
        "exit": code,
        "kind": str(report.kind),
        "counts": dict(report.counts),
        "findings": [finding_json(f) for f in report.findings],
    }
