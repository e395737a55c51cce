"""The exits of scenes as the manifest says them: plain objects with a `kind`."""

from __future__ import annotations

from edupulse_desktop.model.codec import Plain
from edupulse_desktop.model.exits import (
    AllOf,
    AnyOf,
    Breakpoint,
    Choice,
    Chose,
    Condition,
    Continue,
    End,
    Exit,
    Not,
    Route,
    ScoreAtLeast,
    Visited,
)


def exit_object(way_out: Exit) -> dict[str, Plain]:
    """Return one exit: `end`, `continue` or `question`."""
    match way_out:
        case End(title, message, kind):
            return {"kind": "end", "title": title, "message": message, "ending": kind.value}
        case Continue(to, routes):
            return {"kind": "continue", "to": to, "routes": [_route(each) for each in routes]}
        case Breakpoint():
            return _question(way_out)


def condition_object(condition: Condition) -> dict[str, Plain]:
    """Return one condition with all conditions inside it."""
    match condition:
        case ScoreAtLeast(points):
            return {"kind": "score-at-least", "points": points}
        case Visited(scene):
            return {"kind": "visited", "scene": scene}
        case Chose(choice):
            return {"kind": "chose", "choice": choice}
        case Not(inner):
            return {"kind": "not", "condition": condition_object(inner)}
        case AllOf(conditions):
            return {"kind": "all-of", "conditions": [condition_object(each) for each in conditions]}
        case AnyOf(conditions):
            return {"kind": "any-of", "conditions": [condition_object(each) for each in conditions]}


def _route(route: Route) -> Plain:
    return {"condition": condition_object(route.condition), "to": route.to}


def _question(asked: Breakpoint) -> dict[str, Plain]:
    return {
        "kind": "question",
        "question": asked.question,
        "asks": asked.kind.value,
        "choices": [_choice(each) for each in asked.choices],
        "hint": asked.hint,
        "attempts": asked.attempts,
        "time_limit_ms": asked.time_limit_ms,
        "default_choice": asked.default_choice,
        "shuffle": asked.shuffle,
        "show_correct": asked.show_correct.value,
        "right_feedback": asked.right_feedback,
        "wrong_feedback": asked.wrong_feedback,
        "right_to": asked.right_to,
        "wrong_to": asked.wrong_to,
    }


def _choice(choice: Choice) -> Plain:
    return {
        "id": choice.id,
        "text": choice.text,
        "correct": choice.correct,
        "feedback": choice.feedback,
        "points": choice.points,
        "to": choice.to,
        "condition": condition_object(choice.condition) if choice.condition is not None else None,
        "accepts": list(choice.accepts),
    }
