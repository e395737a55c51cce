"""Of several programs that make the same project at once exactly one succeeds, and nothing of it is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from edupulse_desktop.errors import ProjectError, StorageError
from edupulse_desktop.files import temporary_beside
from edupulse_desktop.store.placing import place_new
from edupulse_desktop.store.project import Project
from tests.builders import lesson

PROGRAM = Path(__file__).with_name("saving_program.py")
MAKERS = ("Ada", "Ben", "Cyd", "Dov")


@contextmanager
def maker(role: str, folder: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), role, str(folder), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def tell(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{words}\n")
    process.stdin.flush()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("role", ["make", "make-without-links"])
def test_of_programs_that_make_one_project_at_once_one_gets_it(tmp_path: Path, role: str) -> None:
    with ExitStack() as stack:
        makers = {name: stack.enter_context(maker(role, tmp_path, name)) for name in MAKERS}
        assert [said(each) for each in makers.values()] == ["ready"] * len(makers)
        for number in range(5):
            path = tmp_path / f"{number}.edupulse"
            at = time.time() + 0.1
            for each in makers.values():
                tell(each, f"{number} {at}")
            answers = {name: said(each) for name, each in makers.items()}
            (winner,) = [name for name, answer in answers.items() if answer == "made"]
            refused = f"ProjectError: “{path.name}” already exists. Choose another name, or delete it first."
            assert [answer for name, answer in answers.items() if name != winner] == [refused] * 3
            tell(makers[winner], "close")
            assert said(makers[winner]) == "closed"
            with Project.open(path) as project:
                assert (project.lesson.title, project.lesson.author) == (winner, winner)
                assert project.read_only_because == ""
                assert project.repairs == ()
                assert [entry.label for entry in project.history()] == ["Sign"]
        assert sorted(each.name for each in tmp_path.iterdir()) == [
            f"{number}.edupulse" for number in range(5)
        ]


@pytest.mark.parametrize("links", [True, False])
def test_what_came_between_the_look_and_the_writing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr("os.link", no_links)
    path = tmp_path / "lesson.edupulse"
    path.write_text("mine")
    temporary = temporary_beside(path)
    temporary.write_text("new")
    with pytest.raises(ProjectError, match="already exists") as refused:
        place_new(temporary, path)
    assert refused.value.hint
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_without_links_gets_one_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.link", no_links)
    path = tmp_path / "lesson.edupulse"
    with Project.create(path, lesson()) as project:
        assert project.read_only_because == ""
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_placed_leaves_nothing(tmp_path: Path) -> None:
    temporary = tmp_path / "new"
    temporary.write_text("new")
    with pytest.raises(StorageError) as refused:
        place_new(temporary, tmp_path / "gone" / "lesson.edupulse")
    assert refused.value.hint
    assert list(tmp_path.iterdir()) == []


def no_links(*_names: object, **_options: object) -> None:
    """Refuse as FAT disks do."""
    raise PermissionError(1, "Operation not permitted")


def test_an_unfinished_write_beside_the_name_is_not_rolled_into_a_new_project(tmp_path: Path) -> None:
    left = tmp_path / "lesson.edupulse-journal"
    left.write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + bytes(504))
    with pytest.raises(ProjectError, match="unfinished write"):
        Project.create(tmp_path / "lesson.edupulse", lesson())
    other = Project.create(tmp_path / "other.edupulse", lesson())
    with other, pytest.raises(ProjectError, match="unfinished write"):
        other.copy_to(tmp_path / "lesson.edupulse")
    assert left.stat().st_size == 512
    assert not (tmp_path / "lesson.edupulse").exists()
