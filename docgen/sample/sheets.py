"""What stands on the PDF pages: letters, tables of facts, rolls of names, drawings."""

from __future__ import annotations

from typing import Final

from docgen.sample.job import Job
from docgen.sample.pdf import HEIGHT, WIDTH, Page, pdf_bytes, wrap

_LEFT: Final = 72.0
_RIGHT: Final = WIDTH - 72.0
_TOP: Final = 96.0
_BOTTOM: Final = HEIGHT - 84.0
_BODY: Final = 12.0
_LEADING: Final = 22.0
NOTICE: Final = "本件为演示样例，内容虚构"


class _Flow:
    """Sets blocks one below the other on the pages of one file."""

    def __init__(self, job: Job, count: int) -> None:
        self.job = job
        self.pages = [Page() for _ in range(count)]
        self.number = 0
        self.y = _TOP

    @property
    def page(self) -> Page:
        return self.pages[self.number]

    def turn(self, number: int) -> None:
        """Go to the top of a later page."""
        self.number, self.y = number, _TOP

    def need(self, high: float) -> None:
        """Refuse to write below the text area: nothing of a row may be lost silently."""
        if self.y + high > _BOTTOM:
            raise self.job.error(f"第 {self.number + 1} 页放不下")

    def heading(self, text: str, size: float = 18) -> None:
        for line in wrap(text, size, _RIGHT - _LEFT - 20):
            self.page.text(WIDTH / 2, self.y, line, size, anchor="middle")
            self.y += size * 1.6

    def centred(self, text: str, size: float = _BODY) -> None:
        self.page.text(WIDTH / 2, self.y, text, size, anchor="middle")
        self.y += size * 1.8

    def paragraph(self, text: str, *, indent: bool = True) -> None:
        shift = 2 * _BODY if indent else 0.0
        for n, line in enumerate(wrap(text, _BODY, _RIGHT - _LEFT, indent=shift)):
            self.need(_LEADING)
            self.page.text(_LEFT + (shift if n == 0 else 0), self.y, line, _BODY)
            self.y += _LEADING

    def facts(self, lines: list[str]) -> None:
        """Draw a ruled table of ``label：value`` lines."""
        middle = _LEFT + 118
        for text in lines:
            label, _, value = text.partition("：")
            rows = wrap(value, _BODY, _RIGHT - middle - 16)
            high = len(rows) * 18 + 10
            self.need(high)
            top = self.y - 16
            self.page.box(_LEFT, top, _RIGHT, top + high)
            self.page.line(((middle, top), (middle, top + high)))
            self.page.text(_LEFT + 8, self.y, label, _BODY)
            for n, row in enumerate(rows):
                self.page.text(middle + 8, self.y + 18 * n, row, _BODY)
            self.y += high
        self.y += 10

    def sign_off(self, lines: list[str]) -> None:
        self.y += 12
        for text in lines:
            self.need(0)
            self.page.text(_RIGHT - 20, self.y, text, _BODY, anchor="right")
            self.y += _LEADING


def _roll(flow: _Flow, job: Job, names: list[str]) -> None:
    """Draw a table of names with a scribble where each has signed."""
    chance = job.random
    edges = (_LEFT, _LEFT + 60, _LEFT + 230, _RIGHT)
    heads = job.lines("roll_heads")
    high = 26.0
    if len(heads) != 3:
        raise job.error("roll_heads 应有三项")
    for n, name in enumerate(["", *names]):
        flow.need(high)
        top = flow.y - 17
        flow.page.box(_LEFT, top, _RIGHT, top + high)
        for x in edges[1:3]:
            flow.page.line(((x, top), (x, top + high)))
        cells = heads if n == 0 else [str(n), name, ""]
        for k, text in enumerate(cells):
            flow.page.text((edges[k] + edges[k + 1]) / 2, flow.y, text, _BODY, anchor="middle")
        if n:
            x, points = edges[2] + 40.0, []
            for _ in range(9 + 4 * len(name)):
                points.append((x, flow.y - 4 + chance.uniform(-8, 6)))
                x += chance.uniform(1, 5)
            flow.page.line(points, 0.9)
        flow.y += high
    flow.y += 10


def _drawing(page: Page, job: Job, number: int, top: float) -> None:
    """Draw a sheet with a part seen from two sides and its measures."""
    chance = job.random
    for _ in range(number * 7):
        chance.random()
    page.box(48, 80, WIDTH - 48, HEIGHT - 66, 1.2)
    wide, high = chance.uniform(150, 260), chance.uniform(90, 150)
    left = (WIDTH - wide) / 2
    page.box(left, top, left + wide, top + high, 1.4)
    notch = wide * chance.uniform(0.2, 0.32)
    page.line(
        (
            (left + notch, top),
            (left + notch * 1.3, top + high * 0.6),
            (left + wide - notch * 1.3, top + high * 0.6),
            (left + wide - notch, top),
        ),
        1.2,
    )
    page.line(((left, top + high + 26), (left + wide, top + high + 26)), 0.4)
    page.text(left + wide / 2, top + high + 22, f"{wide * 4:.0f}", 10, anchor="middle")
    page.line(((left + wide + 26, top), (left + wide + 26, top + high)), 0.4)
    page.text(left + wide + 32, top + high / 2, f"{high * 4:.0f}", 10)
    second = top + high + 90
    page.box(left, second, left + wide, second + 16, 1.4)
    for k in range(4):
        x = left + wide * (0.15 + 0.23 * k)
        page.line(((x, second - 18), (x, second + 34)), 0.3)
        page.box(x - 5, second + 3, x + 5, second + 13, 0.8)


