"""Cards, loudness and resampling, in processor time: `python -m tests.benchmarks.bench_media`.

Wished: a card of 1080p in 120 ms, loudness and true peak in 0.25 % of real time, a minute of speech resampled in half a
second.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from edupulse_desktop.media.loudness import integrated_lufs, true_peak_dbtp
from edupulse_desktop.media.wav import from_floats, resampled
from edupulse_desktop.model.picture import PictureRequest
from edupulse_desktop.services.picture.cards import painted_card
from edupulse_desktop.services.picture.styles import card_styles

TURNS = 4
SECONDS = 60


def best_ms(work: Callable[[int], object]) -> float:
    """Return the least processor time of several turns, after one that warms up."""
    work(-1)
    spent = []
    for turn in range(TURNS):
        started = time.process_time()
        work(turn)
        spent.append(time.process_time() - started)
    return min(spent) * 1000


def main() -> None:
    """Print every figure."""
    for style in card_styles():
        asked = PictureRequest("cards", style.name, "How are you feeling this evening?", speaker="Ana")

        def paint(turn: int, asked: PictureRequest = asked) -> object:
            request = PictureRequest(asked.provider, asked.style, asked.words, f"Scene {turn}", asked.speaker)
            return painted_card(request, 1920, 1080)

        print(f"card {style.name:10} {best_ms(paint):6.1f} ms")
    noise = np.random.default_rng(7).normal(0, 0.1, SECONDS * 48_000)
    sound = from_floats(noise.astype(np.float32), 48_000)
    both = best_ms(lambda _turn: (integrated_lufs(sound), true_peak_dbtp(sound)))
    print(f"loudness and peak {both / SECONDS / 10:.3f} % of real time")
    speech = from_floats(noise[: SECONDS * 22_050].astype(np.float32), 22_050)
    print(f"resampling a minute {best_ms(lambda _turn: resampled(speech)):.1f} ms")


if __name__ == "__main__":
    main()
