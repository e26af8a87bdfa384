"""Values as the text of office files: what XML can hold, one kind of line break, escaped once.

Source: XML 1.0, 2.2 (characters) and 2.4 (mark-up).
"""

from __future__ import annotations

import re
from typing import Any

from docgen.model.values import show

_SPECIAL = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]").search
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search
_BREAK = b'</w:t><w:br/><w:t xml:space="preserve">'
_TAB = b'</w:t><w:tab/><w:t xml:space="preserve">'


class ValueProblem(Exception):
    """A value can not stand in a document; the message is for users."""


def allowed(text: str) -> str:
    """The text, if an office file can hold all of its characters.

    Raises:
        ValueProblem: it holds a control character, a non-character or half of a surrogate pair.
    """
    if bad := _FORBIDDEN(text):
        code = ord(bad.group())
        kind = "控制字符" if code < 0x20 else "残缺字符" if 0xD800 <= code <= 0xDFFF else "无效字符"
        raise ValueProblem(f"第 {bad.start() + 1} 个字是{kind} U+{code:04X}，不能写进文件")
    return text


def one_break(text: str) -> str:
    """Every kind of line break as a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def checked(value: Any) -> str:
    """The printed form of a value with one kind of line break.

    Raises:
        BlockedValue: the value carries an error finding.
        ValueProblem: it holds a character that no office file can hold.
    """
    return one_break(allowed(value if type(value) is str else show(value)))


def xml_text(text: str) -> str:
    """Text between tags, with line feeds for every kind of line break."""
    text = one_break(allowed(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped(value: Any) -> bytes:
    """A value as plain XML text, line breaks kept."""
    text = value if type(value) is str else show(value)
    return _special(text) if _SPECIAL(text) else text.encode()


def _special(text: str) -> bytes:
    """The slow way, for texts with characters that need a look. Replacing is faster in bytes than in wide strings."""
    return checked(text).encode().replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def run_text(value: Any) -> bytes:
    """A value as it stands between ``<w:t>`` and ``</w:t>``: line breaks and tabs as elements of the run."""
    text = value if type(value) is str else show(value)
    if not _SPECIAL(text):
        return text.encode()
    return _special(text).replace(b"\n", _BREAK).replace(b"\t", _TAB)


#: Between the values of a part while all of them are encoded and escaped at once; no document can hold it.
_SEPARATOR = "\x1f"
#: Change control characters but the separator: bytes without one come back as the same object.
_LOW = bytes(0x7F if c < 0x1F else c for c in range(256))
_CONTROLS = bytes(0x7F if c < 0x1F and c not in b"\t\n\r" else c for c in range(256))


def joined(pieces: list[Any]) -> bytes:
    """Join pieces of XML and the values between them, all values at once: each would cost a call of its own.

    Args:
        pieces: bytes and values by turns; the list is used up.

    Raises:
        Exception: some value can not be printed; :func:`run_text` tells which.
    """
    return _joined(pieces, _BREAK, _TAB)


def joined_plain(pieces: list[Any]) -> bytes:
    """The same for a part whose values are plain text, line breaks kept."""
    return _joined(pieces, b"\n", b"\t")


def _joined(pieces: list[Any], line_break: bytes, tab: bytes) -> bytes:
    values = pieces[1::2]
    try:
        text = _SEPARATOR.join(values)
    except TypeError:
        text = _SEPARATOR.join([v if type(v) is str else show(v) for v in values])
    data = text.encode()
    data = data.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    if data.translate(_LOW) is not data:
        if data.translate(_CONTROLS) is not data:
            raise ValueProblem("控制字符")
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", line_break).replace(b"\t", tab)
    if "\ufffe" in text or "\uffff" in text:
        raise ValueProblem("无效字符")
    # As many as there were, or a value holds the separator: then this is an error.
    pieces[1::2] = data.split(b"\x1f")
    return b"".join(pieces)
