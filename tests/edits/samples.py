"""A sample of every edit for any lesson; now and then about something that has gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from edupulse_desktop.edits.board import MoveNodes, TidyBoard
from edupulse_desktop.edits.cast import (
    AddCharacter,
    DeleteCharacter,
    MoveCharacter,
    RenameCharacter,
    SetCharacter,
    SetColour,
    SetPronunciations,
    SetVoice,
)
from edupulse_desktop.edits.copies import copied_lines
from edupulse_desktop.edits.edit import Batch, Edit
from edupulse_desktop.edits.exits import Connect, Disconnect, SetExit
from edupulse_desktop.edits.lesson import (
    SetBrief,
    SetFacts,
    SetLanguage,
    SetMusic,
    SetPassMark,
    SetShape,
    SetState,
    SetStyle,
    SetTitle,
)
from edupulse_desktop.edits.lines import (
    DeleteLines,
    InsertLines,
    JoinLines,
    MoveLines,
    SetDirection,
    SetLineText,
    SetPause,
    SetSpeaker,
    SplitLine,
)
from edupulse_desktop.edits.media import (
    AttachPictures,
    AttachTakes,
    ChooseTake,
    DetachMedia,
    PaintedLine,
    RelinkAsset,
    VoicedLine,
)
from edupulse_desktop.edits.questions import AddChoice, DeleteChoice, MoveChoice, SetBreakpoint, SetChoice
from edupulse_desktop.edits.restore import RestoreVersion
from edupulse_desktop.edits.scenes import (
    AddScene,
    DeleteScenes,
    DuplicateScenes,
    MoveScenes,
    RenameScene,
    SetNotes,
    SetSceneMusic,
    SetStart,
    SplitScene,
    duplicates,
)
from edupulse_desktop.edits.script import append_scenes, replace_script
from edupulse_desktop.edits.shown import SetEffects, SetOverlays, SetPicture
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.board import Place
from edupulse_desktop.model.branching import Way, WayKind, outlets
from edupulse_desktop.model.brief import Brief
from edupulse_desktop.model.cast import Character, Pronunciation, Voice
from edupulse_desktop.model.draft import (
    Draft,
    DraftCharacter,
    DraftChoice,
    DraftContinue,
    DraftEnd,
    DraftLine,
    DraftPicture,
    DraftQuestion,
    DraftScene,
)
from edupulse_desktop.model.exits import Breakpoint, Choice, End
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
from edupulse_desktop.model.lesson import Approval, Lesson, LessonState, Style
from edupulse_desktop.model.line import Line, Take
from edupulse_desktop.model.picture import Overlay, Picture, PictureRequest, Shape
from edupulse_desktop.model.scene import Scene
from edupulse_desktop.model.sound import Effect, Music
from tests.lessons import random_exit

T = TypeVar("T")
Sample = Callable[[Random, Lesson], Edit]

SOUND = asset_of(b"a new sound", AssetKind.SOUND, "audio/wav")
STILL = asset_of(b"a new still", AssetKind.PICTURE, "image/png")
CARD = PictureRequest("cards", "clinic", "words")

DRAFT = Draft(
    "A draft",
    "de",
    objectives=("wash hands",),
    characters=(DraftCharacter("Anna", "warm"), DraftCharacter("Zoe", "low", "tall", "slowly")),
    scenes=(
        DraftScene(
            "one",
            "One",
            (
                DraftLine(" zoe ", "Hello.", "softly", 900_000, DraftPicture(None, "a ward", "A ward")),
                DraftLine("", "", pause_ms=700),
            ),
            DraftQuestion(
                "Well?", (DraftChoice("Yes", True, to="two"), DraftChoice("No", to="lost")), attempts=0
            ),
        ),
        DraftScene("two", "Two", (DraftLine("Passer-by", "Bye."),), DraftContinue("one")),
        DraftScene("two", "Again", (), DraftEnd("Done")),
    ),
)


def some(random: Random, things: Sequence[T], gone: T) -> T:
    """Return one of these; one that has gone if there are none, and sometimes anyway."""
    return random.choice(things) if things and random.random() < 0.95 else gone


def a_scene(random: Random, lesson: Lesson) -> SceneId:
    return some(random, [scene.id for scene in lesson.scenes], SceneId("s-gone"))


def scenes(random: Random, lesson: Lesson) -> tuple[SceneId, ...]:
    return tuple(a_scene(random, lesson) for _ in range(random.randint(0, 3)))


def a_line(random: Random, lesson: Lesson) -> LineId:
    return some(random, [line.id for _, line in lesson.lines()], LineId("l-gone"))


def lines(random: Random, lesson: Lesson) -> tuple[LineId, ...]:
    return tuple(a_line(random, lesson) for _ in range(random.randint(0, 3)))


def a_line_of(random: Random, lesson: Lesson, scene: SceneId) -> LineId:
    home = lesson.scene(scene)
    return some(random, [line.id for line in home.lines] if home else [], LineId("l-gone"))


def following_lines(random: Random, lesson: Lesson) -> tuple[LineId, ...]:
    home = lesson.scene(a_scene(random, lesson))
    if home is None:
        return ()
    at = random.randint(0, len(home.lines))
    return tuple(line.id for line in home.lines[at : at + random.randint(0, 3)])


def a_character(random: Random, lesson: Lesson) -> CharacterId:
    return some(random, [character.id for character in lesson.cast], CharacterId("p-gone"))


def a_question(random: Random, lesson: Lesson) -> SceneId:
    asked = [scene.id for scene in lesson.scenes if isinstance(scene.exit, Breakpoint)]
    return some(random, asked, SceneId("s-gone"))


def a_choice(random: Random, lesson: Lesson) -> Choice:
    exits = [scene.exit for scene in lesson.scenes if isinstance(scene.exit, Breakpoint)]
    return some(
        random, [choice for each in exits for choice in each.choices], Choice(ChoiceId("c-gone"), "Gone")
    )


def a_way(random: Random, lesson: Lesson) -> Way:
    ways = [way for scene in lesson.scenes for way in outlets(scene)]
    ways += [Way(scene.id, WayKind.NEXT, None) for scene in lesson.scenes if isinstance(scene.exit, End)]
    return some(random, ways, Way(SceneId("s-0"), WayKind.ROUTE, None, None, 7))


def an_asset(random: Random, lesson: Lesson) -> AssetRef:
    used = [take.asset for _, line in lesson.lines() for take in line.takes]
    used += [line.picture.asset for _, line in lesson.lines() if line.picture and line.picture.asset]
    used += [overlay.asset for _, line in lesson.lines() for overlay in line.overlays if overlay.asset]
    used += [effect.asset for _, line in lesson.lines() for effect in line.effects]
    used += [
        music.asset
        for music in (lesson.music, *(each.music for each in lesson.scenes))
        if music and music.asset
    ]
    return some(random, used, STILL)


def before(random: Random, name: T) -> T | None:
    return random.choice((None, name))


def a_take(random: Random, lesson: Lesson, line: LineId) -> Take:
    known = lesson.line(line)
    asked = (known or Line(line)).request(lesson.cast_by_id(), lesson.language)
    asked = random.choice((asked, replace(asked, text="Something else.")))
    return Take(TakeId(f"t-new-{line}"), asked, SOUND, random.randint(1, 5_000))


def a_picture(random: Random) -> Picture:
    return random.choice((Picture(STILL), Picture(STILL, request=CARD), Picture(None, prompt="a bed")))


def set_exit(random: Random, lesson: Lesson) -> SetExit:
    scene = a_scene(random, lesson)
    known = [each.id for each in lesson.scenes] or [SceneId("s-gone")]
    own = [ChoiceId(f"c-{scene}-{index}") for index in range(random.randint(0, 3))]
    return SetExit(scene, random_exit(random, scene, known, own))


def set_breakpoint(random: Random, lesson: Lesson) -> SetBreakpoint:
    scene = a_question(random, lesson)
    home = lesson.scene(scene)
    asked = home.exit if home and isinstance(home.exit, Breakpoint) else Breakpoint("Why?")
    return SetBreakpoint(
        scene, random.choice((asked, replace(asked, question="Why not?"), Breakpoint("New?")))
    )


def insert_lines(random: Random, lesson: Lesson) -> InsertLines:
    scene = a_scene(random, lesson)
    known = [line for _, line in lesson.lines()]
    copied = copied_lines(random.sample(known, min(len(known), random.randint(0, 2))))
    new = random.choice(((Line(LineId("l-new"), text="New"),), copied, tuple(known[:1])))
    return InsertLines(scene, new, before(random, a_line_of(random, lesson, scene)))


def move_lines(random: Random, lesson: Lesson) -> MoveLines:
    scene = a_scene(random, lesson)
    return MoveLines(lines(random, lesson), scene, before(random, a_line_of(random, lesson, scene)))


def split_line(random: Random, lesson: Lesson) -> SplitLine:
    return SplitLine(
        a_line(random, lesson), random.randint(-1, 20), LineId(random.choice(("l-new", "l-s-0-0")))
    )


def split_scene(random: Random, lesson: Lesson) -> SplitScene:
    scene = a_scene(random, lesson)
    return SplitScene(scene, a_line_of(random, lesson, scene), SceneId("s-new"), "Second half")


def choose_take(random: Random, lesson: Lesson) -> ChooseTake:
    line = a_line(random, lesson)
    known = lesson.line(line)
    return ChooseTake(line, random.choice((None, *(take.id for take in (known.takes if known else ())))))


def set_choice(random: Random, lesson: Lesson) -> SetChoice:
    choice = a_choice(random, lesson)
    return SetChoice(random.choice((choice, replace(choice, text="Other", to=a_scene(random, lesson)))))


def move_choice(random: Random, lesson: Lesson) -> MoveChoice:
    exits = [
        scene.exit for scene in lesson.scenes if isinstance(scene.exit, Breakpoint) and scene.exit.choices
    ]
    if not exits:
        return MoveChoice(ChoiceId("c-gone"))
    names = [choice.id for choice in random.choice(exits).choices]
    return MoveChoice(random.choice(names), before(random, random.choice(names)))


def add_scene(random: Random, lesson: Lesson) -> AddScene:
    new = Scene(SceneId(random.choice(("s-new", "s-0"))), "New", (Line(LineId("l-new")),))
    place = random.choice((None, Place(new.id, 3, 4)))
    return AddScene(new, before(random, a_scene(random, lesson)), place)


def duplicate_scenes(random: Random, lesson: Lesson) -> DuplicateScenes:
    return duplicates(lesson, [scene for scene in scenes(random, lesson) if scene != "s-gone"])


def connect(random: Random, lesson: Lesson) -> Connect:
    way = a_way(random, lesson)
    return Connect(way.scene, a_scene(random, lesson), way.kind, way.choice, way.route)


def disconnect(random: Random, lesson: Lesson) -> Disconnect:
    way = a_way(random, lesson)
    return Disconnect(way.scene, way.kind, way.choice, way.route)


def set_character(random: Random, lesson: Lesson) -> SetCharacter:
    character = lesson.character(a_character(random, lesson)) or Character(CharacterId("p-gone"), "Gone")
    return SetCharacter(random.choice((character, replace(character, name="Renamed", look="tall"))))


def attach_takes(random: Random, lesson: Lesson) -> AttachTakes:
    return AttachTakes(
        tuple(VoicedLine(each, a_take(random, lesson, each)) for each in lines(random, lesson))
    )


def attach_pictures(random: Random, lesson: Lesson) -> AttachPictures:
    return AttachPictures(tuple(PaintedLine(each, a_picture(random)) for each in lines(random, lesson)))


def batch(random: Random, lesson: Lesson) -> Batch:
    names = random.sample(["SetLineText", "RenameScene", "SetTitle", "DeleteLines"], 3)
    return Batch(tuple(SAMPLES[name](random, lesson) for name in names), "Several things")


def lesson_of_other() -> Lesson:
    return Lesson(LessonId("lesson-other"))


OVERLAYS = ((), (Overlay(OverlayId("o-new"), "Note"),), (Overlay(OverlayId("o-s-0-0-0"), "Note"),))
EFFECTS = ((), (Effect(EffectId("e-new"), SOUND),), (Effect(EffectId("e-s-0-0-0"), SOUND),))
BEDS = (None, Music(None), Music(SOUND, fade_in_ms=0))

SAMPLES: dict[str, Sample] = {
    "SetLineText": lambda r, le: SetLineText(
        a_line(r, le), r.choice(("", "Good morning.", "New\ntext 护士"))
    ),
    "SetSpeaker": lambda r, le: SetSpeaker(a_line(r, le), r.choice((None, a_character(r, le)))),
    "SetDirection": lambda r, le: SetDirection(a_line(r, le), r.choice(("", "calmly", "loudly"))),
    "SetPause": lambda r, le: SetPause(a_line(r, le), r.choice((-1, 0, 400, 600_001))),
    "InsertLines": insert_lines,
    "MoveLines": move_lines,
    "DeleteLines": lambda r, le: DeleteLines(lines(r, le)),
    "SplitLine": split_line,
    "JoinLines": lambda r, le: JoinLines(r.choice((following_lines, lines))(r, le)),
    "SetPicture": lambda r, le: SetPicture(a_line(r, le), r.choice((None, a_picture(r)))),
    "SetOverlays": lambda r, le: SetOverlays(a_line(r, le), r.choice(OVERLAYS)),
    "SetEffects": lambda r, le: SetEffects(a_line(r, le), r.choice(EFFECTS)),
    "AttachTakes": attach_takes,
    "ChooseTake": choose_take,
    "AttachPictures": attach_pictures,
    "DetachMedia": lambda r, le: DetachMedia(tuple(an_asset(r, le) for _ in range(r.randint(0, 2)))),
    "RelinkAsset": lambda r, le: RelinkAsset(an_asset(r, le), r.choice((STILL, an_asset(r, le)))),
    "AddScene": add_scene,
    "RenameScene": lambda r, le: RenameScene(a_scene(r, le), r.choice(("", "Scene s-0", "Other"))),
    "SetNotes": lambda r, le: SetNotes(a_scene(r, le), r.choice(("", "Look here."))),
    "SetSceneMusic": lambda r, le: SetSceneMusic(a_scene(r, le), r.choice(BEDS)),
    "SetStart": lambda r, le: SetStart(a_scene(r, le)),
    "SplitScene": split_scene,
    "MoveScenes": lambda r, le: MoveScenes(scenes(r, le), before(r, a_scene(r, le))),
    "DeleteScenes": lambda r, le: DeleteScenes(scenes(r, le)),
    "DuplicateScenes": duplicate_scenes,
    "SetExit": set_exit,
    "Connect": connect,
    "Disconnect": disconnect,
    "SetBreakpoint": set_breakpoint,
    "AddChoice": lambda r, le: AddChoice(
        a_question(r, le),
        Choice(ChoiceId(r.choice(("c-new", "c-s-0-0"))), "New", to=before(r, a_scene(r, le))),
    ),
    "SetChoice": set_choice,
    "MoveChoice": move_choice,
    "DeleteChoice": lambda r, le: DeleteChoice(a_choice(r, le).id),
    "AddCharacter": lambda r, le: AddCharacter(
        Character(CharacterId(r.choice(("p-new", "p-0"))), r.choice(("Zoe", "anna ", " "))),
        before(r, a_character(r, le)),
    ),
    "SetCharacter": set_character,
    "RenameCharacter": lambda r, le: RenameCharacter(a_character(r, le), r.choice(("Zoe", "Ben", ""))),
    "SetVoice": lambda r, le: SetVoice(
        a_character(r, le), r.choice((Voice("espeak", "en-gb"), Voice("espeak")))
    ),
    "SetColour": lambda r, le: SetColour(a_character(r, le), r.choice(("#3b6ea5", "#AABBCC", "red"))),
    "SetPronunciations": lambda r, le: SetPronunciations(
        a_character(r, le), r.choice(((), (Pronunciation("IV", "eye vee"),)))
    ),
    "MoveCharacter": lambda r, le: MoveCharacter(a_character(r, le), before(r, a_character(r, le))),
    "DeleteCharacter": lambda r, le: DeleteCharacter(a_character(r, le), before(r, a_character(r, le))),
    "SetTitle": lambda r, le: SetTitle(r.choice(("A random lesson", "Other"))),
    "SetLanguage": lambda r, le: SetLanguage(r.choice(("en", "fr", ""))),
    "SetFacts": lambda r, le: SetFacts(
        r.choice((None, "", "About hands")), None, "", r.choice((None, (), ("a", "b")))
    ),
    "SetPassMark": lambda r, le: SetPassMark(r.choice((None, 0, 3, 4))),
    "SetState": lambda r, le: SetState(
        r.choice(list(LessonState)),
        r.choice((None, Approval("Anna", "2026-01-01T00:00:00Z", LessonState.APPROVED))),
    ),
    "SetBrief": lambda r, le: SetBrief(r.choice((Brief(), Brief("hands", objectives=("wash",))))),
    "SetStyle": lambda r, le: SetStyle(r.choice((Style(), Style("ward", ("warm",))))),
    "SetShape": lambda r, le: SetShape(r.choice(list(Shape))),
    "SetMusic": lambda r, le: SetMusic(r.choice(BEDS)),
    "MoveNodes": lambda r, le: MoveNodes(tuple(Place(each, r.randint(-9, 9), 0) for each in scenes(r, le))),
    "TidyBoard": lambda r, le: TidyBoard(scenes(r, le)),
    "ReplaceScript": lambda r, le: replace_script(DRAFT, le),
    "AppendScenes": lambda r, le: append_scenes(DRAFT, le, before(r, a_scene(r, le))),
    "RestoreVersion": lambda r, le: RestoreVersion(
        "first", r.choice((le, replace(le, title="Older"), lesson_of_other()))
    ),
    "Batch": batch,
}
