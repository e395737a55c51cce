from dataclasses import replace

import pytest

from edupulse_desktop.edits.lines import DeleteLines, SetLineText
from edupulse_desktop.edits.media import (
    AttachPictures,
    AttachTakes,
    ChooseTake,
    DetachMedia,
    PaintedLine,
    RelinkAsset,
    VoicedLine,
)
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.asset import AssetKind, asset_of
from edupulse_desktop.model.ids import EffectId, LineId, OverlayId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Take, take_is_true
from edupulse_desktop.model.picture import Overlay, Picture, PictureRequest
from edupulse_desktop.model.sound import Effect, Music
from tests.builders import ANNA, lesson, line, scene

ONE, TWO = LineId("l-1"), LineId("l-2")
STILL = asset_of(b"still", AssetKind.PICTURE, "image/png")
OTHER = asset_of(b"other", AssetKind.PICTURE, "image/png")
SOUND = asset_of(b"sound", AssetKind.SOUND, "audio/wav")
CARD = Picture(OTHER, request=PictureRequest("cards", "clinic", "words"))


def plain() -> Lesson:
    return lesson(scene("a", line("Hello", id=ONE), line("Bye", id=TWO)))


def the(whole: Lesson, name: LineId = ONE) -> Line:
    found = whole.line(name)
    assert found is not None
    return found


def take(whole: Lesson, name: str, line: LineId = ONE) -> VoicedLine:
    asked = the(whole, line).request(whole.cast_by_id(), whole.language)
    return VoicedLine(line, Take(TakeId(name), asked, SOUND, 900))


def test_a_new_take_is_chosen_and_the_old_one_kept() -> None:
    whole = plain()
    first = AttachTakes((take(whole, "t-1"),)).apply(whole)
    second = AttachTakes((take(whole, "t-2"),)).apply(first)
    assert [each.id for each in the(second).takes] == ["t-1", "t-2"]
    assert the(second).chosen == "t-2"
    assert AttachTakes((take(whole, "t-2"),)).apply(second) is second


def test_a_take_of_an_older_text_does_not_displace_a_true_one() -> None:
    whole = plain()
    old = take(whole, "t-old")
    changed = SetLineText(ONE, "Hello there").apply(whole)
    voiced = AttachTakes((take(changed, "t-new"),)).apply(changed)
    after = AttachTakes((old,)).apply(voiced)
    assert the(after).chosen == "t-new"
    assert len(the(after).takes) == 2
    only_old = AttachTakes((old,)).apply(changed)
    assert the(only_old).chosen == "t-old"
    assert not take_is_true(old.take, the(only_old).request(only_old.cast_by_id(), "en"))


def test_lines_that_have_gone_are_passed_over_and_named() -> None:
    whole = plain()
    edit = AttachTakes((take(whole, "t-1"), take(whole, "t-2", TWO)))
    left = DeleteLines((TWO,)).apply(whole)
    assert the(edit.apply(left)).chosen == "t-1"
    assert edit.skipped(left) == (TWO,)
    assert edit.skipped(whole) == ()
    empty = DeleteLines((ONE, TWO)).apply(whole)
    assert edit.apply(empty) is empty
    assert AttachPictures((PaintedLine(TWO, CARD),)).skipped(left) == (TWO,)


def test_only_a_take_of_the_line_is_chosen() -> None:
    whole = AttachTakes((take(plain(), "t-1"),)).apply(plain())
    assert the(ChooseTake(ONE, None).apply(whole)).take is None
    with pytest.raises(EditError, match="recording"):
        ChooseTake(TWO, TakeId("t-1")).apply(whole)


def test_a_card_does_not_replace_a_picture_put_there_meanwhile() -> None:
    real = AttachPictures((PaintedLine(ONE, Picture(STILL)),)).apply(plain())
    assert AttachPictures((PaintedLine(ONE, CARD),)).apply(real) is real
    carded = AttachPictures((PaintedLine(ONE, CARD),)).apply(plain())
    assert the(carded).picture == CARD
    assert the(AttachPictures((PaintedLine(ONE, Picture(STILL)),)).apply(carded)).picture == Picture(STILL)


def full_of_media() -> Lesson:
    spoken = replace(
        line("Hello", id=ONE),
        picture=Picture(STILL, prompt="a ward", clip_ms=40),
        overlays=(Overlay(OverlayId("o-1"), "", STILL), Overlay(OverlayId("o-2"), "Text", STILL)),
        effects=(Effect(EffectId("e-1"), SOUND),),
    )
    whole = lesson(
        scene("a", spoken, line("Bye", id=TWO, picture=Picture(STILL)), music=Music(SOUND)),
        cast=(replace(ANNA, portrait=STILL),),
        music=Music(SOUND),
    )
    return AttachTakes((take(whole, "t-1"),)).apply(whole)


def test_a_removed_file_is_nowhere() -> None:
    left = DetachMedia((STILL, SOUND)).apply(full_of_media())
    assert STILL.sha256 not in repr(left)
    assert SOUND.sha256 not in repr(left)
    assert the(left).picture == Picture(None, prompt="a ward")
    assert the(left, TWO).picture is None
    assert [each.text for each in the(left).overlays] == ["Text"]
    assert (the(left).effects, the(left).takes, the(left).chosen) == ((), (), None)
    assert (left.music, left.scenes[0].music, left.cast[0].portrait) == (None, None, None)


def test_a_file_is_replaced_everywhere_and_back() -> None:
    whole = full_of_media()
    after = RelinkAsset(STILL, OTHER).apply(whole)
    assert STILL.sha256 not in repr(after)
    assert RelinkAsset(OTHER, STILL).apply(after) == whole


def test_a_file_that_nothing_uses_changes_nothing() -> None:
    whole = plain()
    assert DetachMedia((STILL,)).apply(whole) is whole
    assert RelinkAsset(STILL, OTHER).apply(whole) is whole
