"""The workload as every program of this benchmark reads it; standard library only, for the peers' own Python."""

from __future__ import annotations

import json
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

KINDS = ("stills", "captions", "fades", "moves")
CAPTION_PX = 44
"""Letters of captions at 1080p, for everybody."""
ZOOM = 1.15


@dataclass(frozen=True)
class Segment:
    """One line of the programme."""

    image: Path
    take: Path
    sound: Path
    caption: str
    speech_ms: int
    duration_ms: int
    centre_permille: tuple[int, int]

    @property
    def seconds(self) -> float:
        return self.duration_ms / 1000

    @property
    def caption_lines(self) -> str:
        return "\n".join(textwrap.wrap(self.caption, 62))


@dataclass(frozen=True)
class Programme:
    """What has to be made: KIND is one of `stills`, `captions`, `fades`, `moves`."""

    kind: str
    width: int
    height: int
    fps: int
    fade_s: float
    segments: tuple[Segment, ...]
    out: Path


def programme() -> Programme:
    """Read the command line: WORKLOAD.json KIND OUT.mp4."""
    if len(sys.argv) < 4 or sys.argv[2] not in KINDS:
        sys.exit(f"usage: {sys.argv[0]} WORKLOAD.json {'|'.join(KINDS)} OUT.mp4")
    path, kind, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    facts = json.loads(path.read_text(encoding="utf-8"))
    segments = tuple(
        Segment(
            path.parent / each["image"],
            path.parent / each["take"],
            path.parent / each["sound"],
            each["caption"],
            each["speech_ms"],
            each["duration_ms"],
            tuple(each["zoom_centre_permille"]),
        )
        for each in facts["segments"]
    )
    fade_s = facts["fade_ms"] / 1000 if kind == "fades" else 0.0
    return Programme(kind, facts["width"], facts["height"], facts["fps"], fade_s, segments, out)
