"""How many points a learner can reach at most."""

from __future__ import annotations

from edupulse_desktop.model.branching import Graph, Way, WayKind
from edupulse_desktop.model.exits import Breakpoint, QuestionKind
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson


def most_points(lesson: Lesson, graph: Graph) -> int:
    """Return a score that no learner can pass, and that one can reach unless conditions forbid it.

    Scenes a learner can go round in are counted with their best answer each, once: a scene played again
    replaces its points. Everywhere else the best way on is taken.
    """
    questions = {scene.id: scene.exit for scene in lesson.scenes if isinstance(scene.exit, Breakpoint)}
    best: dict[SceneId, int] = {}
    for knot in graph.knots:
        inside = frozenset(knot)
        ways = [(way, _points(way, questions.get(way.scene))) for scene in knot for way in graph.ways[scene]]
        onward = [
            (best.get(way.to, 0) if way.to else 0, points, way)
            for way, points in ways
            if way.to not in inside
        ]
        if len(knot) == 1 and len(onward) == len(ways):
            most = max((further + points for further, points, _ in onward), default=0)
        else:
            most = _best_inside(ways) + max((further for further, _, _ in onward), default=0)
        best.update(dict.fromkeys(knot, most))
    return best.get(lesson.start, 0) if lesson.start is not None else 0


def _best_inside(ways: list[tuple[Way, int]]) -> int:
    best: dict[SceneId, int] = {}
    for way, points in ways:
        best[way.scene] = max(points, best.get(way.scene, points))
    return sum(best.values())


def _points(way: Way, asked: Breakpoint | None) -> int:
    if asked is None:
        return 0
    if way.kind is WayKind.CHOICE:
        choice = asked.choice(way.choice) if way.choice is not None else None
        return choice.points if choice is not None else 0
    if asked.kind is not QuestionKind.SEVERAL_CORRECT:
        return 0
    if way.kind is WayKind.RIGHT and asked.has_right_answer:
        return sum(choice.points for choice in asked.choices if choice.correct)
    return sum(max(0, choice.points) for choice in asked.choices)
