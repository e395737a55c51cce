"""Peer: MLT's melt with a project of one track of pictures and one of sounds (stills only)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

from programme import programme

MADE = programme()
if MADE.kind != "stills":
    sys.exit("only stills are compared with melt")


def project() -> str:
    """Return the project: cuts at the frames nearest to the ends of the segments."""
    rows = [
        f'<mlt><profile width="{MADE.width}" height="{MADE.height}" progressive="1" sample_aspect_num="1"'
        f' sample_aspect_den="1" display_aspect_num="{MADE.width}" display_aspect_den="{MADE.height}"'
        f' frame_rate_num="{MADE.fps}" frame_rate_den="1" colorspace="709"/>'
    ]
    end_ms, first, pictures, sounds = 0, 0, [], []
    for number, segment in enumerate(MADE.segments):
        end_ms += segment.duration_ms
        after = round(end_ms * MADE.fps / 1000)
        frames = after - first
        rows.append(
            f'<producer id="p{number}" in="0" out="{frames - 1}"><property name="mlt_service">pixbuf</property>'
            f'<property name="resource">{quoteattr(str(segment.image))[1:-1]}</property>'
            f'<property name="length">{frames}</property></producer>'
            f'<producer id="a{number}"><property name="mlt_service">avformat</property>'
            f'<property name="resource">{quoteattr(str(segment.sound))[1:-1]}</property>'
            f'<property name="video_index">-1</property></producer>'
        )
        pictures.append(f'<entry producer="p{number}" in="0" out="{frames - 1}"/>')
        sounds.append(f'<entry producer="a{number}" in="0" out="{frames - 1}"/>')
        first = after
    rows.append(f'<playlist id="pictures">{"".join(pictures)}</playlist>')
    rows.append(f'<playlist id="sounds">{"".join(sounds)}</playlist>')
    rows.append(
        '<tractor id="main"><track producer="pictures"/><track producer="sounds" hide="video"/>'
        '<transition mlt_service="mix"><property name="a_track">0</property><property name="b_track">1</property>'
        '<property name="always_active">1</property><property name="sum">1</property></transition></tractor></mlt>'
    )
    return "\n".join(rows)


with tempfile.TemporaryDirectory() as name:
    path = Path(name, "project.mlt")
    path.write_text(project(), encoding="utf-8")
    settings = "vcodec=libx264 crf=23 preset=medium pix_fmt=yuv420p acodec=aac ab=128k ar=48000 channels=2"
    consumer = [
        "-consumer",
        f"avformat:{MADE.out}",
        *settings.split(),
        "movflags=+faststart",
        "real_time=-1",
        "threads=2",
    ]
    sys.exit(subprocess.run(["melt", "-quiet", str(path), *consumer], check=False).returncode)
