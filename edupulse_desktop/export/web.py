"""Films, captions, manifest and our web player in one folder: opens from a USB stick with a double click.

    index.html       the page to open
    lesson.js        the manifest as a script, because a page from a disk may not read other files
    manifest.json    the same for every other program
    player/          plain JavaScript, one style sheet and its letters
    films/           per film: .mp4, .jpg (its first picture), .vtt and .srt

Nothing is lost that a learner sees. The author's notes, unused takes, prompts and the board stay at home. Correct
answers lie in the package in the open; see `manifest.py`.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from edupulse_desktop.errors import StorageError
from edupulse_desktop.export.captions import NamedCue, moved, named, srt, web_vtt
from edupulse_desktop.export.exporter import Exported
from edupulse_desktop.export.manifest import FORMAT, manifest, manifest_text
from edupulse_desktop.export.package import Package, refuse_target
from edupulse_desktop.export.placed import PlacedFilm, Places, places
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.media.film import Film
from edupulse_desktop.model.captions import Cue, cues
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.places import resource

PAGE = "index.html"
SCRIPT = "lesson.js"
MANIFEST = "manifest.json"
FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "InterDisplay-Bold.ttf", "LICENSE-Inter.txt")
"""What texts are set in, with the licence that goes with them; other letters come from the learner's system."""
_SPARE_BYTES = 8 << 20
"""For the player, the captions and the folder itself."""
_LARGEST_MANIFEST_BYTES = 256 << 20

Result = TypeVar("Result")


class _Stopped(Exception):
    """The caller no longer wants the package."""


@dataclass(frozen=True, slots=True)
class WebExporter:
    """Makes the web player's folder."""

    name: str = "web"

    def losses(self, lesson: Lesson) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's; the player carries everything
        """Return nothing: whatever a learner meets is in the package."""
        return ()

    def refuse(self, folder: Path) -> None:
        """Check the folder; see `Exporter.refuse`."""
        refuse_target(folder, web_inventory)

    async def export(
        self,
        lesson: Lesson,
        films: tuple[Film, ...],
        assets: AssetReader,  # noqa: ARG002 - the protocol's; films hold all pictures and sound
        folder: Path,
        progress: Progress,
    ) -> Exported:
        """Make the package; see `Exporter.export`."""
        placed = places(lesson, films)
        stop = threading.Event()
        return await _in_thread(lambda: _WebPackage(lesson, placed, progress, stop).make(folder), stop)


def lesson_script(text: str) -> str:
    """Return a manifest's text as a script that a page can load from a disk, harmless inside any page."""
    literal = json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=True)
    for character in "<>&":
        literal = literal.replace(character, f"\\u{ord(character):04x}")
    return f'"use strict";\nglobalThis.EDUPULSE_LESSON = {literal};\n'


def web_inventory(folder: Path) -> frozenset[str] | None:
    """Return the files of an earlier web package in this folder, or none if there is none."""
    path = folder / MANIFEST
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_MANIFEST_BYTES:
            return None
        made = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(made, dict) or made.get("format") != FORMAT or not isinstance(made.get("files"), dict):
        return None
    return frozenset((*made["files"], MANIFEST, SCRIPT))


@dataclass(frozen=True, slots=True)
class _WebPackage:
    lesson: Lesson
    places: Places
    progress: Progress
    stop: threading.Event

    def make(self, folder: Path) -> Exported:
        """Write everything and let it appear; runs in a thread."""
        with Package(folder, web_inventory) as package:
            self._check_room(package.target)
            self._add_player(package)
            self._add_films(package)
            in_scenes = self._add_captions(package)
            self.progress.at(0.97, "Finishing the package")
            text = manifest_text(manifest(self.lesson, self.places, in_scenes, package.files))
            package.write(MANIFEST, text.encode())
            package.write(SCRIPT, lesson_script(text).encode())
            if self.stop.is_set():
                raise _Stopped
            return Exported(package.target, package.commit())

    @property
    def _films_bytes(self) -> int:
        sources = [each.film.path for each in self.places.films]
        return sum(path.stat().st_size for path in sources if path.is_file())

    def _check_room(self, target: Path) -> None:
        free = shutil.disk_usage(target.parent).free
        needed = self._films_bytes + _SPARE_BYTES
        if free < needed:
            raise StorageError(
                f"The package needs {needed >> 20} MB and the disk has {free >> 20} MB left. Nothing was written.",
                hint="Free some space on the disk, or choose another folder.",
                detail=str(target),
            )

    def _add_player(self, package: Package) -> None:
        source = resource("player")
        package.write(PAGE, (source / PAGE).read_bytes())
        for path in sorted(source.iterdir()):
            if path.suffix in (".js", ".css", ".svg"):
                package.write(f"player/{path.name}", path.read_bytes())
        for name in FONTS:
            package.write(f"player/fonts/{name}", resource("fonts", name).read_bytes())

    def _add_films(self, package: Package) -> None:
        total = max(1, self._films_bytes)
        done = 0
        for number, placed in enumerate(self.places.films, start=1):
            note = f"Copying film {number} of {len(self.places.films)}"

            def keep_going(size: int, note: str = note) -> bool:
                nonlocal done
                done += size
                self.progress.at(0.95 * done / total, note)
                return not self.stop.is_set()

            package.copy(placed.file, placed.film.path, keep_going=keep_going)
            if placed.film.poster is not None and placed.poster is not None:
                package.copy(placed.poster, placed.film.poster)
            if self.stop.is_set():
                raise _Stopped

    def _add_captions(self, package: Package) -> dict[SceneId, tuple[NamedCue, ...]]:
        """Write the captions of films and scenes; return those of the scenes."""
        found: dict[SceneId, tuple[NamedCue, ...]] = {}
        for scene in self.lesson.scenes:
            showing = self.places.showings.get(scene.id)
            if showing is None:
                continue
            length_ms = showing.stretch.end_ms - showing.stretch.start_ms
            found[scene.id] = named(moved(cues(self.lesson, scene), 0, length_ms))
            if showing.captions != showing.placed.captions:
                package.write(showing.captions, web_vtt(found[scene.id], self.lesson.cast).encode())
        for placed in self.places.films:
            in_film = named(self._cues_of(placed))
            package.write(placed.captions, web_vtt(in_film, self.lesson.cast).encode())
            package.write(placed.subtitles, srt(in_film).encode())
        return found

    def _cues_of(self, placed: PlacedFilm) -> list[Cue]:
        scenes = {scene.id: scene for scene in self.lesson.scenes}
        return [
            cue
            for stretch in placed.film.scenes
            if stretch.scene in scenes
            for cue in moved(cues(self.lesson, scenes[stretch.scene]), stretch.start_ms, stretch.end_ms)
        ]


async def _in_thread(work: Callable[[], Result], stop: threading.Event) -> Result:
    """Await work on the disk; when the task is cancelled the work has ended before this returns."""
    running = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait({running})
        # Asking for the outcome keeps asyncio from reporting that nobody did.
        if not running.cancelled():
            running.exception()
        raise
