"""``docgen doctor``."""

from __future__ import annotations

from docgen.cli import options as opt
from docgen.tasks.doctor import doctor as doctor_task

HELP = """检查本机：装了什么、缺什么、怎么装。"""


@opt.command()
def doctor(
    session: opt.Session,
) -> None:
    """Say what this machine has."""
    facts = doctor_task()
    for fact in facts:
        session.console.data(f"[{'完成' if fact.present else '提示'}] {fact.name}：{fact.text}")
        if not fact.present:
            session.console.data(f"  处理：{fact.remedy}")
    session.console.json(
        {
            "ok": True,
            "exit": 0,
            "findings": [],
            "facts": [{"name": f.name, "present": f.present, "text": f.text} for f in facts],
        }
    )
