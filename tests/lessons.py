"""Random lessons with loops, conditions and every kind of question.

`random_lesson(seed)` is the same lesson for the same seed on every machine; `lessons()` is a hypothesis
strategy over the same generator, so that a failing lesson shrinks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.board import Board, Place
from edupulse_desktop.model.cast import Character, Pronunciation, Voice
from edupulse_desktop.model.exits import (
    AllOf,
    AnyOf,
    Breakpoint,
    Choice,
    Chose,
    Condition,
    Continue,
    End,
    EndingKind,
    Exit,
    Not,
    QuestionKind,
    Route,
    ScoreAtLeast,
    ShowCorrect,
    Visited,
)
from edupulse_desktop.model.ids import (
    CharacterId,
    ChoiceId,
    EffectId,
    LessonId,
    LineId,
    OverlayId,
    SceneId,
    TakeId,
)
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, TakeOrigin, Word
from edupulse_desktop.model.picture import Fit, Motion, Overlay, Picture, PictureRequest, Transition
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.sound import Effect, Music

NAMES = ("Anna", "Ben", "Dr. Özil", "护士", "مريم")
SENTENCES = (
    "Good morning.",
    "Wash your hands, please; then come in.",
    "100 % of it's \"quoted\": a\\b, it's 5 < 6 & 7 > 6.",
    "她走进房间，向病人问好。",
    "هل أنت بخير؟",
    "नमस्ते, आप कैसे हैं?",
    "Two lines\nin one text 👩‍⚕️.",
    "First we look, then we listen, then we think, and only after that do we say what should be done next.",
)
ANSWERS = (
    "Yes",
    "No",
    "Call the doctor",
    "Wait",
    "Straße",
    "Café",
    "ÇA VA",
    "42",
    "Wash hands!",
    "洗手",
    "It depends.",
)


def random_lesson(seed: int) -> Lesson:
    """Return the lesson of this seed: one to eight scenes that lead to one another in every way there is."""
    return _lesson(Random(seed))


def lessons() -> st.SearchStrategy[Lesson]:
    """Return a strategy for lessons."""
    return st.randoms(use_true_random=False).map(_lesson)


def random_exit(
    random: Random, scene: SceneId, scenes: Sequence[SceneId], choices: Sequence[ChoiceId]
) -> Exit:
    """Return a way out of a scene; its own choices are named `c-SCENE-NUMBER` as in `choices`."""
    kind = random.choice(("end", "continue", "continue", "question", "question", "question"))
    if kind == "end":
        return End(random.choice(("", "Well done")), "Bye.", random.choice(list(EndingKind)))
    if kind == "continue":
        routes = tuple(
            Route(_condition(random, scenes, choices), _target(random, scenes))
            for _ in range(random.randint(0, 2))
        )
        return Continue(_target(random, scenes), routes)
    return _question(random, [name for name in choices if name.startswith(f"c-{scene}-")], scenes, choices)


def _lesson(random: Random) -> Lesson:
    scenes = [SceneId(f"s-{index}") for index in range(random.randint(1, 8))]
    choices = [ChoiceId(f"c-{scene}-{index}") for scene in scenes for index in range(random.randint(0, 4))]
    cast = tuple(_character(random, index) for index in range(random.randint(1, 3)))
    language = random.choice(("en", "de", "ar"))
    whole = tuple(
        Scene(
            scene,
            random.choice(("", f"Scene {scene}")),
            tuple(_line(random, f"{scene}-{index}", cast, language) for index in range(random.randint(0, 4))),
            random_exit(random, scene, scenes, choices),
            _music(random),
            random.choice(("", "Ask a nurse to read this.")),
        )
        for scene in scenes
    )
    placed = random.sample(scenes, random.randint(0, len(scenes)))
    board = Board(
        tuple(Place(scene, random.randint(-500, 500), random.randint(-500, 500)) for scene in placed)
    )
    return Lesson(
        LessonId("lesson-random"),
        "A random lesson",
        language,
        cast=cast,
        scenes=whole,
        start=random.choice((scenes[0], scenes[0], random.choice(scenes))),
        music=_music(random),
        pass_points=random.choice((None, 0, 3)),
        board=board,
    )


def _character(random: Random, index: int) -> Character:
    said = (Pronunciation("morning", "mor ning"),) if random.random() < 0.3 else ()
    voice = Voice("espeak", random.choice(("", "en-gb")), speed_percent=random.choice((100, 120)))
    name = NAMES[index] if random.random() < 0.7 else NAMES[index - 2]
    return Character(CharacterId(f"p-{index}"), name, voice=voice, pronunciations=said)


def _line(random: Random, name: str, cast: tuple[Character, ...], language: str) -> Line:
    speaker = random.choice((*cast, None)) if random.random() < 0.5 else cast[0]
    line = Line(
        LineId(f"l-{name}"),
        speaker.id if speaker is not None else None,
        random.choice(SENTENCES) if speaker is not None else "",
        random.choice(("", "calmly")),
        random.choice((0, 400, 2_500)),
        _picture(random),
        _overlays(random, name),
        _effects(random, name),
    )
    return _voiced(random, line, cast, language) if speaker is not None and random.random() < 0.5 else line


def _voiced(random: Random, line: Line, cast: tuple[Character, ...], language: str) -> Line:
    asked = line.request({each.id: each for each in cast}, language)
    if random.random() < 0.3:
        asked = replace(asked, text=asked.text + " Once more.")
    length_ms = random.randint(1, 8_000)
    words = (Word(0, len(line.text), 0, length_ms),) if random.random() < 0.5 else ()
    origin = random.choice(list(TakeOrigin))
    sound = _asset(f"sound of {line.id}", AssetKind.SOUND, "audio/wav")
    take = Take(TakeId(f"t-{line.id}"), asked, sound, length_ms, words, origin)
    return replace(line, takes=(take,), chosen=random.choice((take.id, take.id, None)))


def _picture(random: Random) -> Picture | None:
    if random.random() < 0.6:
        return None
    return Picture(
        random.choice((None, _asset("a still", AssetKind.PICTURE, "image/png"))),
        random.choice(("", "A nurse at a bed")),
        random.choice(list(Fit)),
        motion=random.choice((None, Motion())),
        transition=random.choice(list(Transition)),
        prompt=random.choice(("", "a ward at night")),
        request=random.choice((None, PictureRequest("cards", "clinic", "Good morning."))),
    )


def _overlays(random: Random, name: str) -> tuple[Overlay, ...]:
    logo = _asset("a logo", AssetKind.PICTURE, "image/png")
    return tuple(
        Overlay(OverlayId(f"o-{name}-{index}"), *random.choice((("Note", None), ("", logo))))
        for index in range(random.choice((0, 0, 0, 1, 2)))
    )


def _effects(random: Random, name: str) -> tuple[Effect, ...]:
    bell = _asset("a bell", AssetKind.SOUND, "audio/wav")
    return tuple(
        Effect(EffectId(f"e-{name}-{index}"), bell, random.randint(0, 900))
        for index in range(random.choice((0, 0, 0, 1)))
    )


def _music(random: Random) -> Music | None:
    bed = _asset("a bed", AssetKind.SOUND, "audio/wav")
    return random.choice((None, None, Music(None), Music(bed)))


def _asset(content: str, kind: AssetKind, media_type: str) -> AssetRef:
    return asset_of(content.encode(), kind, media_type)


def _target(random: Random, scenes: Sequence[SceneId]) -> SceneId | None:
    return None if random.random() < 0.08 else random.choice(scenes)


def _question(
    random: Random, names: Sequence[ChoiceId], scenes: Sequence[SceneId], choices: Sequence[ChoiceId]
) -> Breakpoint:
    kind = random.choice(list(QuestionKind))
    if kind is QuestionKind.TRUE_FALSE:
        names = names[:2]
    answers = random.sample(ANSWERS, len(names))
    return Breakpoint(
        "What do you do?",
        tuple(
            _choice(random, kind, name, text, scenes, choices)
            for name, text in zip(names, answers, strict=True)
        ),
        kind,
        random.choice(("", "Think of the hands.")),
        random.choice((None, 1, 1, 2, 3)),
        random.choice((None, None, 1_000, 30_000)),
        random.choice((None, *names)),
        random.random() < 0.3,
        random.choice(list(ShowCorrect)),
        random.choice(("", "Right.")),
        random.choice(("", "Not quite.")),
        _target(random, scenes),
        _target(random, scenes),
    )


def _choice(
    random: Random,
    kind: QuestionKind,
    name: ChoiceId,
    text: str,
    scenes: Sequence[SceneId],
    choices: Sequence[ChoiceId],
) -> Choice:
    return Choice(
        name,
        text,
        random.random() < 0.45,
        random.choice(("", "So you think.")),
        random.choice((0, 0, 1, 2, 5, -1)),
        random.choice((None, _target(random, scenes), _target(random, scenes))),
        _condition(random, scenes, choices) if random.random() < 0.25 else None,
        tuple(random.sample(ANSWERS, 2)) if kind is QuestionKind.SHORT_TEXT and random.random() < 0.5 else (),
    )


def _condition(
    random: Random, scenes: Sequence[SceneId], choices: Sequence[ChoiceId], depth: int = 0
) -> Condition:
    kind = random.choice(
        ("score", "visited", "chose") if depth > 1 else ("score", "visited", "chose", "not", "all", "any")
    )
    if kind == "score":
        return ScoreAtLeast(random.randint(-1, 6))
    if kind == "visited" or (kind == "chose" and not choices):
        return Visited(random.choice(scenes))
    if kind == "chose":
        return Chose(random.choice(choices))
    if kind == "not":
        return Not(_condition(random, scenes, choices, depth + 1))
    parts = tuple(_condition(random, scenes, choices, depth + 1) for _ in range(random.randint(0, 2)))
    return AllOf(parts) if kind == "all" else AnyOf(parts)
