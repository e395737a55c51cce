"""What may be wrong with a scene's lines: speakers, texts, recordings, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edupulse_desktop.model.captions import caption_text
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.ids import CharacterId
from edupulse_desktop.model.line import Line, take_is_true
from edupulse_desktop.model.line_breaks import columns
from edupulse_desktop.model.naming import Naming, quoted
from edupulse_desktop.model.problem import Fix, Problem, ProblemKind, Severity
from edupulse_desktop.model.scene import Scene

LONGEST_LINE = 1_000
"""Characters of one line; more than a minute of speech under one picture loses its listeners."""
FASTEST_COLUMNS_PER_SECOND = 25
"""Captions that change faster are not read; guidelines for adults end at 20, with some grace."""


class LineChecks:
    """The checks of one lesson's lines."""

    def __init__(self, cast: Mapping[CharacterId, Character], language: str, naming: Naming) -> None:
        self._cast = cast
        self._language = language
        self._naming = naming

    def problems(self, scene: Scene) -> Iterator[Problem]:
        """Yield what may be wrong with a scene's lines, in their order."""
        for index, line in enumerate(scene.lines):
            for kind, severity, message, fix in self._found(line):
                words = f"{self._naming.line(scene.id, index)}: {message}"
                yield Problem(kind, severity, words, scene.id, line.id, None, fix)

    def _found(self, line: Line) -> Iterator[tuple[ProblemKind, Severity, str, Fix | None]]:
        if line.is_spoken:
            yield from self._spoken(line)
        elif line.text.strip():
            yield (
                ProblemKind.NO_SPEAKER,
                Severity.WARNING,
                f"nobody speaks {quoted(line.text)}, so it stays silent.",
                None,
            )
        elif _is_empty(line):
            yield ProblemKind.EMPTY_LINE, Severity.HINT, "there is nothing in it.", Fix.DELETE_LINE
        picture = line.picture
        if picture is not None and picture.asset and not picture.alt_text.strip() and not picture.is_card:
            fix = Fix.USE_PROMPT_AS_ALT_TEXT if picture.prompt.strip() else None
            yield (
                ProblemKind.NO_ALT_TEXT,
                Severity.WARNING,
                "the picture has no words for learners who do not see it.",
                fix,
            )

    def _spoken(self, line: Line) -> Iterator[tuple[ProblemKind, Severity, str, Fix | None]]:
        if line.speaker not in self._cast:
            yield (
                ProblemKind.UNKNOWN_SPEAKER,
                Severity.WARNING,
                "its speaker is not in the cast.",
                Fix.ADD_SPEAKER,
            )
        if len(line.text) > LONGEST_LINE:
            yield (
                ProblemKind.LONG_LINE,
                Severity.WARNING,
                f"it has {len(line.text):,} characters; more than {LONGEST_LINE:,} are hard to follow.",
                Fix.SPLIT_LINE,
            )
        take = line.take
        if take is None:
            yield ProblemKind.MISSING_TAKE, Severity.HINT, "it has no voice yet.", None
            return
        if not take_is_true(take, line.request(self._cast, self._language)):
            yield (
                ProblemKind.STALE_TAKE,
                Severity.WARNING,
                "its voice was made before the line was changed.",
                None,
            )
        shown_ms = take.length_ms + line.pause_ms
        if columns(caption_text(line.text)) * 1000 > FASTEST_COLUMNS_PER_SECOND * shown_ms:
            yield (
                ProblemKind.TOO_FAST,
                Severity.WARNING,
                "it is spoken too fast to be read as a caption.",
                None,
            )


def _is_empty(line: Line) -> bool:
    if line.speaker is not None:
        return True
    return line.pause_ms == 0 and line.picture is None and not line.overlays and not line.effects
