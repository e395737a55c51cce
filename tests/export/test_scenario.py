"""A lesson goes back to scenario JSON, unchanged in everything the format can say."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edupulse_desktop.errors import ExportError, ImportRefused, NotMedia
from edupulse_desktop.export.scenario import FILE_NAME, ScenarioExporter, scenario_of
from edupulse_desktop.imports.imported import Imported
from edupulse_desktop.imports.scenario import read_scenario
from edupulse_desktop.jobs.progress import unheard
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.picture import Picture, PictureRequest
from tests.builders import ask, choice, lesson, line, scene
from tests.drafts import HandedOver, lesson_of
from tests.lessons import random_lesson

SCENARIOS = Path(__file__).parents[1] / "imports" / "scenarios"
CARRIED = ("well_formed.json", "large.json", "ends_with_group.json", "ends_with_question.json")

Blocks = list[dict[str, object]]


def there_and_back(data: bytes) -> tuple[Imported, dict[str, object]]:
    imported = read_scenario(data, "there.json")
    found = scenario_of(lesson_of(imported.draft), HandedOver(imported.assets))
    return imported, dict(found.data)


@pytest.mark.parametrize("name", CARRIED)
def test_what_a_scenario_says_comes_back_unchanged(name: str) -> None:
    data = (SCENARIOS / name).read_bytes()
    _imported, back = there_and_back(data)
    assert back == json.loads(data)


def test_the_large_scenario_has_three_groups_forty_lines_and_pictures() -> None:
    imported = read_scenario((SCENARIOS / "large.json").read_bytes(), "large.json")
    lines = [each for one in imported.draft.scenes for each in one.lines if each.text]
    assert len(lines) == 40
    assert len({each.key[:8] for each in imported.draft.scenes if each.key.startswith("branch")}) == 3
    assert {asset.ref.media_type for asset in imported.assets} == {"image/png", "image/jpeg"}
    assert imported.notes == ()


def test_the_large_scenario_loses_nothing_and_plays_right_in_the_web_app() -> None:
    imported = read_scenario((SCENARIOS / "large.json").read_bytes(), "large.json")
    found = scenario_of(lesson_of(imported.draft), HandedOver(imported.assets))
    assert found.losses == ()
    assert found.troubles == ()


names = st.text("abcdefgh ßé漢", min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)
said = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
lines = st.fixed_dictionaries(
    {"role": st.sampled_from(["Narrator", "Ana", "Bo"]), "dialogue": said},
    optional={"image": said.map(lambda text: {"prompt": f"Picture {text}"})},
)


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, object]:
    script: Blocks = []
    free = draw(
        st.lists(names, unique_by=lambda name: name.replace(" ", "-").casefold(), min_size=9, max_size=9)
    )
    for _ in range(draw(st.integers(1, 3))):
        script += draw(st.lists(lines, min_size=1, max_size=3))
        group = [free.pop() for _ in range(draw(st.integers(0, 3)))]
        targets = [*group, *([None] if draw(st.booleans()) or not group else [])]
        options = [
            {"text": draw(said), "isCorrect": draw(st.booleans()), **({"branchTarget": to} if to else {})}
            for to in targets
        ]
        script[-1] = {**script[-1], "breakpoint": {"question": draw(said), "options": options}}
        if group:
            branches = [{"type": name, "dialogue": draw(st.lists(lines, max_size=2))} for name in group]
            script.append({"branch_options": branches})
    script += draw(st.lists(lines, max_size=2))
    return {"title": draw(said), "script": script}


@settings(max_examples=200, deadline=None)
@given(scenarios())
def test_any_scenario_comes_back_equal(data: dict[str, object]) -> None:
    imported, back = there_and_back(json.dumps(data).encode())
    assert back == data
    again, _back = there_and_back(json.dumps(back).encode())
    assert again.draft == imported.draft


@pytest.mark.parametrize("path", sorted(SCENARIOS.iterdir()), ids=lambda path: path.name)
def test_a_repaired_scenario_needs_no_repair_when_it_comes_back(path: Path) -> None:
    try:
        _imported, back = there_and_back(path.read_bytes())
    except ImportRefused:
        return
    again, twice = there_and_back(json.dumps(back).encode())
    assert twice == back
    assert all("no answer leads to branch" in note for note in again.notes)


def a_lesson_with_cards() -> tuple[Lesson, HandedOver]:
    card = Picture(
        asset_of(b"card", AssetKind.PICTURE, "image/png"), request=PictureRequest("cards", "clinic", "One")
    )
    photo = Picture(asset_of(b"photo", AssetKind.PICTURE, "image/jpeg"), prompt="A ward")
    made = lesson(
        scene(
            "a", line("One", picture=card), line("Two", picture=card), line("Three", picture=photo), to="b"
        ),
        scene(
            "b",
            line("Four", picture=card),
            exit=ask("Why?", choice("So", "c", correct=True), choice("No", "d")),
        ),
        scene("c", line("Five", picture=card), to="e"),
        scene("d", line("Six", picture=Picture(prompt="Only words")), to="e"),
        scene("e", line("Seven", picture=card)),
    )
    reader = HandedOver(())
    reader._data = {card.asset: b"card", photo.asset: b"photo"}  # type: ignore[dict-item]
    return made, reader


def images(data: dict[str, object]) -> list[object]:
    found: list[object] = []
    for block in data["script"]:  # type: ignore[attr-defined]
        for branch in block.get("branch_options", []):
            found += [each.get("image") for each in branch["dialogue"]]
        if "dialogue" in block:
            found.append(block.get("image"))
    return found


PHOTO = {"base64": "data:image/jpeg;base64,cGhvdG8=", "prompt": "A ward"}
CARD = {"base64": "data:image/png;base64,Y2FyZA=="}


def test_cards_stay_out_unless_asked_for() -> None:
    made, reader = a_lesson_with_cards()
    assert images(dict(scenario_of(made, reader).data)) == [
        None,
        None,
        PHOTO,
        None,
        None,
        {"prompt": "Only words"},
        None,
    ]


def test_with_cards_every_stretch_of_film_opens_with_a_picture() -> None:
    made, reader = a_lesson_with_cards()
    found = scenario_of(made, reader, with_cards=True)
    assert images(dict(found.data)) == [CARD, None, PHOTO, None, CARD, None, CARD]
    assert found.troubles == ("Block 5: the branch “D” opens without a picture.",)


def test_names_of_branches_are_made_safe_and_unique_and_that_is_told() -> None:
    made = lesson(
        scene("a", line("One"), exit=ask("Q", choice("x", "b"), choice("y", "c"), choice("z", "d"))),
        scene("b", line("Two"), title="Either/Or", to="e"),
        scene("c", line("Three"), title="main", to="e"),
        scene("d", line("Four"), title="Either-Or", to="e"),
        scene("e", line("Five")),
    )
    found = scenario_of(made, HandedOver(()))
    group = found.data["script"][1]["branch_options"]  # type: ignore[index,call-overload]
    assert [branch["type"] for branch in group] == ["Either-Or", "main (2)", "Either-Or (2)"]  # type: ignore[index,call-overload,union-attr]
    assert sum("file names" in loss for loss in found.losses) == 3


def test_the_file_is_written_whole_and_replaced(tmp_path: Path) -> None:
    made = lesson(scene("a", line("مرحبا")))
    exporter = ScenarioExporter()
    folder = tmp_path / "Ordner mit ü"
    for _ in range(2):
        exported = asyncio.run(exporter.export(made, (), HandedOver(()), folder, unheard()))
        assert exported.files == (folder / FILE_NAME,)
    written = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    assert written == {"title": "A lesson", "script": [{"role": "Anna", "dialogue": "مرحبا"}]}
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]


class AnyPicture:
    """Gives out a picture whatever is asked for."""

    def read(self, asset: AssetRef) -> bytes:
        return b"\x89PNG\r\n\x1a\n" + asset.sha256.encode()

    def file(self, asset: AssetRef) -> Path:
        raise NotImplementedError(asset)


class NoPicture(AnyPicture):
    """Has lost what it is asked for."""

    def read(self, asset: AssetRef) -> bytes:
        raise NotMedia("It is missing.")


def test_a_lost_picture_is_named_by_scene_and_line_and_nothing_is_written(tmp_path: Path) -> None:
    photo = Picture(asset_of(b"photo", AssetKind.PICTURE, "image/jpeg"))
    made = lesson(scene("a", line("One"), line("Two", picture=photo)))
    with pytest.raises(NotMedia) as failure:
        asyncio.run(ScenarioExporter().export(made, (), NoPicture(), tmp_path, unheard()))
    assert failure.value.message == "The picture of scene “A”, line 2: It is missing."
    assert not list(tmp_path.iterdir())


def test_somebody_elses_file_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("my notes")
    with pytest.raises(ExportError, match="not touched"):
        asyncio.run(
            ScenarioExporter().export(lesson(scene("a", line("x"))), (), HandedOver(()), tmp_path, unheard())
        )
    assert (tmp_path / FILE_NAME).read_text() == "my notes"


def test_a_lesson_that_says_nothing_is_refused(tmp_path: Path) -> None:
    for empty in (lesson(), lesson(scene("a"))):
        with pytest.raises(ExportError, match="Nothing is said"):
            asyncio.run(ScenarioExporter().export(empty, (), HandedOver(()), tmp_path, unheard()))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("with_cards", [False, True])
def test_any_lesson_becomes_a_scenario_that_can_be_read_and_then_stays_the_same(with_cards: bool) -> None:
    for seed in range(150):
        found = scenario_of(random_lesson(seed), AnyPicture(), with_cards=with_cards)
        try:
            first, once = there_and_back(json.dumps(found.data).encode())
        except ImportRefused:
            assert found.data["script"] == []
            continue
        second, twice = there_and_back(json.dumps(once).encode())
        assert twice == once
        assert second.draft == first.draft
        assert all("no answer leads to branch" in note for note in second.notes)
        assert len(as_text(once)) >= len(as_text(dict(found.data)))


def as_text(data: dict[str, object]) -> list[str]:
    """Return everything that is said in a scenario."""
    return re.findall(r'"dialogue": "((?:[^"\\]|\\.)*)"', json.dumps(data))
