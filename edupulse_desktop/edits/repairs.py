"""What mends a problem: an edit for each fix that the checks offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from edupulse_desktop.edits.cast import AddCharacter
from edupulse_desktop.edits.edit import Batch, Edit
from edupulse_desktop.edits.exits import Connect, SetExit
from edupulse_desktop.edits.lesson import SetPassMark
from edupulse_desktop.edits.lines import DeleteLines, SplitLine
from edupulse_desktop.edits.questions import SetBreakpoint
from edupulse_desktop.edits.scenes import AddScene, DeleteScenes, RenameScene, SetStart
from edupulse_desktop.edits.shown import SetPicture
from edupulse_desktop.edits.targets import without_targets
from edupulse_desktop.model.branching import Graph, outlets, ways
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.conditions import mentioned
from edupulse_desktop.model.exits import Breakpoint, Condition, Continue, End, QuestionKind, Visited
from edupulse_desktop.model.ids import new_line_id, new_scene_id
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.model.line_breaks import sentence_ends
from edupulse_desktop.model.palette import next_colour
from edupulse_desktop.model.problem import Fix, Problem
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.scoring import most_points


def repair(lesson: Lesson, problem: Problem) -> Edit | None:
    """Return an edit that mends a problem; none if only the author can, or it is gone already."""
    if problem.fix is None:
        return None
    scene = lesson.scene(problem.scene) if problem.scene is not None else None
    if scene is None:
        return _of_lesson(lesson, problem.fix)
    if problem.line is not None:
        line = next((each for each in scene.lines if each.id == problem.line), None)
        return _of_line(lesson, line, problem.fix) if line is not None else None
    return _OF_SCENE[problem.fix](lesson, scene, problem) if problem.fix in _OF_SCENE else None


def _of_lesson(lesson: Lesson, fix: Fix) -> Edit | None:
    match fix:
        case Fix.ADD_SCENE:
            return AddScene(Scene(new_scene_id(), lines=(Line(new_line_id()),)))
        case Fix.SET_START if lesson.scenes:
            return SetStart(lesson.scenes[0].id)
        case Fix.LOWER_PASS_MARK:
            return SetPassMark(most_points(lesson, Graph(lesson)))
        case _:
            return None


def _of_line(lesson: Lesson, line: Line, fix: Fix) -> Edit | None:
    match fix:
        case Fix.DELETE_LINE:
            return DeleteLines((line.id,))
        case Fix.SPLIT_LINE:
            at = min(sentence_ends(line.text), key=lambda end: abs(2 * end - len(line.text)), default=None)
            return SplitLine(line.id, at, new_line_id()) if at is not None else None
        case Fix.ADD_SPEAKER if line.speaker is not None and lesson.character(line.speaker) is None:
            names = (character.name for character in lesson.cast)
            colour = next_colour(character.colour for character in lesson.cast)
            return AddCharacter(Character(line.speaker, _numbered("New character", names), colour))
        case Fix.USE_PROMPT_AS_ALT_TEXT if line.picture is not None:
            return SetPicture(line.id, replace(line.picture, alt_text=line.picture.prompt))
        case _:
            return None


def _end_here(_lesson: Lesson, scene: Scene, _problem: Problem) -> Edit:
    return SetExit(scene.id, End())


def _delete_scene(_lesson: Lesson, scene: Scene, _problem: Problem) -> Edit:
    return DeleteScenes((scene.id,))


def _number_title(lesson: Lesson, scene: Scene, _problem: Problem) -> Edit:
    return RenameScene(scene.id, _numbered(scene.title, (each.title for each in lesson.scenes)))


def _lead_to_new_scene(lesson: Lesson, scene: Scene, problem: Problem) -> Edit | None:
    """Add a scene with an empty line after this one, and lead what the problem names there."""
    new = Scene(new_scene_id(), lines=(Line(new_line_id()),))
    lost = [way for way in ways(scene) if way.to is None and way.choice == problem.choice]
    if not lost:
        return None
    index = [each.id for each in lesson.scenes].index(scene.id)
    following = lesson.scenes[index + 1].id if index + 1 < len(lesson.scenes) else None
    connections = (Connect(scene.id, new.id, way.kind, way.choice, way.route) for way in lost)
    return Batch((AddScene(new, following), *connections), "Lead to new scene")


def _clear_target(lesson: Lesson, scene: Scene, _problem: Problem) -> Edit:
    known = {each.id for each in lesson.scenes}
    gone = frozenset(way.to for way in outlets(scene) if way.to is not None and way.to not in known)
    return SetExit(scene.id, without_targets(scene, gone).exit)


def _clear_condition(lesson: Lesson, scene: Scene, _problem: Problem) -> Edit:
    match scene.exit:
        case Continue(routes=routes) as on:
            kept = tuple(route for route in routes if _is_whole(lesson, route.condition))
            return SetExit(scene.id, replace(on, routes=kept))
        case Breakpoint(choices=choices) as asked:
            freed = tuple(
                replace(choice, condition=None)
                if choice.condition is not None and not _is_whole(lesson, choice.condition)
                else choice
                for choice in choices
            )
            return SetExit(scene.id, replace(asked, choices=freed))
        case End() as end:
            return SetExit(scene.id, end)


def _allow_several(_lesson: Lesson, scene: Scene, _problem: Problem) -> Edit | None:
    """Ask for several answers; since those share one target each, the first right and wrong one lend theirs."""
    if not isinstance(scene.exit, Breakpoint):
        return None
    asked = scene.exit
    right_to = asked.right_to or next((each.to for each in asked.choices if each.correct and each.to), None)
    wrong_to = asked.wrong_to or next(
        (each.to for each in asked.choices if not each.correct and each.to), None
    )
    kind = QuestionKind.SEVERAL_CORRECT
    return SetBreakpoint(scene.id, replace(asked, kind=kind, right_to=right_to, wrong_to=wrong_to))


def _clear_default(_lesson: Lesson, scene: Scene, _problem: Problem) -> Edit | None:
    if not isinstance(scene.exit, Breakpoint):
        return None
    return SetBreakpoint(scene.id, replace(scene.exit, default_choice=None))


_OF_SCENE: Mapping[Fix, Callable[[Lesson, Scene, Problem], Edit | None]] = {
    Fix.END_HERE: _end_here,
    Fix.DELETE_SCENE: _delete_scene,
    Fix.NUMBER_TITLE: _number_title,
    Fix.LEAD_TO_NEW_SCENE: _lead_to_new_scene,
    Fix.CLEAR_TARGET: _clear_target,
    Fix.CLEAR_CONDITION: _clear_condition,
    Fix.ALLOW_SEVERAL: _allow_several,
    Fix.CLEAR_DEFAULT: _clear_default,
}


def _is_whole(lesson: Lesson, condition: Condition) -> bool:
    scenes = {scene.id for scene in lesson.scenes}
    choices = {
        choice.id
        for scene in lesson.scenes
        if isinstance(scene.exit, Breakpoint)
        for choice in scene.exit.choices
    }
    return all(
        what.scene in scenes if isinstance(what, Visited) else what.choice in choices
        for what in mentioned(condition)
    )


def _numbered(wanted: str, names: Iterable[str]) -> str:
    """Return the name wanted, with the first free number after it if it is taken in whatever case."""
    title = " ".join(wanted.split())
    taken = {" ".join(name.split()).casefold() for name in names}
    if title.casefold() not in taken:
        return title
    numbered = (f"{title} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in numbered if name.casefold() not in taken)
