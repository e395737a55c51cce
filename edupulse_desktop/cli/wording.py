"""How numbers, lengths and problems are put into words for a person at a terminal."""

from __future__ import annotations

from edupulse_desktop.model.checks import problems
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.problem import Problem, Severity
from edupulse_desktop.model.timing import scene_ms

_MOST_WARNINGS = 5


def counted(count: int, thing: str) -> str:
    """Return for example `1 line` or `3 lines`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def clock(length_ms: int) -> str:
    """Return a length as minutes and seconds, for example `2:55`."""
    minutes, seconds = divmod(round(length_ms / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def lesson_length(lesson: Lesson) -> str:
    """Return roughly how long all scenes of a lesson play."""
    return f"about {clock(sum(scene_ms(scene) for scene in lesson.scenes))} in all"


def problem_line(problem: Problem) -> str:
    """Return a problem as one line."""
    return f"{problem.severity.value.capitalize():8} {problem.message}"


def warnings(lesson: Lesson) -> list[str]:
    """Return what an author should know before learners do: errors and warnings, the first few of them."""
    grave = [problem for problem in problems(lesson) if problem.severity is not Severity.HINT]
    lines = [problem_line(problem) for problem in grave[:_MOST_WARNINGS]]
    if len(grave) > _MOST_WARNINGS:
        lines.append(f"… and {len(grave) - _MOST_WARNINGS} more; `edupulse check` lists them all.")
    return lines
