"""Undo, difference and fingerprints rest on this: what was made never changes."""

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

from edupulse_desktop import edits, model

IN_WORK = {"_Arc"}
"""Scratch values that never leave the function that makes them."""


def values() -> list[type]:
    found = {}
    for package in (model, edits):
        for name in (each.name for each in pkgutil.iter_modules(package.__path__)):
            module = importlib.import_module(f"{package.__name__}.{name}")
            for _, kind in inspect.getmembers(module, inspect.isclass):
                if dataclasses.is_dataclass(kind) and kind.__name__ not in IN_WORK:
                    found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return list(found.values())


@pytest.mark.parametrize("kind", values(), ids=lambda kind: kind.__name__)
def test_values_are_frozen_and_hold_only_what_they_declare(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert kind.__name__ == "Lesson" or "__slots__" in vars(kind)
