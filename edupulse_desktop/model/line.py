"""One thing said, or a silent hold; and whether its recording is still true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.cast import Character, Pronunciation, Voice
from edupulse_desktop.model.ids import CharacterId, LineId, TakeId
from edupulse_desktop.model.picture import Overlay, Picture
from edupulse_desktop.model.sound import Effect

MAXIMUM_PAUSE_MS = 600_000
"""Ten minutes: longer than any hold a learner sits through, short enough to catch a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a voice is asked with; a take is true while its line would ask the same.

    Args:
        text: as written, which captions show.
        language: BCP-47 tag of the text.
        voice: who speaks.
        direction: the line's acting direction, after the character's own notes.
        pronunciations: only those whose word occurs in the text.
    """

    text: str
    language: str = "en"
    voice: Voice = Voice()
    direction: str = ""
    pronunciations: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """When a word of the text is spoken; characters count in the text as written."""

    start_char: int
    end_char: int
    start_ms: int
    end_ms: int


class TakeOrigin(StrEnum):
    """How a take came to be."""

    SPOKEN = "spoken"
    RECORDED = "recorded"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Take:
    """One voice recording of a line: what was asked and what came back.

    Args:
        cost_micros: millionths of the ledger's currency.
    """

    id: TakeId
    request: Request
    asset: AssetRef
    length_ms: int
    words: tuple[Word, ...] = ()
    origin: TakeOrigin = TakeOrigin.SPOKEN
    cost_micros: int = 0

    def __post_init__(self) -> None:
        if self.length_ms <= 0:
            raise ValueError("a take lasts at least a millisecond")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said by somebody; a line without a speaker is a silent hold of `pause_ms`.

    Args:
        direction: how to say it.
        pause_ms: silence after it.
        picture: what comes on screen with it; none keeps what is there.
        takes: every recording kept, true or stale.
        chosen: the recording in use; none while there is no recording.
    """

    id: LineId
    speaker: CharacterId | None = None
    text: str = ""
    direction: str = ""
    pause_ms: int = 400
    picture: Picture | None = None
    overlays: tuple[Overlay, ...] = ()
    effects: tuple[Effect, ...] = ()
    takes: tuple[Take, ...] = ()
    chosen: TakeId | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.pause_ms <= MAXIMUM_PAUSE_MS:
            raise ValueError(f"a pause is 0 to {MAXIMUM_PAUSE_MS} ms")

    @property
    def is_spoken(self) -> bool:
        """Whether there is anything to say."""
        return self.speaker is not None and bool(self.text.strip())

    @property
    def take(self) -> Take | None:
        """The recording in use, true or stale."""
        for take in self.takes:
            if take.id == self.chosen:
                return take
        return None

    def request(self, cast: Mapping[CharacterId, Character], language: str) -> Request:
        """Return what a voice would be asked with now."""
        character = cast.get(self.speaker) if self.speaker is not None else None
        if character is None:
            return Request(self.text, language, Voice(), self.direction)
        direction = "; ".join(part for part in (character.acting_notes, self.direction) if part)
        in_force = tuple(
            word for word in character.pronunciations if word.written and word.written in self.text
        )
        return Request(self.text, language, character.voice, direction, in_force)


def take_is_true(take: Take, now: Request) -> bool:
    """Whether a take still says what its line says; a human recording depends on the text alone."""
    if take.origin is TakeOrigin.SPOKEN:
        return take.request == now
    return take.request.text == now.text
