"""What every speaker must do, tried on every speaker there is."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from edupulse_desktop.errors import NotConfigured
from edupulse_desktop.media.loudness import integrated_lufs, true_peak_dbtp
from edupulse_desktop.media.wav import Pcm, read_wav
from edupulse_desktop.model.cast import Pronunciation, Voice
from edupulse_desktop.model.line import Request
from edupulse_desktop.services.speech.espeak import EspeakSpeaker
from edupulse_desktop.services.speech.speaker import Gender, Speaker, Speech, VoiceOffer, voice_key
from edupulse_desktop.services.speech.timings import word_spans

LINE = (
    "Good morning. Before you touch the patient, wash your hands and tell her who you are. "
    "Are you ready to begin?"
)

SPEAKERS: dict[str, Callable[[], Speaker]] = {"espeak": EspeakSpeaker}


@pytest.fixture(scope="module", params=SPEAKERS)
def speaker(request: pytest.FixtureRequest) -> Iterator[Speaker]:
    speaker = SPEAKERS[request.param]()
    assert speaker.provider == request.param
    asyncio.run(speaker.voices("en"))
    yield speaker
    asyncio.run(speaker.close())
    asyncio.run(speaker.close())


@pytest.fixture(scope="module")
def english(speaker: Speaker) -> tuple[VoiceOffer, ...]:
    return asyncio.run(speaker.voices("en"))


def said(speaker: Speaker, request: Request) -> Speech:
    speech = asyncio.run(speaker.speak(request))
    assert_well_made(speech, request)
    return speech


def assert_well_made(speech: Speech, request: Request) -> None:
    """Hold what is true of everything that is spoken."""
    pcm = read_wav(speech.sound)
    assert (speech.media_type, pcm.channels) == ("audio/wav", 1)
    assert speech.length_ms == pcm.length_ms > 0
    assert [(word.start_char, word.end_char) for word in speech.words] == list(word_spans(request.text))
    times = [time_ms for word in speech.words for time_ms in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert all(0 <= time_ms <= speech.length_ms for time_ms in times)
    assert true_peak_dbtp(pcm) <= -1.45
    if speech.words:
        assert_clean_ends(pcm)


def assert_clean_ends(pcm: Pcm) -> None:
    magnitude = np.abs(pcm.samples[:, 0].astype(int))
    assert magnitude[0] <= 1
    assert magnitude[-1] <= 1
    audible = np.flatnonzero(magnitude > 0.01 * magnitude.max())
    assert audible[0] <= 0.03 * pcm.rate_hz
    assert pcm.frames - audible[-1] <= 0.07 * pcm.rate_hz


def fundamental_hz(pcm: Pcm) -> float:
    """Return the median pitch of the voiced parts, by autocorrelation."""
    signal, frame = pcm.floats()[:, 0], pcm.rate_hz // 25
    found = []
    for start in range(0, len(signal) - frame, frame // 3):
        part = signal[start : start + frame] - signal[start : start + frame].mean()
        if part.std() < 0.03:
            continue
        alike = np.fft.irfft(np.abs(np.fft.rfft(part, 2 * frame)) ** 2)[:frame]
        shortest = pcm.rate_hz // 400
        lag = shortest + int(alike[shortest : pcm.rate_hz // 60].argmax())
        if alike[lag] > 0.5 * alike[0]:
            found.append(pcm.rate_hz / lag)
    return float(np.median(found))


def centroid_hz(pcm: Pcm) -> float:
    spectrum = np.abs(np.fft.rfft(pcm.floats()[:, 0]))
    return float(np.sum(np.fft.rfftfreq(pcm.frames, 1 / pcm.rate_hz) * spectrum) / np.sum(spectrum))


def test_a_line_becomes_sound_with_the_time_of_every_word(speaker: Speaker) -> None:
    speech = said(speaker, Request(LINE))
    words = {LINE[word.start_char : word.end_char]: word for word in speech.words}
    assert 4_000 < speech.length_ms < 12_000
    assert speech.words[0].start_ms < 60
    assert speech.length_ms - speech.words[-1].end_ms < 150
    assert all(word.end_ms - word.start_ms >= 30 for word in speech.words)
    assert words["Before"].start_ms - words["morning"].end_ms > 150


def test_words_lie_where_the_sound_is(speaker: Speaker) -> None:
    speech = said(speaker, Request("Stop. Wash. Begin. Listen."))
    pcm = read_wav(speech.sound)
    power = pcm.floats()[:, 0] ** 2
    at = [round(word.start_ms * pcm.rate_hz / 1000) for word in speech.words]
    to = [round(word.end_ms * pcm.rate_hz / 1000) for word in speech.words]
    inside = sum(power[start:end].sum() for start, end in zip(at, to, strict=True))
    assert inside > 0.97 * power.sum()
    for end, start in zip(to, at[1:], strict=False):
        assert power[end:start].mean() < 0.01 * power.mean()


def test_there_are_voices_for_every_role(english: tuple[VoiceOffer, ...]) -> None:
    assert len(english) >= 8
    assert len({offer.voice.voice_id for offer in english}) == len(english)
    assert {offer.gender for offer in english} >= {Gender.FEMALE, Gender.MALE}
    assert {"en-GB", "en-US"} <= {offer.language for offer in english}
    assert all(offer.name and offer.description for offer in english)


@pytest.mark.parametrize(
    "language", ["en-GB", "en-US", "de", "fr", "es", "it", "ar", "hi", "zh", "pt-BR", "ru", "pl"]
)
def test_every_common_language_has_at_least_four_voices_that_speak(speaker: Speaker, language: str) -> None:
    offers = asyncio.run(speaker.voices(language))
    assert len(offers) >= 4
    assert all(offer.voice.provider == speaker.provider for offer in offers)
    text = _SAMPLES[language.partition("-")[0]]
    lengths = {said(speaker, Request(text, language, offer.voice)).length_ms for offer in offers[:2]}
    assert min(lengths) > 700


_SAMPLES = {
    "en": "Wash your hands, please.",
    "de": "Bitte desinfizieren Sie Ihre Hände gründlich!",
    "fr": "Aujourd'hui, qu'est-ce que l'hôpital vous dit ?",
    "es": "¿Cómo está usted? Lávese las manos, señora.",
    "it": "Buongiorno, si lavi le mani, per favore.",
    "ar": "مرحبا، كيف حالك اليوم؟",
    "hi": "नमस्ते, आप कैसे हैं? मैं ठीक हूँ।",
    "zh": "你好，我叫小明。今天很好。",
    "pt": "Bom dia, lave as mãos, por favor.",
    "ru": "Доброе утро. Помойте руки, пожалуйста.",
    "pl": "Dzień dobry, proszę umyć ręce.",
}


def test_voices_can_be_told_apart(speaker: Speaker, english: tuple[VoiceOffer, ...]) -> None:
    heard = {}
    for offer in english:
        pcm = read_wav(said(speaker, Request(LINE, "en", offer.voice)).sound)
        heard[offer.name] = (fundamental_hz(pcm), centroid_hz(pcm), offer.gender)
    names = list(heard)
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            (pitch, brightness, _), (pitch_2, brightness_2, _) = heard[one], heard[other]
            semitones = abs(12 * math.log2(pitch / pitch_2))
            assert semitones > 1.5 or abs(brightness / brightness_2 - 1) > 0.15, (one, other, heard)
    low = [pitch for pitch, _, gender in heard.values() if gender is Gender.MALE]
    high = [pitch for pitch, _, gender in heard.values() if gender is Gender.FEMALE]
    assert max(low) < min(high)


def test_every_voice_has_the_loudness_of_our_films(speaker: Speaker, english: tuple[VoiceOffer, ...]) -> None:
    for offer in english:
        pcm = read_wav(said(speaker, Request(LINE, "en", offer.voice)).sound)
        assert pcm.length_ms > 3_000
        assert integrated_lufs(pcm) == pytest.approx(-16, abs=1), offer.name


def test_the_same_request_gives_the_same_bytes_even_between_others(
    speaker: Speaker, english: tuple[VoiceOffer, ...]
) -> None:
    for offer in english:
        request = Request("The same again, please.", "en", offer.voice)
        first = asyncio.run(speaker.speak(request))
        asyncio.run(speaker.speak(Request("Something else in between.")))
        assert asyncio.run(speaker.speak(request)) == first, offer.name


def test_speed_changes_the_length(speaker: Speaker, english: tuple[VoiceOffer, ...]) -> None:
    def length_ms(percent: int) -> int:
        voice = replace(english[0].voice, speed_percent=percent)
        return said(speaker, Request(LINE, "en", voice)).length_ms

    own = length_ms(100)
    assert 1.6 < length_ms(50) / own < 2.4
    assert 0.4 < length_ms(200) / own < 0.65
    assert own < length_ms(85) < length_ms(70)


def test_pitch_changes_the_pitch(speaker: Speaker, english: tuple[VoiceOffer, ...]) -> None:
    def pitch(percent: int) -> float:
        voice = replace(english[0].voice, pitch_percent=percent)
        return fundamental_hz(read_wav(said(speaker, Request(LINE, "en", voice)).sound))

    assert pitch(85) < 0.93 * pitch(100)
    assert pitch(120) > 1.1 * pitch(100)


def test_the_acting_direction_is_heard(speaker: Speaker) -> None:
    own = said(speaker, Request(LINE))
    slowly = said(speaker, Request(LINE, direction="slowly, thinking aloud"))
    excited = said(speaker, Request(LINE, direction="Excited!"))
    assert slowly.length_ms > 1.08 * own.length_ms
    assert excited.length_ms < own.length_ms
    assert fundamental_hz(read_wav(excited.sound)) > 1.05 * fundamental_hz(read_wav(own.sound))


@pytest.mark.parametrize(
    "text",
    [
        "100 % of “all” 'quoted' words: \"really\"?",
        "First line\nsecond line\n\nthird\tline",
        "A smile 😀, a nurse 👩🏽‍⚕️ and a flag 🇩🇪 end here",
        "if a < b & c > d: <break/> <speak>no markup</speak> &amp; [[h@l'oU]]",
        "C:\\new\\table 'it''s' %s %d {x} $5 @home #1",
        "مرحبا hello שלום 123 كيف",
        "**Bold**, _soft_ and `code` ~ 2 * 3",
        "Ünïcödé e\u0301te\u0301 \u200bzero\u00adwidth \u202bright\u202c",
        "Lone \ud800 surrogate and nul \x00 bell \x07",
        "Wait… — what?! Stop!!! (Really.) ... yes",
        "mg/ml 120/80 mmHg 37.5 °C ½ ±5 12:30 1,000,000.50 www.example.org me@example.org",
        "a",
        "7",
        "Привет 你好 नमस्ते สวัสดี こんにちは 안녕하세요 Γειά",
    ],
)
def test_text_with_anything_in_it_is_spoken(speaker: Speaker, text: str) -> None:
    assert said(speaker, Request(text)).words


@pytest.mark.parametrize("text", ["", "   \n", "...", "?!", "😀", "👩🏽‍⚕️ 🇩🇪 ❤️", "— “” —", "* * *"])
def test_text_without_words_is_a_short_silence(speaker: Speaker, text: str) -> None:
    speech = said(speaker, Request(text))
    assert speech.words == ()
    assert 100 <= speech.length_ms <= 1_000
    assert not read_wav(speech.sound).samples.any()


def test_emoji_are_not_read_out(speaker: Speaker) -> None:
    plain = said(speaker, Request("Well done, everybody."))
    with_emoji = said(speaker, Request("Well done, everybody. 🎉👏🏽"))
    assert abs(with_emoji.length_ms - plain.length_ms) < 150


def test_pronunciations_change_the_sound_but_not_the_words(speaker: Speaker) -> None:
    text = "Give the IV to Siobhan, then check the IV again."
    spoken = (Pronunciation("IV", "intravenous drip"), Pronunciation("Siobhan", "Shivawn"))
    plain, replaced = said(speaker, Request(text)), said(speaker, Request(text, pronunciations=spoken))
    assert replaced.length_ms > plain.length_ms + 500
    lengths = {text[word.start_char : word.end_char]: word.end_ms - word.start_ms for word in replaced.words}
    assert lengths["IV"] > 2 * lengths["Give"]


def test_a_line_of_ten_thousand_characters_is_spoken_to_its_end(speaker: Speaker) -> None:
    text = (LINE + " ") * 92
    assert len(text) > 9_900
    speech = said(speaker, Request(text))
    assert speech.length_ms > 400_000
    assert speech.length_ms - speech.words[-1].end_ms < 150
    gaps = [after.start_ms - word.start_ms for word, after in pairwise(speech.words)]
    assert max(gaps) < 1_500


def test_twenty_lines_take_less_than_three_seconds(speaker: Speaker) -> None:
    async def all_at_once() -> list[Speech]:
        requests = [Request(f"{LINE} This is line number {number}.") for number in range(20)]
        return await asyncio.gather(*(speaker.speak(request) for request in requests))

    start = time.monotonic()
    speeches = asyncio.run(all_at_once())
    assert time.monotonic() - start < 3
    assert len({speech.sound for speech in speeches}) == 20


def test_a_language_that_nobody_speaks_is_named(speaker: Speaker) -> None:
    assert asyncio.run(speaker.voices("zxx")) == ()
    with pytest.raises(NotConfigured, match="zxx"):
        asyncio.run(speaker.speak(Request("Hello", "zxx")))


def test_a_voice_that_does_not_exist_is_named(speaker: Speaker) -> None:
    with pytest.raises(NotConfigured, match="nobody"):
        asyncio.run(speaker.speak(Request("Hello", "en", Voice(speaker.provider, "en-GB/nobody"))))


def test_the_key_of_a_request_depends_on_all_of_it() -> None:
    requests = [
        Request("Hello"),
        Request("Hello."),
        Request("Hello", "de"),
        Request("Hello", voice=Voice("espeak")),
        Request("Hello", voice=Voice("espeak", speed_percent=110)),
        Request("Hello", direction="slowly"),
        Request("Hello", pronunciations=(Pronunciation("Hello", "Hallo"),)),
    ]
    keys = [voice_key(request) for request in requests]
    assert len(set(keys)) == len(requests)
    assert voice_key(Request("Hello")) == keys[0]
    assert all(len(key) == 64 for key in keys)
