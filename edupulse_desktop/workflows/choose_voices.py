"""Gives every character without a voice one of its own."""

from __future__ import annotations

import re

from edupulse_desktop.edits.cast import SetVoice
from edupulse_desktop.errors import NotConfigured
from edupulse_desktop.model.cast import Character, Voice
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.services.speech.speaker import Gender, Speaker, VoiceOffer

_FEMALE = re.compile(
    r"\b(female|woman|women|girl|she|her|mother|daughter|wife|lady|mrs|ms|frau|femme|mujer)\b", re.IGNORECASE
)
_MALE = re.compile(
    r"\b(male|man|men|boy|he|his|father|son|husband|gentleman|mr|herr|mann|homme|hombre)\b", re.IGNORECASE
)


async def choose_voices(lesson: Lesson, speaker: Speaker) -> tuple[SetVoice, ...]:
    """Return the edits that give a voice to each character that has none, no two alike while voices last.

    Raises:
        NotConfigured: the provider speaks none of the lesson's language.
    """
    voiceless = [character for character in lesson.cast if not character.voice.provider]
    if not voiceless:
        return ()
    offers = await speaker.voices(lesson.language)
    if not offers:
        raise NotConfigured(
            f"The speech service “{speaker.provider}” does not speak the lesson's language “{lesson.language}”.",
            hint="Choose another speech service or correct the lesson's language.",
        )
    taken = {
        character.voice.voice_id for character in lesson.cast if character.voice.provider == speaker.provider
    }
    chosen: list[SetVoice] = []
    for character in voiceless:
        offer = _best(offers, taken, _gender_of(character))
        taken.add(offer.voice.voice_id)
        chosen.append(SetVoice(character.id, _kept_wishes(offer.voice, character.voice)))
    return tuple(chosen)


def _gender_of(character: Character) -> Gender:
    words = " ".join((character.voice.description, character.look, character.acting_notes, character.name))
    if _FEMALE.search(words):
        return Gender.FEMALE
    return Gender.MALE if _MALE.search(words) else Gender.NEUTRAL


def _best(offers: tuple[VoiceOffer, ...], taken: set[str], wanted: Gender) -> VoiceOffer:
    def rank(offer: VoiceOffer) -> tuple[bool, bool]:
        other_gender = wanted is not Gender.NEUTRAL and offer.gender is not wanted
        return offer.voice.voice_id in taken, other_gender

    return min(offers, key=rank)


def _kept_wishes(offered: Voice, wished: Voice) -> Voice:
    return Voice(
        provider=offered.provider,
        voice_id=offered.voice_id,
        description=wished.description,
        speed_percent=wished.speed_percent,
        pitch_percent=wished.pitch_percent
        if wished.pitch_percent != Voice().pitch_percent
        else offered.pitch_percent,
    )
