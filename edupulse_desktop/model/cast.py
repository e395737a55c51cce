"""The characters of a lesson and how they sound."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.ids import CharacterId


@dataclass(frozen=True, slots=True)
class Voice:
    """How a character sounds.

    Args:
        provider: name of the speech provider, for example `espeak`; empty while nobody has chosen.
        voice_id: the provider's own name of the voice; empty to let the provider choose by description.
        description: the voice in words, for providers that design voices.
        speed_percent: 100 is the voice's own speed.
        pitch_percent: 100 is the voice's own pitch.
    """

    provider: str = ""
    voice_id: str = ""
    description: str = ""
    speed_percent: int = 100
    pitch_percent: int = 100


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """A word that is said otherwise than written; captions keep the written form."""

    written: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody who speaks.

    Args:
        colour: `#rrggbb`, used for captions, clips on the timeline and cards.
        look: appearance in words, for pictures.
        acting_notes: how the character speaks in general, for voices.
    """

    id: CharacterId
    name: str
    colour: str = "#3b6ea5"
    look: str = ""
    voice: Voice = Voice()
    acting_notes: str = ""
    pronunciations: tuple[Pronunciation, ...] = ()
    portrait: AssetRef | None = None
