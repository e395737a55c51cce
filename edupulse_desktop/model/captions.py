"""Caption cues with speakers and word timings, derived from lines, takes and timing.

A cue is one or two short lines of text with one stretch of time. Captions show a line as it is written:
pronunciations are for voices only. Where a true take brings word timings, a long line is divided at the
moment its words are spoken; otherwise time is shared out by the width of the text.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.ids import CharacterId, LineId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Word, take_is_true
from edupulse_desktop.model.line_breaks import Piece, columns, pieces
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.timing import Span, spans

SHORTEST_CUE_MS = 1_000
"""A cue that flashes by for less is not read; the usual minimum of subtitling guidelines."""
READABLE_COLUMNS_PER_SECOND = 17
"""A cue lingers into the pause until it was shown this slowly; guidelines ask for 17 to 20."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One or two lines of text, shown for a while.

    Args:
        speaker: the character's name; empty if the cast does not know it.
        text: normalised (NFC), one or two lines with a line feed between them.
        start_ms: from the start of the scene.
        end_ms: from the start of the scene; always after `start_ms`.
        words: when each word is spoken; characters count in `text`, milliseconds from the start of the scene.
    """

    line: LineId
    speaker: str
    text: str
    start_ms: int
    end_ms: int
    words: tuple[Word, ...] = ()


def cues(lesson: Lesson, scene: Scene) -> tuple[Cue, ...]:
    """Return the cues of a scene in order; none overlaps the next, none outlasts its line's pause."""
    cast = lesson.cast_by_id()
    found: list[Cue] = []
    for line, span in zip(scene.lines, spans(scene), strict=True):
        if line.is_spoken:
            found.extend(_line_cues(line, span, cast, lesson.language))
    return tuple(found)


def caption_text(text: str) -> str:
    """Return a line's text as captions show it: normalised, all white space folded to single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _line_cues(line: Line, span: Span, cast: Mapping[CharacterId, Character], language: str) -> list[Cue]:
    text = caption_text(line.text)
    parts = pieces(text)
    words = _words(line, text, span.start_ms, cast, language)
    bounds = _bounds(text, parts, words, span)
    character = cast.get(line.speaker) if line.speaker is not None else None
    name = character.name if character is not None else ""
    return [
        Cue(line.id, name, part.layout(text), start_ms, end_ms, _words_in(part, words))
        for part, (start_ms, end_ms) in zip(parts, pairwise(bounds), strict=True)
        if end_ms > start_ms
    ]


def _words(
    line: Line, text: str, start_ms: int, cast: Mapping[CharacterId, Character], language: str
) -> tuple[Word, ...]:
    """Return the words of a true take, counted in the caption's text and from the start of the scene."""
    take = line.take
    if take is None or not take.words or not take_is_true(take, line.request(cast, language)):
        return ()
    at = _places_in_caption(line.text) if line.text != text else range(len(text) + 1)
    last = len(at) - 1
    return tuple(
        Word(
            at[min(word.start_char, last)],
            at[min(word.end_char, last)],
            start_ms + word.start_ms,
            start_ms + word.end_ms,
        )
        for word in take.words
        if 0 <= word.start_char < word.end_char
    )


def _places_in_caption(written: str) -> list[int]:
    """Return, for each place in a text as written, its place in the caption's text."""
    composed = unicodedata.is_normalized("NFC", written)
    at: list[int] = []
    done = 0
    in_word = ""
    for character in (*written, " "):
        length = len(in_word if composed else unicodedata.normalize("NFC", in_word))
        at.append(done + length)
        if not character.isspace():
            in_word += character
        elif in_word:
            done += length + 1
            in_word = ""
    end = len(caption_text(written))
    return [min(place, end) for place in at]


def _bounds(text: str, parts: Sequence[Piece], words: Sequence[Word], span: Span) -> list[int]:
    """Return where each piece starts, and at last where the line's last cue ends."""
    columns_before = [columns(text[: part.start]) for part in parts] if len(parts) > 1 else [0]
    total_columns = max(1, columns(text))
    spoken_ms = span.speech_end_ms - span.start_ms
    starts = [span.start_ms + spoken_ms * before // total_columns for before in columns_before]
    if words:
        word_starts = [word.start_char for word in words]
        for index, part in enumerate(parts[1:], start=1):
            word = bisect_left(word_starts, part.start)
            if word < len(words):
                starts[index] = min(words[word].start_ms, span.speech_end_ms)
    wanted_ms = max(SHORTEST_CUE_MS, columns(text[parts[-1].start :]) * 1000 // READABLE_COLUMNS_PER_SECOND)
    end_ms = min(max(span.speech_end_ms, starts[-1] + wanted_ms), span.end_ms)
    return _spread([*starts, end_ms], span)


def _spread(bounds: list[int], span: Span) -> list[int]:
    """Move bounds apart until every cue is long enough, as far as line and pause allow."""
    count = len(bounds) - 1
    least_ms = min(SHORTEST_CUE_MS, (span.end_ms - span.start_ms) // count)
    bounds[-1] = max(bounds[-1], span.start_ms + least_ms * count)
    for index in range(1, count):
        bounds[index] = max(bounds[index], bounds[index - 1] + least_ms)
    for index in range(count - 1, 0, -1):
        bounds[index] = min(bounds[index], bounds[index + 1] - least_ms)
    return bounds


def _words_in(part: Piece, words: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(
        Word(
            part.place(word.start_char),
            part.place(min(word.end_char, part.end) - 1) + 1,
            word.start_ms,
            word.end_ms,
        )
        for word in words
        if part.start <= word.start_char < part.end
    )
