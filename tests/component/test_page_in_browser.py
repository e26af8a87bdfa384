"""The offline page as a browser shows it: tree, search, pictures, print; nothing is asked of the network."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pypdf
import pytest
from lxml import html
from PIL import Image

from docgen.model.archive import Content, Package, Role
from docgen.render.page import Places, start_page
from tests.unit.render.archives import TOY_TITLES, content, item, toy_boxes, toy_discs, toy_package

pytestmark = pytest.mark.browser
PAYLOAD = "包/data"
SAID = (("何事", "木桥<全景>"), ("何时", "2030.03.05"), ("何处", "小镇"), ("何人", ""), ("何来", "馆"))
MANY = 20_000


def picture(name: str, caption: tuple[tuple[str, str], ...] = SAID) -> Content:
    path = f"玩具馆/02 照片/02-01 全年照片/{name}"
    return replace(content(path, Role.ATTACHMENT, 100, "image/jpeg"), caption=caption)


def year() -> Package:
    """The toy year with pictures and a film; two pictures have captions."""
    made = toy_package()
    photos = (
        picture("奖状.jpg", ()),
        picture("桥 #1 100%.jpg"),
        picture("桥二.jpg", (("何事", "石桥"), ("何时", "2030.05.06"))),
        replace(picture("开馆.mp4", ()), media_type="video/mp4"),
    )
    return replace(made, items=(*made.items, item("2030-02-0099", "02-01 全年照片", "开馆照片", *photos, paper=False)))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with its pictures beside it."""
    root = tmp_path_factory.mktemp("页 面#1")
    package = year()
    for one in package.items:
        for file in one.contents:
            if file.media_type == "image/jpeg":
                path = root / PAYLOAD / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.new("RGB", (900, 900), "teal").save(path)
    places = Places("包", PAYLOAD)
    page = start_page(package, toy_boxes(), toy_discs(), TOY_TITLES, places)
    (root / "从这里打开.html").write_bytes(page)
    return root


