"""Two openers, and a killed one: never two writers, never a lost acknowledged save."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from edupulse_desktop.errors import ProjectLocked, ProjectReadOnly
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.store.ledger import Outcome
from edupulse_desktop.store.project import Project
from tests.builders import lesson, line, scene

WHOLE = lesson(scene("a", line("Hello"), line("there"), to="b"), scene("b", line("Bye")), title="0")
PROGRAM = Path(__file__).with_name("saving_program.py")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "lesson.edupulse"
    Project.create(found, WHOLE).close()
    return found


@contextmanager
def program(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(PROGRAM), *map(str, arguments)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdin.close()  # type: ignore[union-attr]
        process.stdout.close()  # type: ignore[union-attr]


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def released(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    assert said(process) == "released"


def test_another_process_is_refused_or_gets_a_view(path: Path) -> None:
    with program("hold", path) as other:
        assert said(other) == "held"
        began = time.monotonic()
        with pytest.raises(ProjectLocked, match="another window") as refused:
            Project.open(path)
        assert refused.value.hint
        with Project.open(path, read_only=True) as view:
            assert "view of a copy" in view.read_only_because
            assert view.lesson == WHOLE
            with pytest.raises(ProjectReadOnly):
                view.save(view.lesson, replace(view.lesson, title="x"), "Rename")
        assert time.monotonic() - began < 2
        released(other)
    with Project.open(path) as project:
        assert project.lesson.title == "held to the end", "looking at it must not have broken the lock"


def test_a_view_of_a_file_that_is_being_written_is_of_one_moment(path: Path) -> None:
    with program("steady", path) as other:
        assert said(other) == "1"
        seen = set()
        for _ in range(12):
            with Project.open(path, read_only=True) as view:
                assert view.repairs == ()
                number = int(view.lesson.title)
                assert {each.text for each in view.lesson.scenes[0].lines} == {f"{number} " * 200}
                assert len(view.past()) == number
                seen.add(number)
        assert len(seen) > 1


def test_a_view_leaves_nothing_behind(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with Project.open(path):
        with Project.open(path, read_only=True):
            assert len(list(temporary.iterdir())) == 1
        assert list(temporary.iterdir()) == []


def test_looking_in_this_process_does_not_unlock_the_file_for_others(path: Path) -> None:
    with Project.open(path) as project:
        with pytest.raises(ProjectLocked):
            Project.open(path)
        with Project.open(path, read_only=True) as view:
            assert view.lesson == WHOLE
        project.copy_to(path.with_name("copy.edupulse"))
        project.backup(path.parent / "backups")
        with program("race", path, 0) as other:
            assert said(other) == "ProjectLocked"


def test_a_link_to_an_open_project_is_the_same_project(path: Path) -> None:
    link = path.with_name("link.edupulse")
    link.symlink_to(path)
    hard = path.with_name("hard.edupulse")
    hard.hardlink_to(path)
    with Project.open(path):
        for other in (link, hard):
            with pytest.raises(ProjectLocked):
                Project.open(other)
    with Project.open(link) as project:
        project.save(project.lesson, replace(project.lesson, title="through the link"), "Rename")
    assert link.is_symlink()
    with Project.open(path) as project:
        assert project.lesson.title == "through the link"


def test_a_viewer_does_not_keep_the_author_out(path: Path) -> None:
    with Project.open(path, read_only=True) as view:
        assert "for reading only" in view.read_only_because
        with program("hold", path) as other:
            assert said(other) == "held"
            with pytest.raises(ProjectLocked):
                view.history()
            released(other)
        assert [entry.label for entry in view.history()] == ["Rename"]


def test_of_two_that_come_at_once_one_gets_it(path: Path) -> None:
    for _ in range(2):
        at = time.time() + 1.2
        with program("race", path, at) as first, program("race", path, at) as second:
            assert sorted([said(first), said(second)]) == ["ProjectLocked", "opened"]


def test_many_threads_share_one_project(path: Path) -> None:
    failures: list[BaseException] = []
    with Project.open(path) as project:

        def work(number: int) -> None:
            try:
                for turn in range(8):
                    data = f"{number} {turn}".encode() * 1000
                    ref = project.assets.put(data, AssetKind.SOUND, "audio/wav")
                    assert project.assets.read(ref) == data
                    assert project.assets.file(ref).read_bytes() == data
                    project.ledger.complete(project.ledger.record(f"{number}", "p", "m"), Outcome.ANSWERED)
                    project.save(project.lesson, replace(project.lesson, author=f"{number} {turn}"), "Sign")
                    project.history(3)
            except BaseException as failure:  # noqa: BLE001 - shown below, in the test's own thread
                failures.append(failure)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    with Project.open(path) as project:
        assert len(project.assets.all()) == 32
        assert len(project.ledger.entries()) == 32
        steps = project.past()
        assert steps[-1].after is project.lesson
        assert steps[0].before == WHOLE


@pytest.mark.skipif(os.name != "posix", reason="children are forked, so that twenty of them start quickly")
def test_killing_the_program_loses_nothing_it_has_acknowledged(path: Path) -> None:
    seed = random.randrange(10**6)
    moment = random.Random(seed)
    acknowledged = 0
    with program("nursery", path) as nursery:
        for trial in range(25):
            newest = killed_while_saving(nursery, moment.uniform(0, 0.06))
            with Project.open(path) as project:
                acknowledged = int(project.lesson.title)
                assert newest <= acknowledged <= newest + 1, f"seed {seed}, trial {trial}"
                assert project.repairs == ()
                assert project.lesson.scenes[0].lines[0].text == f"{acknowledged} " * 200
                assert len(project.history()) == acknowledged
                with project._database.reading() as connection:
                    assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert acknowledged >= 25
    with Project.open(path) as project:
        steps = project.past()
        assert [int(step.after.title) for step in steps] == list(range(1, acknowledged + 1))
        assert steps[0].before == WHOLE


def killed_while_saving(nursery: subprocess.Popen[str], after_s: float) -> int:
    """Start a child, kill it `after_s` after its first save, and return the last one it acknowledged."""
    assert nursery.stdin is not None
    nursery.stdin.write("\n")
    nursery.stdin.flush()
    child = int(said(nursery))
    newest = int(said(nursery))
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    while (words := said(nursery)) != "dead":
        newest = int(words)
    return newest
