"""Step → key: what a result is kept under, equal whenever everything it depends on is equal."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from edupulse_desktop.model.codec import canonical
from edupulse_desktop.render.steps import Step
from edupulse_desktop.render.x264 import ENCODER

RECIPE = 2
"""Raised whenever the same inputs give another result: other drawing, other encoder settings, other layout."""


@lru_cache(maxsize=65_536)
def fingerprint(step: Step) -> str:
    """Return the key of a step's result, 64 hexadecimal digits."""
    return key_of(type(step).__name__, canonical(step))


def key_of(kind: str, *inputs: str) -> str:
    """Return the key of something made from these texts by this recipe and this encoder.

    Texts may hold what is no character, as names of folders do that are not written in UTF-8.
    """
    text = "\n".join((f"recipe {RECIPE}", ENCODER, kind, *inputs))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
