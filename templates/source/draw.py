"""Redraws all templates of DB1508/T 150—2023: ``python templates/source/draw.py``.

Each module of :data:`MODULES` has a ``PATH`` below the standard's template folder and a ``build()`` that returns the
file's bytes. Drawing twice gives the same bytes, so a difference in a committed template is a difference in its look.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent
TARGET = SOURCE.parent / "db1508-t150-2023"
MODULES = (
    "word_member_form",
    "word_training_record",
    "word_activity_record",
    "word_monthly_summary",
    "word_annual_plan",
    "word_training_plan",
    "word_rule_01",
    "excel_achievement_summary",
    "excel_fund_list",
    "excel_equip_register",
    "excel_ledger_honours",
)


def drawn() -> dict[str, bytes]:
    """All templates: path below the template folder → bytes."""
    if str(SOURCE) not in sys.path:
        sys.path.insert(0, str(SOURCE))
    modules = [importlib.import_module(name) for name in MODULES]
    return {module.PATH: module.build() for module in modules}


def main() -> None:
    """Write every template whose bytes have changed, and say which."""
    for path, data in drawn().items():
        file = TARGET / path
        if not file.is_file() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
