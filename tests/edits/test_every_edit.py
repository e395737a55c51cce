"""What must hold for every edit, whatever the lesson."""

import importlib
import inspect
import json
import pkgutil
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop import edits
from edupulse_desktop.document.document import Document
from edupulse_desktop.edits.edit import Edit
from edupulse_desktop.edits.lookup import names_in_scenes
from edupulse_desktop.edits.registry import EDITS, edit_from_plain, edit_to_plain
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.codec import CodecError, from_plain, to_plain
from edupulse_desktop.model.exits import targets
from edupulse_desktop.model.lesson import Lesson
from tests.edits.samples import SAMPLES
from tests.lessons import lessons, random_lesson


def known_edits() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(edits.__path__):
        for _, kind in inspect.getmembers(
            importlib.import_module(f"{edits.__name__}.{module.name}"), inspect.isclass
        ):
            if Edit in kind.__mro__[1:]:
                found.add(kind.__name__)
    return found


def test_every_edit_is_registered_and_has_a_sample() -> None:
    assert known_edits() == set(EDITS) == set(SAMPLES)


def assert_well_formed(before: Lesson, after: Lesson) -> None:
    names = Counter(names_in_scenes(after.scenes))
    names.update(character.id for character in after.cast)
    assert [name for name, count in names.items() if count > 1] == []
    scenes = {scene.id for scene in after.scenes}
    assert (after.start in scenes) or (after.start is None and not scenes)
    assert {target for scene in after.scenes for target in targets(scene.exit)} <= scenes
    assert len({place.scene for place in after.board.places}) == len(after.board.places)
    assert {place.scene for place in after.board.places} <= scenes
    cast = {character.id for character in after.cast}
    assert {line.speaker for _, line in after.lines()} <= cast | {None}
    for _, line in after.lines():
        assert line.chosen is None or line.take is not None
    assert from_plain(Lesson, to_plain(after)) == after
    assert before.id == after.id


def applied(edit: Edit, lesson: Lesson) -> tuple[Lesson | None, str]:
    try:
        return edit.apply(lesson), ""
    except EditError as refused:
        return None, refused.message


@pytest.mark.parametrize("name", sorted(SAMPLES))
@settings(max_examples=30, deadline=None, derandomize=True)
@given(lesson=lessons(), random=st.randoms(use_true_random=False))
def test_an_edit_is_whole_pure_and_undone_exactly(name: str, lesson: Lesson, random: Random) -> None:
    edit = SAMPLES[name](random, lesson)
    assert edit_from_plain(json.loads(json.dumps(edit_to_plain(edit)))) == edit
    assert edit.label
    untouched = to_plain(lesson)
    document = Document(lesson)
    after, refusal = applied(edit, lesson)
    if after is None:
        assert refusal.endswith(".")
        with pytest.raises(EditError):
            document.do(edit)
        assert document.lesson is lesson
        assert not document.can_undo
        return
    assert to_plain(lesson) == untouched
    assert after == edit.apply(lesson)
    assert_well_formed(lesson, after)
    if after == lesson:
        assert after is lesson
    assert document.do(edit) is (after is not lesson)
    done = document.lesson
    assert document.undo() is (after is not lesson)
    assert document.lesson is lesson
    document.redo()
    assert document.lesson is done


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_some_sample_changes_something(name: str) -> None:
    random = Random(5)
    whole = [random_lesson(seed) for seed in range(100)]
    results = [(lesson, applied(SAMPLES[name](random, lesson), lesson)[0]) for lesson in whole]
    assert any(after is not None and after is not lesson for lesson, after in results)


@pytest.mark.parametrize("plain", [None, [], {}, {"is": "Explode"}, {"is": "SetLineText"}, {"is": "Batch"}])
def test_data_that_is_no_edit_is_refused(plain: object) -> None:
    with pytest.raises(CodecError):
        edit_from_plain(plain)  # type: ignore[arg-type]


def test_something_that_is_no_edit_cannot_be_written() -> None:
    with pytest.raises(CodecError):
        edit_to_plain(lesson_as_edit())


def lesson_as_edit() -> Edit:
    return random_lesson(1)  # type: ignore[return-value]
