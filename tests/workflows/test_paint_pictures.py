import asyncio
from dataclasses import replace

import pytest

from edupulse_desktop.edits.lines import SetLineText
from edupulse_desktop.errors import NotMedia, RenderError
from edupulse_desktop.jobs.progress import unheard
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import CARDS, Picture, Shape
from edupulse_desktop.places import cache_folder
from edupulse_desktop.services.picture.cards import CardPainter
from edupulse_desktop.store.project import Project
from edupulse_desktop.workflows.make_missing import refuse_missing
from edupulse_desktop.workflows.paint_pictures import keeping_in, lines_to_paint, paint_pictures
from edupulse_desktop.workflows.passing_assets import PassingAssets


def painted(project: Project, lesson: Lesson, shape: Shape | None = None) -> tuple[Lesson, int]:
    keep = keeping_in(project.assets, CARDS)
    done = asyncio.run(paint_pictures(lesson, CardPainter(), keep, unheard(), shape))
    return done.edit.apply(lesson), done.painted


def test_every_spoken_line_gets_a_card_and_a_hold_keeps_the_one_before(project: Project) -> None:
    after, count = painted(project, project.lesson)
    assert count == 3
    assert after.scenes[0].lines[2].picture is None
    assert lines_to_paint(after, CARDS, Shape.LANDSCAPE) == ()


def test_a_changed_line_gets_a_new_card_alone(project: Project) -> None:
    after, _ = painted(project, project.lesson)
    changed = SetLineText(after.scenes[0].lines[0].id, "Good evening.").apply(after)
    _, count = painted(project, changed)
    assert count == 1


def test_a_picture_of_the_authors_is_never_touched_and_covers_what_follows(project: Project) -> None:
    own = Picture(project.assets.put(b"\x89PNG\r\n\x1a\n", AssetKind.PICTURE, "image/png"), alt_text="A ward")
    first = replace(project.lesson.scenes[0].lines[0], picture=own)
    after, count = painted(project, project.lesson.with_line(first))
    assert count == 1
    assert after.scenes[0].lines[0].picture == own
    assert after.scenes[0].lines[1].picture is None


def test_a_described_picture_gets_a_stand_in_and_keeps_its_description(project: Project) -> None:
    described = Picture(prompt="A ward at night", alt_text="Beds in a dim ward")
    first = replace(project.lesson.scenes[0].lines[0], picture=described)
    after, _ = painted(project, project.lesson.with_line(first))
    picture = after.scenes[0].lines[0].picture
    assert picture is not None
    assert picture.is_card
    assert (picture.prompt, picture.alt_text) == ("A ward at night", "Beds in a dim ward")


def test_cards_for_another_shape_pass_through_the_cache_and_leave_the_project_alone(project: Project) -> None:
    before = project.assets.all()
    passing = PassingAssets(project.assets, Cache(cache_folder() / "made"))
    done = asyncio.run(paint_pictures(project.lesson, CardPainter(), passing.keep, unheard(), Shape.PORTRAIT))
    picture = done.edit.apply(project.lesson).scenes[0].lines[0].picture
    assert picture is not None
    assert picture.asset is not None
    assert passing.read(picture.asset) == passing.file(picture.asset).read_bytes()
    assert project.assets.all() == before
    Cache(cache_folder() / "made").clear()
    with pytest.raises(NotMedia, match="no longer in the cache"):
        passing.read(picture.asset)


def test_what_is_missing_is_refused_by_name(project: Project) -> None:
    with pytest.raises(
        RenderError, match=r"Scene “A”, line 1 has no true recording \(and 2 more\)"
    ) as refused:
        refuse_missing(project.lesson, CARDS)
    assert refused.value.where == f"scene a, line {project.lesson.scenes[0].lines[0].id}"
