"""Problems an author should see, each with where it is and, if possible, what mends it.

Only what the lesson itself knows is checked here: whether a file is missing or broken is found where files are
read. Errors are what would leave a learner stranded; they stop an export, but not a draft render.
"""

from __future__ import annotations

from collections.abc import Iterator

from edupulse_desktop.model.branching import Graph
from edupulse_desktop.model.conditions import conditions, mentioned
from edupulse_desktop.model.exits import Breakpoint, Chose
from edupulse_desktop.model.ids import ChoiceId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line_checks import LineChecks
from edupulse_desktop.model.naming import Naming
from edupulse_desktop.model.path_checks import PathChecks
from edupulse_desktop.model.problem import Fix, Problem, ProblemKind, Severity
from edupulse_desktop.model.question_checks import QuestionChecks
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.scoring import most_points


def problems(lesson: Lesson) -> tuple[Problem, ...]:
    """Return everything an author should look at: the lesson first, then scene by scene as written."""
    graph = Graph(lesson)
    naming = Naming(lesson)
    path_checks = PathChecks(lesson, graph, naming)
    question_checks = QuestionChecks(naming, _conditioned(lesson))
    line_checks = LineChecks(lesson.cast_by_id(), lesson.language, naming)
    found = list(_lesson_problems(lesson, graph))
    titles: set[str] = set()
    for scene in lesson.scenes:
        found.extend(_scene_problems(scene, naming, titles))
        found.extend(path_checks.problems(scene))
        if isinstance(scene.exit, Breakpoint):
            found.extend(question_checks.problems(scene.id, scene.exit, graph.ways[scene.id]))
        found.extend(line_checks.problems(scene))
    return tuple(found)


def stops_export(problem: Problem) -> bool:
    """Return whether a package made of this lesson would strand its learners."""
    return problem.severity is Severity.ERROR


def _lesson_problems(lesson: Lesson, graph: Graph) -> Iterator[Problem]:
    if not lesson.scenes:
        message = "The lesson is empty: there is no scene yet."
        yield Problem(ProblemKind.EMPTY_LESSON, Severity.ERROR, message, fix=Fix.ADD_SCENE)
        return
    if not any(scene.lines for scene in lesson.scenes):
        message = "The lesson is empty: no scene has a line."
        yield Problem(ProblemKind.EMPTY_LESSON, Severity.ERROR, message, lesson.scenes[0].id)
    if not graph.layers:
        message = "The lesson has no scene to start with."
        yield Problem(ProblemKind.NO_START, Severity.ERROR, message, fix=Fix.SET_START)
    elif lesson.pass_points is not None and (most := most_points(lesson, graph)) < lesson.pass_points:
        message = f"The pass mark is {lesson.pass_points} points, but a learner reaches {most} at most."
        kind = ProblemKind.PASS_MARK_UNREACHABLE
        yield Problem(kind, Severity.WARNING, message, fix=Fix.LOWER_PASS_MARK)


def _scene_problems(scene: Scene, naming: Naming, titles: set[str]) -> Iterator[Problem]:
    name = naming.scene(scene.id)
    title = " ".join(scene.title.split()).casefold()
    if title in titles:
        message = f"{name}: another scene has the same title."
        yield Problem(ProblemKind.DUPLICATE_TITLE, Severity.HINT, message, scene.id, fix=Fix.NUMBER_TITLE)
    elif title:
        titles.add(title)
    if not scene.lines:
        message = f"{name}: it has no lines, so there is nothing to see or hear."
        yield Problem(ProblemKind.SCENE_WITHOUT_LINES, Severity.WARNING, message, scene.id)


def _conditioned(lesson: Lesson) -> frozenset[ChoiceId]:
    return frozenset(
        what.choice
        for scene in lesson.scenes
        for condition in conditions(scene.exit)
        for what in mentioned(condition)
        if isinstance(what, Chose)
    )
