"""Real films of a moment's length, and lessons worth playing, for the tests of packages and player."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from edupulse_desktop.export.exporter import Exported
from edupulse_desktop.export.web import WebExporter
from edupulse_desktop.jobs.progress import unheard
from edupulse_desktop.media.ffmpeg import find_ffmpeg
from edupulse_desktop.media.film import Film, FilmScene
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.exits import (
    AllOf,
    AnyOf,
    Continue,
    End,
    EndingKind,
    Not,
    QuestionKind,
    Route,
    ScoreAtLeast,
    ShowCorrect,
    Visited,
)
from edupulse_desktop.model.ids import ChoiceId, SceneId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.timing import scene_ms
from tests.builders import ANNA, BEN, ask, choice, lesson, line, scene


class NoAssets:
    """An asset reader that nobody should ask."""

    def read(self, asset: AssetRef) -> bytes:
        """Refuse."""
        raise AssertionError(f"asked for {asset}")

    def file(self, asset: AssetRef) -> Path:
        """Refuse."""
        raise AssertionError(f"asked for {asset}")


@dataclass(frozen=True)
class Projector:
    """Makes small real films with the bundled FFmpeg, each kind once."""

    folder: Path
    _made: dict[tuple[int, int, int, str], tuple[Path, Path]] = field(default_factory=dict)

    def film(
        self,
        name: str,
        *scenes: str,
        length_ms: int = 320,
        size: tuple[int, int] = (64, 36),
        source: str = "testsrc",
    ) -> Film:
        """Return a film of these scenes, each of the same length."""
        path, poster = self._files(length_ms * len(scenes), size, source)
        stretches = tuple(
            FilmScene(SceneId(each), index * length_ms, (index + 1) * length_ms)
            for index, each in enumerate(scenes)
        )
        return Film(path, *size, length_ms * len(scenes), stretches, poster)

    def films(
        self, shown: Lesson, length_ms: int = 320, size: tuple[int, int] = (64, 36)
    ) -> tuple[Film, ...]:
        """Return a film for every scene that lasts."""
        return tuple(
            self.film(each.id, each.id, length_ms=length_ms, size=size)
            for each in shown.scenes
            if scene_ms(each) > 0
        )

    def _files(self, length_ms: int, size: tuple[int, int], source: str) -> tuple[Path, Path]:
        key = (length_ms, *size, source)
        if key not in self._made:
            stem = "-".join(str(part) for part in key[:3]) + f"-{len(self._made)}"
            film, poster = self.folder / f"{stem}.mp4", self.folder / f"{stem}.jpg"
            asyncio.run(_make(film, poster, length_ms, size, source))
            self._made[key] = (film, poster)
        return self._made[key]


async def _make(film: Path, poster: Path, length_ms: int, size: tuple[int, int], source: str) -> None:
    seconds = length_ms / 1000
    picture = f"{source}=s={size[0]}x{size[1]}:r=25:d={seconds}" if source == "testsrc" else source
    await find_ffmpeg().run(
        [
            *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=f=330:d={seconds}:r=48000"),
            *(
                "-t",
                str(seconds),
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-g",
                "5",
            ),
            *("-c:a", "aac", "-b:a", "48k", "-movflags", "+faststart", str(film)),
        ]
    )
    await find_ffmpeg().run(["-i", str(film), "-frames:v", "1", "-update", "1", str(poster)])


def export_web(shown: Lesson, films: tuple[Film, ...], folder: Path) -> Exported:
    """Make a web package."""
    return asyncio.run(WebExporter().export(shown, films, NoAssets(), folder, unheard()))


def ward_lesson() -> Lesson:
    """Return a lesson with every kind of question, a loop, conditions, a time limit, a silent scene, three endings."""
    return lesson(
        scene(
            "arrival",
            line("Good morning, Mr Halloran. How did you sleep?", ANNA, id="l-1"),
            line("Badly. My chest feels tight.", BEN, id="l-2"),
            exit=ask(
                "Mr Halloran says that his chest feels tight. What do you do first?",
                choice(
                    "Ask him to describe the pain",
                    "listen",
                    correct=True,
                    points=2,
                    feedback="Good. His own words come first.",
                ),
                choice("Raise the head of the bed and measure his oxygen", "measure", points=1, correct=True),
                choice(
                    "Finish the medication round",
                    "arrival-late",
                    feedback="The round can wait; he may not be able to.",
                ),
                hint="What can he tell you that no device can?",
                attempts=2,
                shuffle=True,
            ),
            title="Arrival on the ward",
        ),
        scene(
            "arrival-late",
            line("Nurse? It is getting worse.", BEN, id="l-3"),
            to="arrival",
            title="Ten minutes later",
        ),
        scene(
            "listen",
            line("It started at four. It goes into my left arm.", BEN, id="l-4"),
            exit=ask(
                "Which of these are warning signs of a heart attack?",
                choice("Pain that spreads to the arm", correct=True, points=1, id="c-arm"),
                choice("Cold sweat", correct=True, points=1, id="c-sweat"),
                choice("An itching ankle", points=-1, id="c-ankle"),
                kind=QuestionKind.SEVERAL_CORRECT,
                right_feedback="Both together are reason enough to call the team.",
                wrong_feedback="Look at what goes together.",
                attempts=2,
                right_to="measure",
                wrong_to="measure",
                show_correct=ShowCorrect.AFTER_LAST_ATTEMPT,
            ),
            title="His own words",
        ),
        scene(
            "measure",
            line("His saturation is ninety-one per cent.", ANNA, id="l-5"),
            exit=ask(
                "Oxygen saturation of 91 % is normal for a healthy adult.",
                choice("True", id="c-true"),
                choice("False", correct=True, points=1, id="c-false"),
                kind=QuestionKind.TRUE_FALSE,
                right_to="call",
                wrong_to="call",
                time_limit_ms=60_000,
                default_choice=ChoiceId("c-true"),
                show_correct=ShowCorrect.ALWAYS,
            ),
            title="Measuring",
        ),
        scene(
            "call",
            line("Whom do I call?", ANNA, id="l-6"),
            exit=ask(
                "Which word do you say on the phone so that the team comes at once?",
                choice(
                    "emergency", correct=True, points=1, id="c-word", accepts=("an emergency", "code blue")
                ),
                kind=QuestionKind.SHORT_TEXT,
                attempts=2,
                hint="It begins with an e.",
                right_to="way",
                wrong_to="way",
            ),
            title="The call",
        ),
        scene(
            "way",
            exit=Continue(
                SceneId("sorry"),
                (
                    Route(AllOf((ScoreAtLeast(4), Not(Visited(SceneId("arrival-late"))))), SceneId("well")),
                    Route(AnyOf((ScoreAtLeast(2),)), SceneId("fair")),
                ),
            ),
            title="The way it goes",
        ),
        scene(
            "well",
            line("The team is here. You did well.", ANNA, id="l-7"),
            exit=End(
                "In time", "Mr Halloran was in the catheter laboratory within the hour.", EndingKind.SUCCESS
            ),
            title="In time",
        ),
        scene(
            "fair",
            line("The team is on its way.", ANNA, id="l-8"),
            exit=End(
                "Late, not too late", "It worked out. Next time, ask before you measure.", EndingKind.NEUTRAL
            ),
            title="Late",
        ),
        scene(
            "sorry",
            line("We have lost precious time.", ANNA, id="l-9"),
            exit=End("", "Have another look at the warning signs.", EndingKind.FAILURE),
            title="Too late",
        ),
        title="Chest pain on Ward 4",
        description="It is a quarter to seven, the night is nearly over, and Mr Halloran does not feel well. What you say and do in the next minutes decides how his day goes on.",
        objectives=(
            "Recognise the warning signs of a heart attack",
            "Call the emergency team without losing time",
        ),
        author="The EduPulse team",
        pass_points=4,
        id="lesson-ward",
    )
