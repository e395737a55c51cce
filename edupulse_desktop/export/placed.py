"""Which film shows which scene, and what the files are called in a package."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from edupulse_desktop.errors import ExportError
from edupulse_desktop.media.film import Film, FilmScene
from edupulse_desktop.model.ids import SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.timing import scene_ms

_LONGEST_WORDS = 40


@dataclass(frozen=True, slots=True)
class PlacedFilm:
    """A film with the name that its files share in the package, without suffix: `films/02-the-ward`."""

    film: Film
    stem: str

    @property
    def file(self) -> str:
        """The film itself."""
        return f"{self.stem}.mp4"

    @property
    def poster(self) -> str | None:
        """A still of its first picture."""
        return f"{self.stem}.jpg" if self.film.poster is not None else None

    @property
    def captions(self) -> str:
        """Its captions; players on a desk take the file with the film's name by themselves."""
        return f"{self.stem}.vtt"

    @property
    def subtitles(self) -> str:
        """Its captions for players that do not read WebVTT."""
        return f"{self.stem}.srt"


@dataclass(frozen=True, slots=True)
class Showing:
    """The stretch of a film that shows a scene, and the file with the scene's own captions."""

    placed: PlacedFilm
    stretch: FilmScene
    captions: str


@dataclass(frozen=True, slots=True)
class Places:
    """Every film that a package needs, and for each scene where it is shown."""

    films: tuple[PlacedFilm, ...]
    showings: dict[SceneId, Showing]


def places(lesson: Lesson, films: tuple[Film, ...]) -> Places:
    """Choose a film for every scene: the one with the fewest scenes that shows it.

    Raises:
        ExportError: a scene that lasts has no film.
    """
    chosen = {scene.id: _film_of(scene.id, films) for scene in lesson.scenes}
    missing = [scene for scene in lesson.scenes if chosen[scene.id] is None and scene_ms(scene) > 0]
    if missing:
        names = ", ".join(f"“{scene.title or scene.id}”" for scene in missing[:3])
        raise ExportError(
            f"There is no film of {names}"
            + (f" and {len(missing) - 3} more scenes." if missing[3:] else "."),
            hint="Render the lesson, then export.",
            where=f"scene {missing[0].id}",
        )
    titles = {scene.id: scene.title for scene in lesson.scenes}
    needed = list(dict.fromkeys(film for film in chosen.values() if film is not None))
    placed = {
        film: _placed(film, number, lesson.title, titles) for number, film in enumerate(needed, start=1)
    }
    return Places(tuple(placed.values()), _showings(chosen, placed))


def _film_of(scene: SceneId, films: tuple[Film, ...]) -> Film | None:
    showing = [film for film in films if any(each.scene == scene for each in film.scenes)]
    return min(showing, key=lambda film: len(film.scenes), default=None)


def _placed(film: Film, number: int, title: str, titles: dict[SceneId, str]) -> PlacedFilm:
    name = titles.get(film.scenes[0].scene, "") if len(film.scenes) == 1 else title
    return PlacedFilm(film, "films/" + "-".join(part for part in (f"{number:02}", _words(name)) if part))


def _showings(chosen: dict[SceneId, Film | None], placed: dict[Film, PlacedFilm]) -> dict[SceneId, Showing]:
    found: dict[SceneId, Showing] = {}
    for number, (scene, film) in enumerate(chosen.items(), start=1):
        if film is None:
            continue
        stretch = next(each for each in film.scenes if each.scene == scene)
        alone = len(film.scenes) == 1 and stretch.start_ms == 0
        captions = placed[film].captions if alone else f"{placed[film].stem}.scene-{number:02}.vtt"
        found[scene] = Showing(placed[film], stretch, captions)
    return found


def _words(text: str) -> str:
    """Return what plain letters and digits a title has, for people who look into the folder."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_WORDS].strip("-")
