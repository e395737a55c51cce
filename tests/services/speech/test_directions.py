"""Acting directions a synthetic voice follows."""

from __future__ import annotations

import pytest

from edupulse_desktop.services.speech.directions import MANNERS, NEUTRAL, manner


@pytest.mark.parametrize("direction", ["", "to the camera", "nodding", "42", "holding a slate"])
def test_what_is_no_manner_changes_nothing(direction: str) -> None:
    assert manner(direction) == NEUTRAL


def test_words_shape_the_voice_whatever_their_ending_and_case() -> None:
    assert manner("Slowly").speed_percent < 100
    assert manner("EXCITED; waving").pitch_percent > 100
    assert manner("whispering to Ana").whispered
    assert manner("angrily") == manner("in anger")


def test_each_manner_counts_once_and_several_combine() -> None:
    assert manner("calm, calming, gentle") == manner("calm")
    both = manner("sad and slow")
    assert both.speed_percent < min(manner("sad").speed_percent, manner("slow").speed_percent)


def test_everything_at_once_stays_in_bounds() -> None:
    everything = manner(" ".join(stems for stems, _ in MANNERS))
    assert 70 <= everything.speed_percent <= 140
    assert 85 <= everything.pitch_percent <= 120
    assert 40 <= everything.liveliness_percent <= 170
    assert manner("slow sad calm bored").speed_percent == 70


def test_every_row_is_found_by_each_of_its_stems() -> None:
    for stems, effect in MANNERS:
        for stem in stems.split():
            assert manner(stem) == effect, stem
