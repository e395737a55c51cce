"""What every speaker can do: say a request and name its voices.

A speaker turns text into finished sound: mono, 16 bit, at the loudness of our films, without silence at its
ends, with the time of every word. Whether it costs money and what it was asked before is not its business
(`store/ledger.py`, `services/budget.py`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from edupulse_desktop.model.cast import Voice
from edupulse_desktop.model.codec import canonical
from edupulse_desktop.model.line import Request, Word

WAV = "audio/wav"


@dataclass(frozen=True, slots=True)
class Speech:
    """What came back for a request.

    Args:
        sound: a WAV file, 16 bit, mono, levelled; the provider's own sampling rate.
        words: every word of the request's text in order, within the sound.
        cost_micros: millionths of the ledger's currency; 0 for what runs on this machine.
    """

    sound: bytes
    media_type: str
    length_ms: int
    words: tuple[Word, ...]
    cost_micros: int = 0


class Gender(StrEnum):
    """How a voice sounds: a hint for choosing one, nothing else."""

    FEMALE = "female"
    MALE = "male"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class VoiceOffer:
    """A voice that a provider has.

    Args:
        voice: what a character takes over to speak with it.
        language: BCP-47 tag of the accent.
        description: the voice in a few words.
    """

    voice: Voice
    name: str
    language: str
    description: str
    gender: Gender


class Speaker(Protocol):
    """A provider of speech."""

    @property
    def provider(self) -> str:
        """The name that `Voice.provider` holds for this speaker."""
        ...

    async def speak(self, request: Request) -> Speech:
        """Say a request; text without anything to say gives a short silence.

        Raises:
            ServiceError: there is no such voice or language, or the provider failed.
            MediaError: a helper program is missing or failed.
        """
        ...

    async def voices(self, language: str) -> tuple[VoiceOffer, ...]:
        """Return the voices for a language, best first; none if it cannot speak it."""
        ...

    async def close(self) -> None:
        """Let go of connections and processes; may be called twice."""
        ...


def voice_key(request: Request) -> str:
    """Return a name for a request that is equal whenever the request is: 64 hexadecimal digits."""
    return hashlib.sha256(canonical(request).encode()).hexdigest()
