"""Peer: MoviePy 2 as its manual says; run by a Python that has it."""

from __future__ import annotations

from moviepy import (  # type: ignore[import-not-found]
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    ImageClip,
    TextClip,
    concatenate_videoclips,
    vfx,
)
from programme import CAPTION_PX, ZOOM, Segment, programme

MADE = programme()
SIZE = (MADE.width, MADE.height)


def moved(clip: ImageClip, segment: Segment, number: int) -> CompositeVideoClip:
    """Return a picture that is zoomed and shifted while it is shown."""
    seconds = segment.seconds
    x, y = (each / 1000 for each in segment.centre_permille)

    def zoom(at: float) -> float:
        share = at / seconds if number % 2 == 0 else 1 - at / seconds
        return 1 + (ZOOM - 1) * share

    def place(at: float) -> tuple[float, float]:
        now = zoom(at)
        left = min(max(x * MADE.width * now - MADE.width / 2, 0), MADE.width * (now - 1))
        top = min(max(y * MADE.height * now - MADE.height / 2, 0), MADE.height * (now - 1))
        return -left, -top

    return CompositeVideoClip([clip.resized(zoom).with_position(place)], size=SIZE).with_duration(seconds)


def captioned(clip: ImageClip, segment: Segment) -> CompositeVideoClip:
    """Return a picture with its caption in a box."""
    text = TextClip(
        font="/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        text=segment.caption_lines,
        font_size=CAPTION_PX,
        color="white",
        bg_color=(0, 0, 0, 140),
        text_align="center",
        margin=(18, 18),
        duration=segment.seconds,
    )
    placed = text.with_position(("center", MADE.height - text.h - 60))
    return CompositeVideoClip([clip, placed], size=SIZE).with_duration(segment.seconds)


clips, sounds, start_s = [], [], 0.0
for number, segment in enumerate(MADE.segments):
    lead_s = MADE.fade_s if number else 0.0
    clip = ImageClip(str(segment.image), duration=segment.seconds + lead_s)
    if MADE.kind == "moves":
        clip = moved(clip, segment, number)
    if MADE.kind == "captions":
        clip = captioned(clip, segment)
    sound = AudioFileClip(str(segment.sound))
    if MADE.fade_s:
        # The same frames are mixed as in our film: the fade is the beginning of the new picture.
        clip = ImageClip(str(segment.image), duration=segment.seconds + MADE.fade_s)
        clip = clip.with_effects([vfx.CrossFadeIn(MADE.fade_s)] if number else []).with_start(start_s)
        sounds.append(sound.with_start(start_s))
        clips.append(clip)
    else:
        clips.append(clip.with_audio(sound))
    start_s += segment.seconds
if MADE.fade_s:
    film = CompositeVideoClip(clips, size=SIZE).with_duration(start_s).with_audio(CompositeAudioClip(sounds))
else:
    film = concatenate_videoclips(clips)
film.write_videofile(
    str(MADE.out),
    fps=MADE.fps,
    codec="libx264",
    audio_codec="aac",
    audio_bitrate="128k",
    preset="medium",
    threads=2,
    ffmpeg_params=["-crf", "23"],
    pixel_format="yuv420p",
    logger=None,
    temp_audiofile=f"{MADE.out}.m4a",
)
