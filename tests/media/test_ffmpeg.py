"""The door to FFmpeg: real runs, real limits, hostile inputs refused, nobody left running."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import aclosing, closing
from pathlib import Path

import pytest

from edupulse_desktop.errors import NotMedia, StorageError, ToolFailed, ToolMissing
from edupulse_desktop.media.ffmpeg import FFmpeg, checked, find_ffmpeg
from edupulse_desktop.media.ffmpeg_inputs import guarded
from edupulse_desktop.media.ffmpeg_limits import Limits
from edupulse_desktop.media.ffmpeg_log import FFmpegLog

FOREVER = ["-re", "-f", "lavfi", "-i", "testsrc=size=64x64:rate=30", "-f", "null", "-"]
RAW_64 = [
    "-f",
    "lavfi",
    "-i",
    "testsrc=size=64x64:rate=30:duration=2",
    "-pix_fmt",
    "yuv420p",
    "-f",
    "rawvideo",
    "pipe:1",
]
FRAME_64 = 64 * 64 * 3 // 2


@pytest.fixture
def ffmpeg() -> FFmpeg:
    return find_ffmpeg()


@pytest.fixture
def clip(ffmpeg: FFmpeg, tmp_path: Path) -> Path:
    path = tmp_path / "clip's, 100%: [ü].mp4"
    source = ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=30:duration=1"]
    asyncio.run(
        ffmpeg.run([*source, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path)])
    )
    return path


def _ffmpegs_of(pid: int) -> list[str]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        state, parent = rest.split()[:2]
        if name.startswith(("ffmpeg", "setpriv")) and parent == str(pid) and state != "Z":
            found.append(stat.parent.name)
    return found


def test_the_bundled_program_is_found_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/bin/false")
    find_ffmpeg.cache_clear()
    found = find_ffmpeg()
    assert "imageio_ffmpeg" in str(found.program)
    assert int(found.version.split(".")[0]) >= 7


@pytest.mark.parametrize("name", ["/nonexistent/ffmpeg", "/bin/true"])
def test_another_program_is_refused_with_a_hint(name: str) -> None:
    with pytest.raises(ToolMissing) as refusal:
        checked(Path(name))
    assert "edupulse doctor" in refusal.value.hint


async def _run_with_positions(ffmpeg: FFmpeg, target: Path) -> list[tuple[int, bool]]:
    loop_thread, heard = threading.get_ident(), []
    source = ["-f", "lavfi", "-i", "testsrc=size=64x64:rate=30:duration=3"]
    await ffmpeg.run(
        [*source, "-c:v", "libx264", "-y", str(target)],
        on_position_ms=lambda ms: heard.append((ms, threading.get_ident() == loop_thread)),
    )
    await asyncio.sleep(0)
    return heard


def test_progress_arrives_on_the_loop_and_ends_near_the_length(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    heard = asyncio.run(_run_with_positions(ffmpeg, tmp_path / "a.mp4"))
    assert 2800 <= heard[-1][0] <= 3000
    assert all(on_loop for _, on_loop in heard)


def test_a_clip_with_a_hard_name_is_read_as_frames(ffmpeg: FFmpeg, clip: Path) -> None:
    arguments = ["-i", str(clip), "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"]
    frames = list(ffmpeg.chunks_here(arguments, 160 * 90 * 3 // 2))
    assert [len(frame) for frame in frames] == [21600] * 30
    assert asyncio.run(ffmpeg.capture(arguments)) == b"".join(frames)


def test_fed_bytes_come_back(ffmpeg: FFmpeg) -> None:
    pcm = [bytes([i, 0]) * 48_000 for i in range(20)]
    arguments = ["-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "pipe:0", "-f", "s16le", "pipe:1"]
    assert asyncio.run(ffmpeg.capture(arguments, feed=pcm)) == b"".join(pcm)


def test_a_failing_feed_is_raised_to_the_caller(ffmpeg: FFmpeg) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(1000)
        raise KeyError("picture")

    arguments = ["-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "pipe:0", "-f", "null", "-"]
    with pytest.raises(KeyError, match="picture"):
        asyncio.run(ffmpeg.run(arguments, feed=broken()))


async def _cancelled_after(ffmpeg: FFmpeg, seconds: float) -> list[str]:
    try:
        async with asyncio.timeout(seconds):
            await ffmpeg.run(FOREVER)
    except TimeoutError:
        return _ffmpegs_of(os.getpid())
    raise AssertionError("it ran to an end that does not exist")


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.4])
def test_cancelling_leaves_no_child(ffmpeg: FFmpeg, seconds: float) -> None:
    assert asyncio.run(_cancelled_after(ffmpeg, seconds)) == []


async def _two_frames(ffmpeg: FFmpeg) -> list[int]:
    sizes = []
    async with aclosing(ffmpeg.chunks([*FOREVER[:5], "-f", "rawvideo", "pipe:1"], 64 * 64)) as chunks:
        async for chunk in chunks:
            sizes.append(len(chunk))
            if len(sizes) == 2:
                break
    return sizes


def test_leaving_a_stream_early_leaves_no_child(ffmpeg: FFmpeg) -> None:
    assert asyncio.run(_two_frames(ffmpeg)) == [4096, 4096]
    assert _ffmpegs_of(os.getpid()) == []
    with closing(ffmpeg.chunks_here(RAW_64, FRAME_64)) as frames:
        assert len(next(frames)) == FRAME_64
    assert _ffmpegs_of(os.getpid()) == []


async def _all_frames(ffmpeg: FFmpeg) -> int:
    return len([frame async for frame in ffmpeg.chunks(RAW_64, FRAME_64)])


def test_a_stream_can_be_read_to_its_end(ffmpeg: FFmpeg) -> None:
    assert asyncio.run(_all_frames(ffmpeg)) == 60


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_killed_parent_takes_ffmpeg_with_it() -> None:
    code = (
        "import asyncio; from edupulse_desktop.media.ffmpeg import find_ffmpeg; "
        f"asyncio.run(find_ffmpeg().run({FOREVER!r}))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 20
    while not (children := _ffmpegs_of(parent.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    assert children
    deadline = time.monotonic() + 5
    while Path("/proc", children[0]).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path("/proc", children[0]).exists()


def test_time_memory_and_output_are_limited(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match=r"longer than 0\.3 seconds"):
        asyncio.run(ffmpeg.run(FOREVER, limits=Limits(seconds=0.3)))
    with pytest.raises(ToolFailed, match="more than it may"):
        asyncio.run(ffmpeg.capture(RAW_64, limits=Limits(output_bytes=100_000)))
    big = ["-f", "lavfi", "-i", "color=size=8000x8000:rate=1:duration=3", "-f", "null", "-"]
    with pytest.raises(ToolFailed):
        asyncio.run(ffmpeg.run(big, limits=Limits(memory_bytes=60 << 20)))
    film = [
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=320x240:duration=5",
        "-c:v",
        "rawvideo",
        str(tmp_path / "a.avi"),
    ]
    with pytest.raises((ToolFailed, StorageError)):
        asyncio.run(ffmpeg.run(film, limits=Limits(output_bytes=1 << 20)))
    assert (tmp_path / "a.avi").stat().st_size <= 1 << 20


def test_errors_say_what_ffmpeg_said(ffmpeg: FFmpeg, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed) as failure:
        asyncio.run(ffmpeg.run([*FOREVER[:5], "-c:v", "no_such_encoder", str(tmp_path / "a.mp4")]))
    assert "no_such_encoder" in failure.value.detail


HOSTILE = {
    "concat.mp4": "ffconcat version 1.0\nfile clip.mp4\n",
    "hls.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip.mp4\n#EXT-X-ENDLIST\n",
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip.mp4\n#EXT-X-ENDLIST\n",
    "dash.mp4": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period/></MPD>',
    "drawing.png": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    "session.mp4": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    "page.mp4": "<!doctype html><html><body>Not found</body></html>",
    "empty.mp4": "",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_scripts_that_look_like_films_are_refused(name: str, ffmpeg: FFmpeg, clip: Path) -> None:
    clip.rename(clip.with_name("clip.mp4"))
    path = clip.with_name(name)
    path.write_text(HOSTILE[name])
    with pytest.raises(NotMedia):
        asyncio.run(ffmpeg.run(["-i", str(path), "-f", "null", "-"]))


@pytest.mark.parametrize(
    "name", ["http://127.0.0.1:9/a.mp4", "concat:clip.mp4|clip.mp4", "subfile,,start,0,end,9,,:clip.mp4"]
)
def test_addresses_are_taken_as_names(name: str, ffmpeg: FFmpeg, clip: Path) -> None:
    clip.rename(clip.with_name("clip.mp4"))
    with pytest.raises(ToolFailed) as failure:
        asyncio.run(ffmpeg.run(["-i", name, "-f", "null", "-"], folder=clip.parent))
    assert "No such file or directory" in failure.value.detail


def test_every_input_is_fenced() -> None:
    fenced = guarded(
        [
            "-i",
            "a.mp4",
            "-f",
            "concat",
            "-i",
            "b.txt",
            "-f",
            "lavfi",
            "-i",
            "color",
            "-i",
            "pipe:0",
            "-f",
            "mp4",
            "-i.mp4",
        ]
    )
    assert fenced.count("-protocol_whitelist") == fenced.count("-format_whitelist") == 4
    assert [fenced[i + 1] for i, word in enumerate(fenced) if word == "-i"] == [
        "file:a.mp4",
        "file:b.txt",
        "color",
        "pipe:0",
    ]
    formats = [fenced[i + 1].split(",") for i, word in enumerate(fenced) if word == "-format_whitelist"]
    assert ["concat" in some for some in formats] == [False, True, False, False]


def test_the_log_tells_a_full_disk_from_a_bad_file() -> None:
    log = FFmpegLog(last_lines=3)
    for line in ["one", "two", "av_interleaved_write_frame(): No space left on device", "frame=12", "end"]:
        log.take(line)
    assert isinstance(log.failure(), StorageError)
    assert str(log).splitlines()[0] == "two"
