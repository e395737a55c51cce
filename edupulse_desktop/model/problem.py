"""One thing an author should look at: what it is, how grave, where, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edupulse_desktop.model.ids import ChoiceId, LineId, SceneId


class Severity(StrEnum):
    """How grave a problem is; only errors stop an export."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class ProblemKind(StrEnum):
    """What is wrong."""

    EMPTY_LESSON = "empty-lesson"
    NO_START = "no-start"
    PASS_MARK_UNREACHABLE = "pass-mark-unreachable"  # noqa: S105 - a mark, not a password
    UNREACHABLE_SCENE = "unreachable-scene"
    DEAD_END = "dead-end"
    LOOP_WITHOUT_EXIT = "loop-without-exit"
    MISSING_TARGET = "missing-target"
    CHOICE_WITHOUT_TARGET = "choice-without-target"
    ANSWER_WITHOUT_TARGET = "answer-without-target"
    MISSING_CONDITION = "missing-condition"
    SCENE_WITHOUT_LINES = "scene-without-lines"
    DUPLICATE_TITLE = "duplicate-title"
    NO_QUESTION_TEXT = "no-question-text"
    NO_CHOICES = "no-choices"
    NO_CHOICE_TEXT = "no-choice-text"
    TRUE_FALSE_CHOICES = "true-false-choices"
    SEVERAL_CORRECT = "several-correct"
    NONE_CORRECT = "none-correct"
    FALSE_CHOICE = "false-choice"
    NO_ACCEPTED_ANSWER = "no-accepted-answer"
    MISSING_DEFAULT = "missing-default"
    UNKNOWN_SPEAKER = "unknown-speaker"
    NO_SPEAKER = "no-speaker"
    EMPTY_LINE = "empty-line"
    LONG_LINE = "long-line"
    MISSING_TAKE = "missing-take"
    STALE_TAKE = "stale-take"
    NO_ALT_TEXT = "no-alt-text"
    TOO_FAST = "too-fast"


class Fix(StrEnum):
    """What would mend a problem; `edits/repairs.py` makes the edit."""

    ADD_SCENE = "add-scene"
    SET_START = "set-start"
    LOWER_PASS_MARK = "lower-pass-mark"  # noqa: S105 - a mark, not a password
    END_HERE = "end-here"
    LEAD_TO_NEW_SCENE = "lead-to-new-scene"
    CLEAR_TARGET = "clear-target"
    CLEAR_CONDITION = "clear-condition"
    DELETE_SCENE = "delete-scene"
    NUMBER_TITLE = "number-title"
    ALLOW_SEVERAL = "allow-several"
    CLEAR_DEFAULT = "clear-default"
    ADD_SPEAKER = "add-speaker"
    DELETE_LINE = "delete-line"
    SPLIT_LINE = "split-line"
    USE_PROMPT_AS_ALT_TEXT = "use-prompt-as-alt-text"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at.

    Args:
        message: in a teacher's words, naming scene and line.
        fix: an edit that mends it; none if only the author knows.
    """

    kind: ProblemKind
    severity: Severity
    message: str
    scene: SceneId | None = None
    line: LineId | None = None
    choice: ChoiceId | None = None
    fix: Fix | None = None

    @property
    def where(self) -> str:
        """Its place as text, for errors; for example `scene s-ab12, line l-9f`."""
        parts = (("scene", self.scene), ("line", self.line), ("choice", self.choice))
        return ", ".join(f"{word} {name}" for word, name in parts if name is not None)
