"""Blocking work on a child process, awaited: cancelling the task ends the child before it returns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar, cast

Result = TypeVar("Result")


class Killable(Protocol):
    """Something whose blocked reads end when it is killed."""

    def kill(self) -> None:
        """End it now; it is gone when this returns."""


async def in_thread(child: Killable, work: Callable[[], Result]) -> Result:
    """Await blocking work on a child; when the task is cancelled the child is gone before this returns."""
    running = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        child.kill()
        await asyncio.wait({running})
        # Asking for the outcome keeps asyncio from reporting that nobody did.
        running.exception()
        raise


def on_this_loop(listener: Callable[[int], None] | None) -> Callable[[int], None] | None:
    """Return a function for other threads that has the listener called on the running loop's thread."""
    if listener is None:
        return None
    loop = asyncio.get_running_loop()
    return lambda value: cast("None", loop.call_soon_threadsafe(listener, value))
