"""Finds the scenario in a text: between other words, in a fenced block, inside wrappers, inside a string."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edupulse_desktop.errors import ImportRefused
from edupulse_desktop.imports.fields import field_name, one_line
from edupulse_desktop.imports.loose_json import (
    Json,
    Loose,
    NotJson,
    after_blanks,
    line_and_column,
    loose,
    strict,
)
from edupulse_desktop.imports.notes import Notes

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*\n", re.MULTILINE)
_OPENERS = re.compile(r"[{\[]")
_MOST_OPENERS = 40
"""Places tried in a text that talks before it comes to the scenario."""
_WRAPPERS_DEEP = 5
_SCENARIO_FIELD = re.compile(r"\b(?:script|branch_options|dialogue)\b", re.IGNORECASE)
"""What fails after such a word is a broken scenario; a smaller list inside it must not pass for the whole."""
_SCRIPT_NAMES = frozenset({"script", "blocks", "scriptblocks"})
_BLOCK_NAMES = frozenset({"role", "dialogue", "branchoptions", "breakpoint", "speaker"})

NO_JSON_HINT = (
    "A scenario file begins with { and has a list called script. If this is a written outline or a "
    "“Name: text” script, give the file the ending .txt and import it again."
)


def found_scenario(text: str, name: str, notes: Notes) -> dict[str, Json]:
    """Return the object that holds the script, whatever it is wrapped in; its script is a list.

    Raises:
        ImportRefused: there is no scenario, with the place where reading failed.
    """
    if not text.strip("\ufeff \n\t\x00"):
        raise ImportRefused(f"“{name}” is empty.", hint="Choose the file with the scenario in it.")
    value = _json_in(text, name, notes)
    found = _unwrapped(value, _WRAPPERS_DEEP, "")
    if found is None:
        raise ImportRefused(
            f"“{name}” is JSON, but there is no script in it, so there is nothing to import.",
            hint="A scenario has a title and a list called script. Export it again from the EduPulse web app.",
        )
    return found


def _json_in(text: str, name: str, notes: Notes) -> Json:
    try:
        return _of_string(strict(text.strip("\ufeff \n\t\x00")))
    except NotJson:
        pass
    worst: NotJson | None = None
    tried_to = 0
    for start in _starts(text):
        if start < tried_to:
            continue
        try:
            found = loose(text, start)
        except NotJson as failure:
            worst = failure if worst is None or failure.offset > worst.offset else worst
            if _SCENARIO_FIELD.search(text, start, failure.offset):
                break
            continue
        tried_to = found.end
        value = _of_string(found.value)
        if _unwrapped(value, _WRAPPERS_DEEP, "") is not None:
            _tell(text, start, found, notes)
            return value
    raise _refusal(text, name, worst, found_json=tried_to > 0)


def _starts(text: str) -> Iterator[int]:
    """Yield where JSON may begin: at the start, in fenced blocks, then at every bracket."""
    begin = after_blanks(text)
    if _OPENERS.match(text, begin):
        yield begin
    for fence in _FENCE.finditer(text):
        opener = _OPENERS.search(text, fence.end())
        if opener and not text[fence.end() : opener.start()].strip():
            yield opener.start()
    for count, opener in enumerate(_OPENERS.finditer(text)):
        if count >= _MOST_OPENERS:
            return
        yield opener.start()


def _of_string(value: Json) -> Json:
    """Return what a JSON text inside a JSON string says; servers wrap scripts like that."""
    for _ in range(3):
        if not isinstance(value, str) or not _OPENERS.search(value):
            break
        opener = _OPENERS.search(value)
        try:
            value = loose(value, opener.start() if opener else 0).value
        except NotJson:
            break
    return value


def _tell(text: str, start: int, found: Loose, notes: Notes) -> None:
    around = text[after_blanks(text) : start] + text[after_blanks(text, found.end) :]
    if re.sub(r"[`~\s\ufeff]|json|,", "", around):
        notes.add("", "Words before or after the scenario were passed over.")
    for what, lines in found.repairs.items():
        where = ", ".join(map(str, lines[:5])) + (" and others" if len(lines) > 5 else "")
        notes.add("", f"The file is not strict JSON and was mended: {what} (line {where}).")


def _refusal(text: str, name: str, worst: NotJson | None, *, found_json: bool) -> ImportRefused:
    if worst is None:
        if found_json:
            return ImportRefused(f"“{name}” has JSON in it, but no script.", hint=NO_JSON_HINT)
        return ImportRefused(f"“{name}” has no JSON in it, so it is not a scenario.", hint=NO_JSON_HINT)
    line, column = line_and_column(text, worst.offset)
    if worst.cut_off:
        return ImportRefused(
            f"“{name}” stops in the middle: in line {line}, column {column} {worst.what}. Nothing was imported.",
            hint="Part of the file is missing. Copy or export the whole scenario again.",
        )
    return ImportRefused(
        f"“{name}” cannot be read from line {line}, column {column} on: {worst.what}. Nothing was imported.",
        hint="Correct that place in a text editor, or export the scenario again.",
    )


def _unwrapped(value: Json, levels: int, title: str) -> dict[str, Json] | None:
    """Return the innermost object with a script; a title of a wrapper serves if it has none itself."""
    value = _of_string(value)
    if isinstance(value, list):
        return {"title": title, "script": value} if _is_script(value) else None
    if not isinstance(value, dict) or levels == 0:
        return None
    names = {field_name(key): each for key, each in value.items()}
    title = one_line(names.get("title")) or title
    for name in _SCRIPT_NAMES & names.keys():
        script = _of_string(names[name])
        if isinstance(script, list):
            rest = {
                key: each for key, each in value.items() if field_name(key) not in (*_SCRIPT_NAMES, "title")
            }
            return {"title": title, **rest, "script": script}
    for each in value.values():
        if isinstance(each, dict | str):
            found = _unwrapped(each, levels - 1, title)
            if found is not None:
                return found
    lists = [each for each in value.values() if isinstance(each, list) and _is_script(each)]
    return {"title": title, "script": lists[0]} if lists else None


def _is_script(value: list[Json]) -> bool:
    blocks = [each for each in value if isinstance(each, dict)]
    return bool(blocks) and all(_BLOCK_NAMES & {field_name(key) for key in block} for block in blocks[:5])
