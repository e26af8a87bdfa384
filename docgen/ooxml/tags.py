"""Finds template tags in a text, tolerant of what Chinese input methods and word processors make of them.

Inside delimiters full-width ｛ ｝ ％ ＃ and invisible characters are understood. What looks like another program's tag,
a tag without end, or an end without a tag is a :class:`TagProblem`: left in place it would be printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from docgen.language.lexer import INVISIBLE, QUOTES

WORDS = frozenset({"if", "elif", "else", "endif", "for", "endfor"})
#: Words that take nothing behind them.
BARE = frozenset({"else", "endif", "endfor"})
LEVELS = frozenset({"p", "tr", "tc"})

_SKIP = "[" + "".join(sorted(INVISIBLE)) + "]*"
_BRACE, _END = "[{｛]", "[}｝]"
_OPEN = re.compile(f"{_BRACE}{_SKIP}(?:(?P<value>{_BRACE})|(?P<block>[%％])|(?P<comment>[#＃]))")
_CLOSE = {
    "value": re.compile(f"{_END}{_SKIP}{_END}"),
    "block": re.compile(f"[%％]{_SKIP}{_END}"),
    "comment": re.compile(f"[#＃]{_SKIP}{_END}"),
}
_STRAY = re.compile(f"{_END}{_SKIP}{_END}|[%％]{_SKIP}{_END}")
_HEAD = re.compile(f"[\\s{''.join(sorted(INVISIBLE))}]*([A-Za-zＡ-Ｚａ-ｚ{''.join(sorted(INVISIBLE))}]*)")
_TRIMMED = "".join(sorted(INVISIBLE))
#: Words of Jinja and docxtpl that are not understood → what to write.
_ELSEWHERE = {
    "set": "不能设变量：把算式直接写在用到它的标签里。",
    "with": "不能设变量：把算式直接写在用到它的标签里。",
    "macro": "不能定义宏：把内容写在用到它的地方。",
    "call": "不能定义宏：把内容写在用到它的地方。",
    "import": "不能引入别的模板：把内容写在这个模板里。",
    "include": "不能引入别的模板：把内容写在这个模板里。",
    "extends": "不能引入别的模板：把内容写在这个模板里。",
    "block": "删去它，只留其中的内容。",
    "raw": "要写出花括号，用 {{ '{{' }}。",
    "filter": "把过滤器写在每个值的后面：{{ 字段|过滤器 }}。",
    "do": "标签里不能执行语句，删去它。",
    "break": "改写循环的条件：{% for 行 in 列表 if 条件 %}，或 |前(5)。",
    "continue": "改写循环的条件：{% for 行 in 列表 if 条件 %}。",
    "cellbg": "单元格的底色在模板里设好；随值而变的，用 {%tr if … %} 写两行。",
    "colspan": "单元格在模板里合并好；按列表重复格子用 {%tc for … %}。",
    "hm": "单元格在模板里合并好；按列表重复格子用 {%tc for … %}。",
    "vm": "单元格在模板里合并好。",
}
#: Values of docxtpl that are no plain text: rich text, and documents in the place of a paragraph, row or cell.
_OBJECT = re.compile(r"^(r|p|tr|tc)\s+(?!(?:if|or|and|in|not|else|is)\b)(?=[^\W\d])(.*)$", re.DOTALL)
_MEANT = {"elseif": "elif", "elsif": "elif", "end": "endif 或 endfor", "foreach": "for", "fi": "endif"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it stands in a text.

    Attributes:
        start: offset of its first character.
        end: offset behind its last character.
        kind: ``value``, ``block`` or ``comment``.
        level: what a block tag governs: ``p`` paragraphs, ``tr`` rows, ``tc`` cells, empty for text inside a paragraph.
        word: ``if``, ``elif``, ``else``, ``endif``, ``for``, ``endfor``; empty unless a block.
        body: the expression, what stands behind the word, or the comment; trimmed.
        text: the tag as typed.
    """

    start: int
    end: int
    kind: str
    level: str
    word: str
    body: str
    text: str


