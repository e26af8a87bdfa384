"""Registers of honours, rights, books and papers (6.8.9, 6.8.10), of the media (6.8.16) and of pictures (6.8.15)."""

from __future__ import annotations

from collections.abc import Iterator

from registers_people import HONOURS
from sheetkit import Column, listing

RIGHTS = (
    Column("序号", 8.5, "{{ loop.index }}", "centre"),
    Column("归属", 11, "{{ 项.归属 }}", "centre"),
    Column("类型", 21, "{{ 项.类型 }}", "centre"),
    Column("名称", 37, "{{ 项.名称 }}"),
    Column("权利人", 31, "{{ 项.权利人 }}"),
    Column("发明人\n（设计人）", 23, "{{ 项.发明人或设计人 }}", "centre"),
    Column("申请号", 29, "{{ 项.申请号 }}", "centre"),
    Column("申请日", 18.5, "{{ 项.申请日|日期('横线') }}", "centre"),
    Column("授权号（登记号）", 30, "{{ 项.授权号或登记号 }}", "centre"),
    Column("授权公告日", 18.5, "{{ 项.授权公告日|日期('横线') }}", "centre"),
    Column("法律状态", 15, "{{ 项.法律状态 }}", "centre"),
    Column("年费到期日", 18.5, "{{ 项.年费到期日|日期('横线') }}", "centre"),
    Column("图片", 12, "{{ 项.证书图片|条数|后缀('张') if 项.证书图片 }}", "centre"),
)
PAPERS = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("类型", 13, "{{ 项.类型 }}", "centre"),
    Column("题名", 40, "{{ 项.题名 }}"),
    Column("作者", 28, "{{ 项.作者|分条 }}", "centre"),
    Column("本人排名", 16, "{{ 项.所属成员 }}{{ 项.本人排名|前缀('\n') }}", "centre"),
    Column("刊物/出版社", 38, "{{ 项.刊物或出版社 }}", "centre"),
    Column("级别", 20, "{{ 项.刊物级别 }}", "centre"),
    Column("刊号/书号", 26, "{{ 项.国内统一刊号或书号 }}", "centre"),
    Column("年卷期页", 30, "{{ 项.年卷期页 }}", "centre"),
    Column("发表日期", 20, "{{ 项.发表日期|日期('横线') }}", "centre"),
    Column("封面", 11, "{{ '√' if 项.封面图片 }}", "centre"),
    Column("目录页", 11, "{{ '√' if 项.目录页图片 }}", "centre"),
    Column("论文页", 11, "{{ '√' if 项.论文页图片 }}", "centre"),
)
MEDIA = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("刊播日期", 20, "{{ 项.刊播日期|日期('横线') }}", "centre"),
    Column("媒体名称", 36, "{{ 项.媒体名称 }}"),
    Column("级别", 15, "{{ 项.媒体级别 }}", "centre"),
    Column("类型", 15, "{{ 项.媒体类型 }}", "centre"),
    Column("标题", 46, "{{ 项.标题 }}"),
    Column("版面/时段", 20, "{{ 项.版面或时段 }}", "centre"),
    Column("作者", 24, "{{ 项.作者或记者 }}", "centre"),
    Column("网址", 36, "{{ 项.网址 }}"),
    Column("报道对象", 34, "{{ 项.报道对象 }}"),
    Column("图片/\n视频文件", 18, "{{ 项.图片或视频|条数|后缀('件') if 项.图片或视频 }}", "centre"),
)
#: The number of the disc is written by hand once the set has been burned.
PHOTOS = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("影像编号", 24, "{{ 项.影像编号 }}", "centre"),
    Column("载体", 10, "{{ 项.载体类型 }}", "centre"),
    Column("类别", 17, "{{ 项.影像类别 }}", "centre"),
    Column("事由", 28, "{{ 项.事由 }}"),
    Column("事件时间", 17, "{{ 项.事件时间 }}", "centre"),
    Column("拍摄时间", 17, "{{ 项.拍摄时间 }}", "centre"),
    Column("地点", 20, "{{ 项.地点 }}"),
    Column("人物", 40, "{{ 项.人物 }}"),
    Column("来源", 13, "{{ 项.来源 }}", "centre"),
    Column("关联记录", 22, "{{ 项.关联记录|连接('\n') }}", "centre"),
    Column("文件名", 28, "{{ 项.文件|截后('/')|默认(项.文件) }}"),
    Column("光盘号", 10, "", "centre"),
    Column("备注\n（缺号说明）", 18, "{{ 项.备注 }}"),
)
VISITS = (
    Column("序号", 10, "{{ loop.index }}", "centre"),
    Column("日期", 22, "{{ 项.日期|日期('横线') }}", "centre"),
    Column("来访单位", 54, "{{ 项.来访单位 }}"),
    Column("带队人", 36, "{{ 项.带队人及职务 }}", "centre"),
    Column("人数", 13, "{{ 项.人数 }}", "centre"),
    Column("目的", 62, "{{ 项.来访目的 }}"),
    Column("接待人", 42, "{{ 项.接待人 }}", "centre"),
    Column("影像编号", 34, "{{ 项.影像编号|连接('\n') }}", "centre"),
)


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path below the template folder and bytes of each."""
    for title, name in (
        ("集体所获荣誉奖励项目目录", "集体荣誉"),
        ("个人所获荣誉奖励项目目录", "个人荣誉"),
    ):
        count = "{{ " + name + "|条数 }}项，其中国家级{{ " + name + "|筛选('荣誉级别', '国家级')|条数 }}项、省部级{{ "
        count += name + "|筛选('荣誉级别', '省部级')|条数 }}项"
        yield f"excel/{title}.xlsx", listing(title, HONOURS, name, total=count)
    title = "集体及个人所获知识产权项目目录"
    patents = "知识产权|筛选('类型', '发明专利', '实用新型专利', '外观设计专利')|条数"
    count = "{{ 知识产权|条数 }}项，其中专利{{ " + patents + " }}项；集体{{ 知识产权|筛选('归属', '集体')|条数 }}项、"
    count += "个人{{ 知识产权|筛选('归属', '个人')|条数 }}项"
    yield f"excel/{title}.xlsx", listing(title, RIGHTS, "知识产权|排序('申请日', '编号')", total=count, size=8.5)
    title = "个人发表专著、论文明细表"
    count = "专著{{ 专著论文|筛选('类型', '专著')|条数 }}部，论文{{ 专著论文|筛选('类型', '论文')|条数 }}篇"
    yield f"excel/{title}.xlsx", listing(title, PAPERS, "专著论文|排序('发表日期', '编号')", total=count)
    title = "影像资料归档目录"
    count = "{{ 影像|筛选('载体类型', '照片')|条数 }}张照片，{{ 影像|排除('载体类型', '照片')|条数 }}件其他影像"
    yield f"excel/{title}.xlsx", listing(title, PHOTOS, "影像|排序('影像编号')", total=count, size=8)
    title = "接待外单位学习参观登记表"
    listed = "接待参观|排序('日期', '编号')"
    count = "{{ 接待参观|条数 }}次，{{ 接待参观|合计('人数') }}人次"
    yield f"excel/{title}.xlsx", listing(title, VISITS, listed, total=count)
    title = "市级及以上媒体宣传报道情况汇总表"
    count = "{{ 市级以上报道|条数 }}篇（次），其中国家级{{ 市级以上报道|筛选('媒体级别', '国家级')|条数 }}篇（次）、"
    count += "省级{{ 市级以上报道|筛选('媒体级别', '省级')|条数 }}篇（次）"
    yield f"excel/{title}.xlsx", listing(title, MEDIA, "市级以上报道", total=count)
