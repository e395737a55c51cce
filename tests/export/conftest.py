"""A projector for the session."""

from __future__ import annotations

import pytest

from tests.player.showings import Projector


@pytest.fixture(scope="session")
def projector(tmp_path_factory: pytest.TempPathFactory) -> Projector:
    """Makes tiny films."""
    return Projector(tmp_path_factory.mktemp("films"))