def _amount_of_sections(total: int, pages: int) -> list[int]:
    """Spread sections over pages: the page each one stands on."""
    return [min(pages - 1, n * pages // max(1, total)) for n in range(total)]


def _first_page(flow: _Flow, job: Job) -> None:
    if job.text("letterhead"):
        flow.centred(job.text("letterhead"), 14)
        flow.y += 8
    flow.heading(job.text("title"))
    flow.y += 4
    if job.text("subtitle"):
        flow.centred(job.text("subtitle"))
    flow.y += 14
    flow.facts(job.lines("facts"))
    for text in job.lines("opening"):
        flow.paragraph(text, indent=False)
    for text in job.lines("body"):
        flow.paragraph(text)
    if job.option("roll"):
        flow.y += 8
        _roll(flow, job, job.parts("roll"))


def _next_page(flow: _Flow, job: Job, number: int, count: int) -> None:
    flow.turn(number)
    flow.page.text(_LEFT, 66, f"{job.text('title')}（续）"[:34], 10)
    flow.page.text(_RIGHT, 66, f"第{number + 1}页 共{count}页", 10, anchor="right")
    flow.page.line(((_LEFT, 72), (_RIGHT, 72)), 0.4)


def sheet(job: Job) -> bytes:
    """Draw a PDF.

    Options: ``letterhead``, ``title``, ``subtitle``, ``facts`` (label：value), ``opening``, ``body``, ``roll``
    (names to sign), ``roll_heads``, ``sections`` (paragraphs spread over the pages; ``heading|text``), ``sign_off``,
    ``pages``, ``drawing`` (true: every page but the first is a drawing).
    """
    count = job.whole("pages", 1)
    if count < 1:
        raise job.error("页数应不小于 1")
    flow = _Flow(job, count)
    sections = job.lines("sections")
    spread = _amount_of_sections(len(sections), count)
    drawing = bool(job.option("drawing", False))
    for number in range(count):
        if number == 0:
            _first_page(flow, job)
        else:
            _next_page(flow, job, number, count)
        for section, page in zip(sections, spread, strict=True):
            if page == number:
                _section(flow, section)
        if number and drawing:
            flow.y += 20
            flow.centred(f"图 {number}", 12)
            _drawing(flow.page, job, number, flow.y + 60)
        elif number and number not in spread:
            flow.paragraph("（本页接上页，演示样例从略。）")
        flow.page.text(WIDTH / 2, HEIGHT - 48, NOTICE, 10, anchor="middle")
    flow.sign_off(job.lines("sign_off"))
    return pdf_bytes(flow.pages, job.text("title"))


def _section(flow: _Flow, section: str) -> None:
    heading, bar, text = section.partition("|")
    if bar:
        flow.y += 6
        flow.need(_LEADING)
        flow.page.text(_LEFT + 2 * _BODY, flow.y, heading, _BODY + 1)
        flow.y += _LEADING
    flow.paragraph(text if bar else heading)


def voucher(job: Job) -> bytes:
    """Draw a voucher: one framed table with number, date, both parties and the amounts.

    Options: ``title``, ``facts``, ``amount``, ``rate``, ``item_heads``, ``item`` (four cells), ``body``, ``sign_off``.
    """
    flow = _Flow(job, 1)
    flow.heading(job.text("title"), 16)
    flow.y += 10
    flow.facts(job.lines("facts"))
    columns = (_LEFT, _LEFT + 200, _LEFT + 290, _LEFT + 370, _RIGHT)
    for cells in (job.lines("item_heads"), job.lines("item")):
        top = flow.y - 16
        lines = wrap(cells[0], 11, columns[1] - columns[0] - 12)
        high = max(28.0, 18.0 * len(lines) + 10)
        flow.page.box(_LEFT, top, _RIGHT, top + high)
        for x in columns[1:4]:
            flow.page.line(((x, top), (x, top + high)))
        for n, line in enumerate(lines):
            flow.page.text(_LEFT + 6, flow.y + 18 * n, line, 11)
        for k, text in enumerate(cells[1:], 1):
            flow.page.text(columns[k + 1] - 6, flow.y, text, 11, anchor="right")
        flow.y += high
    flow.y += 14
    for text in job.lines("body"):
        flow.paragraph(text, indent=False)
    flow.sign_off(job.lines("sign_off"))
    flow.page.text(WIDTH / 2, HEIGHT - 48, NOTICE, 10, anchor="middle")
    return pdf_bytes(flow.pages, job.text("title"))
