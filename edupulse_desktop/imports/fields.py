"""Reads the fields of an object that strangers wrote: other spellings, other types, nothing at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from edupulse_desktop.imports.loose_json import Json
from edupulse_desktop.imports.notes import Notes

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u2028\u2029]")
_YES = frozenset({"true", "yes", "y", "1", "correct", "right", "x"})


def field_name(name: str) -> str:
    """Return the name of a field without what people spell differently: case, spaces, hyphens, underscores."""
    return re.sub(r"[\W_]+", "", name).casefold()


def plain_text(value: Json) -> str:
    """Return a value as text without control characters; lists are joined, empty for nothing."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, list):
        return " ".join(text for each in value if (text := plain_text(each)))
    if isinstance(value, dict):
        named = {field_name(key): each for key, each in value.items()}
        return plain_text(
            next(
                (named[key] for key in ("text", "dialogue", "content", "value", "name") if key in named), None
            )
        )
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNSEEN.sub("", text).strip()


def one_line(value: Json) -> str:
    """Return a value as text in one line, for names."""
    return " ".join(plain_text(value).split())


def is_yes(value: Json) -> bool:
    """Return whether a value means true, in the ways people write it."""
    if isinstance(value, str):
        return value.strip().casefold() in _YES
    return isinstance(value, bool | int | float) and bool(value)


def folded(name: str) -> str:
    """Return a name without case, spaces and punctuation: how a learner would call two names the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).casefold()


class Fields:
    """One object of the file; what is never asked for is remembered as unknown.

    Args:
        known: fields of the format that are skipped on purpose.
    """

    def __init__(self, data: dict[str, Json], notes: Notes, known: Iterable[str] = ()) -> None:
        self._written = {field_name(key): key for key in data}
        self._data = {field_name(key): value for key, value in data.items()}
        self._unused = dict.fromkeys(key for key in self._data if key not in set(known))
        self._notes = notes

    def take(self, *names: str) -> Json:
        """Return the first of these fields that holds anything; all of them count as known."""
        found: Json = None
        for name in names:
            self._unused.pop(name, None)
            if found is None:
                found = self._data.get(name)
        return found

    def text(self, *names: str) -> str:
        """Return the first of these fields as text."""
        return plain_text(self.take(*names))

    def name(self, *names: str) -> str:
        """Return the first of these fields as text in one line."""
        return one_line(self.take(*names))

    def yes(self, *names: str) -> bool:
        """Return whether the first of these fields means true."""
        return is_yes(self.take(*names))

    def whole(self, *names: str) -> int | None:
        """Return the first of these fields as a whole number, or none."""
        value = self.take(*names)
        if isinstance(value, bool) or value is None:
            return None
        text = plain_text(value)
        return int(text) if re.fullmatch(r"[-+]?\d{1,6}", text) else None

    def objects(self, *names: str) -> list[Json]:
        """Return the first of these fields as a list: a single value is a list of one."""
        value = self.take(*names)
        if value is None or value in ("", {}):
            return []
        return value if isinstance(value, list) else [value]

    def tell_unknown(self) -> None:
        """Remember the fields nobody asked for that hold something."""
        for key in self._unused:
            if self._data[key] is not None and self._data[key] not in ("", [], {}):
                self._notes.add_unknown_field(self._written[key])
