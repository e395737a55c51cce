"""JSON as people and language models write it: comments, stray commas, other quotation marks.

Strict JSON goes through the standard library. Everything else is read by a small parser that accepts what has
only one sensible meaning and says which kinds of repair it made on which lines. It never runs anything and
never guesses at the missing end of a file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

DEEPEST = 64
"""Levels of lists and objects; a scenario needs about ten."""

_BLANK = re.compile(r"(?:[\s\ufeff\u200b\u2060]+|//[^\n]*|\#[^\n]*|/\*.*?\*/)+", re.DOTALL)
_COMMENT = re.compile(r"//|\#|/\*")
_BARE_KEY = re.compile(r"[^\W\d][\w$ -]*(?=\s*[:：])")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])")
_BARE_WORD = re.compile(r"""[^\s,{}\[\]"'“”„:][^,{}\[\]"'“”„:\n]*""")
_WORDS: dict[str, Json] = {
    "true": True,
    "false": False,
    "null": None,
    "none": None,
    "undefined": None,
    "nan": None,
}
_CLOSERS = {'"': '"', "'": "'", "“": '”“"', "”": '”"', "„": '“”"', "‘": "’‘'", "’": "’'"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_AFTER_STRING = re.compile(
    r"""\s*(?:[:：}\]]|,\s*(?:["'“”„‘’{}\[\]\d#/-]|true|false|null|[^\W\d][\w$]*\s*:|$)|//|/\*|$)"""
)
_MISSING_COMMA = re.compile(r"""[ \t]*\r?\n\s*["'“„‘{\[]""")


class NotJson(Exception):
    """Text that cannot be read as JSON even so.

    Args:
        what: the trouble, as half a sentence.
        offset: where it shows, in characters.
        cut_off: the text stops in the middle.
    """

    def __init__(self, what: str, offset: int, *, cut_off: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.offset = offset
        self.cut_off = cut_off


@dataclass(slots=True)
class Loose:
    """A value, where it ended, and the repairs: what was done, and on which lines."""

    value: Json
    end: int
    repairs: dict[str, list[int]] = field(default_factory=dict)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def after_blanks(text: str, start: int = 0) -> int:
    """Return where the first thing after white space and comments begins."""
    found = _BLANK.match(text, start)
    return found.end() if found else start


def strict(text: str) -> Json:
    """Return the value of strict JSON; numbers without a finite value become none.

    Raises:
        NotJson: it is not strict JSON, or nested too deeply.
    """
    try:
        value: Json = json.loads(text, parse_constant=lambda _name: None, parse_int=_whole_number)
    except json.JSONDecodeError as failure:
        raise NotJson(failure.msg, failure.pos) from failure
    except RecursionError as failure:
        raise NotJson(_TOO_DEEP, 0) from failure
    if _is_deeper(value, DEEPEST):
        raise NotJson(_TOO_DEEP, 0)
    return value


def loose(text: str, start: int = 0) -> Loose:
    """Return the first value at or after `start`; what follows it is left alone.

    Raises:
        NotJson: with the place and the trouble.
    """
    return _Reader(text, start).whole()


_TOO_DEEP = f"lists and objects lie more than {DEEPEST} levels deep in one another"


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits.lstrip("-")) <= 18 else digits


def _is_deeper(value: Json, levels: int) -> bool:
    if not isinstance(value, list | dict):
        return False
    if levels == 0:
        return True
    inside = value.values() if isinstance(value, dict) else value
    return any(_is_deeper(each, levels - 1) for each in inside)


class _Reader:
    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._at = start
        self._repairs: dict[str, list[int]] = {}

    def whole(self) -> Loose:
        self._skip()
        value = self._value(DEEPEST)
        return Loose(value, self._at, self._repairs)

    def _mend(self, what: str) -> None:
        line, _column = line_and_column(self._text, self._at)
        lines = self._repairs.setdefault(what, [])
        if line not in lines:
            lines.append(line)

    def _skip(self) -> None:
        found = _BLANK.match(self._text, self._at)
        if found:
            if _COMMENT.search(found[0]):
                self._mend("comments")
            self._at = found.end()

    def _next(self) -> str:
        if self._at >= len(self._text):
            raise NotJson("the text ends while brackets are still open", self._at, cut_off=True)
        return self._text[self._at]

    def _value(self, levels: int) -> Json:
        sign = self._next()
        if sign in "{[":
            if levels == 0:
                raise NotJson(_TOO_DEEP, self._at)
            self._at += 1
            return self._object(levels - 1) if sign == "{" else self._list(levels - 1)
        if sign in _CLOSERS:
            return self._string()
        number = _NUMBER.match(self._text, self._at)
        if number:
            self._at = number.end()
            return _number(number[0])
        return self._word()

    def _word(self) -> Json:
        found = _BARE_WORD.match(self._text, self._at)
        if not found:
            raise NotJson(f"“{self._text[self._at]}” stands where a value should be", self._at)
        word = found[0].strip()
        if word.lower() not in _WORDS:
            self._mend("text without quotation marks")
        elif word not in ("true", "false", "null"):
            self._mend("words of another language for true, false and null")
        self._at = found.end()
        return _WORDS.get(word.lower(), word)

    def _object(self, levels: int) -> dict[str, Json]:
        made: dict[str, Json] = {}
        while not self._closes("}", empty=not made):
            key = self._key()
            self._skip()
            if self._next() not in ":：=":
                raise NotJson(f"a colon is missing after “{key}”", self._at)
            self._at += 1
            self._skip()
            made[key] = self._value(levels)
        return made

    def _list(self, levels: int) -> list[Json]:
        made: list[Json] = []
        while not self._closes("]", empty=not made):
            made.append(self._value(levels))
        return made

    def _closes(self, closer: str, *, empty: bool) -> bool:
        """Step over the comma before the next member, or over the closing bracket."""
        self._skip()
        commas = 0
        while self._next() == ",":
            commas += 1
            self._at += 1
            self._skip()
        sign = self._next()
        if sign == closer:
            if commas:
                self._mend("commas too many")
            self._at += 1
            return True
        if sign in "]}":
            raise NotJson(f"“{sign}” closes something that was not opened, “{closer}” was expected", self._at)
        if commas != (0 if empty else 1):
            self._mend("commas too many" if commas else "missing commas")
        return False

    def _key(self) -> str:
        sign = self._next()
        if sign in _CLOSERS:
            return self._string(is_key=True)
        found = _BARE_KEY.match(self._text, self._at)
        if not found:
            raise NotJson(f"“{sign}” stands where the name of a field should be", self._at)
        self._mend("names of fields without quotation marks")
        self._at = found.end()
        return found[0].strip()

    def _string(self, *, is_key: bool = False) -> str:
        opener = self._text[self._at]
        if opener != '"':
            self._mend("other quotation marks")
        closers = _CLOSERS[opener]
        special = re.compile(f"[\\\\{closers}]")
        begun = self._at
        self._at += 1
        parts: list[str] = []
        while True:
            found = special.search(self._text, self._at)
            if found is None:
                raise NotJson("a quotation begins that does not end", begun, cut_off=True)
            parts.append(self._text[self._at : found.start()])
            self._at = found.start()
            if found[0] == "\\":
                parts.append(self._escape())
            elif is_key or self._ends_here():
                self._at += 1
                return _joined(parts)
            else:
                if opener == '"':
                    self._mend("quotation marks inside a text")
                parts.append(found[0])
                self._at += 1

    def _ends_here(self) -> bool:
        after = self._at + 1
        return bool(_AFTER_STRING.match(self._text, after) or _MISSING_COMMA.match(self._text, after))

    def _escape(self) -> str:
        sign = self._text[self._at + 1 : self._at + 2]
        if sign == "u":
            digits = self._text[self._at + 2 : self._at + 6]
            if re.fullmatch(r"[0-9a-fA-F]{4}", digits):
                self._at += 6
                return chr(int(digits, 16))
        if not sign:
            raise NotJson("the text ends inside a quotation", self._at, cut_off=True)
        self._at += 2
        return _ESCAPES.get(sign, sign)


def _number(text: str) -> int | float | str:
    if re.fullmatch(r"[-+]?\d{1,18}", text):
        return int(text)
    return float(text) if len(text) < 40 else text


def _joined(parts: list[str]) -> str:
    """Join the parts of a string, surrogate pairs of escapes included."""
    text = "".join(parts)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
