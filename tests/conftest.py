"""A studio on a temporary folder, leak guards, a log guard."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`."""
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing with them"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings, cache, backups and logs of every test in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("EDUPULSE_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_unexpected_warning_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test whose code logged a warning that the test did not take out with `caplog.clear()`."""
    yield
    loud = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    ours = [record for record in loud if record.name.startswith("edupulse_desktop")]
    assert not ours, f"logged without being expected: {[record.getMessage() for record in ours]}"


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a child process or a thread of ours behind."""
    before = _children()
    yield
    left = _children() - before
    assert not left, f"child processes left: {left}"
    ours = [thread.name for thread in threading.enumerate() if thread.name.startswith("edupulse")]
    assert not ours, f"threads left: {ours}"


def _children() -> set[str]:
    """Return the living children of this process as `pid name` (Linux; empty elsewhere)."""
    found: set[str] = set()
    for path in Path("/proc/self/task").glob("*/children"):
        # A thread or a child may end while it is looked at.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for pid in path.read_text().split():
                if ") Z " not in Path("/proc", pid, "stat").read_text():
                    found.add(f"{pid} {Path('/proc', pid, 'comm').read_text().strip()}")
    return found
