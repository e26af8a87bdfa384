from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from docgen.errors import DefinitionError, TargetExists
from docgen.sample import SampleRow, make_attachments
from docgen.sample.canvas import Canvas, jpeg
from docgen.sample.job import Job, stable_random
from docgen.sample.make import plan_jobs
from docgen.sample.recipe import load_recipe

from .helpers import row


def write_recipe(folder: Path, text: str) -> Path:
    path = folder / "attachments.toml"
    path.write_text(text, encoding="utf-8")
    return path


PHOTO = '[[rule]]\nprefix = "图/"\nkind = "photo"\nscene = "canal"\ndate = "{日期}"\nnumber = "{编号}"\n'


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "附件"
    folder.mkdir()
    return folder


def test_a_file_without_a_rule_is_refused(tmp_path: Path, target: Path) -> None:
    recipe = write_recipe(tmp_path, PHOTO)
    with pytest.raises(DefinitionError) as caught:
        make_attachments(recipe, [row("其他/甲.jpg")], target)
    assert all(text in caught.value.message for text in ("其他/甲.jpg", "图册", "T-01", "文件"))
    assert caught.value.place == str(recipe)
    assert "attachments.toml" in caught.value.remedy
    assert list(target.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        "../图/甲.jpg", "图/../../甲.jpg", "/图/甲.jpg", "C:/图/甲.jpg", "C:甲.jpg", "图\\甲.jpg", "图//甲.jpg",
        "./甲.jpg", "", "图/甲\0.jpg", "图/甲?.jpg",
    ],
)  # fmt: skip
def test_unsafe_paths_are_refused(path: str, tmp_path: Path, target: Path) -> None:
    recipe = write_recipe(tmp_path, '[[rule]]\nkind = "photo"\nscene = "canal"\ndate = "{日期}"\n')
    with pytest.raises(DefinitionError, match="不能用"):
        make_attachments(recipe, [row(path)], target)
    assert list(tmp_path.rglob("*.jpg")) == []


def test_a_target_with_files_is_refused(tmp_path: Path, target: Path) -> None:
    (target / "已有.txt").write_text("x", encoding="utf-8")
    with pytest.raises(TargetExists):
        make_attachments(write_recipe(tmp_path, PHOTO), [row("图/甲.jpg")], target)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[rule]]\nkind = "painting"\n', "painting"),
        (PHOTO + 'colour = "red"\n', "colour"),
        ("[[rule]]\n", "kind"),
        ("[other]\n" + PHOTO, "other"),
        ("[[rule", "TOML"),
        ('[constants]\nA = "a"\n', "配方"),
        (PHOTO.replace("canal", "moon"), "moon"),
        (PHOTO.replace("{日期}", "{时候}"), "时候"),
        (PHOTO.replace("{日期}", "没有"), "没有日期"),
        (PHOTO.replace("{日期}", "2024-13-01"), "不是日期"),
    ],
)
def test_a_wrong_recipe_is_refused(text: str, problem: str, tmp_path: Path, target: Path) -> None:
    with pytest.raises(DefinitionError, match=problem):
        make_attachments(write_recipe(tmp_path, text), [row("图/甲.jpg")], target)


def test_a_missing_recipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError):
        load_recipe(tmp_path / "attachments.toml")


def test_the_first_matching_rule_counts_across_rows(tmp_path: Path) -> None:
    recipe = load_recipe(write_recipe(tmp_path, '[[rule]]\nregister = "影集"\nkind = "clip"\n' + PHOTO))
    shared = "图/甲.jpg"
    jobs = plan_jobs(recipe, [row(shared), row(shared, "影集"), row("图/乙.jpg")])
    assert [(job.path, job.row.register, job.rule.kind) for job in jobs] == [
        ("图/乙.jpg", "图册", "photo"),
        ("图/甲.jpg", "影集", "clip"),
    ]


