"""What this machine has and lacks, each with the one command that mends it."""

from __future__ import annotations

import asyncio
import ctypes
import json
import platform
import shutil
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PIL import features

from edupulse_desktop import places
from edupulse_desktop.errors import EduPulseError
from edupulse_desktop.media import typesetter
from edupulse_desktop.media.ffmpeg import find_ffmpeg
from edupulse_desktop.model.line import Request
from edupulse_desktop.services.speech.speaker import Speaker
from edupulse_desktop.settings.secrets import VARIABLES, Secrets
from edupulse_desktop.store.connection import sqlite_build

LEAST_FREE_BYTES = 2 * 2**30
"""Room for a long lesson's films and the cache beside them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Args:
        mend: the command or step that mends it; empty if it is fine.
    """

    what: str
    is_fine: bool
    found: str
    mend: str = ""


async def examine_machine(speaker: Speaker) -> tuple[Finding, ...]:
    """Look at everything the program stands on; never raises for what it finds."""
    looks: tuple[tuple[str, Callable[[], Awaitable[str]]], ...] = (
        ("FFmpeg", _ffmpeg),
        ("Text in every script", _typesetter),
        ("Built-in voices", lambda: _voices(speaker)),
        ("Pictures", _pictures),
    )
    findings = [_python(), *_libraries()]
    for what, look in looks:
        findings.append(await _looked_at(what, look))
    return (*findings, Finding("SQLite", is_fine=True, found=sqlite_build()), *_keys(), *_folders())


async def _looked_at(what: str, look: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(what, is_fine=True, found=await look())
    except EduPulseError as error:
        return Finding(what, is_fine=False, found=error.message, mend=error.hint)


def _python() -> Finding:
    found = f"{platform.python_version()} on {platform.platform(terse=True)}"
    return Finding("Python", is_fine=(3, 11) <= sys.version_info[:2] <= (3, 14), found=found)


def _libraries() -> tuple[Finding, ...]:
    if sys.platform != "linux":
        return ()
    known: dict[str, str] = json.loads(places.resource("debian_packages.json").read_text("utf-8"))[
        "libraries"
    ]
    missing = [package for library, package in known.items() if not _loads(library)]
    mend = f"sudo apt-get install -y --no-install-recommends {' '.join(missing)}" if missing else ""
    found = f"missing: {', '.join(missing)}" if missing else "all there"
    return (Finding("System libraries", is_fine=not missing, found=found, mend=mend),)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


async def _ffmpeg() -> str:
    return (await asyncio.to_thread(find_ffmpeg)).version


async def _typesetter() -> str:
    typesetter.ready()
    return "fonts loaded"


async def _voices(speaker: Speaker) -> str:
    offers = await speaker.voices("en")
    await speaker.speak(Request("One, two.", "en", offers[0].voice))
    return f"{len(offers)} in English"


async def _pictures() -> str:
    return f"Pillow with WebP {features.version('webp') or 'missing'}"


def _keys() -> tuple[Finding, ...]:
    secrets = Secrets()
    return tuple(
        Finding(
            f"Key for {provider}",
            is_fine=True,
            found="there" if secrets.key(provider) else "none; not needed",
        )
        for provider in VARIABLES
    )


def _folders() -> tuple[Finding, ...]:
    folder = places.cache_folder()
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free_bytes = shutil.disk_usage(there).free
    has_room = free_bytes >= LEAST_FREE_BYTES
    mend = "" if has_room else f"Free some space, or set {places.HOME_VARIABLE} to a folder on another disk."
    return (
        Finding("Settings", is_fine=True, found=str(places.settings_folder())),
        Finding("Cache", is_fine=has_room, found=f"{folder}, {free_bytes / 2**30:.1f} GiB free", mend=mend),
    )
