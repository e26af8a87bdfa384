"""``docgen template``: what may stand in a template, and where one is wrong."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.cells import cell_len

from docgen.cli import options as opt
from docgen.cli.console import pad
from docgen.cli.wording import App
from docgen.errors import MissingFile
from docgen.load.settings import Workspace, configured
from docgen.load.standard import load_standard
from docgen.model.standard import Standard
from docgen.resources import schema_folder
from docgen.tasks import template as task

app = App("模板：有哪些、能用哪些字段、哪里写错了。", no_args_is_help=True)


def _open(session: opt.Session) -> tuple[Workspace | None, Standard]:
    """The workspace where there is one, and the standard: templates can be looked at anywhere."""
    found: Workspace | None
    try:
        found = session.workspace()
    except MissingFile:
        if session.place is not None:
            raise
        found = None
    name = session.standard or (str(found.settings.get("standard", "")) if found else "")
    loaded = load_standard(schema_folder(name))
    return found, configured(loaded, found) if found else loaded


@app.command("list", help="列出标准的全部资料和各自的模板。")
@opt.command("workspace", "standard")
def list_templates(
    session: opt.Session,
) -> None:
    """List the materials with the state of their templates."""
    found, loaded = _open(session)
    rows = task.list_templates(loaded, found)
    for row in rows:
        line = f"{pad(row.number, 6)} {pad(row.state, 10)} {row.title}"
        session.console.data(line + (f"（{row.template}）" if row.template else ""))
    counts = "，".join(f"{state} {n}" for state, n in task.count_states(rows).items())
    session.console.data(f"共 {len(rows)} 项：{counts}。")
    session.console.json({"ok": True, "exit": 0, "findings": [], "materials": [row.json() for row in rows]})


def field_line(field: task.FieldInfo) -> str:
    """A field with its type, example and rule, in columns."""
    example = field.example if cell_len(field.example) <= 24 else f"{field.example[:10]}……"
    line = f"  {pad(field.name, 20)} {pad(field.type, 8)} {pad(example, 24)} {field.rule}"
    return line.rstrip()


@app.command("fields", help="列出一项资料的模板可以使用的全部字段。")
@opt.command("workspace", "standard")
def fields(
    session: opt.Session,
    material: Annotated[str, typer.Argument(help="资料的编号或标识，如 03-01。", show_default=False)],
) -> None:
    """List what a template may name."""
    _, loaded = _open(session)
    year = datetime.now().astimezone().year
    groups = task.usable_fields(loaded, material, year)
    for group in groups:
        session.console.data(group.title)
        if group.own or session.console.verbose:
            for field in group.fields:
                session.console.data(field_line(field))
        else:
            session.console.data(f"  {'、'.join(f.name for f in group.fields)}")
    told = [{"title": g.title, "fields": [asdict(f) for f in g.fields]} for g in groups]
    session.console.json({"ok": True, "exit": 0, "findings": [], "groups": told})


@app.command("check", help="检查一个模板：列出用到的字段和写错的标签。")
@opt.command("workspace", "standard")
def check(
    session: opt.Session,
    file: Annotated[Path, typer.Argument(help="模板文件。", show_default=False)],
    material: Annotated[str, typer.Option("-m", "--material", help="按哪项资料检查；默认按文件名。")] = "",
) -> None:
    """Compile a template against a material."""
    _, loaded = _open(session)
    checked = task.check_template(loaded, file, material)
    session.console.data(
        f"[完成] {file.name}（{checked.number} {checked.title}）没有错误，用到 {len(checked.fields)} 个字段："
    )
    session.console.data("  " + "、".join(checked.fields))
    session.console.json(
        {"ok": True, "exit": 0, "findings": [], "material": checked.material, "fields": list(checked.fields)}
    )


@app.command("export", help="导出内置模板，改好后放进工作区的“模板”文件夹即可代替内置的。")
@opt.command("workspace", "standard")
def export(
    session: opt.Session,
    folder: Annotated[Path, typer.Argument(help="导出到哪个文件夹。", show_default=False)],
) -> None:
    """Copy the built-in templates."""
    _, loaded = _open(session)
    names = task.export_templates(loaded, folder)
    session.console.data(f"[完成] 导出 {len(names)} 个模板到 {folder}。改好后放进工作区的“模板”文件夹。")
    session.console.json({"ok": True, "exit": 0, "findings": [], "files": names})
