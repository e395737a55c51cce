"""FFmpeg's arguments, held against stored text; and that FFmpeg understands them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.picture import Fit, Frame
from edupulse_desktop.render.commands import PlainFiles, clip_arguments, decode_arguments, plain_arguments
from edupulse_desktop.render.profile import profile
from edupulse_desktop.render.rate import FrameRate
from edupulse_desktop.render.steps import ClipStep, Look, Part, Screen

GOLDEN = Path(__file__).parents[1] / "golden" / "render"
CLIP = ClipStep(
    Look(asset_of(b"clip", AssetKind.CLIP, "video/mp4")),
    5_000,
    Part(0, 90, 200),
    (),
    Screen(1280, 720),
    FrameRate(30),
)
FILES = PlainFiles(Path("sound.wav"), Path("words.txt"))

COMMANDS = {
    "clip-cover": clip_arguments(Path("in.mp4"), CLIP),
    "clip-contain": clip_arguments(Path("in.mp4"), replace(CLIP, look=replace(CLIP.look, fit=Fit.CONTAIN))),
    "clip-cropped": clip_arguments(
        Path("in.mp4"), replace(CLIP, look=replace(CLIP.look, crop=Frame(300, 600, 1500)))
    ),
    "clip-later-part": clip_arguments(Path("in.mp4"), replace(CLIP, part=Part(90, 60, 200))),
    "clip-behind-its-end": clip_arguments(Path("in.mp4"), replace(CLIP, part=Part(170, 30, 200))),
    "clip-unknown-length": clip_arguments(Path("in.mp4"), replace(CLIP, clip_ms=0, part=Part(90, 60, 200))),
    "clip-odd-rate": clip_arguments(Path("in.mp4"), replace(CLIP, rate=FrameRate(30_000, 1_001))),
    "decode": decode_arguments(Path("in.mp3")),
    "plain": plain_arguments(profile("720p"), FILES, "eng", Path("out.mp4")),
    "plain-captions": plain_arguments(
        profile("draft"), replace(FILES, captions=Path("captions.srt")), "deu", Path("out.mp4")
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_arguments_are_those_that_were_looked_at(name: str, update_golden: bool) -> None:
    stored = GOLDEN / f"{name}.txt"
    text = "\n".join(COMMANDS[name]) + "\n"
    if update_golden:
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_text(text, encoding="utf-8")
    assert text == stored.read_text(encoding="utf-8")


def test_a_path_with_everything_in_it_stays_one_argument() -> None:
    path = Path("/a b/it's 100%: “ü” [x];\\,=.mp4")
    assert str(path) in clip_arguments(path, CLIP)
