"""Redraws all templates of DB1508/T 150—2023: ``python templates/source/draw.py``.

Each module of :data:`MODULES` has a ``PATH`` below the standard's template folder and a ``build()`` that returns the
file's bytes. The modules of :data:`GROUPS` draw several each: the studio's rules (from their texts in ``rules/``) and
the registers. Drawing twice gives the same bytes, so a difference in a committed template is a difference in its look.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent
TARGET = SOURCE.parent / "db1508-t150-2023"
MODULES = (
    "word_org_chart",
    "word_annual_report",
    "word_member_form",
    "word_training_record",
    "word_activity_record",
    "word_monthly_summary",
    "word_annual_plan",
    "word_training_plan",
    "word_leader_activity",
    "word_maintenance_form",
    "word_achievement_card",
    "word_quarterly_meeting",
    "word_fund_claim",
    "word_talent_assessment",
    "word_visit_record",
    "word_feedback_record",
    "word_media_sheet",
    "word_tech_case",
    "word_training_signin",
    "word_studio_profile",
    "word_equip_card",
    "word_promotion_record",
    "word_doc_in_slip",
    "word_photo_sheet",
    "word_papers_sheet",
    "word_fund_adjust",
    "word_mentor_record",
    "word_mentor_agreement",
    "excel_achievement_summary",
    "excel_fund_list",
    "excel_equip_register",
    "excel_ledger_honours",
)
#: Modules that draw several templates each: their ``drawn()`` gives paths and bytes.
GROUPS = (
    "reports_people",
    "reports_funds",
    "rulekit",
    "registers_documents",
    "registers_people",
    "registers_property",
    "registers_activities",
    "registers_achievements",
    "registers_honours",
    "registers_talent",
)


def drawn() -> dict[str, bytes]:
    """All templates: path below the template folder → bytes."""
    if str(SOURCE) not in sys.path:
        sys.path.insert(0, str(SOURCE))
    modules = [importlib.import_module(name) for name in MODULES]
    groups = [importlib.import_module(name) for name in GROUPS]
    single = {module.PATH: module.build() for module in modules}
    return single | {path: data for group in groups for path, data in group.drawn()}


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
