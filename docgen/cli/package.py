"""``docgen package``."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from docgen.archive import LAYOUTS
from docgen.cli import options as opt
from docgen.cli.archived import package_json, show_package, show_plan
from docgen.cli.check import parse_day
from docgen.errors import UsageError
from docgen.render.pdf import CHOICES
from docgen.tasks.gather import Wanted
from docgen.tasks.package import PackageRequest
from docgen.tasks.package import package as package_task

HELP = """\
归档：编件号、排盒，写成可以独立校验的归档包，连同光盘和标签。

例：docgen package -y 2024 -n

例：docgen package --media cd700
"""
#: Archives carry the time of the country whose archives they are.
CHINA = timezone(timedelta(hours=8))


@opt.command("workspace", "year", "standard")
def package(
    session: opt.Session,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="放在哪个文件夹；默认是工作区的“归档/年度”。")
    ] = None,
    day: Annotated[str, typer.Option("--date", help="归档日期（2025-03-31）；默认今天。")] = "",
    media: Annotated[str, typer.Option("--media", help="光盘：cd700、dvd、bd25……或容量，如 700MB。")] = "dvd",
    discs: Annotated[str, typer.Option("--discs", help="av 只刻影像；all 全部；no 不做光盘文件夹。")] = "av",
    carrier: Annotated[str, typer.Option("--carrier", help="光盘目录结构：saac2012 或 dat93；默认与上次相同。")] = "",
    codes: Annotated[str, typer.Option("--codes", help="档号写法：dat22 或 dat13。")] = "dat22",
    iso: Annotated[bool, typer.Option("--iso", help="每张光盘再做一个映像（.iso），可以直接刻录。")] = False,
    tight: Annotated[bool, typer.Option("--tight", help="少用几张光盘；各盘的起止件号会交错。")] = False,
    sm3: Annotated[bool, typer.Option("--sm3", help="另写一份 SM3（GB/T 32905）校验清单。")] = False,
    pdf: opt.PdfOption = "auto",
    with_gaps: Annotated[bool, typer.Option("--with-gaps", help="有缺项也归档，缺项写进归档报告。")] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="只显示件、盒、盘的方案，不写文件。")] = False,
) -> None:
    """Pack a year."""
    one_of("--discs", discs, ("av", "all", "no"))
    one_of("--pdf", pdf, CHOICES)
    one_of("--carrier", carrier, ("", *LAYOUTS))
    one_of("--codes", codes, ("dat22", "dat13"))
    found, loaded = session.open()
    when = parse_day(day)
    wanted = Wanted(noon(when), media, discs, codes, tight=tight, iso=iso, carrier=carrier, sm3=sm3)
    number = found.year(session.year)
    as_of = datetime.now(UTC).astimezone().date()
    request = PackageRequest(found, loaded, number, as_of, wanted, output, with_gaps, dry_run, pdf)
    result = package_task(request, session.console.progress)
    if dry_run:
        show_plan(session.console, result, loaded)
    else:
        show_package(session.console, result)
    session.console.json(package_json(result, dry_run=dry_run))


def noon(day: date) -> datetime:
    """The time that stands in an archive made on a day: the day decides, not the minute."""
    return datetime.combine(day, time(12), CHINA)


def one_of(option: str, value: str, known: tuple[str, ...]) -> None:
    """Refuse a value an option does not have.

    Raises:
        UsageError: it is none of the known ones.
    """
    if value not in known:
        raise UsageError(f"{option} 不能是“{value}”", remedy=f"可用：{'、'.join(filter(None, known))}。")
