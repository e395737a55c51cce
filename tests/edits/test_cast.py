from dataclasses import replace

import pytest

from edupulse_desktop.edits.cast import (
    AddCharacter,
    DeleteCharacter,
    RenameCharacter,
    SetCharacter,
    SetColour,
)
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.cast import Character
from edupulse_desktop.model.ids import CharacterId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.palette import COLOURS, next_colour
from tests.builders import ANNA, BEN, lesson, line, scene

ZOE = Character(CharacterId("p-zoe"), "Zoe")


def two_speakers() -> Lesson:
    return lesson(scene("a", line("One."), line("Two.", BEN)), scene("b", line("Three.", BEN)))


def test_somebody_who_speaks_is_not_deleted() -> None:
    with pytest.raises(EditError, match="Ben still speaks 2 lines"):
        DeleteCharacter(BEN.id).apply(two_speakers())
    with pytest.raises(EditError, match="Anna still speaks 1 line,"):
        DeleteCharacter(ANNA.id, ANNA.id).apply(two_speakers())


def test_lines_are_handed_to_somebody_else() -> None:
    left = DeleteCharacter(BEN.id, ANNA.id).apply(two_speakers())
    assert left.cast == (ANNA,)
    assert {each.speaker for _, each in left.lines()} == {ANNA.id}


def test_somebody_silent_is_deleted_and_nothing_else_is_touched() -> None:
    whole = lesson(scene("a", line("One.")))
    left = DeleteCharacter(BEN.id).apply(whole)
    assert left.cast == (ANNA,)
    assert left.scenes is whole.scenes


@pytest.mark.parametrize("name", ["anna", " ANNA ", "", "  "])
def test_names_tell_people_apart(name: str) -> None:
    with pytest.raises(EditError):
        RenameCharacter(BEN.id, name).apply(two_speakers())
    with pytest.raises(EditError):
        AddCharacter(replace(ZOE, name=name)).apply(two_speakers())


def test_a_name_may_change_its_case() -> None:
    renamed = RenameCharacter(ANNA.id, "ANNA").apply(two_speakers())
    assert renamed.cast[0].name == "ANNA"


def test_people_whose_names_are_alike_already_can_still_be_changed() -> None:
    twins = lesson(scene("a"), cast=(ANNA, replace(BEN, name="Anna")))
    assert SetCharacter(replace(ANNA, look="tall")).apply(twins).cast[0].look == "tall"


def test_a_newcomer_stands_where_wished() -> None:
    assert AddCharacter(ZOE, BEN.id).apply(two_speakers()).cast == (ANNA, ZOE, BEN)
    with pytest.raises(EditError, match="already"):
        AddCharacter(replace(ANNA, name="Other")).apply(two_speakers())


@pytest.mark.parametrize("colour", ["red", "#12", "2f6f9f", "#2f6f9g", "##f6f9f"])
def test_a_colour_is_six_digits(colour: str) -> None:
    with pytest.raises(EditError, match="not a colour"):
        SetColour(ANNA.id, colour).apply(two_speakers())


def test_the_palette_is_legible_under_white_text_and_goes_round() -> None:
    assert len(set(COLOURS)) == len(COLOURS)
    assert all(_contrast_with_white(colour) >= 4.5 for colour in COLOURS)
    assert next_colour(()) == COLOURS[0]
    assert next_colour(COLOURS[:3]) == COLOURS[3]
    assert next_colour((*COLOURS, COLOURS[0])) == COLOURS[1]


def _contrast_with_white(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
