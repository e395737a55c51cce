"""The web package: what is in it, what its manifest says, and what stops it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from edupulse_desktop.errors import ExportError, StorageError
from edupulse_desktop.export import web
from edupulse_desktop.export.exporter import Exporter
from edupulse_desktop.export.manifest import manifest, manifest_text
from edupulse_desktop.export.placed import Places, places
from edupulse_desktop.export.web import WebExporter, lesson_script
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.exits import Breakpoint
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.timing import scene_ms
from edupulse_desktop.places import resource
from tests.builders import ask, choice, lesson, line, scene
from tests.lessons import random_lesson
from tests.player.showings import NoAssets, Projector, export_web, ward_lesson

SCHEMA = json.loads(resource("schemas", "manifest-1.schema.json").read_text())
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def read(folder: Path) -> dict[str, Any]:
    """Return the manifest of a package."""
    return dict(json.loads((folder / "manifest.json").read_text()))


def two_scenes() -> Lesson:
    """Return a small lesson."""
    return lesson(scene("a", line("One."), to="b"), scene("b", line("Two.")))


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_package_holds_what_it_says(projector: Projector, tmp_path: Path) -> None:
    exporter: Exporter = WebExporter()
    assert exporter.name == "web"
    shown = ward_lesson()
    assert exporter.losses(shown) == ()
    exported = export_web(shown, projector.films(shown), tmp_path / "ward")
    made = read(exported.folder)
    CHECK.validate(made)
    assert exported.files[0] == exported.folder / "index.html"
    listed = {exported.folder / name for name in made["files"]} | {
        exported.folder / "manifest.json",
        exported.folder / "lesson.js",
    }
    assert listed == set(exported.files) == {path for path in exported.folder.rglob("*") if path.is_file()}
    for name, facts in made["files"].items():
        data = (exported.folder / name).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (facts["sha256"], facts["size_bytes"])
    assert (exported.folder / "lesson.js").read_text() == lesson_script(
        (exported.folder / "manifest.json").read_text()
    )
    for each in made["scenes"]:
        if each["film"]:
            assert {each["film"]["file"], each["poster"], each["captions"]} <= set(made["files"])
    assert [path.name for path in sorted((exported.folder / "films").glob("*.mp4"))][:3] == [
        "01-arrival-on-the-ward.mp4", "02-ten-minutes-later.mp4", "03-his-own-words.mp4",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_manifests_of_random_lessons_fit_the_schema(seed: int) -> None:
    made = manifest(random_lesson(seed), Places((), {}), {}, ())
    CHECK.validate(made)
    assert manifest_text(made) == manifest_text(manifest(random_lesson(seed), Places((), {}), {}, ()))


def test_the_schema_notices_faults() -> None:
    made = json.loads(manifest_text(manifest(ward_lesson(), Places((), {}), {}, ())))
    for where, value in (
        ("version", 2),
        ("start", 7),
        ("files", {"../x": {"sha256": "0" * 64, "size_bytes": 1}}),
    ):
        assert not CHECK.is_valid({**made, where: value})
    asked = next(each["exit"] for each in made["scenes"] if each["exit"]["kind"] == "question")
    asked["kind"] = "continue"
    assert not CHECK.is_valid(made)


def test_nothing_of_a_question_is_lost() -> None:
    shown = ward_lesson()
    made = json.loads(manifest_text(manifest(shown, Places((), {}), {}, ())))
    for each, plain in zip(shown.scenes, made["scenes"], strict=True):
        if not isinstance(each.exit, Breakpoint):
            continue
        for field in Breakpoint.__dataclass_fields__:
            if field not in ("kind", "choices"):
                assert plain["exit"][field] == getattr(each.exit, field)
        assert plain["exit"]["asks"] == each.exit.kind
        for choice_, said in zip(each.exit.choices, plain["exit"]["choices"], strict=True):
            assert {name: said[name] for name in ("id", "text", "correct", "feedback", "points", "to")} == {
                name: getattr(choice_, name) for name in ("id", "text", "correct", "feedback", "points", "to")
            }


def test_the_manifest_stays_as_published(update_golden: bool) -> None:
    golden = Path(__file__).parents[1] / "golden" / "manifest-1.json"
    made = manifest(ward_lesson(), Places((), {}), {}, ())
    text = manifest_text({**made, "generator": "EduPulse", "fingerprint": "0" * 64})
    if update_golden:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text)
    assert text == golden.read_text()


def test_equal_packages_have_equal_manifests(projector: Projector, tmp_path: Path) -> None:
    shown = two_scenes()
    first = export_web(shown, projector.films(shown), tmp_path / "1").folder
    second = export_web(shown, projector.films(shown), tmp_path / "2").folder
    assert (first / "manifest.json").read_bytes() == (second / "manifest.json").read_bytes()
    changed = export_web(replace(shown, title="Another"), projector.films(shown), tmp_path / "3").folder
    assert read(changed)["fingerprint"] != read(first)["fingerprint"]


def test_a_film_of_several_scenes_has_captions_for_each(projector: Projector, tmp_path: Path) -> None:
    shown = two_scenes()
    folder = export_web(shown, (projector.film("whole", "a", "b", length_ms=2000),), tmp_path / "p").folder
    made = read(folder)
    CHECK.validate(made)
    assert [each["film"] for each in made["scenes"]] == [
        {"file": "films/01-a-lesson.mp4", "start_ms": 0, "end_ms": 2000},
        {"file": "films/01-a-lesson.mp4", "start_ms": 2000, "end_ms": 4000},
    ]
    whole = (folder / made["films"][0]["captions"]).read_text()
    assert "00:00:00.000 --> " in whole
    assert "00:00:02.000 --> " in whole
    assert "00:00:00.000 --> " in (folder / made["scenes"][1]["captions"]).read_text()


def test_the_film_with_the_fewest_scenes_is_used(projector: Projector) -> None:
    shown = two_scenes()
    alone = projector.film("b", "b", length_ms=1000)
    chosen = places(shown, (projector.film("whole", "a", "b"), alone))
    assert [showing.placed.film == alone for showing in chosen.showings.values()] == [False, True]


def test_a_missing_film_is_named(projector: Projector, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no film of “B”") as refused:
        export_web(two_scenes(), (projector.film("a", "a"),), tmp_path / "p")
    assert refused.value.where == "scene b"
    assert not list(tmp_path.iterdir())


def test_a_film_that_has_gone_is_named(projector: Projector, tmp_path: Path) -> None:
    shown = two_scenes()
    films = tuple(replace(film, path=tmp_path / "gone.mp4") for film in projector.films(shown))
    with pytest.raises(ExportError, match=r"gone\.mp4"):
        export_web(shown, films, tmp_path / "p")
    assert not list(tmp_path.iterdir())


def test_an_empty_lesson_makes_a_package(tmp_path: Path) -> None:
    folder = export_web(lesson(), (), tmp_path / "p").folder
    CHECK.validate(read(folder))
    assert read(folder)["start"] is None


def test_scenes_without_lines_need_no_film(tmp_path: Path) -> None:
    silent = lesson(scene("a", exit=ask("Well?", choice("Yes", "b"))), scene("b"))
    made = read(export_web(silent, (), tmp_path / "p").folder)
    assert all(each["film"] is None and scene_ms(silent.scenes[0]) == 0 for each in made["scenes"])


def test_names_of_files_are_plain(projector: Projector, tmp_path: Path) -> None:
    odd = lesson(
        *(
            scene(f"s{n}", line("x"), title=title)
            for n, title in enumerate(("../../etc", "CON", "病房 #1 %20?", "Ünïcödé " * 20, ""))
        )
    )
    made = read(export_web(odd, projector.films(odd), tmp_path / "p").folder)
    CHECK.validate(made)
    names = [each["film"]["file"] for each in made["scenes"]]
    assert names[0] == "films/01-etc.mp4"
    assert names[2] == "films/03-1-20.mp4"
    assert names[3].startswith("films/04-unicode-unicode")
    assert names[4] == "films/05.mp4"


def test_a_second_export_replaces_the_first_and_strangers_stop_it(
    projector: Projector, tmp_path: Path
) -> None:
    shown = two_scenes()
    folder = export_web(shown, projector.films(shown), tmp_path / "p").folder
    export_web(replace(shown, title="New"), projector.films(shown), folder)
    assert read(folder)["lesson"]["title"] == "New"
    (folder / "films" / "mine.mov").write_text("mine")
    with pytest.raises(ExportError, match=r"films/mine\.mov"):
        export_web(shown, projector.films(shown), folder)
    assert read(folder)["lesson"]["title"] == "New"
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": "other"}', '{"format": "edupulse-manifest"}', "[" * 100_000]
)
def test_a_foreign_manifest_makes_a_foreign_folder(projector: Projector, tmp_path: Path, text: str) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
    with pytest.raises(ExportError, match="not from an export"):
        export_web(two_scenes(), projector.films(two_scenes()), folder)
    assert (folder / "manifest.json").read_text() == text


def test_too_little_room_is_said_before_anything_is_written(
    projector: Projector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "_SPARE_BYTES", 1 << 60)
    with pytest.raises(StorageError, match="Nothing was written"):
        export_web(two_scenes(), projector.films(two_scenes()), tmp_path / "p")
    assert not list(tmp_path.iterdir())


def test_a_cancelled_export_leaves_the_old_package(projector: Projector, tmp_path: Path) -> None:
    shown = two_scenes()
    folder = export_web(shown, projector.films(shown), tmp_path / "p").folder

    async def cancelled() -> None:
        loop = asyncio.get_running_loop()
        started = asyncio.Event()
        progress = Progress(lambda _fraction, _note: loop.call_soon_threadsafe(started.set) and None)
        work = asyncio.gather(
            WebExporter().export(
                replace(shown, title="New"), projector.films(shown), NoAssets(), folder, progress
            )
        )
        await started.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(cancelled())
    assert read(folder)["lesson"]["title"] == "A lesson"
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_progress_grows_to_the_end(projector: Projector, tmp_path: Path) -> None:
    shown = two_scenes()
    told: list[tuple[float | None, str]] = []
    progress = Progress(lambda fraction, note: told.append((fraction, note)))
    asyncio.run(WebExporter().export(shown, projector.films(shown), NoAssets(), tmp_path / "p", progress))
    fractions = [fraction for fraction, _ in told if fraction is not None]
    assert fractions == sorted(fractions)
    assert fractions[-1] >= 0.97
    assert "Copying film 2 of 2" in [note for _, note in told]
