"""Items made ahead: the same ones, soon enough, and none after the caller has left."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from edupulse_desktop.render.ahead import made_ahead


def test_all_items_come_in_order() -> None:
    assert list(made_ahead(iter(range(100)), 3)) == list(range(100))
    assert list(made_ahead(iter(()), 3)) == []


def test_items_are_made_while_the_caller_is_busy() -> None:
    third = threading.Event()

    def items() -> Iterator[int]:
        yield 0
        yield 1
        third.set()
        yield 2

    made = made_ahead(items(), 3)
    assert next(made) == 0
    assert third.wait(5)
    made.close()


def test_no_more_than_asked_for_is_made_ahead() -> None:
    begun: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            begun.append(number)
            yield number

    made = made_ahead(items(), 2)
    for _ in range(5):
        next(made)
    made.close()
    assert len(begun) <= 5 + 2


def test_an_error_comes_where_it_belongs() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("torn")

    made = made_ahead(items(), 3)
    assert next(made) == 1
    with pytest.raises(ValueError, match="torn"):
        next(made)
