"""Acting directions that a synthetic voice can follow: words to speed, pitch and liveliness.

A neural voice gets the direction as it is; the built-in one is shaped gently by the words it knows. Loudness is
not among them: all speech is brought to one level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manner:
    """How a line is said, relative to the voice's own way.

    Args:
        liveliness_percent: how far the pitch moves within a sentence.
        whispered: without voice.
    """

    speed_percent: int = 100
    pitch_percent: int = 100
    liveliness_percent: int = 100
    whispered: bool = False


NEUTRAL = Manner()

_SLOWEST, _FASTEST = 70, 140
_LOWEST, _HIGHEST = 85, 120
_FLATTEST, _LIVELIEST = 40, 170

MANNERS: tuple[tuple[str, Manner], ...] = (
    ("slow unhurried deliberate thoughtful pensive careful hesitat", Manner(85, 100, 95)),
    ("fast quick hurr urgent rush hast brisk", Manner(118, 102, 105)),
    ("excit enthus energ eager thrill delight joy happ cheer bright laugh playful", Manner(108, 108, 130)),
    ("calm gentl soft sooth reassur kind warm comfort patien tender relax friendly", Manner(94, 98, 88)),
    ("sad sorrow tired weary exhaust disappoint grie tearful regret", Manner(88, 94, 70)),
    ("angr anger furious irritat annoy harsh shout yell outrag frustrat", Manner(107, 104, 135)),
    ("anxious anxiet nervous worr afraid scared fear panic fright alarm tense", Manner(110, 107, 112)),
    ("serious firm stern formal authorit professional grave solemn", Manner(96, 96, 85)),
    ("surpris amaz astonish shock curious", Manner(102, 110, 135)),
    ("monoton flat bored deadpan robot", Manner(95, 98, 45)),
    ("whisper hushed murmur", Manner(92, 100, 90, whispered=True)),
)
"""Beginnings of words, and what they do; each row counts once however often it is named."""


def manner(direction: str) -> Manner:
    """Return how to say a line with this acting direction."""
    words = re.findall(r"[^\W\d_]+", direction.casefold())
    found = [
        effect for stems, effect in MANNERS if any(word.startswith(tuple(stems.split())) for word in words)
    ]
    speed = pitch = liveliness = 100.0
    for effect in found:
        speed *= effect.speed_percent / 100
        pitch *= effect.pitch_percent / 100
        liveliness *= effect.liveliness_percent / 100
    return Manner(
        round(min(max(speed, _SLOWEST), _FASTEST)),
        round(min(max(pitch, _LOWEST), _HIGHEST)),
        round(min(max(liveliness, _FLATTEST), _LIVELIEST)),
        any(effect.whispered for effect in found),
    )
