"""Names of things in a lesson: stable, never reused, and how new ones are minted."""

from __future__ import annotations

import secrets
from typing import NewType

LessonId = NewType("LessonId", str)
SceneId = NewType("SceneId", str)
LineId = NewType("LineId", str)
ChoiceId = NewType("ChoiceId", str)
CharacterId = NewType("CharacterId", str)
TakeId = NewType("TakeId", str)
OverlayId = NewType("OverlayId", str)
EffectId = NewType("EffectId", str)

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Letters and digits that are not mistaken for one another when read aloud or copied by hand."""
_LENGTH = 12
"""12 letters of 32 are 60 bits: two in a lesson of 100,000 things collide once in 10⁸ lessons."""


def _mint(prefix: str) -> str:
    return prefix + "-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def new_lesson_id() -> LessonId:
    """Mint a name for a lesson."""
    return LessonId(_mint("lesson"))


def new_scene_id() -> SceneId:
    """Mint a name for a scene."""
    return SceneId(_mint("s"))


def new_line_id() -> LineId:
    """Mint a name for a line."""
    return LineId(_mint("l"))


def new_choice_id() -> ChoiceId:
    """Mint a name for a choice."""
    return ChoiceId(_mint("c"))


def new_character_id() -> CharacterId:
    """Mint a name for a character."""
    return CharacterId(_mint("p"))


def new_take_id() -> TakeId:
    """Mint a name for a take."""
    return TakeId(_mint("t"))


def new_overlay_id() -> OverlayId:
    """Mint a name for an overlay."""
    return OverlayId(_mint("o"))


def new_effect_id() -> EffectId:
    """Mint a name for a sound effect."""
    return EffectId(_mint("e"))
