"""The steps an author can take back: past and future lessons, and the merging of quick edits."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from edupulse_desktop.model.lesson import Lesson

LIMIT = 1_000
"""Steps kept; a remembered edit costs about 2 KiB, since lessons share what did not change."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the author did.

    Args:
        label: what was done, in the words that follow "Undo".
        merge_key: a following edit with the same key becomes part of this step; none never merges.
    """

    label: str
    before: Lesson
    after: Lesson
    merge_key: str | None = None


class History:
    """What was done and can be undone, what was undone and can be done again.

    Args:
        past: steps in the order they were done, as read from a project file.
        future: undone steps, the next to be done again first.
        limit: steps kept in the past; the oldest are forgotten.
    """

    def __init__(self, past: Iterable[Step] = (), future: Iterable[Step] = (), limit: int = LIMIT) -> None:
        self._past = deque(past, maxlen=limit)
        self._future = deque(future)
        self._open = False

    @property
    def past(self) -> tuple[Step, ...]:
        """Steps that can be undone, the newest last."""
        return tuple(self._past)

    @property
    def future(self) -> tuple[Step, ...]:
        """Steps that can be done again, the next first."""
        return tuple(self._future)

    @property
    def newest(self) -> Step | None:
        """The step that undo takes back."""
        return self._past[-1] if self._past else None

    @property
    def next(self) -> Step | None:
        """The step that redo does again."""
        return self._future[0] if self._future else None

    def seal(self) -> None:
        """Let the next edit start a step of its own."""
        self._open = False

    def continues(self, merge_key: str | None) -> Step | None:
        """Return the newest step if an edit with this key becomes part of it."""
        step = self.newest
        if not self._open or step is None or merge_key is None or step.merge_key != merge_key:
            return None
        return step

    def add(self, step: Step) -> None:
        """Remember a new step; what was undone before it is forgotten."""
        self._future.clear()
        self._past.append(step)
        self._open = True

    def replace_newest(self, step: Step) -> None:
        """Remember a step in the place of the newest, which it continues."""
        self._past[-1] = step

    def step_back(self) -> Step | None:
        """Move the newest step into the future and return it; none if nothing is left."""
        self._open = False
        if not self._past:
            return None
        self._future.appendleft(self._past.pop())
        return self._future[0]

    def step_forward(self) -> Step | None:
        """Move the next step back into the past and return it; none if nothing is left."""
        self._open = False
        if not self._future:
            return None
        self._past.append(self._future.popleft())
        return self._past[-1]
