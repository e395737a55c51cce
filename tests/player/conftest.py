"""One Chromium and one projector for the session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.player.browser import Chromium, find_chromium
from tests.player.showings import Projector, export_web, ward_lesson


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Debian's Chromium; missing is a failure unless EDUPULSE_NO_CHROMIUM=1 says that it is known."""
    program = find_chromium()
    if program is None and os.environ.get("EDUPULSE_NO_CHROMIUM") == "1":
        pytest.skip("EDUPULSE_NO_CHROMIUM=1")
    assert program is not None, "Chromium is missing: sudo apt-get install --no-install-recommends chromium"
    browser = Chromium(program)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def projector(tmp_path_factory: pytest.TempPathFactory) -> Projector:
    """Makes tiny films."""
    return Projector(tmp_path_factory.mktemp("films"))


@pytest.fixture(scope="session")
def ward(tmp_path_factory: pytest.TempPathFactory, projector: Projector) -> Path:
    """The page of an exported lesson with everything in it."""
    shown = ward_lesson()
    return export_web(
        shown, projector.films(shown, length_ms=200), tmp_path_factory.mktemp("ward") / "player"
    ).files[0]
