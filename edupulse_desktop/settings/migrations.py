"""Numbered steps from old settings files to the present form; a step that fails leaves the old file as it was."""

from __future__ import annotations

from collections.abc import Callable

Stored = dict[str, object]
Step = Callable[[Stored], Stored]

STEPS: tuple[Step, ...] = ()
"""Step k turns form k+1 into form k+2; form 1 is the first that was ever written."""

FORM = len(STEPS) + 1
"""The form this program writes."""


def migrated(stored: Stored, form: int) -> Stored:
    """Return settings of an older form in the present one.

    Raises:
        KeyError, TypeError, ValueError: a step met something it did not expect.
    """
    for step in STEPS[form - 1 :]:
        stored = step(dict(stored))
    return stored
