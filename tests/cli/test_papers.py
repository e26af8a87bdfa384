"""``docgen fill --sign`` and ``--handover``: papers for the clerk."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from PIL import Image

from docgen.load.settings import find_workspace
from docgen.model.standard import Standard
from tests.cli.conftest import Run, documents

FOLDER = "_清单"


def rows(path: Path, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[table].rows]


def test_who_must_sign_what_in_a_month(workspace: Path, run: Run) -> None:
    before = documents(workspace)
    ran = run("fill", "--sign", "5")
    assert ran.code == 0, ran.text
    assert "签字清单_2024-05.docx（应签 19，已签 0，待签 19，未生成 0）" in ran.out
    path = workspace / "成品" / "2024" / FOLDER / "签字清单_2024-05.docx"
    listed = rows(path, 0)
    assert listed[0] == ["序号", "文档", "日期", "第一签", "第二签", "第三签", "第四签", "第五签"]
    claim = next(r for r in listed if "ZC-2024-014" in r[1])
    assert claim[2:] == [
        "2024年5月10日",
        "□ 经办人\n白浚川",
        "□ 验收（证明）人\n岳闸宁",
        "□ 项目负责人审批\n渠长河",
        "□ 财务审核\n　",
        "□ 单位负责人\n章程远",
    ]
    lead = next(r for r in rows(path, 1) if r[0] == "渠长河")
    assert lead[1] == str(len(lead[2].split("、")))
    assert {p: d for p, d in documents(workspace).items() if not p.startswith(FOLDER)} == before


def test_a_signed_scan_beside_a_document_takes_it_off_the_list(workspace: Path, run: Run) -> None:
    folder = workspace / "成品" / "2024" / "07 创新活动资料" / "07-02 月总结及下月工作重点"
    (made,) = folder.glob("2024.05_*.docx")
    Image.new("L", (900, 1200), 255).save(made.with_suffix(".jpg"))
    ran = run("fill", "--sign", "5")
    assert "应签 19，已签 1，待签 18" in ran.out
    listed = rows(workspace / "成品" / "2024" / FOLDER / "签字清单_2024-05.docx", 0)
    assert not [r for r in listed if r[1].startswith("07-02")]
    made.unlink()
    assert "应签 19，已签 0，待签 18，未生成 1" in run("fill", "--sign", "5").out


def test_the_same_list_is_not_written_twice_and_a_changed_one_is_kept(workspace: Path, run: Run) -> None:
    assert "已写出" in run("fill", "--sign", "3").out
    assert "没有变化" in run("fill", "--sign", "3").out
    path = workspace / "成品" / "2024" / FOLDER / "签字清单_2024-03.docx"
    document = docx.Document(str(path))
    document.add_paragraph("渠长河 3 月 29 日签完")
    document.save(str(path))
    mine = path.read_bytes()
    ran = run("fill", "--sign", "3")
    assert ran.code == 6
    assert "手工改过，没有覆盖" in ran.err
    assert path.read_bytes() == mine
    assert run("fill", "--sign", "3", "-f").code == 0
    assert (path.parent / "_已撤下" / path.name).read_bytes() == mine


def test_what_is_handed_over(workspace: Path, run: Run, standard: Standard) -> None:
    ran = run("fill", "--handover", "--json")
    assert ran.code == 0, ran.text
    said = json.loads(ran.out)
    assert said["counts"]["文档"] == 474
    path = workspace / said["path"]
    holdings = rows(path, 0)
    assert [r[0] for r in holdings[1:-1]] == [c.label for c in standard.categories.values()]
    assert holdings[-1][:4] == ["合计", "474", "0", "474"]
    for column in range(1, 5):
        assert int(holdings[-1][column]) == sum(int(r[column]) for r in holdings[1:-1])
    assert [r[0] for r in rows(path, 2)[1:]] == list(standard.registers)
    signatures = rows(path, -1)[0]
    assert [c.split("：")[0] for c in signatures] == ["移交人", "接收人", "监交人"]
    assert {"".join(c.split("：")[1].split()) for c in signatures} == {"年月日"}
    text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert "季度交流会" in text
    assert str(find_workspace(workspace, workspace).root) not in text


@pytest.mark.parametrize("arguments", [("--sign", "13"), ("--sign", "3", "--handover"), ("--blank", "--handover")])
def test_what_can_not_be_is_refused(workspace: Path, run: Run, arguments: tuple[str, ...]) -> None:
    assert run("fill", *arguments).code == 2
