"""The smallest set of play-throughs that takes every way a learner can take.

Scenes one can go round in form a knot; one play-through that comes to a knot can take every way inside it
before it leaves. Between knots nothing leads back, so the question becomes one of flow: how few units,
each going from the start to a place where the lesson stops, pass every way between knots at least once?
A flow that does is made in two passes and then reduced along augmenting paths until no unit can be spared;
by the theorem of minimum flow and maximum cut no smaller set exists. Conditions are taken as met.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from edupulse_desktop.model.branching import Graph, Way
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson


@dataclass(frozen=True, slots=True)
class PlayThrough:
    """One way through the lesson, from the start to an ending, or to where it leads nowhere.

    Args:
        scenes: every scene entered, in order, with repeats.
        ways: the ways taken between them; one more than needed if the last leads nowhere.
    """

    scenes: tuple[SceneId, ...]
    ways: tuple[Way, ...]


@dataclass(slots=True)
class _Arc:
    """A way from one knot to a later one, or out of the lesson.

    Args:
        way: none where a play-through just stops: at an ending, or in a loop without exit.
        to: the knot it leads to; none out of the lesson.
        flow: how many play-throughs pass it.
    """

    way: Way | None
    of: int
    to: int | None
    flow: int = 1


def play_throughs(lesson: Lesson, graph: Graph) -> tuple[PlayThrough, ...]:
    """Return as few play-throughs as possible that together take every way from every reachable scene."""
    start = lesson.start
    if start is None or start not in graph.reachable:
        return ()
    net = _Net(graph, start)
    net.fill()
    while net.spare_some():
        pass
    tours = _Tours(graph, net.knot_of)
    return tuple(tours.walk(start, route) for route in net.routes())


class _Net:
    """The knots and the arcs between them, with how many play-throughs pass each arc."""

    def __init__(self, graph: Graph, start: SceneId) -> None:
        knots = [knot for knot in reversed(graph.knots) if knot[0] in graph.reachable]
        self.knot_of = {scene: number for number, knot in enumerate(knots) for scene in knot}
        self._start = self.knot_of[start]
        self._out: list[list[_Arc]] = [list(self._arcs(graph, knot)) for knot in knots]
        self._in: list[list[_Arc]] = [[] for _ in knots]
        for arcs in self._out:
            for arc in arcs:
                if arc.to is not None:
                    self._in[arc.to].append(arc)

    def _arcs(self, graph: Graph, knot: tuple[SceneId, ...]) -> Iterator[_Arc]:
        of = self.knot_of[knot[0]]
        stops = True
        for scene in knot:
            for way in graph.ways[scene]:
                to = self.knot_of.get(way.to) if way.to is not None else None
                if to != of:
                    stops = False
                    yield _Arc(way, of, to)
        if stops:
            yield _Arc(None, of, None)

    def fill(self) -> None:
        """Give every arc at least one play-through, and every knot as many going out as come in."""
        for number in range(len(self._out) - 1, -1, -1):
            if self._in[number]:
                wanted = sum(arc.flow for arc in self._out[number])
                self._in[number][0].flow = max(1, wanted - (len(self._in[number]) - 1))
        for number, arcs in enumerate(self._out):
            if number != self._start:
                coming = sum(arc.flow for arc in self._in[number])
                arcs[0].flow += coming - sum(arc.flow for arc in arcs)

    def spare_some(self) -> bool:
        """Take away play-throughs that are not needed along one augmenting path; return whether there was one."""
        came_by: dict[int, tuple[_Arc, bool] | None] = {self._start: None}
        queue = deque([self._start])
        while queue:
            number = queue.popleft()
            for arc in self._out[number]:
                if arc.flow > 1 and arc.to is None:
                    self._reduce([(arc, True), *self._trail(came_by, number)])
                    return True
                if arc.flow > 1 and arc.to is not None and arc.to not in came_by:
                    came_by[arc.to] = (arc, True)
                    queue.append(arc.to)
            for arc in self._in[number]:
                if arc.of not in came_by:
                    came_by[arc.of] = (arc, False)
                    queue.append(arc.of)
        return False

    def _trail(
        self, came_by: Mapping[int, tuple[_Arc, bool] | None], number: int
    ) -> Iterator[tuple[_Arc, bool]]:
        while (step := came_by[number]) is not None:
            yield step
            arc, forward = step
            number = arc.of if forward else arc.to if arc.to is not None else self._start

    def _reduce(self, trail: list[tuple[_Arc, bool]]) -> None:
        amount = min(arc.flow - 1 for arc, forward in trail if forward)
        for arc, forward in trail:
            arc.flow += -amount if forward else amount

    def routes(self) -> Iterator[list[_Arc]]:
        """Yield the arcs of every play-through."""
        for first in self._out[self._start]:
            for _ in range(first.flow):
                yield list(self._route(first))

    def _route(self, first: _Arc) -> Iterator[_Arc]:
        yield first
        number = first.to
        while number is not None:
            arc = next(arc for arc in self._out[number] if arc.flow > 0)
            arc.flow -= 1
            yield arc
            number = arc.to


class _Tours:
    """Walks through knots: the first walk through each takes every way inside it."""

    def __init__(self, graph: Graph, knot_of: Mapping[SceneId, int]) -> None:
        self._inside: dict[SceneId, list[tuple[Way, SceneId]]] = {
            scene: [
                (way, way.to)
                for way in graph.ways[scene]
                if way.to is not None and knot_of.get(way.to) == knot
            ]
            for scene, knot in knot_of.items()
        }
        self._untaken = {
            scene: [way for way, _ in inside] for scene, inside in self._inside.items() if inside
        }

    def walk(self, start: SceneId, route: list[_Arc]) -> PlayThrough:
        """Return the play-through of a route."""
        scenes: list[SceneId] = [start]
        taken: list[Way] = []
        for arc in route:
            for way, to in self._through_knot(scenes[-1], arc.way.scene if arc.way is not None else None):
                taken.append(way)
                scenes.append(to)
            if arc.way is not None:
                taken.append(arc.way)
                if arc.to is not None and arc.way.to is not None:
                    scenes.append(arc.way.to)
        return PlayThrough(tuple(scenes), tuple(taken))

    def _through_knot(self, scene: SceneId, goal: SceneId | None) -> Iterator[tuple[Way, SceneId]]:
        """Take every way inside that was not taken before, then go to the goal."""
        while (path := self._path(scene, self._untaken)) is not None:
            for way, to in path:
                self._mark_taken(way)
                yield way, to
                scene = to
            if scene in self._untaken:
                way = self._untaken[scene][0]
                self._mark_taken(way)
                scene = way.to or scene
                yield way, scene
        if goal is not None:
            yield from self._path(scene, (goal,)) or ()

    def _mark_taken(self, way: Way) -> None:
        untaken = self._untaken.get(way.scene, [])
        if way in untaken:
            untaken.remove(way)
            if not untaken:
                del self._untaken[way.scene]

    def _path(self, scene: SceneId, goals: Container[SceneId]) -> list[tuple[Way, SceneId]] | None:
        """Return the shortest way inside the knot from a scene to one of the goals; none if there is none."""
        came_by: dict[SceneId, tuple[Way, SceneId] | None] = {scene: None}
        queue = deque([scene])
        while queue:
            at = queue.popleft()
            if at in goals:
                return _steps_to(at, came_by)
            for way, to in self._inside[at]:
                if to not in came_by:
                    came_by[to] = (way, to)
                    queue.append(to)
        return None


def _steps_to(
    scene: SceneId, came_by: Mapping[SceneId, tuple[Way, SceneId] | None]
) -> list[tuple[Way, SceneId]]:
    steps: list[tuple[Way, SceneId]] = []
    while (step := came_by[scene]) is not None:
        steps.append(step)
        scene = step[0].scene
    return steps[::-1]
