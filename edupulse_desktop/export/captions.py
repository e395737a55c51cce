"""Captions as files: WebVTT with voices, SRT with names.

WebVTT follows https://www.w3.org/TR/webvtt1/. Text is escaped, so that no line of a lesson can end a cue, open
a tag or look like the arrow between two times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from edupulse_desktop.export.legible import legible
from edupulse_desktop.model.captions import Cue
from edupulse_desktop.model.cast import Character

_BREAKS = re.compile(r"\s*[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+\s*")
_SRT_TAG = re.compile(r"<(?=[A-Za-z/])|\{(?=\\)")
_WORD_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class NamedCue:
    """A cue with a name that is its own in the film.

    Args:
        name: the line's id; with `.2`, `.3`, … for the further parts of a long line.
    """

    name: str
    cue: Cue


def named(cues: Iterable[Cue]) -> tuple[NamedCue, ...]:
    """Return cues by start, each with its name."""
    parts: dict[str, int] = {}
    found: list[NamedCue] = []
    for cue in sorted(cues, key=lambda each: (each.start_ms, each.end_ms)):
        part = parts[cue.line] = parts.get(cue.line, 0) + 1
        found.append(NamedCue(cue.line if part == 1 else f"{cue.line}.{part}", cue))
    return tuple(found)


def moved(cues: Iterable[Cue], by_ms: int, end_ms: int | None = None) -> tuple[Cue, ...]:
    """Return cues as they lie in a film whose scene starts at `by_ms`; nothing is shown after `end_ms`."""
    later = (replace(cue, start_ms=cue.start_ms + by_ms, end_ms=cue.end_ms + by_ms, words=()) for cue in cues)
    if end_ms is None:
        return tuple(later)
    return tuple(replace(cue, end_ms=min(cue.end_ms, end_ms)) for cue in later if cue.start_ms < end_ms)


def web_vtt(cues: Sequence[NamedCue], cast: Iterable[Character] = ()) -> str:
    """Return cues as a WebVTT file; the voices of the cast get their colours."""
    speaking = {each.cue.speaker for each in cues}
    colours = {character.name: legible(character.colour) for character in cast if character.name in speaking}
    blocks = ["WEBVTT", *_style(colours), *(_vtt_cue(each) for each in cues)]
    return "\n\n".join(blocks) + "\n"


def srt(cues: Sequence[NamedCue]) -> str:
    """Return cues as an SRT file; the name stands before the text whenever the speaker changes."""
    blocks: list[str] = []
    for speaker, run in groupby(cues, key=lambda each: each.cue.speaker):
        for index, each in enumerate(run):
            prefix = f"{_one_line(speaker)}: " if speaker and index == 0 else ""
            times = f"{_time(each.cue.start_ms, ',')} --> {_time(each.cue.end_ms, ',')}"
            blocks.append(f"{len(blocks) + 1}\n{times}\n{_srt_text(prefix + each.cue.text)}\n")
    return "\n".join(blocks)


def _style(colours: Mapping[str, str]) -> list[str]:
    rules = [
        f'::cue(v[voice="{_css_string(name)}"]) {{ color: {colour} }}'
        for name, colour in colours.items()
        if name
    ]
    return ["\n".join(("STYLE", *rules))] if rules else []


def _css_string(text: str) -> str:
    return "".join(
        each if each.isascii() and each.isalnum() else f"\\{ord(each):x} " for each in _one_line(text)
    )


def _vtt_cue(each: NamedCue) -> str:
    times = f"{_time(each.cue.start_ms, '.')} --> {_time(each.cue.end_ms, '.')}"
    text = "\n".join(_escaped(part) for part in _lines(each.cue.text))
    if each.cue.speaker:
        text = f"<v {_annotation(each.cue.speaker)}>{text}</v>"
    return f"{_one_line(each.name).replace('-->', '--')}\n{times}\n{text}"


def _annotation(name: str) -> str:
    """Return a name that cannot form the arrow with the sign that ends its tag."""
    escaped = _escaped(_one_line(name))
    return escaped[:-1] + "&#45;" if escaped.endswith("-") else escaped


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _srt_text(text: str) -> str:
    """Keep a text from being taken for mark-up, which SRT has no escape for."""
    whole = "\n".join(_lines(text)).replace("-->", "→")
    return _SRT_TAG.sub(lambda found: found[0] + _WORD_JOINER, whole)


def _lines(text: str) -> list[str]:
    return [part for part in _BREAKS.split(_writable(text).strip()) if part] or [" "]


def _one_line(text: str) -> str:
    return " ".join(_writable(text).split())


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _time(at_ms: int, decimal: str) -> str:
    seconds, ms = divmod(at_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{decimal}{ms:03}"
