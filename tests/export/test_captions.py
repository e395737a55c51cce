"""Captions as files: read back by a strict reader of our own and by FFmpeg."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from edupulse_desktop.export.captions import moved, named, srt, web_vtt
from edupulse_desktop.export.legible import CONTRAST, legible
from edupulse_desktop.media.ffmpeg import find_ffmpeg
from edupulse_desktop.model.captions import Cue, cues
from edupulse_desktop.model.ids import LineId
from edupulse_desktop.model.line_breaks import COLUMNS_PER_LINE
from edupulse_desktop.model.timing import scene_ms
from tests.builders import ANNA, BEN, lesson, line, scene
from tests.lessons import random_lesson
from tests.player.payloads import PAYLOADS

TIME = re.compile(r"(\d\d+):([0-5]\d):([0-5]\d)([.,])(\d{3})")
VOICE = re.compile(r"<v ([^<>\n]+)>(.*)</v>", re.DOTALL)


@dataclass(frozen=True)
class Read:
    """A cue as a reader understands it."""

    name: str
    start_ms: int
    end_ms: int
    speaker: str
    text: str


def ms(text: str, decimal: str) -> int:
    """Read a time."""
    found = TIME.fullmatch(text)
    assert found, text
    assert found[4] == decimal
    return ((int(found[1]) * 60 + int(found[2])) * 60 + int(found[3])) * 1000 + int(found[5])


def read_vtt(text: str) -> list[Read]:
    """Read WebVTT as strictly as the standard allows: anything odd is a failure."""
    assert text.startswith("WEBVTT\n")
    assert "\0" not in text
    assert "\r" not in text
    found: list[Read] = []
    for block in text.removeprefix("WEBVTT\n").strip("\n").split("\n\n"):
        if block.startswith("STYLE\n") or not block:
            assert "-->" not in block
            continue
        name, times, *rest = block.split("\n")
        assert "-->" not in name
        start, arrow, end = times.split(" ")
        assert arrow == "-->"
        body = "\n".join(rest)
        assert rest
        assert "-->" not in body
        voice = VOICE.fullmatch(body)
        inner = voice[2] if voice else body
        assert not set("<>") & set(inner)
        assert not re.search(r"&(?!amp;|lt;|gt;)", inner)
        found.append(
            Read(
                name,
                ms(start, "."),
                ms(end, "."),
                html.unescape(voice[1]) if voice else "",
                html.unescape(inner),
            )
        )
    assert all(one.start_ms <= other.start_ms for one, other in pairwise(found))
    assert all(each.end_ms > each.start_ms for each in found)
    assert len({each.name for each in found}) == len(found)
    return found


def cue(text: str, start_ms: int = 0, end_ms: int = 1000, speaker: str = "Anna", name: str = "l-1") -> Cue:
    """Return a cue."""
    return Cue(LineId(name), speaker, text, start_ms, end_ms)


def test_a_scene_reads_back() -> None:
    asked = "Is it? I had not noticed; "
    more_than_two_rows = asked * (1 + 2 * COLUMNS_PER_LINE // len(asked))
    spoken = lesson(
        scene("a", line("Good morning.", ANNA, id="l-1"), line(more_than_two_rows, BEN, id="l-2"))
    )
    first = read_vtt(web_vtt(named(cues(spoken, spoken.scenes[0])), spoken.cast))
    assert [each.speaker for each in first][:2] == ["Anna", "Ben"]
    assert [each.name for each in first] == ["l-1", "l-2", "l-2.2"]
    assert (
        " ".join(each.text.replace("\n", " ") for each in first[1:]).split()
        == spoken.scenes[0].lines[1].text.split()
    )


@pytest.mark.parametrize("seed", range(40))
def test_random_lessons_read_back(seed: int) -> None:
    spoken = random_lesson(seed)
    for each in spoken.scenes:
        made = named(cues(spoken, each))
        read = read_vtt(web_vtt(made, spoken.cast))
        assert [(one.name, one.start_ms, one.end_ms, one.text) for one in read] == [
            (one.name, one.cue.start_ms, one.cue.end_ms, one.cue.text) for one in made
        ]
        assert all(one.end_ms <= scene_ms(each) for one in read)


def test_hostile_texts_and_names_stay_inside_their_cue() -> None:
    made = named(
        cue(text.strip() or "x", index * 10, index * 10 + 10, text, f"l-{index}")
        for index, text in enumerate(PAYLOADS)
    )
    read = read_vtt(web_vtt(made, lesson().cast))
    assert len(read) == len(PAYLOADS)
    assert read[0].text == PAYLOADS[0].strip()


def test_a_name_in_the_style_cannot_end_it() -> None:
    odd = [ANNA.__class__(ANNA.id, name, "#102030") for name in ('A"] { } --> </style>', "B\n\nC", "Zoë")]
    made = named(cue("x", index, index + 5, each.name, f"l-{index}") for index, each in enumerate(odd))
    text = web_vtt(made, odd)
    assert len(read_vtt(text)) == 3
    style = text.split("\n\n")[1]
    assert style.count("\n") == 3
    assert re.fullmatch(
        r"(STYLE)(\n::cue\(v\[voice=\"(\w|\\[0-9a-f]+ )*\"\]\) \{ color: #[0-9a-f]{6} \})+", style, re.ASCII
    )


def test_an_empty_scene_is_a_valid_file() -> None:
    assert web_vtt(()) == "WEBVTT\n"
    assert srt(()) == ""


def test_cues_are_moved_and_cut() -> None:
    made = moved([cue("a", 0, 500), cue("b", 500, 2000), cue("c", 2000, 2500)], 10_000, 11_000)
    assert [(each.text, each.start_ms, each.end_ms) for each in made] == [
        ("a", 10_000, 10_500),
        ("b", 10_500, 11_000),
    ]


def test_srt_names_the_speaker_on_change() -> None:
    made = named(
        [
            cue("One.", 0, 900),
            cue("Two.", 1000, 1900, name="l-2"),
            cue("Three.", 3_723_004, 3_724_000, "Ben", "l-3"),
        ]
    )
    assert srt(made) == (
        "1\n00:00:00,000 --> 00:00:00,900\nAnna: One.\n\n"
        "2\n00:00:01,000 --> 00:00:01,900\nTwo.\n\n"
        "3\n01:02:03,004 --> 01:02:04,000\nBen: Three.\n"
    )


def test_srt_has_no_markup() -> None:
    text = srt(named([cue("<b>no</b> {\\an8} a --> b\n\n2\n00:00:00,000 --> 00:00:09,000\nx")]))
    assert not re.search(r"<[a-z/]|\{\\", text)
    assert text.count("-->") == 1
    assert text.count("\n\n") == 0


@pytest.mark.parametrize(
    ("write", "suffix"), [(lambda made: web_vtt(made, (ANNA, BEN)), "vtt"), (srt, "srt")]
)
def test_ffmpeg_reads_what_we_write(tmp_path: Path, write: object, suffix: str) -> None:
    made = named(
        [
            cue("Good & <b>bad</b> morning.", 0, 900),
            cue("你好\nمرحبا", 1000, 1900, "Ben", "l-2"),
            cue("👩‍⚕️ 3 > 2", 2000, 2500, name="l-3"),
        ]
    )
    path = tmp_path / f"a.{suffix}"
    path.write_text(write(made), encoding="utf-8")  # type: ignore[operator]
    read = asyncio.run(find_ffmpeg().capture(["-i", str(path), "-f", "srt", "pipe:1"])).decode()
    assert re.findall(r"^(\S+) --> (\S+)$", read, re.MULTILINE) == [
        ("00:00:00,000", "00:00:00,900"),
        ("00:00:01,000", "00:00:01,900"),
        ("00:00:02,000", "00:00:02,500"),
    ]
    assert "你好\nمرحبا" in read
    assert "bad" in read


@pytest.mark.parametrize(
    "colour", ["#000000", "#2f6f9f", "#9f5a2f", "#ffffff", "#ff0000", "#0000FF", "#123456"]
)
def test_colours_can_be_read_on_black(colour: str) -> None:
    light = legible(colour)
    channels = [int(light[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    luminance = sum(share * each for share, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert (luminance + 0.05) / 0.07 >= CONTRAST


def test_no_colour_is_white() -> None:
    assert legible("red;background:url(x)") == "#ffffff"
