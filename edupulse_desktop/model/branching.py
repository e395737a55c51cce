"""How scenes lead to one another: the branch graph, derived from exits and never stored.

An exit names targets in several places (`outlets`); which of them a learner can really take follows from the
rules of `walk.py` and is told by `ways`: a choice without a target of its own goes where the question sends
right or wrong answers, and with unlimited attempts a wrong answer leads nowhere until the time is over.
Conditions are taken as possibly met: the graph shows every way that might open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from edupulse_desktop.model.exits import Breakpoint, Continue, End, QuestionKind
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.scene import Scene


class WayKind(StrEnum):
    """Which part of an exit names a target."""

    NEXT = "next"
    ROUTE = "route"
    CHOICE = "choice"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of a scene, an edge of the branch graph.

    Args:
        to: where it leads; none leads nowhere. The scene named may be missing from the lesson.
        choice: the choice that is taken, for `WayKind.CHOICE`.
        route: which route, counted from 0, for `WayKind.ROUTE`.
    """

    scene: SceneId
    kind: WayKind
    to: SceneId | None
    choice: ChoiceId | None = None
    route: int = 0


def outlets(scene: Scene) -> tuple[Way, ...]:
    """Return every place of an exit where a target can be set, set or not, in the order they are written."""
    match scene.exit:
        case End():
            return ()
        case Continue(to=to, routes=routes):
            by_route = (Way(scene.id, WayKind.ROUTE, each.to, None, at) for at, each in enumerate(routes))
            return (*by_route, Way(scene.id, WayKind.NEXT, to))
        case Breakpoint() as asked:
            by_choice = (Way(scene.id, WayKind.CHOICE, each.to, each.id) for each in asked.choices)
            return (
                *by_choice,
                Way(scene.id, WayKind.RIGHT, asked.right_to),
                Way(scene.id, WayKind.WRONG, asked.wrong_to),
            )


def ways(scene: Scene) -> tuple[Way, ...]:
    """Return every way a learner may leave a scene by, with the target that is really taken."""
    if isinstance(scene.exit, Breakpoint):
        return tuple(dict.fromkeys(_answers(scene.id, scene.exit)))
    return outlets(scene)


def _answers(scene: SceneId, asked: Breakpoint) -> Iterator[Way]:
    graded = asked.has_right_answer
    if asked.choices or asked.kind is QuestionKind.SHORT_TEXT:
        if asked.kind is not QuestionKind.SEVERAL_CORRECT:
            yield from _choices(scene, asked, graded)
        else:
            yield Way(scene, WayKind.RIGHT, asked.right_to)
        if _other_answer_ends(asked, graded):
            kind, to = (WayKind.WRONG, asked.wrong_to) if graded else (WayKind.RIGHT, asked.right_to)
            yield Way(scene, kind, to)
    if asked.kind is not QuestionKind.SHORT_TEXT and all(choice.condition for choice in asked.choices):
        yield Way(scene, WayKind.WRONG, asked.wrong_to or asked.right_to)


def _choices(scene: SceneId, asked: Breakpoint, graded: bool) -> Iterator[Way]:
    for choice in asked.choices:
        right = choice.correct or not graded
        by_time = asked.time_limit_ms is not None and asked.default_choice == choice.id
        if right or asked.attempts is not None or by_time:
            to = choice.to or (asked.right_to if right else asked.wrong_to)
            yield Way(scene, WayKind.CHOICE, to, choice.id)


def _other_answer_ends(asked: Breakpoint, graded: bool) -> bool:
    """Whether the question can end with an answer that is not one of its choices."""
    open_answer = asked.kind in (QuestionKind.SEVERAL_CORRECT, QuestionKind.SHORT_TEXT)
    if open_answer and (asked.attempts is not None or not graded):
        return True
    return asked.time_limit_ms is not None and not _default_is_enough(asked, graded)


def _default_is_enough(asked: Breakpoint, graded: bool) -> bool:
    """Whether the default choice alone answers the question when the time is over."""
    default = asked.choice(asked.default_choice) if asked.default_choice is not None else None
    if default is None or default.condition is not None:
        return False
    if asked.kind is not QuestionKind.SEVERAL_CORRECT or not graded:
        return True
    return [choice.id for choice in asked.choices if choice.correct] == [default.id]