def test_conditions_of_a_rule(tmp_path: Path) -> None:
    text = (
        '[[rule]]\ncolumn = "文件"\nsuffix = ".jpg"\ncontains = ["渠", "闸"]\n'
        'where = { "地点" = ["田"] }\nkind = "photo"\n'
    )
    (rule,) = load_recipe(write_recipe(tmp_path, text)).rules
    at_field = row("x", 地点="试验田")
    assert rule.matches(at_field, "文件", "图/闸门.jpg")
    assert not rule.matches(at_field, "文件", "图/闸门.png")
    assert not rule.matches(at_field, "文件", "图/办公.jpg")
    assert not rule.matches(at_field, "图片", "图/闸门.jpg")
    assert not rule.matches(row("x", 地点="会议室"), "文件", "图/闸门.jpg")
    assert not rule.matches(row("x"), "文件", "图/闸门.jpg")


def job_of(tmp_path: Path, options: str, **values: str) -> Job:
    text = f'[constants]\nUNIT = "某中心"\n[[rule]]\nkind = "voucher"\n{options}'
    recipe = load_recipe(write_recipe(tmp_path, text))
    (job,) = plan_jobs(recipe, [row("票/甲.pdf", **values)])
    return job


def test_texts_are_filled_in(tmp_path: Path) -> None:
    job = job_of(
        tmp_path,
        'title = "{UNIT}{编号}"\n'
        'facts = ["日期：{日期:date}", "人员：{人员:comma}", "空：{空}", "金额：{金额:money}"]\n',
        人员="甲；乙", 空="", 金额="1234.5",
    )  # fmt: skip
    assert job.text("title") == "某中心T-01"
    assert job.lines("facts") == ["日期：2024年3月5日", "人员：甲、乙", "金额：1,234.50"]


def test_net_and_tax_add_up_to_the_total(tmp_path: Path) -> None:
    job = job_of(tmp_path, 'amount = "{金额}"\nrate = "0.13"\n', 金额="100.00")
    assert [job.fill(name)[0] for name in ("{net}", "{tax}", "{total}")] == ["88.50", "11.50", "100.00"]


def test_a_page_that_is_too_short_is_reported(tmp_path: Path, target: Path) -> None:
    text = '[[rule]]\nkind = "sheet"\ntitle = "签到表"\nroll = "{人员}"\nroll_heads = ["号", "名", "签"]\n'
    names = "；".join(f"成员{n}" for n in range(40))
    with pytest.raises(DefinitionError, match="放不下"):
        make_attachments(write_recipe(tmp_path, text), [row("表/甲.pdf", 人员=names)], target)


def test_the_random_source_depends_on_the_text_only() -> None:
    assert stable_random("甲").random() == stable_random("甲").random()
    assert stable_random("甲").random() != stable_random("乙").random()


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_pixels_are_turned_as_the_tag_says(orientation: int) -> None:
    canvas = Canvas(160, 120, stable_random("x"))
    canvas.box((0, 0, 0.5, 0.5), (255, 0, 0))
    data = jpeg(canvas.image, datetime(2024, 3, 5, 9, 30), orientation=orientation)  # noqa: DTZ001
    with Image.open(io.BytesIO(data)) as stored:
        assert stored.size == ((120, 160) if orientation in (6, 8) else (160, 120))
        upright = ImageOps.exif_transpose(stored)
    assert upright.size == (160, 120)
    red, green, blue = upright.getpixel((20, 20))
    assert red > 200
    assert max(green, blue) < 60
    assert min(upright.getpixel((140, 100))) > 200


def test_rows_with_the_same_path_in_other_columns(tmp_path: Path, target: Path) -> None:
    twice = SampleRow("图册", {"编号": "T-02", "日期": "2024.03.06"}, {"文件": ("图/甲.jpg", "图/甲.jpg")})
    made = make_attachments(write_recipe(tmp_path, PHOTO), [twice], target)
    assert made.counts == {"photo": 1}
    assert (target / "图" / "甲.jpg").stat().st_size == made.total_bytes
