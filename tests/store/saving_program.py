"""Run in a process of its own by `test_locking.py` and `test_placing.py`: opens a project and does what it is told."""

from __future__ import annotations

import errno
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from edupulse_desktop.errors import EduPulseError
from edupulse_desktop.model.ids import LessonId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.project import Project


def say(words: object) -> None:
    """Print a whole line in one write: unbuffered, `print` makes two, and a kill falls between them."""
    os.write(sys.stdout.fileno(), f"{words}\n".encode())


def save_steadily(path: Path) -> None:
    """Save ten times a second."""
    save_for_ever(path, rest_s=0.1)


def save_for_ever(path: Path, rest_s: float = 0.0) -> None:
    """Save one numbered edit after the other, and say each number once it is acknowledged."""
    project = Project.open(path)
    number = int(project.lesson.title)
    while True:
        number += 1
        lines = tuple(replace(line, text=f"{number} " * 200) for line in project.lesson.scenes[0].lines)
        scene = replace(project.lesson.scenes[0], lines=lines)
        after = replace(project.lesson.with_scene(scene), title=str(number))
        project.save(project.lesson, after, f"edit {number}")
        say(number)
        time.sleep(rest_s)


def nursery(path: Path) -> None:
    """For every line of our input start a child that saves for ever, and say when it has been killed."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            say(os.getpid())
            save_for_ever(path)
        os.waitpid(child, 0)
        say("dead")


def hold(path: Path) -> None:
    """Keep a project open until the parent closes our standard input."""
    with Project.open(path) as project:
        say("held")
        sys.stdin.read()
        project.save(project.lesson, replace(project.lesson, title="held to the end"), "Rename")
    say("released")


def race(path: Path) -> None:
    """Try to open at a given moment, and say what came of it."""
    time.sleep(max(0.0, float(sys.argv[3]) - time.time()))
    try:
        with Project.open(path):
            say("opened")
            sys.stdin.read()
    except EduPulseError as refused:
        say(type(refused).__name__)


def make(path: Path) -> None:
    """Say when ready; for every line of our input make a project with our name as its title, and say what came of it."""
    say("ready")
    for place in sys.stdin:
        number, at = place.split()
        mine = Lesson(LessonId("lesson-1"), title=sys.argv[3])
        time.sleep(max(0.0, float(at) - time.time()))
        try:
            project = Project.create(path / f"{number}.edupulse", mine)
        except EduPulseError as refused:
            say(f"{type(refused).__name__}: {refused.message} {refused.hint}")
            continue
        say("made")
        sys.stdin.readline()
        project.save(mine, replace(mine, author=sys.argv[3]), "Sign")
        project.close()
        say("closed")


def make_without_links(path: Path) -> None:
    """Make projects as on a FAT disk, which refuses hard links."""

    def refuses(*_names: object, **_options: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    os.link = refuses
    make(path)


ROLES = {
    "steady": save_steadily,
    "nursery": nursery,
    "hold": hold,
    "race": race,
    "make": make,
    "make-without-links": make_without_links,
}

if __name__ == "__main__":
    ROLES[sys.argv[1]](Path(sys.argv[2]))
