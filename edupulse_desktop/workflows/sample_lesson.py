"""The lesson that comes with the program."""

from __future__ import annotations

import json

from edupulse_desktop.model.codec import from_plain
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.places import resource


def sample_lesson() -> Lesson:
    """Return the sample lesson, without voices and pictures."""
    return from_plain(Lesson, json.loads(resource("samples", "sepsis.json").read_text("utf-8")))
