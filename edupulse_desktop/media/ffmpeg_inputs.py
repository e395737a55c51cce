"""What FFmpeg may open: every input gets a list of protocols and formats and the `file:` prefix."""

from __future__ import annotations

from collections.abc import Sequence

INPUT_PROTOCOLS = "file,pipe"
INPUT_FORMATS = (
    "mov,matroska,avi,mpegts,mpeg,asf,flv,ogg,wav,w64,mp3,flac,aac,aiff,caf,amr,h264,nut,"
    "png_pipe,jpeg_pipe,webp_pipe,gif,srt,webvtt,ffmetadata"
)
"""Demuxers that open nothing but the file they are given; playlists, scripts and SVG are not among them."""


def guarded(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with every `-i` fenced in: protocols, formats, and the `file:` prefix."""
    safe: list[str] = []
    chosen = before = ""
    for argument in arguments:
        if before == "-i":
            safe.append(argument if chosen == "lavfi" else _as_file(argument))
            chosen = ""
        elif argument == "-i":
            formats = f"{INPUT_FORMATS},{chosen}" if chosen else INPUT_FORMATS
            safe += ["-protocol_whitelist", INPUT_PROTOCOLS, "-format_whitelist", formats, "-i"]
        else:
            chosen = argument if before == "-f" else chosen
            safe.append(argument)
        before = argument
    return safe


def _as_file(name: str) -> str:
    return name if name.startswith(("pipe:", "file:")) else f"file:{name}"
