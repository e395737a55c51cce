"""The built-in voices: eight named characters, in every accent that eSpeak NG has.

A voice's name is `<language tag>/<character>`, for example `en-GB/clara`. The characters keep their sound from
one language to the next; tests hold their pitch and brightness apart. Languages differ much in quality:
European ones are clear, Japanese is read only in kana (kanji are named, not read), Thai only syllable by
syllable.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edupulse_desktop.model.cast import Voice
from edupulse_desktop.services.speech.speaker import Gender, VoiceOffer

PROVIDER = "espeak"

FEMALE, MALE = Gender.FEMALE, Gender.MALE

Accents = Mapping[str, str]
"""Language tag in lower case → eSpeak's identifier of the voice file."""


@dataclass(frozen=True, slots=True)
class VoiceCharacter:
    """One sound of voice.

    Args:
        variant: eSpeak's voice variant; none of those made with its second synthesiser, which cannot be
            repeated exactly.
        words_per_minute: the voice's own speed.
        pitch: eSpeak's scale, 50 is the variant's own; 10 are one and a half semitones.
        liveliness: eSpeak's pitch range, 50 is the variant's own.
        tone_db: gains at the octaves of `tone.py`, half of what its average spectrum differs from people's.
    """

    id: str
    name: str
    gender: Gender
    description: str
    variant: str
    words_per_minute: int
    pitch: int
    liveliness: int
    tone_db: tuple[int, ...]


CHARACTERS: tuple[VoiceCharacter, ...] = (
    VoiceCharacter("clara", "Clara", FEMALE, "warm and clear", "f2", 155, 46, 52, (3, 0, -4, -1, -4, 0)),
    VoiceCharacter("bruno", "Bruno", MALE, "even and clear", "m3", 155, 47, 55, (1, 0, -3, -3, -1, -1)),
    VoiceCharacter("alma", "Alma", FEMALE, "bright and lively", "f3", 160, 54, 62, (0, 0, 0, -2, -3, 0)),
    VoiceCharacter("theo", "Theo", MALE, "mellow and friendly", "m7", 152, 60, 58, (0, 0, 1, 0, 2, 1)),
    VoiceCharacter("nora", "Nora", FEMALE, "calm and mature", "f4", 147, 38, 45, (4, 0, -3, -1, -3, 1)),
    VoiceCharacter("edgar", "Edgar", MALE, "deep and deliberate", "m8", 145, 36, 48, (-3, 0, 1, 0, -3, -5)),
    VoiceCharacter("mina", "Mina", FEMALE, "soft and youthful", "f5", 158, 70, 55, (0, 0, 0, 0, -4, 0)),
    VoiceCharacter("jonas", "Jonas", MALE, "young and energetic", "m6", 162, 76, 62, (0, 0, 0, 0, -3, 0)),
)
WHISPERS = {FEMALE: "whisperf", MALE: "whisper", Gender.NEUTRAL: "whisper"}

_LANGUAGE_NAMES = {
    "en-gb": "British English",
    "en-us": "American English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ar": "Arabic",
    "hi": "Hindi",
    "zh": "Mandarin Chinese",
    "ja": "Japanese (kana only)",
}
_LATIN_AMERICA = (
    *("ar", "bo", "cl", "co", "cr", "cu", "do", "ec", "gt", "hn"),
    *("mx", "ni", "pa", "pe", "pr", "py", "sv", "us", "uy", "ve"),
)
_ALIASES = {
    "en": "en-gb",
    "en-au": "en-gb",
    "en-ca": "en-us",
    "en-ph": "en-us",
    "zh": "cmn",
    "zh-hk": "yue",
    "zh-mo": "yue",
    "zh-hant-hk": "yue",
    "nn": "nb",
    "no": "nb",
    "iw": "he",
    "in": "id",
    "mo": "ro",
    "sh": "hr",
    "gsw": "de",
    **{f"es-{region}": "es-419" for region in _LATIN_AMERICA},
}
"""Tags that eSpeak names otherwise or leaves to us; regions after the accent they are nearest to."""

_FEMALE_WORDS = frozenset(
    {"woman", "female", "girl", "mother", "she", "her", "lady", "frau", "femme", "mujer"}
)
_MALE_WORDS = frozenset({"man", "male", "boy", "father", "he", "his", "gentleman", "mann", "homme", "hombre"})


def accents(voices: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> Accents:
    """Return which voice file speaks which language tag, from eSpeak's list; the lowest priority number wins."""
    best: dict[str, tuple[int, int, str]] = {}
    for identifier, languages in voices:
        for priority, tag in languages:
            rank = (priority, len(identifier), identifier)
            best[tag.lower()] = min(best.get(tag.lower(), rank), rank)
    return {tag: identifier for tag, (_, _, identifier) in best.items()}


def accent_of(language: str, known: Accents) -> str | None:
    """Return the voice file for a BCP-47 tag, dropping subtags from the right until one fits."""
    parts = language.lower().replace("_", "-").split("-")
    while parts:
        tag = "-".join(parts)
        for candidate in (_ALIASES.get(tag, tag), tag):
            if candidate in known:
                return known[candidate]
        parts.pop()
    return None


def offers(language: str, known: Accents) -> tuple[VoiceOffer, ...]:
    """Return the voices for a language; plain English alternates between Britain and America."""
    if accent_of(language, known) is None:
        return ()
    tags = ("en-GB", "en-US") if language.lower() == "en" else (language,)
    return tuple(
        _offer(character, tags[place // 2 % len(tags)]) for place, character in enumerate(CHARACTERS)
    )


def character_of(voice: Voice) -> VoiceCharacter | None:
    """Return the character that a voice asks for, by name, or else by description; none for an unknown name.

    A voice of another provider, standing in here while that is out of reach, always gets the same character.
    """
    if voice.voice_id and voice.provider in ("", PROVIDER):
        wanted = voice.voice_id.rpartition("/")[2]
        return next((character for character in CHARACTERS if character.id == wanted), None)
    return _described(f"{voice.voice_id} {voice.description}".strip())


def language_of(voice: Voice, language: str) -> str:
    """Return the accent of the voice where it speaks the text's language, else the text's language."""
    accent = voice.voice_id.rpartition("/")[0] if voice.provider in ("", PROVIDER) else ""
    same = accent.lower().partition("-")[0] == language.lower().partition("-")[0]
    return accent if accent and same else language


def _offer(character: VoiceCharacter, tag: str) -> VoiceOffer:
    language = _LANGUAGE_NAMES.get(tag.lower()) or _LANGUAGE_NAMES.get(tag.lower().partition("-")[0]) or tag
    return VoiceOffer(
        voice=Voice(PROVIDER, f"{tag}/{character.id}"),
        name=character.name,
        language=tag,
        description=f"{character.description.capitalize()}, {language}",
        gender=character.gender,
    )


def _described(description: str) -> VoiceCharacter:
    if not description:
        return CHARACTERS[0]
    words = {word.strip(".,;:!?()") for word in description.lower().split()}
    fitting = CHARACTERS
    if words & _FEMALE_WORDS:
        fitting = tuple(character for character in CHARACTERS if character.gender is FEMALE)
    elif words & _MALE_WORDS:
        fitting = tuple(character for character in CHARACTERS if character.gender is MALE)
    for character in fitting:
        if words & set(character.description.replace(" and ", " ").split()):
            return character
    digest = hashlib.sha256(description.encode()).digest()
    return fitting[digest[0] % len(fitting)]