class TagProblem(Exception):
    """Something that looks like a tag can not be one.

    Attributes:
        message: what is wrong, in Chinese.
        remedy: what to write instead.
        text: the piece of text it is about.
    """

    def __init__(self, message: str, remedy: str, text: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.text = text


def may_hold_tags(text: str) -> bool:
    """Whether it is worth looking for tags: a quick test that errs on the side of yes."""
    return "{" in text or "｛" in text or "}" in text or "｝" in text or "«" in text


def find_tags(text: str) -> list[Tag]:
    """All tags of a text in order.

    Raises:
        TagProblem: the first thing that is wrong.
    """
    tags, problems = scan_tags(text)
    if problems:
        raise problems[0]
    return tags


def scan_tags(text: str) -> tuple[list[Tag], list[TagProblem]]:
    """All tags of a text in order, and everything in it that is wrong."""
    if not may_hold_tags(text):
        return [], []
    tags: list[Tag] = []
    problems = [
        TagProblem("这是其他程序的标签写法", f"改写为 {proposal}", found) for found, proposal in foreign_tags(text)
    ]
    foreign = {p.text for p in problems}
    pos = 0
    while opening := _OPEN.search(text, pos):
        _check_stray(text, pos, opening.start(), problems)
        kind = str(opening.lastgroup)
        end = _end(text, opening.end(), kind)
        if end is None:
            problems.append(_unfinished(text, opening, kind))
            return tags, problems
        typed = text[opening.start() : end.end()]
        if typed not in foreign:
            try:
                tags.append(_tag(opening.start(), end.end(), kind, text[opening.end() : end.start()], typed))
            except TagProblem as problem:
                problems.append(problem)
        pos = end.end()
    _check_stray(text, pos, len(text), problems)
    return tags, problems


def _check_stray(text: str, start: int, end: int, problems: list[TagProblem]) -> None:
    for stray in _STRAY.finditer(text, start, end):
        around = text[max(stray.start() - 10, 0) : stray.end()]
        problems.append(TagProblem(f"多出了“{stray.group()}”", "检查前面的左花括号，两个之间不能有空格。", around))


def _end(text: str, start: int, kind: str) -> re.Match[str] | None:
    """The closing delimiter; one inside quotes does not count, unless the quotes would run into the next tag."""
    close = _CLOSE[kind]
    plain = close.search(text, start)
    if plain is None or kind == "comment":
        return plain
    pos = start
    while pos < len(text):
        if found := close.match(text, pos):
            return found
        char = text[pos]
        if char in QUOTES:
            closers = QUOTES[char] if char not in "“‘" else QUOTES[char] + char
            end = next((i for i in range(pos + 1, len(text)) if text[i] in closers), -1)
            if end < 0 or _OPEN.search(text, pos, end):
                return plain
            pos = end
        elif _OPEN.match(text, pos):
            return None
        pos += 1
    return plain


def _unfinished(text: str, opening: re.Match[str], kind: str) -> TagProblem:
    close = {"value": "}}", "block": "%}", "comment": "#}"}[kind]
    rest = text[opening.start() : opening.start() + 30].strip()
    return TagProblem(f"标签没有写完，缺少“{close}”", f"补上“{close}”；一个标签要写在同一段里。", rest)


def _tag(start: int, end: int, kind: str, inner: str, typed: str) -> Tag:
    trimmed = inner.strip().strip(_TRIMMED).strip()
    if kind == "comment":
        return Tag(start, end, kind, "", "", trimmed, typed)
    if inner.startswith(("-", "+")) or inner.endswith("-"):
        brackets = ("{{", "}}") if kind == "value" else ("{%", "%}")
        plain = f"{brackets[0]} {inner.strip('-+').strip()} {brackets[1]}"
        remedy = f"改写为 {plain}；要取负数，在负号前留一个空格。"
        raise TagProblem("标签的括号旁不能写减号或加号", remedy, typed)
    if kind == "value":
        if not trimmed:
            raise TagProblem("标签是空的", "写上字段名，或删去这个标签。", typed)
        if found := _OBJECT.match(inner):
            raise _object(found.group(1), found.group(2).strip(), typed)
        return Tag(start, end, kind, "", "", trimmed, typed)
    return _block(start, end, inner, typed)


def _object(level: str, name: str, typed: str) -> TagProblem:
    if level == "r":
        return TagProblem("不能填写带格式的文字", f"改写为 {{{{ {name} }}}}，格式在模板里设好。", typed)
    if level == "p":
        remedy = (
            f"改写为三段：{{%p for 段 in {name}|分段 %}}、{{{{ 段 }}}}、{{%p endfor %}}；一段时写 {{{{ {name} }}}}。"
        )
        return TagProblem("不能填写子文档", remedy, typed)
    return TagProblem("不能填写子文档", f"改写为 {{%{level} for 行 in {name} %}} … {{%{level} endfor %}}。", typed)


def _block(start: int, end: int, inner: str, typed: str) -> Tag:
    level, rest = "", inner
    word, after = _word(rest)
    if word in LEVELS:
        level, rest = word, after
        word, after = _word(rest)
    elif word == "r":
        # Runs are cut where a tag stands: one that governs whole runs is one inside the paragraph.
        word, after = _word(after)
    body = after.strip().strip(_TRIMMED).strip()
    if word == "else" and re.match(r"if\b", body):
        raise TagProblem("没有“else if”", "改写为 elif。", typed)
    if word in _ELSEWHERE:
        raise TagProblem(f"不认识“{word}”", _ELSEWHERE[word], typed)
    if word not in WORDS:
        meant = _MEANT.get(word)
        remedy = f"是否为 {meant}？" if meant else "可用：if、elif、else、endif、for、endfor。"
        raise TagProblem(f"不认识“{word}”" if word else "标签里缺少 if 或 for", remedy, typed)
    if word in BARE and body:
        raise TagProblem(f"“{word}”后面不能再写“{body}”", "删去多余的部分。", typed)
    if word not in BARE and not body:
        raise TagProblem(f"“{word}”后面缺少内容", "if 后面写条件，for 后面写“行 in 列表”。", typed)
    return Tag(start, end, "block", level, word, body, typed)


def _word(text: str) -> tuple[str, str]:
    match = _HEAD.match(text)
    assert match is not None
    word = "".join(c for c in unicodedata.normalize("NFKC", match.group(1)) if c not in INVISIBLE).lower()
    return word, text[match.end() :]


_FOREIGN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\{\{\s*[@]\s*([^{}]*?)\s*\}\}"), "{{{{ {0}|图片(宽毫米, 高毫米) }}}}"),
    (re.compile(r"\{\{\s*[#*?]\s*([^{}]*?)\s*\}\}"), "{{%tr for 行 in {0} %}}"),
    (re.compile(r"\{\{\s*/\s*[^{}]*?\s*\}\}"), "{{%tr endfor %}}"),
    (re.compile(r"\{\{\s*\^\s*([^{}]*?)\s*\}\}"), "{{%p if not {0} %}}"),
    (re.compile(r"(?<!\{)\{\.([^{}\s]+)\}(?!\})"), "{{{{ 行.{0} }}}}"),
    (re.compile(r"\$\{\s*([^{}]+?)\s*\}"), "{{{{ {0} }}}}"),
    (re.compile(r"«\s*([^«»]+?)\s*»"), "{{{{ {0} }}}}"),
)


def foreign_tags(text: str) -> list[tuple[str, str]]:
    """Tags of other programs as ``(text, our spelling)``, in the order of the kinds known."""
    return [
        (match.group(), proposal.format(*match.groups()))
        for pattern, proposal in _FOREIGN
        for match in pattern.finditer(text)
    ]
