"""Edits are on the disk half a second after the hands rest, and none is lost when writing fails."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.errors import StorageError
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.autosave import Autosave
from edupulse_desktop.store.project import Project
from tests.builders import lesson, line, scene

WHOLE = lesson(scene("a", line("Hello")), title="0")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "lesson.edupulse"
    Project.create(found, WHOLE).close()
    return found


def titled(title: object) -> Lesson:
    return replace(WHOLE, title=str(title))


def wait_until_saved(autosave: Autosave, within_s: float = 5.0) -> float:
    began = time.monotonic()
    while not autosave.is_saved:
        assert time.monotonic() - began < within_s, "it was never written"
        time.sleep(0.005)
    return time.monotonic() - began


def test_an_edit_is_written_when_the_hands_rest(path: Path) -> None:
    told = threading.Event()
    with Project.open(path) as project:
        autosave = Autosave(project, rest_s=0.1, longest_s=0.2)
        autosave.changed.add(lambda _autosave: told.set())
        assert autosave.is_saved
        autosave.heard(WHOLE, titled(1), "Rename")
        assert not autosave.is_saved
        assert project.lesson == WHOLE
        assert 0.05 < wait_until_saved(autosave) < 2
        assert project.lesson == titled(1)
        assert told.wait(2)
        autosave.close()


def test_the_usual_times_are_half_a_second_and_one(path: Path) -> None:
    with Project.open(path) as project:
        autosave = Autosave(project)
        began = time.monotonic()
        autosave.heard(WHOLE, titled(1), "Rename")
        wait_until_saved(autosave)
        assert 0.45 < time.monotonic() - began < 1.5
        autosave.close()


def test_somebody_who_never_rests_is_saved_all_the_same(path: Path) -> None:
    with Project.open(path) as project:
        autosave = Autosave(project, rest_s=0.2, longest_s=0.4)
        at = WHOLE
        began = time.monotonic()
        number = 0
        while project.lesson == WHOLE:
            number += 1
            assert time.monotonic() - began < 3
            autosave.heard(at, titled(number), "Rename")
            at = titled(number)
            time.sleep(0.02)
        assert time.monotonic() - began > 0.35
        autosave.close()
        assert project.lesson == at
        assert len(project.history()) == number


def test_a_word_typed_letter_by_letter_is_one_step(path: Path) -> None:
    with Project.open(path) as project:
        autosave = Autosave(project, rest_s=5, longest_s=9)
        at = WHOLE
        for number, word in enumerate(["W", "Wo", "Wor", "Word"]):
            after = titled(word)
            autosave.heard(at, after, "Rename", merged=number > 0)
            at = after
        autosave.heard(at, titled("x"), "Other")
        autosave.flush()
        assert [(step.label, step.before.title, step.after.title) for step in project.past()] == [
            ("Rename", "0", "Word"),
            ("Other", "Word", "x"),
        ]
        autosave.heard(titled("x"), titled("xy"), "Other", merged=True)
        autosave.close()
        assert len(project.history()) == 3, "what is written already is not changed"


def test_closing_writes_what_is_left_and_ends_the_thread(path: Path) -> None:
    with Project.open(path) as project:
        autosave = Autosave(project, rest_s=60, longest_s=60)
        autosave.heard(WHOLE, titled(1), "Rename")
        autosave.close()
        autosave.close()
        assert autosave.is_saved
    with Project.open(path) as project:
        assert project.lesson == titled(1)
    assert not [each for each in threading.enumerate() if each.name.startswith("edupulse")]


def test_edits_that_cannot_be_written_wait_and_are_tried_again(path: Path, tmp_path: Path) -> None:
    errors: list[object] = []
    with Project.open(path) as project:
        autosave = Autosave(project, rest_s=0.02, longest_s=0.02)
        autosave.changed.add(lambda each: errors.append(each.error))
        path.rename(tmp_path / "moved")
        autosave.heard(WHOLE, titled(1), "Rename")
        while not errors:
            time.sleep(0.01)
        assert isinstance(autosave.error, StorageError)
        assert not autosave.is_saved
        with pytest.raises(StorageError):
            autosave.flush()
        (tmp_path / "moved").rename(path)
        autosave.heard(titled(1), titled(2), "Rename")
        wait_until_saved(autosave)
        assert autosave.error is None
        assert [step.after.title for step in project.past()] == ["1", "2"]
        autosave.close()


def test_closing_ends_the_thread_even_if_the_last_edit_cannot_be_written(path: Path, tmp_path: Path) -> None:
    with Project.open(path) as project:
        autosave = Autosave(project, rest_s=60, longest_s=60)
        shutil.move(path, tmp_path / "moved")
        autosave.heard(WHOLE, titled(1), "Rename")
        with pytest.raises(StorageError):
            autosave.close()
        assert not autosave.is_saved
        assert not [each for each in threading.enumerate() if each.name.startswith("edupulse")]


def test_many_threads_may_tell_it_of_edits_while_it_writes(path: Path) -> None:
    turn = threading.Lock()
    at = [WHOLE]
    with Project.open(path) as project:
        autosave = Autosave(project, rest_s=0.001, longest_s=0.002)

        def work(number: int) -> None:
            for each in range(50):
                with turn:
                    after = titled(f"{number} {each}")
                    autosave.heard(at[0], after, "Rename")
                    at[0] = after

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        autosave.close()
        steps = project.past()
        assert len(steps) == 200
        assert "" not in {step.label for step in steps}
        assert project.lesson == at[0]
