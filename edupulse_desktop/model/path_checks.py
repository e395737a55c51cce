"""What may be wrong with the ways between scenes: dead ends, loops, missing targets, conditions."""

from __future__ import annotations

from collections.abc import Iterator

from edupulse_desktop.model.branching import Graph, Way, WayKind, outlets
from edupulse_desktop.model.conditions import conditions, mentioned
from edupulse_desktop.model.exits import Breakpoint, QuestionKind, Visited
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.naming import Naming
from edupulse_desktop.model.problem import Fix, Problem, ProblemKind, Severity
from edupulse_desktop.model.scene import Scene


class PathChecks:
    """The checks of one lesson's ways. What no learner can come to is never an error."""

    def __init__(self, lesson: Lesson, graph: Graph, naming: Naming) -> None:
        self._graph = graph
        self._naming = naming
        self._choices = {
            choice.id: choice
            for scene in lesson.scenes
            if isinstance(scene.exit, Breakpoint)
            for choice in scene.exit.choices
        }
        order = {scene: at for at, scene in enumerate(graph.reading_order)}
        loops = graph.loops_without_exit
        self._loops = {min(loop, key=order.__getitem__): len(loop) for loop in loops}

    def problems(self, scene: Scene) -> Iterator[Problem]:
        """Yield what may be wrong with the ways out of a scene."""
        name = self._naming.scene(scene.id)
        if self._graph.layers and scene.id not in self._graph.reachable:
            message = f"{name}: no way leads here from the start."
            kind = ProblemKind.UNREACHABLE_SCENE
            yield Problem(kind, Severity.WARNING, message, scene.id, fix=Fix.DELETE_SCENE)
        if scene.id in self._loops:
            yield self._loop(scene.id)
        for way in outlets(scene):
            if way.to is not None and way.to not in self._graph.ways:
                yield self._problem(
                    way, ProblemKind.MISSING_TARGET, Fix.CLEAR_TARGET, "leads to a scene that is gone"
                )
        yield from self._ways_to_nowhere(scene)
        yield from self._conditions(scene)

    def _ways_to_nowhere(self, scene: Scene) -> Iterator[Problem]:
        asked = scene.exit
        if isinstance(asked, Breakpoint) and not asked.choices and asked.kind is not QuestionKind.SHORT_TEXT:
            return
        for way in self._graph.ways[scene.id]:
            if way.to is not None:
                continue
            match way.kind:
                case WayKind.CHOICE:
                    kind, fix = ProblemKind.CHOICE_WITHOUT_TARGET, Fix.LEAD_TO_NEW_SCENE
                case WayKind.RIGHT | WayKind.WRONG:
                    kind, fix = ProblemKind.ANSWER_WITHOUT_TARGET, Fix.LEAD_TO_NEW_SCENE
                case WayKind.NEXT:
                    kind, fix = ProblemKind.DEAD_END, Fix.END_HERE
                case WayKind.ROUTE:
                    kind, fix = ProblemKind.DEAD_END, Fix.LEAD_TO_NEW_SCENE
            yield self._problem(way, kind, fix, "leads nowhere")

    def _conditions(self, scene: Scene) -> Iterator[Problem]:
        asked_for = (what for condition in conditions(scene.exit) for what in mentioned(condition))
        for what in dict.fromkeys(asked_for):
            if isinstance(what, Visited):
                words = "a scene" if what.scene not in self._graph.ways else ""
            else:
                words = "a choice" if what.choice not in self._choices else ""
            if words:
                message = (
                    f"{self._naming.scene(scene.id)}: a condition of its exit asks for {words} that is gone."
                )
                kind = ProblemKind.MISSING_CONDITION
                yield Problem(kind, Severity.WARNING, message, scene.id, fix=Fix.CLEAR_CONDITION)

    def _loop(self, scene: SceneId) -> Problem:
        others = self._loops[scene] - 1
        scenes = (
            "this scene"
            if not others
            else f"this scene and {others} more"
            if others > 1
            else "these two scenes"
        )
        message = f"{self._naming.scene(scene)}: no way leads out of {scenes}, so the lesson never ends."
        return Problem(ProblemKind.LOOP_WITHOUT_EXIT, self._gravity(scene), message, scene)

    def _problem(self, way: Way, kind: ProblemKind, fix: Fix, words: str) -> Problem:
        name = self._naming.scene(way.scene)
        match way.kind:
            case WayKind.CHOICE:
                choice = self._choices[way.choice] if way.choice is not None else None
                subject = self._naming.choice(way.scene, choice) if choice is not None else name
            case WayKind.RIGHT:
                subject = f"{name}: a right answer"
            case WayKind.WRONG:
                subject = f"{name}: a wrong answer"
            case WayKind.ROUTE:
                subject = f"{name}: its conditional way {way.route + 1}"
            case WayKind.NEXT:
                subject = f"{name}: it"
        message = f"{subject} {words}."
        return Problem(kind, self._gravity(way.scene), message, way.scene, None, way.choice, fix)

    def _gravity(self, scene: SceneId) -> Severity:
        return Severity.ERROR if scene in self._graph.reachable else Severity.WARNING
