"""Whatever is done to a lesson, the file holds it, and history leads back through every lesson there was."""

from __future__ import annotations

import itertools
import random
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.exits import Continue, End
from edupulse_desktop.model.ids import CharacterId, LessonId, LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line
from edupulse_desktop.store.delta import Edited, difference
from edupulse_desktop.store.project import Project
from edupulse_desktop.store.rebuilding import Rebuilder
from edupulse_desktop.store.records import lesson_records
from edupulse_desktop.store.repairs import Findings
from edupulse_desktop.store.rewinding import packed, rewound, unpacked
from tests.lessons import lessons, random_lesson

FAST = settings(max_examples=40, deadline=None)


def shuffled(things: tuple, chance: random.Random) -> tuple:  # type: ignore[type-arg]
    return tuple(chance.sample(things, len(things)))


def edited(whole: Lesson, chance: random.Random, number: int) -> Lesson:
    """Change anything in a lesson by one random deed."""
    scenes = whole.scenes
    deed = chance.randrange(14)
    if deed == 0:
        return replace(whole, title=f"Title {number}", pass_points=chance.choice([None, 0, number]))
    if deed == 1:
        other = random_lesson(chance.randrange(50))
        return replace(other, id=chance.choice([whole.id, LessonId(f"lesson-{number}")]))
    if deed == 2:
        return replace(whole, scenes=shuffled(scenes, chance))
    if deed == 3:
        return replace(whole, cast=shuffled(whole.cast, chance)[: chance.randrange(1, 5)])
    if deed == 4 and whole.cast:
        return whole.with_character(replace(chance.choice(whole.cast), name=f"Name {number}"))
    if deed == 5:
        places = tuple(
            Place(scene.id, chance.randrange(-99, 99), number) for scene in shuffled(scenes, chance)
        )
        return replace(whole, board=Board(places[: chance.randrange(len(places) + 1)]))
    if deed == 6:
        return replace(
            whole, cast=(*whole.cast, replace(random_lesson(1).cast[0], id=CharacterId(f"p-new-{number}")))
        )
    if not scenes:
        return random_lesson(number)
    scene = chance.choice(scenes)
    at = chance.randrange(len(scene.lines) + 1)
    if deed == 7:
        return replace(whole, scenes=tuple(each for each in scenes if each is not scene))
    if deed == 8:
        return whole.with_scene(
            replace(
                scene,
                exit=chance.choice(
                    [
                        End("x"),
                        Continue(SceneId("nowhere")),
                        *(each.exit for each in random_lesson(number).scenes),
                    ]
                ),
            )
        )
    if deed == 9:
        new = Line(LineId(f"l-new-{number}"), text=f"New {number}")
        return whole.with_scene(replace(scene, lines=(*scene.lines[:at], new, *scene.lines[at:])))
    if deed == 10:
        return whole.with_scene(replace(scene, lines=shuffled(scene.lines, chance)))
    if deed == 11:
        moved, rest = scene.lines[:at], scene.lines[at:]
        there = chance.choice(scenes)
        if there is scene or {line.id for line in moved} & {line.id for line in there.lines}:
            return whole
        return whole.with_scene(replace(scene, lines=rest)).with_scene(
            replace(there, lines=(*there.lines, *moved))
        )
    if deed == 12 and scene.lines:
        line = chance.choice(scene.lines)
        donors = [each for _, each in random_lesson(number).lines()]
        takes = chance.choice(donors).takes if donors else ()
        return whole.with_scene(
            replace(
                scene,
                lines=tuple(
                    replace(each, text=f"{number}", takes=takes) if each is line else each
                    for each in scene.lines
                ),
            )
        )
    return replace(whole, scenes=(*scenes, replace(scene, id=SceneId(f"s-new-{number}"))))


@FAST
@given(seed=st.integers(0, 10**6), count=st.integers(1, 12))
def test_every_lesson_of_the_way_comes_back(seed: int, count: int) -> None:
    chance = random.Random(seed)
    way = [random_lesson(seed % 97)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lesson.edupulse"
        project = Project.create(path, way[0])
        while len(way) <= count:
            burst = chance.randrange(1, 4)
            edits = []
            for _ in range(burst):
                after = edited(way[-1], chance, len(way))
                edits.append(Edited(way[-1], after, f"edit {len(way)}"))
                way.append(after)
            project.save_all(edits)
            if chance.random() < 0.3:
                project.close()
                project = Project.open(path)
                assert project.lesson == way[-1]
        project.close()
        with Project.open(path) as reopened:
            assert reopened.lesson == way[-1]
            assert reopened.repairs == ()
            steps = reopened.past()
            assert reopened.repairs == ()
            different = [way[0]]
            different += [after for before, after in itertools.pairwise(way) if before != after]
            assert [step.before for step in steps] + [reopened.lesson] == different
            assert all(first.after is second.before for first, second in itertools.pairwise(steps))


@FAST
@given(lessons())
def test_records_make_the_same_lesson(whole: Lesson) -> None:
    findings = Findings()
    assert Rebuilder(lesson_records(whole), findings).lesson() == whole
    assert not findings


@FAST
@given(lessons(), lessons())
def test_a_difference_leads_back_and_names_nothing_else(before: Lesson, after: Lesson) -> None:
    findings = Findings()
    changes = unpacked(packed(difference(before, after)))
    assert rewound(after, changes, findings) == before
    assert not findings
    assert difference(after, after) == ()
    olds, news = lesson_records(before), lesson_records(after)
    assert {change.key for change in changes} == {
        key for key in olds | news if olds.get(key) != news.get(key)
    }
