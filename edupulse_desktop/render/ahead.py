"""Things made ahead of their use, on a thread of their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


class _End:
    """What comes after the last item."""


_END = _End()


def made_ahead(items: Iterator[Item], count: int) -> Generator[Item, None, None]:
    """Yield the same items, of which up to `count` are made while the caller works on the one before.

    When the caller leaves early, what is being made is finished and no more is begun. What goes wrong in `items`
    is raised where it would have been without this.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="edupulse-ahead") as pool:
        made = deque(pool.submit(next, items, _END) for _ in range(count))
        try:
            while not isinstance(item := made.popleft().result(), _End):
                made.append(pool.submit(next, items, _END))
                yield item
        finally:
            pool.shutdown(cancel_futures=True)
