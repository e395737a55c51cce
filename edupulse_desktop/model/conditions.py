"""What conditions an exit has, and what scenes and choices they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from edupulse_desktop.model.exits import (
    AllOf,
    AnyOf,
    Breakpoint,
    Chose,
    Condition,
    Continue,
    End,
    Exit,
    Not,
    ScoreAtLeast,
    Visited,
)


def conditions(way_out: Exit) -> Iterator[Condition]:
    """Yield every condition of an exit: of its routes, or of its choices."""
    match way_out:
        case End():
            return
        case Continue(routes=routes):
            yield from (route.condition for route in routes)
        case Breakpoint(choices=choices):
            yield from (choice.condition for choice in choices if choice.condition is not None)


def mentioned(condition: Condition) -> Iterator[Visited | Chose]:
    """Yield every scene and choice that a condition asks for, however deep inside."""
    match condition:
        case ScoreAtLeast():
            return
        case Visited() | Chose():
            yield condition
        case Not(inner):
            yield from mentioned(inner)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from mentioned(part)
