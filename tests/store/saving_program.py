"""Run in a process of its own by `test_locking.py`: opens a project and does what it is told."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from edupulse_desktop.errors import EduPulseError
from edupulse_desktop.store.project import Project


def say(words: object) -> None:
    """Print at once: the parent reads line by line."""
    print(words, flush=True)


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


if __name__ == "__main__":
    {"steady": save_steadily, "nursery": nursery, "hold": hold, "race": race}[sys.argv[1]](Path(sys.argv[2]))
