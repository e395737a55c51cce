"""Every paid request is written down before it is sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from edupulse_desktop.errors import ProjectError, ProjectReadOnly
from edupulse_desktop.store.ledger import Outcome
from edupulse_desktop.store.project import Project
from tests.builders import lesson, scene


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "lesson.edupulse"
    Project.create(found, lesson(scene("a"))).close()
    return found


def test_a_request_and_its_answer_are_kept(path: Path) -> None:
    with Project.open(path) as project:
        first = project.ledger.record("key-1", "hume", "octave-2", 500)
        second = project.ledger.record("key-2", "openai", "speech", 300)
        project.ledger.complete(first, Outcome.ANSWERED, 450, "ok \ud83d")
        project.ledger.complete(second, Outcome.REFUSED, 0, "content policy")
    with Project.open(path) as project:
        one, two = project.ledger.entries()
        assert (one.number, one.request_key, one.provider, one.model) == (first, "key-1", "hume", "octave-2")
        assert (one.estimate_micros, one.cost_micros, one.outcome, one.note) == (
            500,
            450,
            Outcome.ANSWERED,
            "ok ?",
        )
        assert one.asked_at <= one.answered_at
        assert project.ledger.entries("key-2") == (two,)
        assert project.ledger.entries("key-3") == ()
        assert not one.is_open


def test_a_request_that_was_never_completed_counts_as_paid(path: Path) -> None:
    with Project.open(path) as project:
        project.ledger.complete(project.ledger.record("a", "p", "m", 10), Outcome.ANSWERED, 7)
        project.ledger.complete(project.ledger.record("b", "p", "m", 10), Outcome.FAILED, 0)
        project.ledger.record("c", "p", "m", 10)
        assert project.ledger.entries("c")[0].is_open
        assert project.ledger.spent_micros() == 17
        assert project.ledger.spent_micros("2999") == 0


@pytest.mark.skipif(os.name != "posix", reason="the killed process is a fork")
def test_a_request_is_on_the_disk_before_it_can_be_sent(path: Path) -> None:
    child = os.fork()
    if child == 0:
        project = Project.open(path)
        project.ledger.record("key", "p", "m", 10)
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    with Project.open(path) as project:
        (entry,) = project.ledger.entries("key")
        assert entry.is_open


def test_what_cannot_be_written_down_must_not_be_sent(path: Path) -> None:
    with Project.open(path, read_only=True) as project, pytest.raises(ProjectReadOnly):
        project.ledger.record("key", "p", "m")
    with Project.open(path) as project, pytest.raises(ProjectError, match="no entry"):
        project.ledger.complete(5, Outcome.ANSWERED)
