"""The only observer type of the core: add, remove, tell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Event = TypeVar("Event")


class Listeners(Generic[Event]):
    """Functions that want to hear of an event; told in the order they were added."""

    def __init__(self) -> None:
        self._heard_by: list[Callable[[Event], None]] = []

    def add(self, listener: Callable[[Event], None]) -> None:
        """Tell this function from now on."""
        self._heard_by.append(listener)

    def remove(self, listener: Callable[[Event], None]) -> None:
        """Stop telling this function; a function that was never added is no error."""
        if listener in self._heard_by:
            self._heard_by.remove(listener)

    def tell(self, event: Event) -> None:
        """Tell everyone, then raise what went wrong, so that one bad listener cannot starve the others."""
        failures: list[Exception] = []
        for listener in tuple(self._heard_by):
            try:
                listener(event)
            except Exception as failure:  # noqa: BLE001 - raised again below, after everyone was told
                failures.append(failure)
        if len(failures) == 1:
            raise failures[0]
        if failures:
            raise ExceptionGroup("several listeners failed", failures)