class Graph:
    """The branch graph of a lesson, each part worked out when it is first asked for.

    Ways to scenes that the lesson does not have lead nowhere here.
    """

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson

    @cached_property
    def ways(self) -> Mapping[SceneId, tuple[Way, ...]]:
        """The ways out of every scene, in the order the scenes are written."""
        return {scene.id: ways(scene) for scene in self._lesson.scenes}

    @cached_property
    def successors(self) -> Mapping[SceneId, tuple[SceneId, ...]]:
        """The scenes each scene leads to, in the order of its ways, each once."""
        known = self.ways
        return {
            scene: tuple(dict.fromkeys(way.to for way in out if way.to is not None and way.to in known))
            for scene, out in known.items()
        }

    @cached_property
    def predecessors(self) -> Mapping[SceneId, tuple[SceneId, ...]]:
        """The scenes that lead to each scene, in the order they are written."""
        found: dict[SceneId, list[SceneId]] = {scene: [] for scene in self.ways}
        for scene, out in self.successors.items():
            for to in out:
                found[to].append(scene)
        return {scene: tuple(before) for scene, before in found.items()}

    @cached_property
    def layers(self) -> tuple[tuple[SceneId, ...], ...]:
        """The scenes by the least number of steps from the start; those out of reach are in none."""
        start = self._lesson.start
        if start is None or start not in self.ways:
            return ()
        return tuple(_rings((start,), self.successors))

    @cached_property
    def reachable(self) -> frozenset[SceneId]:
        """Every scene a learner may come to."""
        return frozenset(scene for layer in self.layers for scene in layer)

    @cached_property
    def reading_order(self) -> tuple[SceneId, ...]:
        """Every scene: layer by layer from the start, then those out of reach as they are written."""
        out_of_reach = (scene for scene in self.ways if scene not in self.reachable)
        return (*(scene for layer in self.layers for scene in layer), *out_of_reach)

    @cached_property
    def endings(self) -> tuple[SceneId, ...]:
        """The scenes the lesson may end with, in the order they are written."""
        return tuple(scene.id for scene in self._lesson.scenes if isinstance(scene.exit, End))

    @cached_property
    def finishing(self) -> frozenset[SceneId]:
        """Every scene from which an ending can be reached, endings included."""
        return frozenset(scene for ring in _rings(self.endings, self.predecessors) for scene in ring)

    @cached_property
    def dead_ends(self) -> tuple[SceneId, ...]:
        """The scenes that do not end the lesson and lead to no scene at all."""
        ends = set(self.endings)
        return tuple(scene for scene, to in self.successors.items() if not to and scene not in ends)

    @cached_property
    def joins(self) -> tuple[SceneId, ...]:
        """The scenes that several scenes lead to."""
        return tuple(scene for scene, before in self.predecessors.items() if len(before) > 1)

    @cached_property
    def knots(self) -> tuple[tuple[SceneId, ...], ...]:
        """Every scene with those it can both reach and be reached from; a knot's targets come before it."""
        return _Knots(self.successors).find()

    @cached_property
    def loops(self) -> tuple[tuple[SceneId, ...], ...]:
        """The knots a learner can go round in: several scenes, or one that leads to itself."""
        return tuple(knot for knot in self.knots if len(knot) > 1 or knot[0] in self.successors[knot[0]])

    @cached_property
    def loops_without_exit(self) -> tuple[tuple[SceneId, ...], ...]:
        """The loops that no way leads out of."""
        return tuple(loop for loop in self.loops if self._holds(frozenset(loop)))

    def _holds(self, loop: frozenset[SceneId]) -> bool:
        return all(to in loop for scene in loop for to in self.successors[scene])


def _rings(
    first: tuple[SceneId, ...], neighbours: Mapping[SceneId, tuple[SceneId, ...]]
) -> Iterator[tuple[SceneId, ...]]:
    seen = set(first)
    ring = first
    while ring:
        yield ring
        further = dict.fromkeys(to for scene in ring for to in neighbours[scene] if to not in seen)
        seen.update(further)
        ring = tuple(further)


class _Knots:
    """Finds strongly connected components in linear time (Tarjan 1972), without recursion."""

    def __init__(self, successors: Mapping[SceneId, tuple[SceneId, ...]]) -> None:
        self._successors = successors
        self._number: dict[SceneId, int] = {}
        self._lowest: dict[SceneId, int] = {}
        self._open: dict[SceneId, None] = {}
        self._trail: list[tuple[SceneId, Iterator[SceneId]]] = []
        self._found: list[tuple[SceneId, ...]] = []

    def find(self) -> tuple[tuple[SceneId, ...], ...]:
        """Return the components, each after those it leads to."""
        for root in self._successors:
            if root not in self._number:
                self._enter(root)
                while self._trail:
                    self._step()
        return tuple(self._found)

    def _enter(self, scene: SceneId) -> None:
        self._number[scene] = self._lowest[scene] = len(self._number)
        self._open[scene] = None
        self._trail.append((scene, iter(self._successors[scene])))

    def _step(self) -> None:
        scene, rest = self._trail[-1]
        to = next(rest, None)
        if to is None:
            self._leave(scene)
        elif to not in self._number:
            self._enter(to)
        elif to in self._open:
            self._lowest[scene] = min(self._lowest[scene], self._number[to])

    def _leave(self, scene: SceneId) -> None:
        self._trail.pop()
        if self._trail:
            above = self._trail[-1][0]
            self._lowest[above] = min(self._lowest[above], self._lowest[scene])
        if self._lowest[scene] == self._number[scene]:
            knot = [scene]
            while (last := self._open.popitem()[0]) != scene:
                knot.append(last)
            self._found.append((scene, *reversed(knot[1:])))
