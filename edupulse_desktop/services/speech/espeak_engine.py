"""The built-in voice itself: eSpeak NG through ctypes, as a helper program in a process of its own.

Only `media/worker.py` may start this; nothing imports it. eSpeak NG is GPL-3.0-or-later, keeps its state in
globals and is not thread-safe. The state also survives from one text to the next (breath, flutter, the phase of
the voice), so each request loads the library afresh, 3 ms, and seeds its noise: the same request gives the same
samples in every process.

Facts about the library are from its `speak_lib.h` (1.52).
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import espeakng_loader

from edupulse_desktop.errors import ToolFailed, ToolMissing
from edupulse_desktop.media.message import Json, Message

_SYNCHRONOUS = 2
_PHONEME_EVENTS, _PHONEMES_AS_IPA, _DO_NOT_EXIT = 0x1, 0x2, 0x8000
_UTF_8 = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
_LIST_END, _WORD, _END, _PHONEME = 0, 1, 5, 7
_OK = 0
_SEED = 1
_DATA_IS_HERE = b"."


class _VoiceRecord(ctypes.Structure):
    _fields_: ClassVar = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


class _Event(ctypes.Structure):
    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("phoneme", ctypes.c_char * 8),
    ]


if TYPE_CHECKING:
    _Events = ctypes._Pointer[_Event]  # noqa: SLF001 - typeshed's only name for a pointer's type

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def answer(asked: Message) -> Message:
    """Serve one request.

    `{"do": "voices"}` answers `{"voices": [[identifier, [[priority, language], …]], …]}`.
    `{"do": "speak", "text", "voice", "rate", "pitch", "range"}` answers 16-bit mono samples in the body and
    `{"rate_hz", "marks": [[character, start_ms, end_ms], …]}`, one mark for every word eSpeak sees.
    """
    with _library() as (library, rate_hz):
        if asked.header["do"] == "voices":
            return Message({"voices": list(_voices(library))})
        samples, marks = _speak(library, asked.header)
        return Message({"rate_hz": rate_hz, "marks": marks}, samples)


@contextmanager
def _library() -> Iterator[tuple[ctypes.CDLL, int]]:
    library = _loaded()
    try:
        options = _PHONEME_EVENTS | _PHONEMES_AS_IPA | _DO_NOT_EXIT
        rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, _DATA_IS_HERE, options)
        if rate_hz <= 0:
            raise _missing(f"espeak_Initialize returned {rate_hz}")
        library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        yield library, rate_hz
    finally:
        library.espeak_Terminate()
        _unload(library)


def _loaded() -> ctypes.CDLL:
    """Load the library, in the folder of its data: it cannot take a path of more than 200 bytes itself."""
    try:
        os.chdir(Path(espeakng_loader.get_data_path()).parent)
        return ctypes.CDLL(espeakng_loader.get_library_path())
    except (OSError, RuntimeError) as error:
        raise _missing(str(error)) from error


def _missing(detail: str) -> ToolMissing:
    return ToolMissing(
        "The built-in voice is not installed completely.",
        hint="Install EduPulse again; `edupulse doctor` says what is missing.",
        detail=detail,
    )


def _unload(library: ctypes.CDLL) -> None:
    if sys.platform == "win32":
        _ctypes.FreeLibrary(library._handle)  # noqa: SLF001 - ctypes has no public name for it
    else:
        _ctypes.dlclose(library._handle)  # noqa: SLF001


def _voices(library: ctypes.CDLL) -> Iterator[list[Json]]:
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
    records = library.espeak_ListVoices(None)
    index = 0
    while records[index]:
        record = records[index].contents
        yield [record.identifier.decode(), list(_languages(record.languages))]
        index += 1


def _languages(packed: ctypes._Pointer[ctypes.c_char]) -> Iterator[list[Json]]:
    """Read the library's list: a priority byte and a zero-terminated tag each, then a zero byte."""
    place = 0
    while priority := packed[place][0]:
        tag = bytearray()
        place += 1
        while letter := packed[place][0]:
            tag.append(letter)
            place += 1
        place += 1
        yield [priority, tag.decode()]


def _speak(library: ctypes.CDLL, wish: dict[str, Json]) -> tuple[bytes, list[Json]]:
    samples = bytearray()
    heard = _Marks()

    def receive(wave: int | None, count: int, events: _Events) -> int:
        if wave and count:
            samples.extend(ctypes.string_at(wave, 2 * count))
        index = 0
        while events[index].type != _LIST_END:
            heard.add(events[index])
            index += 1
        return 0

    callback = _Callback(receive)
    library.espeak_SetSynthCallback(callback)
    _checked("espeak_SetVoiceByName", library.espeak_SetVoiceByName(str(wish["voice"]).encode()))
    for parameter, name in ((_RATE, "rate"), (_PITCH, "pitch"), (_RANGE, "range")):
        value = wish[name]
        _checked(name, library.espeak_SetParameter(parameter, value, 0))
    text = str(wish["text"]).encode() + b"\0"
    size = ctypes.c_size_t(len(text))
    _checked("espeak_Synth", library.espeak_Synth(text, size, 0, 1, 0, _UTF_8, None, None))
    return bytes(samples), heard.done()


def _checked(what: str, status: int) -> None:
    if status != _OK:
        raise ToolFailed(
            "The built-in voice could not say this line.",
            hint="Choose another voice for the character.",
            detail=f"{what} returned {status}",
        )


class _Marks:
    """Collects word events; a word ends where its last sound does, not where the pause after it does."""

    def __init__(self) -> None:
        self._marks: list[Json] = []
        self._char: int | None = None
        self._start_ms = 0
        self._end_ms: int | None = None

    def add(self, event: _Event) -> None:
        """Take the next event in time."""
        if event.type == _WORD:
            self._close(event.audio_position_ms)
            self._char = max(0, event.text_position - 1)
            self._start_ms = event.audio_position_ms
            self._end_ms = None
        elif event.type == _PHONEME and event.phoneme:
            self._end_ms = None
        elif event.type in (_PHONEME, _END) and self._end_ms is None:
            self._end_ms = event.audio_position_ms

    def done(self) -> list[Json]:
        """Return all marks."""
        self._close(self._start_ms)
        return self._marks

    def _close(self, now_ms: int) -> None:
        if self._char is not None:
            end_ms = now_ms if self._end_ms is None else self._end_ms
            self._marks.append([self._char, self._start_ms, max(self._start_ms, end_ms)])
            self._char = None
