"""A listener that writes when the hands rest.

It hears of every edit, keeps them in order, and writes them in one transaction half a second after the last
one, and at most a second after the first that is not written yet. It knows lessons, not the document. What
cannot be written stays here and is tried again; nothing is lost while the program runs.
"""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

from edupulse_desktop.errors import EduPulseError
from edupulse_desktop.listeners import Listeners
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.delta import Edited
from edupulse_desktop.store.project import Project

_TRY_AGAIN_S = 5.0


class Autosave:
    """Writes edits of one project in a thread of its own until it is closed.

    `changed` is told after every write and every failure, on that thread.

    Args:
        rest_s: how long nothing must be heard before writing.
        longest_s: how long the first unwritten edit may wait in any case.
    """

    def __init__(self, project: Project, *, rest_s: float = 0.5, longest_s: float = 1.0) -> None:
        self.changed: Listeners[Autosave] = Listeners()
        self.error: EduPulseError | None = None
        self._project = project
        self._rest_s = rest_s
        self._longest_s = longest_s
        self._waiting: list[Edited] = []
        self._in_hand: list[Edited] = []
        self._first_s = 0.0
        self._last_s = 0.0
        self._failed_s = -_TRY_AGAIN_S
        self._closing = False
        self._news = threading.Condition()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="edupulse-autosave", daemon=True)
        self._thread.start()

    @property
    def is_saved(self) -> bool:
        """Whether everything heard is on the disk."""
        with self._news:
            return not (self._waiting or self._in_hand)

    def heard(self, before: Lesson, after: Lesson, label: str, *, merged: bool = False) -> None:
        """Take note of an edit, an undo or a redo; returns at once.

        Args:
            merged: it continues the edit heard before it, as the next letter of a word does; the two become one
                step of history if the first is not written yet.
        """
        if before is after:
            return
        with self._news:
            self._last_s = time.monotonic()
            self._failed_s = -_TRY_AGAIN_S
            if not self._waiting:
                self._first_s = self._last_s
            if merged and self._waiting and self._waiting[-1].after is before:
                self._waiting[-1] = Edited(self._waiting[-1].before, after, label)
            else:
                self._waiting.append(Edited(before, after, label))
            self._news.notify_all()

    def flush(self) -> None:
        """Write now what is not written yet.

        Raises:
            ProjectReadOnly, StorageError, ProjectDamaged: it could not be written; it is kept.
        """
        self._write()
        self.changed.tell(self)
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        """Write what is left and end the thread, in any case.

        Raises:
            ProjectReadOnly, StorageError, ProjectDamaged: the last edits could not be written.
        """
        with self._news:
            self._closing = True
            self._news.notify_all()
        self._thread.join()
        if not self.is_saved:
            self.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._closing and (wait_s := self._wait_s()) != 0:
                    self._news.wait(wait_s)
                if self._closing:
                    return
            self._write()
            self.changed.tell(self)

    def _write(self) -> None:
        with self._writing:
            with self._news:
                self._in_hand, self._waiting = self._waiting, []
            try:
                if self._in_hand:
                    self._project.save_all(self._in_hand)
                self._in_hand = []
                self.error = None
            except EduPulseError as failure:
                self.error = failure
            finally:
                with self._news:
                    if self._in_hand:
                        self._failed_s = time.monotonic()
                    self._waiting, self._in_hand = self._in_hand + self._waiting, []

    def _wait_s(self) -> float | None:
        """Return how long to wait before writing; none until there is something to write."""
        if not self._waiting:
            return None
        due_s = min(self._last_s + self._rest_s, self._first_s + self._longest_s)
        if self.error is not None:
            due_s = max(due_s, self._failed_s + _TRY_AGAIN_S)
        return max(0.0, due_s - time.monotonic())
