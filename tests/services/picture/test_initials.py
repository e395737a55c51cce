"""Badges show letters, in every script."""

from __future__ import annotations

import pytest

from edupulse_desktop.services.picture.initials import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maya Lopez", "ML"),
        ("Maya", "M"),
        ("Dr. Amara Okafor", "AO"),
        ("李明", "李"),
        ("佐藤 花子", "佐"),
        ("آدم", "آ"),
        ("éloïse", "É"),
        ("e\u0301va", "E\u0301"),
        ("🦊", "🦊"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("  ", ""),
        ("Dr.", "D"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
