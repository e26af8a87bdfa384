"""Registers of received and sent documents (6.8.1), of backups (6.9.1) and the list of the five ledgers (6.7)."""

from __future__ import annotations

from collections.abc import Iterator

from sheetkit import Column, Register, listing, new_workbook, to_bytes

RECEIVED = (
    Column("序号", 8, "{{ loop.index }}", "centre"),
    Column("收文号", 19.5, "{{ 项.收文号 }}", "centre"),
    Column("收文日期", 17, "{{ 项.收文日期|日期('横线') }}", "centre"),
    Column("来文单位", 29, "{{ 项.来文单位 }}"),
    Column("来文字号", 31, "{{ 项.来文字号 }}"),
    Column("文件标题", 48.5, "{{ 项.文件标题 }}"),
    Column("成文日期", 17, "{{ 项.成文日期|日期('横线') }}", "centre"),
    Column("密级", 8.5, "{{ 项.密级 }}", "centre"),
    Column("份数", 8, "{{ 项.份数 }}", "centre"),
    Column("页数", 8, "{{ 项.页数 }}", "centre"),
    Column("原件/\n复印件", 12, "{{ 项.形态 }}", "centre"),
    Column("承办人", 13, "{{ 项.承办人 }}", "centre"),
    Column("办理结果", 24, "{{ 项.办理结果 }}"),
    Column("保管\n期限", 10, "{{ 项.保管期限 }}", "centre"),
    Column("盒号", 9, "{{ 项.盒号 }}", "centre"),
    Column("备注", 9),
)
SENT = (
    Column("序号", 8, "{{ loop.index }}", "centre"),
    Column("发文号", 21, "{{ 项.发文号 }}", "centre"),
    Column("发文日期", 17, "{{ 项.发文日期|日期('横线') }}", "centre"),
    Column("发文字号", 27, "{{ 项.发文字号 }}"),
    Column("文件标题", 45, "{{ 项.文件标题 }}"),
    Column("主送", 24, "{{ 项.主送单位 }}"),
    Column("抄送", 20, "{{ 项.抄送单位 }}"),
    Column("密级", 9, "{{ 项.密级 }}", "centre"),
    Column("份数", 8, "{{ 项.份数 }}", "centre"),
    Column("页数", 8, "{{ 项.页数 }}", "centre"),
    Column("拟稿人", 13, "{{ 项.拟稿人 }}", "centre"),
    Column("签发人", 13, "{{ 项.签发人 }}", "centre"),
    Column("签发单位", 22, "{{ 项.签发单位 }}"),
    Column("原件/\n复印件", 12, "{{ 项.形态 }}", "centre"),
    Column("保管\n期限", 9, "{{ 项.保管期限 }}", "centre"),
    Column("盒号", 8, "{{ 项.盒号 }}", "centre"),
    Column("备注", 9),
)
BACKUPS = (
    Column("序号", 11, "{{ loop.index }}", "centre"),
    Column("备份日期", 24, "{{ 项.备份日期|日期('横线') }}", "centre"),
    Column("内容", 50, "{{ 项.备份内容 }}"),
    Column("方式", 22, "{{ 项.备份方式 }}", "centre"),
    Column("介质编号", 24, "{{ 项.介质编号 }}", "centre"),
    Column("存放地点", 36, "{{ 项.介质存放地点 }}", "centre"),
    Column("文件数", 18, "{{ 项.文件数 }}", "centre"),
    Column("大小（MB）", 24, "{{ 项.总大小MB }}", "centre"),
    Column("校验", 42, "{{ 项.校验方式 }}{{ '：' if 项.校验方式 and 项.校验结果 }}{{ 项.校验结果 }}", "centre"),
    Column("操作人", 22, "{{ 项.操作人 }}", "centre"),
)
LEDGERS = (
    Column("序号", 14, "", "centre"),
    Column("台账名称", 86),
    Column("条数", 24, "", "centre"),
    Column("存放类目", 66, "", "centre"),
    Column("已打印", 26, "", "centre"),
    Column("备注", 57),
)
#: The five ledgers of 6.7: name, number of lines, where they are filed, what the lines are.
FIVE = (
    (
        "日常培训学习活动、交流活动台账",
        "(培训记录|条数) + (创新活动|条数) + (季度交流会|条数)",
        "06-06　培训学习资料",
        "培训学习{{ 培训记录|条数 }}次，创新活动{{ 创新活动|条数 }}次，季度交流会{{ 季度交流会|条数 }}次",
    ),
    ("创新成果台账", "成果|条数", "08-05　创新成果资料", "推广应用{{ 成果推广|条数 }}次"),
    (
        "人才培养台账",
        "(人才培养|条数)",
        "14-10　人才培养资料",
        "其中师徒{{ 人才培养|筛选('形式', '带徒传技')|条数 }}对",
    ),
    (
        "集体和个人各类荣誉台账",
        "荣誉|条数",
        "09-04　荣誉奖励资料",
        "集体{{ 荣誉|筛选('归属', '集体')|条数 }}项，个人{{ 荣誉|筛选('归属', '个人')|条数 }}项",
    ),
    ("技术材料台账", "技术资料|条数", "11-07　技术资料", ""),
)


def kept(register: str) -> str:
    """How many documents are there in the original and as copies."""
    return (
        "{{ " + register + "|条数 }}件，其中原件{{ " + register + "|筛选('形态', '原件')|条数 }}件、"
        "复印件{{ " + register + "|筛选('形态', '复印件')|条数 }}件；共{{ " + register + "|合计('页数') }}页"
    )


def overview() -> bytes:
    """The list of the five ledgers."""
    title = "工作台账总目"
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, title, LEDGERS, size=11, least=34)
    page.start(title)
    for number, (name, count, place, remark) in enumerate(FIVE, 1):
        page.data([str(number), name, "{{ " + count + " }}", place, "□", remark])
    whole = "{{ " + " + ".join(f"({count})" for _, count, _, _ in FIVE) + " }}"
    page.total("合计", 2, {3: whole}, grey=True)
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    return to_bytes(book)


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path below the template folder and bytes of each."""
    received, sent = "收文|排序('收文日期', '收文号')", "发文|排序('发文日期', '发文号')"
    yield "excel/收文登记.xlsx", listing("收文登记", RECEIVED, received, total=kept("收文"), size=7.5)
    yield "excel/发文登记.xlsx", listing("发文登记", SENT, sent, total=kept("发文"), size=8)
    backups = "备份|排序('备份日期', '介质编号')"
    yield "excel/电子资料备份记录.xlsx", listing("电子资料备份记录", BACKUPS, backups, total="{{ 备份|条数 }}次")
    yield "excel/工作台账总目.xlsx", overview()
