"""The built-in voice: its helper process, its voices, and the same bytes in every process."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import espeakng_loader
import pytest

from edupulse_desktop.errors import ToolFailed, ToolMissing
from edupulse_desktop.model.cast import Voice
from edupulse_desktop.model.line import Request
from edupulse_desktop.services.speech.espeak import EspeakSpeaker
from edupulse_desktop.services.speech.speaker import Gender, Speech

ROOT = Path(__file__).parents[3]
LONG = "This sentence is said again and again. " * 1_500


def children() -> set[int]:
    return {
        int(child)
        for path in Path("/proc/self/task").glob("*/children")
        for child in path.read_text().split()
    }


def loaded_libraries() -> str:
    return Path("/proc/self/maps").read_text()


def spoken(*requests: Request) -> list[Speech]:
    async def run() -> list[Speech]:
        speaker = EspeakSpeaker()
        try:
            return [await speaker.speak(request) for request in requests]
        finally:
            await speaker.close()

    return asyncio.run(run())


def test_another_process_gives_the_same_bytes() -> None:
    script = (
        "import asyncio, hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.services.speech.test_espeak import digests\n"
        "print(*digests())"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(ROOT)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == digests()


def digests() -> list[str]:
    voices = [Voice("espeak", f"en-GB/{name}") for name in ("clara", "mina", "jonas", "edgar")]
    requests = [Request("Breath and noise are repeated too.", "en", voice) for voice in voices]
    requests.append(Request("Even whispers.", direction="whispering"))
    return [hashlib.sha256(speech.sound).hexdigest() for speech in spoken(*requests)]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")
def test_the_library_stays_out_of_our_process_and_its_process_ends_with_close() -> None:
    async def run() -> None:
        before = children()
        speaker = EspeakSpeaker()
        assert children() == before
        await speaker.speak(Request("Hello"))
        assert len(children() - before) == 1
        assert "espeak-ng" not in loaded_libraries()
        await speaker.close()
        assert children() == before
        with pytest.raises(ToolFailed):
            await speaker.speak(Request("Hello"))

    asyncio.run(run())


@pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")
def test_a_cancelled_line_and_a_crash_do_not_harm_the_next_line() -> None:
    async def run() -> None:
        before = children()
        speaker = EspeakSpeaker()
        try:
            first = await speaker.speak(Request("Hello"))
            busy = asyncio.create_task(speaker.speak(Request(LONG)))
            await asyncio.sleep(0.5)
            busy.cancel()
            with pytest.raises(asyncio.CancelledError):
                await busy
            assert await speaker.speak(Request("Hello")) == first
            (process,) = children() - before
            busy = asyncio.create_task(speaker.speak(Request(LONG)))
            await asyncio.sleep(0.5)
            os.kill(process, signal.SIGSEGV)
            with pytest.raises(ToolFailed, match="The built-in voice"):
                await busy
            assert await speaker.speak(Request("Hello")) == first
        finally:
            await speaker.close()

    asyncio.run(run())


def test_a_voice_keeps_its_accent_in_its_language_and_its_character_in_another() -> None:
    british, american, german = spoken(
        Request("Better water in the garden.", "en", Voice("espeak", "en-GB/alma")),
        Request("Better water in the garden.", "en", Voice("espeak", "en-US/alma")),
        Request("Guten Morgen, wie geht es Ihnen?", "de", Voice("espeak", "en-GB/alma")),
    )
    native = spoken(Request("Guten Morgen, wie geht es Ihnen?", "de", Voice("espeak", "de/alma")))[0]
    assert british.sound != american.sound
    assert german == native


def test_a_whisper_has_no_voice() -> None:
    aloud, whispered = spoken(
        Request("Come here, quietly."), Request("Come here, quietly.", direction="(whispers)")
    )
    assert whispered.sound != aloud.sound
    assert len(whispered.words) == len(aloud.words)


@pytest.mark.parametrize(
    "language", ["en", "de", "en-AU", "es-MX", "zh-Hant-TW", "zh-HK", "ja", "th", "nn", "pt", "sr-Latn"]
)
def test_languages_with_regions_and_scripts_find_their_voice(language: str) -> None:
    async def run() -> None:
        speaker = EspeakSpeaker()
        try:
            offers = await speaker.voices(language)
            assert len(offers) == 8
            assert {offer.gender for offer in offers[:4]} == {Gender.FEMALE, Gender.MALE}
        finally:
            await speaker.close()

    asyncio.run(run())


@pytest.mark.skipif(sys.platform == "win32", reason="long paths need a setting there")
def test_the_voice_speaks_from_a_deep_folder_with_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "ordner mit ünï 文件" / ("x" * 200) / "espeakng_loader"
    shutil.copytree(Path(espeakng_loader.__file__).parent, deep)
    monkeypatch.syspath_prepend(str(deep.parent))
    assert spoken(Request("Hello"))[0].words


def test_an_installation_without_its_data_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "espeakng_loader"
    package.mkdir()
    shutil.copy(espeakng_loader.__file__, package)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ToolMissing, match="not installed completely"):
        spoken(Request("Hello"))