class Browser:
    """Opens a page without a network and writes down what it asked for."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.url = f"file://{quote(str(page))}"
        self.folder = folder

    def run(self, *options: str, where: str = "") -> str:
        command = [
            "chromium-headless-shell",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
            "--disable-background-networking",
            "--virtual-time-budget=5000",
            f"--log-net-log={self.folder / 'net.json'}",
            *options,
            self.url + (f"#{quote(where)}" if where else ""),
        ]
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)
        said = done.stderr.decode(errors="replace")
        assert [line for line in said.splitlines() if "CONSOLE" in line] == []
        return done.stdout.decode()

    def dom(self, where: str = "", *options: str) -> html.HtmlElement:
        """The page after its script ran."""
        return html.fromstring(self.run("--dump-dom", *options, where=where))

    def asked(self) -> set[str]:
        """Addresses of the last run, but for its own."""
        log = json.loads((self.folder / "net.json").read_text(encoding="utf-8"))
        found = {str(event.get("params", {}).get("url", "")) for event in log["events"]}
        return {url for url in found if url.startswith(("http", "ws", "ftp"))}


@pytest.fixture
def browser(archive: Path, tmp_path: Path) -> Browser:
    return Browser(archive / "从这里打开.html", tmp_path)


def shown(root: html.HtmlElement, what: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in root.xpath(what)]


def test_one_category_at_a_time_and_the_tree_opens(browser: Browser) -> None:
    root = browser.dom("c02-1")
    assert root.xpath("//section[@class='part on']/@id") == ["c02"]
    assert shown(root, "//details[@open]/summary/a") == ["02 照片"]
    assert root.xpath("//nav//a[@class='here']/@href") == ["#c02-1"]
    assert browser.dom().xpath("//section[@class='part on']/@id") == ["home"]
    assert browser.asked() == set()


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("石桥 全年", []),
        ("石桥", ["2030-02-0099"]),
        ("２０３０．０５．０６ 开馆", ["2030-02-0099"]),
        ("来信", ["2030-01-0001", "2030-01-0002"]),
        ("乙读者", []),
    ],
)
def test_search_as_typed(browser: Browser, words: str, numbers: list[str]) -> None:
    root = browser.dom(f"q={words}")
    assert not root.xpath("//section[@id='hits']/@hidden")
    assert shown(root, "//section[@id='hits']//tr/td[1]") == numbers
    assert shown(root, "//section[@id='hits']/h2") == [f"找到 {len(numbers)} 件" if numbers else "没有找到"]


def test_the_wall_shows_pictures_with_what_is_said_of_them(browser: Browser) -> None:
    root = browser.dom("wall")
    titles = shown(root, "//figcaption/strong")
    assert titles[:2] == ["木桥<全景>", "石桥"]
    assert {"开馆照片"} < set(titles)
    assert shown(root, "//figure[1]/figcaption/span") == ["2030.03.05", "小镇", "", "馆"]
    assert len(root.xpath("//figure//img")) == 4
    assert shown(root, "//figure//span[@class='film']") == ["录像"]
    assert browser.asked() == set()


def test_a_picture_opens_large_with_all_its_elements(browser: Browser, tmp_path: Path) -> None:
    root = browser.dom("p=1")
    assert not root.xpath("//div[@id='show']/@hidden")
    assert shown(root, "//dl/dt") == ["何事", "何时", "何处", "何人", "何来", "文件"]
    (source,) = root.xpath("//div[@class='big']/img/@src")
    assert source.endswith("%E6%A1%A5%20%231%20100%25.jpg")
    picture = tmp_path / "p.png"
    browser.run(f"--screenshot={picture}", "--window-size=1000,600", where="p=1")
    with Image.open(picture) as image:
        assert image.convert("RGB").getpixel((348, 250)) == pytest.approx((0, 128, 128), abs=3)


def test_the_same_stands_there_without_script(archive: Path, tmp_path: Path) -> None:
    whole = (archive / "从这里打开.html").read_text(encoding="utf-8")
    page = archive / "无脚本.html"
    page.write_text(re.sub(r"<script>.*?</script>", "", whole, flags=re.DOTALL), encoding="utf-8")
    root = Browser(page, tmp_path).dom()
    assert root.xpath("//div[@id='tools']/@hidden")
    assert len(root.xpath("//tr[@class='i']")) == sum(not i.personal for i in year().items)
    assert [" ".join(text.split()) for text in root.xpath("//span[@class='c'][1]//text()")][:2] == [
        "何事",
        "木桥<全景>",
    ]
    target = tmp_path / "p.pdf"
    Browser(page, tmp_path).run(f"--print-to-pdf={target}", "--no-pdf-header-footer")
    text = "".join(one.extract_text() for one in pypdf.PdfReader(target).pages)
    assert "2030-01-0001" in text


def test_print_shows_everything(browser: Browser, tmp_path: Path) -> None:
    target = tmp_path / "p.pdf"
    browser.run(f"--print-to-pdf={target}", "--no-pdf-header-footer")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(target).pages)
    assert "2030-01-0001" in text
    assert "2030-02-0099" in text
    assert "搜索" not in text


def test_a_year_of_many_photographs_is_drawn_in_portions(tmp_path: Path) -> None:
    """However many there are, the wall and the hits draw so few that the page stays responsive."""
    made = toy_package()
    items = [
        item(f"2030-02-{n // 20:04d}-{n % 20}", "02-01 全年照片", f"照片 {n}", picture(f"{n}.jpg"), paper=False)
        for n in range(MANY)
    ]
    page = start_page(replace(made, items=tuple(items)), (), (), TOY_TITLES, Places("包", PAYLOAD))
    steps = """<script>(function () {
      document.getElementById("wall-button").click();
      var search = document.getElementById("search");
      location.hash = "";
      search.value = "照片 1999";
      search.dispatchEvent(new Event("input"));
    }());</script>"""
    path = tmp_path / "many.html"
    path.write_bytes(page.replace(b"</body>", steps.encode() + b"</body>"))
    root = Browser(path, tmp_path).dom()
    assert shown(root, "//section[@id='hits']/h2") == ["找到 12 件"]
    assert len(root.xpath("//figure")) == 60
