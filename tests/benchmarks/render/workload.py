"""Makes the workload: photographs that nobody took, and lines that the built-in voice speaks.

    python -m tests.benchmarks.render.workload FOLDER [--lines 24] [--width 1920 --height 1080]

Writes `workload.json` and its files. Every line has a still of its own (PNG and JPEG by turns), a take, and for the
peers a WAV file with the pause behind the take, so that everybody makes the same programme. The same options give
the same files.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from edupulse_desktop.media.wav import Pcm, read_wav, write_wav
from edupulse_desktop.model.cast import Voice
from edupulse_desktop.model.line import Request
from edupulse_desktop.services.speech.espeak import EspeakSpeaker

PAUSE_MS = 400
WORDS = [
    "before",
    "you",
    "enter",
    "the",
    "room",
    "you",
    "read",
    "the",
    "chart",
    "twice",
    "because",
    "the",
    "morning",
    "was",
    "long",
    "and",
    "the",
    "ward",
    "is",
    "full",
    "the",
    "woman",
    "by",
    "the",
    "window",
    "asks",
    "for",
    "water",
    "and",
    "you",
    "notice",
    "that",
    "her",
    "hands",
    "are",
    "cold",
    "her",
    "breathing",
    "is",
    "quick",
    "and",
    "shallow",
    "so",
    "you",
    "count",
    "it",
    "for",
    "a",
    "whole",
    "minute",
    "then",
    "you",
    "look",
    "at",
    "the",
    "monitor",
    "and",
    "think",
    "about",
    "what",
    "comes",
    "first",
    "somebody",
    "has",
    "moved",
    "the",
    "bed",
    "away",
    "from",
    "the",
    "wall",
    "the",
    "alarm",
    "is",
    "silent",
    "and",
    "the",
    "line",
    "runs",
    "too",
    "fast",
    "you",
    "speak",
    "slowly",
    "tell",
    "her",
    "your",
    "name",
    "and",
    "say",
    "what",
    "you",
    "are",
    "going",
    "to",
    "do",
    "next",
    "while",
    "your",
    "colleague",
    "brings",
    "the",
    "trolley",
]
VOICES = (Voice("espeak", "en-GB/clara"), Voice("espeak", "en-GB/bruno"))


def main() -> None:
    """Make the workload that the command line asks for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=24)
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(make(**vars(asked)))


async def make(folder: Path, lines: int, width: int, height: int) -> None:
    """Write pictures, sounds and the list of them."""
    numbers = np.random.default_rng(20)
    speaker = EspeakSpeaker()
    segments = []
    for number in range(lines):
        image = f"picture{number:04}.{'jpg' if number % 2 else 'png'}"
        options = {"quality": 93, "subsampling": 0} if number % 2 else {"compress_level": 6}
        photograph(width, height, 100 + number).save(folder / image, **options)
        text = sentence(numbers)
        speech = await speaker.speak(Request(text, "en-GB", VOICES[number % 2]))
        (folder / f"take{number:04}.wav").write_bytes(speech.sound)
        (folder / f"segment{number:04}.wav").write_bytes(
            with_pause(speech.sound, speech.length_ms + PAUSE_MS)
        )
        segments.append(
            {
                "image": image,
                "take": f"take{number:04}.wav",
                "sound": f"segment{number:04}.wav",
                "caption": text,
                "speech_ms": speech.length_ms,
                "duration_ms": speech.length_ms + PAUSE_MS,
                "zoom_centre_permille": [int(each) for each in numbers.integers(400, 600, 2)],
            }
        )
    await speaker.close()
    facts = {"width": width, "height": height, "fps": 30, "fade_ms": 500, "segments": segments}
    (folder / "workload.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    seconds = sum(segment["duration_ms"] for segment in segments) / 1000
    print(f"{lines} lines, {seconds:.1f} s")


def sentence(numbers: np.random.Generator) -> str:
    """Return a sentence of 8 to 41 words, so that lines last from two to twelve seconds."""
    count = int(8 + 34 * numbers.beta(1.9, 1.9))
    start = int(numbers.integers(0, len(WORDS)))
    words = [WORDS[(start + each) % len(WORDS)] for each in range(count)]
    return " ".join(words).capitalize() + "."


def with_pause(take: bytes, duration_ms: int) -> bytes:
    """Return a take with silence behind it, exactly as long as its line."""
    pcm = read_wav(take)
    frames = round(duration_ms * pcm.rate_hz / 1000)
    samples = np.zeros((frames, pcm.channels), np.int16)
    samples[: min(frames, pcm.frames)] = pcm.samples[:frames]
    return write_wav(Pcm(samples, pcm.rate_hz))


def photograph(width: int, height: int, seed: int) -> Image.Image:
    """Return a picture that is as hard to encode as a photograph: its detail falls with one over frequency."""
    numbers = np.random.default_rng(seed)
    light = 118 + 40 * clouds(numbers, width, height)
    warm, cold = 15 * clouds(numbers, width, height), 15 * clouds(numbers, width, height)
    colours = np.stack([light + warm, light - 0.4 * (warm + cold), light + cold], axis=-1)
    picture = Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture, "RGBA")
    for _ in range(12):
        shape(draw, numbers, width, height)
    for _ in range(50):
        ends = [float(each) for each in numbers.uniform(0, 1, 4) * (width, height, width, height)]
        colour = (*(int(each) for each in numbers.integers(0, 255, 3)), 160)
        draw.line(ends, fill=colour, width=int(numbers.integers(1, 4)))
    grain = numbers.normal(0, 1.6, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(picture, np.float32) + grain, 0, 255).astype(np.uint8))


def clouds(numbers: np.random.Generator, width: int, height: int) -> NDArray[np.float64]:
    """Return a field of mean 0 and deviation 1 with the spectrum of natural pictures."""
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    size = 1 / np.maximum(frequency, 1 / max(width, height)) ** 1.35
    phases = np.exp(1j * numbers.uniform(0, 2 * math.pi, size.shape))
    field = np.fft.irfft2(size * phases, s=(height, width))
    return (field - field.mean()) / field.std()


def shape(draw: ImageDraw.ImageDraw, numbers: np.random.Generator, width: int, height: int) -> None:
    """Draw an ellipse, a box or a polygon with hard edges."""
    x, y = float(numbers.uniform(0, width)), float(numbers.uniform(0, height))
    reach = float(numbers.uniform(0.04, 0.18)) * width
    colour = (*(int(each) for each in numbers.integers(20, 235, 3)), int(numbers.integers(120, 230)))
    kind = int(numbers.integers(3))
    if kind == 0:
        draw.ellipse((x - reach, y - reach / 2, x + reach, y + reach / 2), colour, (0, 0, 0, 200), 3)
    elif kind == 1:
        draw.rectangle((x - reach, y - reach / 2, x + reach, y + reach / 2), colour, (255, 255, 255, 200), 2)
    else:
        corners = int(numbers.integers(3, 8))
        turn = [2 * math.pi * each / corners for each in range(corners)]
        draw.polygon([(x + reach * math.cos(each), y + reach * math.sin(each)) for each in turn], colour)


if __name__ == "__main__":
    main()
