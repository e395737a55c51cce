"""The built-in voice: needs no network, no key and no file beyond what was installed.

eSpeak NG is robotic, but it is always there, speaks a hundred languages and tells when each word sounds. It runs
in a helper process (`espeak_engine.py` says why); here a request is translated for it, and what comes back is
finished: trimmed, levelled to −16 LUFS, faded, and its marks turned into words of the written text.
The sound has eSpeak's own 22,050 samples per second. The same request gives the same bytes.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import cast

import numpy as np

from edupulse_desktop.errors import NotConfigured
from edupulse_desktop.media.message import Json, Message
from edupulse_desktop.media.wav import Pcm, silence, write_wav
from edupulse_desktop.media.worker import Worker
from edupulse_desktop.model.line import Request
from edupulse_desktop.services.speech.directions import Manner, manner
from edupulse_desktop.services.speech.espeak_voices import (
    PROVIDER,
    WHISPERS,
    Accents,
    VoiceCharacter,
    accent_of,
    accents,
    character_of,
    language_of,
    offers,
)
from edupulse_desktop.services.speech.finishing import finished
from edupulse_desktop.services.speech.speaker import WAV, Speech, VoiceOffer
from edupulse_desktop.services.speech.spoken_text import Spoken, spoken_text
from edupulse_desktop.services.speech.timings import Mark, is_said, marked_words, proportional_words
from edupulse_desktop.services.speech.tone import toned

_ENGINE = "edupulse_desktop.services.speech.espeak_engine"
_RATE_HZ = 22_050
_NOTHING_TO_SAY_MS = 300
_SLOWEST_WPM, _FASTEST_WPM = 80, 450
"""eSpeak's own limits."""
_LARGEST_PARAMETER = 99

_PITCHES = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99)
_PITCH_RATIOS = (0.73, 0.78, 0.81, 0.86, 0.916, 1.0, 1.087, 1.195, 1.33, 1.476, 1.635)
"""Measured: fundamental frequency at each value of eSpeak's pitch, against that at 50 (voices f3 and m3)."""


class EspeakSpeaker:
    """Speaks with eSpeak NG; its process starts with the first request and lives until `close`."""

    def __init__(self) -> None:
        self._worker = Worker(_ENGINE, "The built-in voice")
        self._accents: Accents = {}

    @property
    def provider(self) -> str:
        """The name that `Voice.provider` holds for this speaker."""
        return PROVIDER

    async def speak(self, request: Request) -> Speech:
        """Say a request; text without anything to say gives a short silence.

        Raises:
            NotConfigured: there is no such voice, or none for this language.
            ToolMissing: eSpeak NG is not installed.
            ToolFailed: it crashed or took too long.
        """
        character, accent = await self._voice(request)
        spoken = await asyncio.to_thread(spoken_text, request.text, request.pronunciations)
        if not any(is_said(letter) for letter in spoken.text):
            return _nothing_said(request)
        answer = await self._worker.ask(_wish(request, spoken, character, accent))
        return await asyncio.to_thread(_speech, request, spoken, character.tone_db, answer)

    async def voices(self, language: str) -> tuple[VoiceOffer, ...]:
        """Return eight voices for a language; none if eSpeak does not speak it."""
        return offers(language, await self._known())

    async def close(self) -> None:
        """End the helper process; may be called twice."""
        await self._worker.close()

    async def _voice(self, request: Request) -> tuple[VoiceCharacter, str]:
        character = character_of(request.voice)
        if character is None:
            raise NotConfigured(
                f"The built-in voice has no voice called “{request.voice.voice_id}”.",
                hint="Choose one of its voices for this character.",
            )
        accent = accent_of(language_of(request.voice, request.language), await self._known())
        if accent is None:
            raise NotConfigured(
                f"The built-in voice does not speak the language “{request.language}”.",
                hint="Choose another speech service or correct the lesson's language.",
            )
        return character, accent

    async def _known(self) -> Accents:
        if not self._accents:
            answer = await self._worker.ask(Message({"do": "voices"}))
            listed = cast("list[tuple[str, list[tuple[int, str]]]]", answer.header["voices"])
            self._accents = accents(listed)
        return self._accents


def _wish(request: Request, spoken: Spoken, character: VoiceCharacter, accent: str) -> Message:
    """Return what the engine is asked for."""
    how = manner(request.direction)
    variant = WHISPERS[character.gender] if how.whispered else character.variant
    header: dict[str, Json] = {
        "do": "speak",
        "text": spoken.text,
        "voice": f"{accent}+{variant}",
        "rate": _words_per_minute(request, character, how),
        "pitch": _pitch(character.pitch, request.voice.pitch_percent * how.pitch_percent / 10_000),
        "range": min(_LARGEST_PARAMETER, round(character.liveliness * how.liveliness_percent / 100)),
    }
    return Message(header)


def _words_per_minute(request: Request, character: VoiceCharacter, how: Manner) -> int:
    wanted = character.words_per_minute * request.voice.speed_percent * how.speed_percent / 10_000
    return round(min(max(wanted, _SLOWEST_WPM), _FASTEST_WPM))


def _pitch(own: int, ratio: float) -> int:
    """Return eSpeak's pitch value that lies `ratio` above a voice's own, as far as it goes."""
    logarithms = [math.log(value) for value in _PITCH_RATIOS]
    wanted = float(np.interp(own, _PITCHES, logarithms)) + math.log(max(ratio, 0.01))
    return round(float(np.interp(wanted, logarithms, _PITCHES)))


def _nothing_said(request: Request) -> Speech:
    pause = silence(_NOTHING_TO_SAY_MS, _RATE_HZ)
    words = proportional_words(request.text, pause.length_ms)
    return Speech(write_wav(pause), WAV, pause.length_ms, words)


def _speech(request: Request, spoken: Spoken, tone_db: Sequence[int], answer: Message) -> Speech:
    """Finish the engine's samples and give its marks back to the written text."""
    if not answer.body:
        return _nothing_said(request)
    samples = np.frombuffer(answer.body, np.int16)[:, np.newaxis]
    done = finished(toned(Pcm(samples, cast("int", answer.header["rate_hz"])), tone_db))
    heard = cast("Sequence[tuple[int, int, int]]", answer.header["marks"])
    marks = [
        Mark(_written(spoken, char), start_ms - done.cut_ms, end_ms - done.cut_ms)
        for char, start_ms, end_ms in heard
    ]
    length_ms = done.pcm.length_ms
    return Speech(write_wav(done.pcm), WAV, length_ms, marked_words(request.text, marks, length_ms))


def _written(spoken: Spoken, char: int) -> int:
    return spoken.written[min(char, len(spoken.written) - 1)]
