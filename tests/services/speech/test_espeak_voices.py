"""Which voice file speaks a language, and which character a voice asks for."""

from __future__ import annotations

import pytest

from edupulse_desktop.model.cast import Voice
from edupulse_desktop.services.speech.espeak_voices import (
    CHARACTERS,
    accent_of,
    accents,
    character_of,
    language_of,
    offers,
)
from edupulse_desktop.services.speech.speaker import Gender

KNOWN = accents(
    [
        ("gmw/en", [(2, "en-gb"), (2, "en")]),
        ("gmw/en-US", [(2, "en-us"), (3, "en")]),
        ("gmw/en-GB-scotland", [(5, "en-gb-scotland"), (4, "en")]),
        ("gmw/de", [(5, "de")]),
        ("roa/es", [(5, "es")]),
        ("roa/es-419", [(5, "es-419"), (6, "es-mx")]),
        ("sit/cmn", [(5, "cmn"), (5, "zh-cmn"), (5, "zh")]),
        ("sit/cmn-Latn-pinyin", [(5, "cmn-latn-pinyin"), (5, "zh")]),
        ("sit/yue", [(5, "yue"), (8, "zh")]),
        ("gmq/nb", [(5, "nb"), (5, "no")]),
    ]
)


@pytest.mark.parametrize(
    ("language", "identifier"),
    [
        ("en", "gmw/en"),
        ("en-GB", "gmw/en"),
        ("en-US", "gmw/en-US"),
        ("EN_us", "gmw/en-US"),
        ("en-GB-scotland", "gmw/en-GB-scotland"),
        ("en-NZ", "gmw/en"),
        ("en-CA", "gmw/en-US"),
        ("de-AT", "gmw/de"),
        ("es-ES", "roa/es"),
        ("es-AR", "roa/es-419"),
        ("zh", "sit/cmn"),
        ("zh-Hans-CN", "sit/cmn"),
        ("zh-HK", "sit/yue"),
        ("nn-NO", "gmq/nb"),
        ("xx", None),
        ("", None),
    ],
)
def test_a_language_tag_finds_the_nearest_voice(language: str, identifier: str | None) -> None:
    assert accent_of(language, KNOWN) == identifier


def test_plain_english_offers_both_accents_and_both_sounds_of_voice() -> None:
    english = offers("en", KNOWN)
    assert {(offer.language, offer.gender) for offer in english} == {
        (language, gender) for language in ("en-GB", "en-US") for gender in (Gender.FEMALE, Gender.MALE)
    }
    assert {offer.language for offer in offers("en-US", KNOWN)} == {"en-US"}
    assert offers("xx", KNOWN) == ()
    assert all(character_of(offer.voice) is not None for offer in english)


@pytest.mark.parametrize(
    ("description", "gender"),
    [
        ("a warm woman in her fifties", Gender.FEMALE),
        ("Male, deep voice.", Gender.MALE),
        ("gruff old man", Gender.MALE),
    ],
)
def test_a_description_chooses_a_fitting_voice(description: str, gender: Gender) -> None:
    character = character_of(Voice(description=description))
    assert character is not None
    assert character.gender is gender


def test_words_of_a_description_choose_the_character_that_has_them() -> None:
    assert character_of(Voice(description="a deep voice")) == character_of(Voice("espeak", "edgar"))
    assert character_of(Voice(description="young, energetic male")) == character_of(Voice("espeak", "jonas"))


def test_an_absent_providers_voices_are_stood_in_for_steadily_and_differently() -> None:
    chosen = [character_of(Voice("hume", f"voice {number}")) for number in range(20)]
    assert chosen == [character_of(Voice("hume", f"voice {number}")) for number in range(20)]
    assert len({character.id for character in chosen if character}) > 4


def test_an_unknown_name_is_no_character_and_no_name_is_the_first() -> None:
    assert character_of(Voice("espeak", "en-GB/nobody")) is None
    assert character_of(Voice()) is CHARACTERS[0]


@pytest.mark.parametrize(
    ("voice_id", "language", "spoken_in"),
    [
        ("en-US/clara", "en", "en-US"),
        ("en-US/clara", "en-GB", "en-US"),
        ("en-US/clara", "de", "de"),
        ("clara", "fr", "fr"),
        ("", "fr-CA", "fr-CA"),
    ],
)
def test_the_accent_is_the_voices_own_within_the_texts_language(
    voice_id: str, language: str, spoken_in: str
) -> None:
    assert language_of(Voice("espeak", voice_id), language) == spoken_in


def test_characters_are_named_once() -> None:
    assert len({character.id for character in CHARACTERS}) == len(CHARACTERS) == 8
    assert len({character.variant for character in CHARACTERS}) == 8
