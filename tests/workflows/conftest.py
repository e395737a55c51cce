"""A project with a short lesson, the built-in providers, and a way to run a workflow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edupulse_desktop.store.project import Project
from tests.builders import BEN, lesson, line, scene


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    first = scene("a", line("Good morning."), line("Hello Anna.", BEN), line("", None, id="hold"), to="b")
    with Project.create(tmp_path / "lesson.edupulse", lesson(first, scene("b", line("Bye.")))) as made:
        yield made
