"""What FFmpeg is told: graphs compiled to argument lists by ffmpeg-python, pure and compared with stored text.

Filters get their options by name only, because options by position are escaped twice. Nothing a person wrote goes
into a graph; files are named by the door (`media/ffmpeg.py`), which also says what may be opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from edupulse_desktop.model.picture import Fit, Frame
from edupulse_desktop.render.profile import Quality, RenderProfile
from edupulse_desktop.render.rate import SAMPLE_RATE_HZ
from edupulse_desktop.render.steps import ClipStep

_LAST_SECOND_MS = 1_000
_SIDES_BLUR = 12
_SIDES_DARK = -0.2
_KEY_GAP_S = 8
_COLOUR = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "range": "tv"}
_PLAIN_CRF = {Quality.FINAL: 17, Quality.DRAFT: 26}
_PLAIN_PRESET = {Quality.FINAL: "medium", Quality.DRAFT: "ultrafast"}


def clip_arguments(clip: Path, step: ClipStep) -> list[str]:
    """Return how FFmpeg pipes the frames of a part of a clip, fitted to the screen, as raw yuv420p.

    A clip that is too short is held at its end.
    """
    rate = f"{step.rate.num}/{step.rate.den}"
    # A seek behind the last frame would give nothing to hold.
    before_end = max(0, step.clip_ms - _LAST_SECOND_MS) * step.rate.num // (1000 * step.rate.den)
    seek = min(step.part.first, before_end)
    seek_us = seek * 1_000_000 * step.rate.den // step.rate.num
    source = ffmpeg.input(str(clip), ss=f"{seek_us // 1_000_000}.{seek_us % 1_000_000:06}", an=None)
    frames = source.video.filter("fps", fps=rate).filter("scale", w="iw*sar", h="ih")
    fitted = (
        _contained(frames, step) if step.look.fit is Fit.CONTAIN else _covered(frames, step, step.look.crop)
    )
    held = fitted.filter("tpad", stop_mode="clone", stop=-1)
    if step.part.first > seek:
        held = held.filter("trim", start_frame=step.part.first - seek)
    count = {"frames:v": step.part.frames}
    output = held.output("pipe:1", format="rawvideo", pix_fmt="yuv420p", fps_mode="passthrough", **count)
    return list(ffmpeg.get_args(output))


def decode_arguments(sound: Path) -> list[str]:
    """Return how FFmpeg pipes the first sound of a file as 16-bit WAV at 48 kHz, mono or stereo."""
    stream = ffmpeg.input(str(sound), vn=None).audio
    narrowed = stream.filter("aformat", channel_layouts="mono|stereo", sample_rates=SAMPLE_RATE_HZ)
    return list(ffmpeg.get_args(narrowed.output("pipe:1", format="wav", acodec="pcm_s16le", bitexact=None)))


@dataclass(frozen=True, slots=True)
class PlainFiles:
    """What a plain film is made of beside its frames, which come through a pipe.

    Args:
        sound: WAV.
        words: tags and chapters as FFMETADATA.
        captions: SubRip; none for a film without a caption track.
    """

    sound: Path
    words: Path
    captions: Path | None = None


def plain_arguments(profile: RenderProfile, files: PlainFiles, language: str, film: Path) -> list[str]:
    """Return how FFmpeg encodes a whole film in the ordinary way from raw frames on `pipe:0`.

    Args:
        profile: size, rate and quality.
        files: sound, words and captions.
        language: ISO 639-2 code of sound and captions.
        film: the MP4 file to write.
    """
    rate = f"{profile.rate.num}/{profile.rate.den}"
    size = (profile.width_px, profile.height_px)
    frames = ffmpeg.input("pipe:0", format="rawvideo", pix_fmt="yuv420p", video_size=size, framerate=rate)
    streams = [frames.video.filter("setparams", **_COLOUR), ffmpeg.input(str(files.sound)).audio]
    options: dict[str, object] = {
        "c:v": "libx264",
        "preset": _PLAIN_PRESET[profile.quality],
        "crf": _PLAIN_CRF[profile.quality],
        "profile:v": "main",
        "pix_fmt": "yuv420p",
        "g": int(_KEY_GAP_S * profile.rate.fps),
        "c:a": "aac",
        "b:a": "128k",
        "aac_coder": profile.coder.value,
        "movflags": "+faststart",
        "metadata:s:a:0": f"language={language}",
    }
    if files.captions is not None:
        streams.append(ffmpeg.input(str(files.captions), format="srt")["s"])
        options |= {"c:s": "mov_text", "metadata:s:s:0": f"language={language}"}
    output = ffmpeg.output(*streams, str(film), format="mp4", **options)
    words = ["-f", "ffmetadata", "-i", str(files.words), "-map_metadata", str(len(streams))]
    return _with_input(list(ffmpeg.get_args(output)), words)


def _with_input(arguments: list[str], words: list[str]) -> list[str]:
    """Put the file of tags and chapters, which has no stream for a graph, behind the other inputs."""
    after = max(index for index, argument in enumerate(arguments) if argument == "-i") + 2
    return [*arguments[:after], *words, *arguments[after:]]


def _covered(frames: ffmpeg.Stream, step: ClipStep, crop: Frame) -> ffmpeg.Stream:
    """Fill the screen; what does not fit is cut off."""
    width_px, height_px = step.screen.width_px, step.screen.height_px
    zoom = f"1000/{crop.zoom_permille}"
    cut = frames.filter(
        "crop",
        w=f"min(iw,ih*{width_px}/{height_px})*{zoom}",
        h=f"min(ih,iw*{height_px}/{width_px})*{zoom}",
        x=f"iw*{crop.centre_x_permille}/1000-ow/2",
        y=f"ih*{crop.centre_y_permille}/1000-oh/2",
    )
    return _scaled(cut, w=width_px, h=height_px)


def _contained(frames: ffmpeg.Stream, step: ClipStep) -> ffmpeg.Stream:
    """Show the whole picture between blurred sides."""
    width_px, height_px = step.screen.width_px, step.screen.height_px
    both = frames.split()
    sides = (
        _covered(both[0], step, Frame())
        .filter("gblur", sigma=_SIDES_BLUR)
        .filter("eq", brightness=_SIDES_DARK)
    )
    whole = _scaled(
        both[1], w=width_px, h=height_px, force_original_aspect_ratio="decrease", force_divisible_by=2
    )
    return sides.overlay(whole, x="(W-w)/2", y="(H-h)/2", format="yuv420")


def _scaled(frames: ffmpeg.Stream, **size: object) -> ffmpeg.Stream:
    """Scale to BT.709 in limited range, whatever the clip says of itself, with square pixels."""
    scaled = frames.filter("scale", flags="bicubic", out_color_matrix="bt709", out_range="tv", **size)
    return scaled.filter("setsar", sar=1).filter("format", pix_fmts="yuv420p")
