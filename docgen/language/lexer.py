"""Cuts the text of a tag into tokens, tolerant of what Chinese input methods type.

Outside quotes full-width brackets, commas, bars and digits count as their ASCII forms, and “ ” ‘ ’ delimit strings.
Names are Chinese column titles that may hold brackets or ``、``: at a place where a name may stand, the longest name
known there is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

QUOTES = {"'": "'", '"': '"', "“": "”", "”": "“”", "‘": "’", "’": "‘’", "＂": "＂", "＇": "＇"}
WORD = re.compile(r"[^\W\d]\w*")
#: What somebody meant as one name, brackets and all, when it is no known one.
MEANT = re.compile(r"[^|.+\-*/~=!<>,\[\]\s\x02]+")
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
OPERATORS = (
    "==",
    "!=",
    "<=",
    ">=",
    "<",
    ">",
    "+",
    "-",
    "*",
    "/",
    "~",
    "|",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    ":",
)
KEYWORDS = frozenset({"and", "or", "not", "in", "if", "else", "true", "false", "none"})
#: Signs of Python → what to write.
SIGNS = {"=": "判断相等写 ==。", "%": "不能取余数；小数位数写 |保留(2)，比例写 |百分比。", "{": "列表写 ['甲', '乙']。"}
INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}


class LanguageError(Exception):
    """A tag can not be understood.

    Attributes:
        message: what is wrong, in Chinese.
        remedy: a proposal, may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a tag; ``kind`` is one of name, keyword, string, number, op, end."""

    kind: str
    text: str


def normalise(text: str) -> str:
    """Fold a tag's text outside strings (NFKC, no invisible characters) and leave strings as they are typed.

    Strings come out delimited by the characters U+0002 and U+0003, so that later steps need not know the quotes.
    """
    out: list[str] = []
    i = 0
    while i < len(text):
        char = text[i]
        if char in QUOTES:
            closers = QUOTES[char] if char not in "“‘" else QUOTES[char] + char
            end = next((j for j in range(i + 1, len(text)) if text[j] in closers), -1)
            if end < 0:
                raise LanguageError("引号没有配对", "补上另一半引号。")
            out.append("\x02" + text[i + 1 : end] + "\x03")
            i = end + 1
            continue
        if unicodedata.category(char) == "Cc" and not char.isspace():
            raise LanguageError(f"标签里有控制字符 U+{ord(char):04X}", "删去后重新输入这个标签。")
        if char not in INVISIBLE:
            out.append(unicodedata.normalize("NFKC", char))
        i += 1
    return "".join(out)


class Lexer:
    """Reads tokens on demand; the parser says which names are known where it stands."""

    def __init__(self, text: str) -> None:
        """Take the normalised text of a tag."""
        self.text = text
        self.pos = 0

    def _skip(self) -> None:
        while self.pos < len(self.text) and self.text[self.pos].isspace():
            self.pos += 1

    def name(self, known: Iterable[str]) -> str:
        """Read a name: the longest of the known ones, or a plain word that then is unknown.

        Raises:
            LanguageError: no name stands here.
        """
        self._skip()
        word = WORD.match(self.text, self.pos)
        plain = word.group() if word else ""
        best = max((n for n in known if n and self.text.startswith(n, self.pos)), key=len, default="")
        meant = MEANT.match(self.text, self.pos)
        found = best if len(best) >= len(plain) else meant.group() if meant else plain
        if not found:
            rest = self.text[self.pos : self.pos + 8].replace("\x02", "'").replace("\x03", "'")
            raise LanguageError(f"此处应是字段名，却是“{rest}”" if rest else "此处缺少字段名")
        self.pos += len(found)
        return found

    def peek(self) -> Token:
        """The next token that is not a name; a name's first word comes as kind ``name``."""
        self._skip()
        if self.pos >= len(self.text):
            return Token("end", "")
        char = self.text[self.pos]
        if char == "\x02":
            return Token("string", self.text[self.pos + 1 : self.text.index("\x03", self.pos)])
        if number := NUMBER.match(self.text, self.pos):
            return Token("number", number.group())
        if word := WORD.match(self.text, self.pos):
            kind = "keyword" if word.group().lower() in KEYWORDS else "name"
            return Token(kind, word.group())
        for op in OPERATORS:
            if self.text.startswith(op, self.pos):
                return Token("op", op)
        raise LanguageError(f"不认识的符号“{char}”", SIGNS.get(char, ""))

    def take(self, token: Token) -> None:
        """Move past a token got from :meth:`peek`."""
        self.pos += len(token.text) + (2 if token.kind == "string" else 0)

    def accept(self, *texts: str) -> str:
        """Take the next token if it is one of these operators or keywords; else return an empty text."""
        token = self.peek()
        if token.kind in ("op", "keyword") and token.text.lower() in texts:
            self.take(token)
            return token.text.lower()
        return ""

    def expect(self, text: str) -> None:
        """Take this operator.

        Raises:
            LanguageError: something else stands here.
        """
        if not self.accept(text):
            token = self.peek()
            raise LanguageError(f"此处应有“{text}”" + (f"，却是“{token.text}”" if token.text else ""))
