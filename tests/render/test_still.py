"""Held pictures: near to the source, the same on every run, whole when they come back from the cache."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from edupulse_desktop.errors import RenderError
from edupulse_desktop.render.parameter_sets import VideoFormat
from edupulse_desktop.render.planes import Planes
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.still import COMPACT, STILL, CodedPicture, StillSettings, encode_still
from edupulse_desktop.render.video_track import Hold, video_blocks
from tests.render.decoding import decoded, flat, picture


def shown(coded: CodedPicture) -> Planes:
    """Return a coded picture as a player shows it."""
    video = VideoFormat(coded.width_px, coded.height_px, FrameRate(30))
    return decoded(video_blocks([Hold("p", 1)], video, {"p": coded}.__getitem__), video)[0]


@pytest.mark.parametrize("settings", [STILL, COMPACT, StillSettings("medium", 18, "")])
def test_an_encoded_picture_looks_like_its_source(settings: StillSettings) -> None:
    source = picture(7)
    error = flat(shown(encode_still(source, settings))) - flat(source)
    psnr_db = 10 * np.log10(255**2 / np.mean(error.astype(float) ** 2))
    assert psnr_db > 42


def test_the_same_picture_gives_the_same_bytes_in_any_thread() -> None:
    sources = [picture(seed) for seed in range(4)]
    alone = [encode_still(source) for source in sources]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(encode_still, sources))
    assert alone == together
    assert len({coded.idr for coded in alone}) == 4


def test_a_picture_survives_the_cache() -> None:
    coded = encode_still(picture(1))
    assert CodedPicture.from_bytes(coded.to_bytes()) == coded


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: b"X" + data[1:], lambda data: b""])
def test_a_damaged_picture_is_refused(harm: object) -> None:
    assert callable(harm)
    with pytest.raises(RenderError):
        CodedPicture.from_bytes(harm(encode_still(picture(1)).to_bytes()))


def test_noise_and_flat_pictures_can_be_encoded() -> None:
    noise = np.random.default_rng(1).integers(0, 256, 320 * 180 * 3 // 2).astype(np.uint8)
    assert shown(encode_still(Planes.from_i420(320, 180, noise.tobytes()))).width_px == 320
    grey = Planes.grey(320, 180, luma=90)
    assert np.abs(flat(shown(encode_still(grey))) - flat(grey)).max() <= 1
