from dataclasses import fields, replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.edits.lines import DeleteLines, MoveLines, SetLineText
from edupulse_desktop.edits.scenes import DeleteScenes, MoveScenes, RenameScene
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.changes import NOTHING, Changes, diff
from edupulse_desktop.model.codec import from_plain, to_plain
from edupulse_desktop.model.ids import LineId, SceneId
from edupulse_desktop.model.lesson import Lesson
from tests.builders import ANNA, BEN, lesson, line, scene
from tests.edits.samples import SAMPLES
from tests.lessons import lessons

A, B = SceneId("a"), SceneId("b")
ONE, TWO, THREE = LineId("1"), LineId("2"), LineId("3")


def whole() -> Lesson:
    return lesson(scene("a", line("One", id=ONE), line("Two", id=TWO)), scene("b", line("Three", id=THREE)))


def after(*edits: object) -> Changes:
    changed = whole()
    for edit in edits:
        changed = edit.apply(changed)  # type: ignore[attr-defined]
    return diff(whole(), changed)


def test_nothing_changed() -> None:
    assert diff(whole(), whole()) == NOTHING
    assert not NOTHING
    assert Changes(board=True)


def test_what_an_edit_changes_is_named_and_nothing_else() -> None:
    assert after(SetLineText(ONE, "Uno")) == Changes(lines=frozenset({ONE}))
    assert after(RenameScene(A, "New")) == Changes(scenes=frozenset({A}))
    assert after(DeleteLines((TWO,))) == Changes(lines=frozenset({TWO}), line_order=frozenset({A}))
    assert after(MoveScenes((A,))) == Changes(scene_order=True)
    assert after(MoveLines((TWO,), A, ONE)) == Changes(line_order=frozenset({A}))
    assert after(MoveLines((TWO,), B)) == Changes(lines=frozenset({TWO}), line_order=frozenset({A, B}))
    gone = frozenset({B})
    assert after(DeleteScenes((B,))) == Changes(
        scene_order=True, scenes=gone, lines=frozenset({THREE}), line_order=gone
    )


def test_facts_cast_and_board_are_told_apart() -> None:
    old = whole()
    assert diff(old, replace(old, title="New")) == Changes(facts=True)
    assert diff(old, replace(old, cast=(BEN, ANNA))) == Changes(cast_order=True)
    renamed = replace(ANNA, name="Annette")
    assert diff(old, replace(old, cast=(renamed, BEN))) == Changes(cast=frozenset({ANNA.id}))
    assert diff(old, replace(old, cast=(ANNA,))) == Changes(cast=frozenset({BEN.id}), cast_order=True)
    assert diff(old, replace(old, board=Board((Place(A, 1, 1),)))) == Changes(board=True)


def naive(before: Lesson, now: Lesson) -> Changes:
    """Compare everything with everything, by value."""

    def differing(old: dict, new: dict) -> frozenset:  # type: ignore[type-arg]
        return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))

    def lines(each: Lesson) -> dict:  # type: ignore[type-arg]
        return {(part.id, line.id): line for part in each.scenes for line in part.lines}

    def order(each: Lesson) -> dict:  # type: ignore[type-arg]
        return {part.id: [line.id for line in part.lines] for part in each.scenes if part.lines}

    def scenes(each: Lesson) -> dict:  # type: ignore[type-arg]
        return {part.id: replace(part, lines=()) for part in each.scenes}

    facts = [field.name for field in fields(Lesson) if field.name not in ("cast", "scenes", "board")]
    return Changes(
        any(getattr(before, name) != getattr(now, name) for name in facts),
        differing({each.id: each for each in before.cast}, {each.id: each for each in now.cast}),
        [each.id for each in before.cast] != [each.id for each in now.cast],
        differing(scenes(before), scenes(now)),
        [each.id for each in before.scenes] != [each.id for each in now.scenes],
        frozenset(name for _, name in differing(lines(before), lines(now))),
        differing(order(before), order(now)),
        before.board != now.board,
    )


@settings(max_examples=100, deadline=None, derandomize=True)
@given(lessons(), st.randoms(use_true_random=False), st.lists(st.sampled_from(sorted(SAMPLES)), max_size=4))
def test_the_difference_is_what_comparing_everything_finds(
    before: Lesson, random: Random, names: list[str]
) -> None:
    now = before
    for name in names:
        try:
            now = SAMPLES[name](random, now).apply(now)
        except EditError:
            continue
    assert diff(before, now) == naive(before, now)
    assert diff(now, before) == naive(now, before)
    anew = from_plain(Lesson, to_plain(now))
    assert diff(now, anew) == NOTHING
