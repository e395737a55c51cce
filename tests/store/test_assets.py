"""Media are kept once, come back bit by bit, and are found again by what was asked."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from edupulse_desktop.errors import NotMedia, ProjectReadOnly
from edupulse_desktop.media.asset_reader import AssetReader
from edupulse_desktop.model.asset import AssetKind, AssetRef, asset_of
from edupulse_desktop.model.ids import TakeId
from edupulse_desktop.model.line import Request, Take, Word
from edupulse_desktop.model.picture import Picture
from edupulse_desktop.model.sound import Music
from edupulse_desktop.store.assets import CHUNK_BYTES, Making, Origin, OriginKind
from edupulse_desktop.store.project import Project
from tests.builders import lesson, line, scene

SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 5_000_000]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "lesson.edupulse"
    Project.create(found, lesson(scene("a"))).close()
    return found


def noise(size_bytes: int) -> bytes:
    return random.Random(size_bytes).randbytes(size_bytes)


@pytest.mark.parametrize("size_bytes", SIZES)
def test_bytes_come_back(path: Path, tmp_path: Path, size_bytes: int) -> None:
    data = noise(size_bytes)
    source = tmp_path / "source.bin"
    source.write_bytes(data)
    with Project.open(path) as project:
        ref = project.assets.put(data, AssetKind.PICTURE, "image/png")
        assert ref == asset_of(data, AssetKind.PICTURE, "image/png")
        assert project.assets.put_file(source, AssetKind.PICTURE, "image/png") == ref
    with Project.open(path) as project:
        reader: AssetReader = project.assets
        assert reader.read(ref) == data
        assert reader.file(ref).read_bytes() == data
        assert project.assets.has(ref)
        (asset,) = project.assets.all()
        assert (asset.ref, asset.size_bytes) == (ref, size_bytes)
        with project._database.reading() as connection:
            pieces = connection.execute(text("SELECT count(*), max(length(bytes)) FROM chunks")).one()
    assert pieces[0] == -(-size_bytes // CHUNK_BYTES)
    assert (pieces[1] or 0) <= CHUNK_BYTES


def test_a_file_is_put_in_pieces_under_its_name(path: Path, tmp_path: Path) -> None:
    source = tmp_path / "höhe 100%.wav"
    source.write_bytes(noise(3_000_000))
    with Project.open(path) as project:
        ref = project.assets.put_file(source, AssetKind.SOUND, "audio/wav")
        assert project.assets.read(ref) == noise(3_000_000)
        assert project.assets.all()[0].origin == Origin(OriginKind.IMPORTED, "höhe 100%.wav")
        assert project.assets.file(ref).suffix == ".wav"
        with pytest.raises(NotMedia, match="could not be read"):
            project.assets.put_file(tmp_path / "missing.wav", AssetKind.SOUND, "audio/wav")


def test_the_same_bytes_are_kept_once_with_their_first_origin(path: Path) -> None:
    origin = Origin(
        OriginKind.MADE, provider="espeak", model="1", prompt="Say \ud83d", voice="en/clara", cost_micros=3
    )
    with Project.open(path) as project:
        first = project.assets.put(b"sound", AssetKind.SOUND, "audio/wav", origin)
        at = project.assets.all()[0].at
        assert project.assets.put(b"sound", AssetKind.SOUND, "audio/wav", Origin(name="other")) == first
        (asset,) = project.assets.all()
        assert (asset.origin, asset.at) == (origin, at)


def test_an_asset_nobody_has_is_missing(path: Path, own_home: Path) -> None:
    ref = asset_of(b"never put", AssetKind.CLIP, "video/mp4")
    with Project.open(path) as project:
        assert not project.assets.has(ref)
        with pytest.raises(NotMedia, match="missing") as refused:
            project.assets.read(ref)
        assert refused.value.hint
        with pytest.raises(NotMedia):
            project.assets.file(ref)
    assert [each for each in own_home.rglob("*") if each.is_file()] == []


def test_a_file_taken_out_is_made_again_when_it_is_gone_or_changed(path: Path) -> None:
    with Project.open(path) as project:
        ref = project.assets.put(noise(10_000), AssetKind.PICTURE, "image/jpeg")
        taken = project.assets.file(ref)
        assert project.assets.file(ref) == taken
        taken.unlink()
        assert project.assets.file(ref).read_bytes() == noise(10_000)
    taken.write_bytes(b"half")
    with Project.open(path) as project:
        assert project.assets.file(ref).read_bytes() == noise(10_000)


def test_assets_no_lesson_names_are_unused(path: Path) -> None:
    with Project.open(path) as project:
        refs = [project.assets.put(noise(size), AssetKind.SOUND, "audio/wav") for size in range(1, 5)]
        take = Take(TakeId("t"), Request("Hi"), refs[0], 10)
        spoken = line("Hi", takes=(take,), picture=Picture(refs[1]))
        whole = lesson(scene("a", spoken), music=Music(refs[2]))
        assert project.assets.unused(whole) == (refs[3],)
        assert set(project.assets.unused(replace(whole, scenes=()))) == {refs[0], refs[1], refs[3]}
        assert project.assets.unused(replace(whole, scenes=()), whole) == (refs[3],)


def test_what_a_request_made_is_found_again(path: Path) -> None:
    with Project.open(path) as project:
        ref = project.assets.put(b"sound", AssetKind.SOUND, "audio/wav")
        making = Making("key", ref, 1200, (Word(0, 2, 0, 300), Word(3, 5, 300, 900)), "espeak", 4)
        project.assets.remember(making)
        project.assets.remember(replace(making, length_ms=1300))
    with Project.open(path) as project:
        assert project.assets.made_by("key") == replace(making, length_ms=1300)
        assert project.assets.made_by("other") is None


def test_a_making_without_its_asset_is_none(path: Path) -> None:
    with Project.open(path) as project:
        ref = project.assets.put(b"sound", AssetKind.SOUND, "audio/wav")
        project.assets.remember(Making("key", ref))
        with project._database.writing() as connection:
            connection.execute(text("DELETE FROM chunks"))
            connection.execute(text("DELETE FROM assets"))
        assert project.assets.made_by("key") is None


def test_a_project_for_reading_gives_media_and_takes_none(path: Path) -> None:
    with Project.open(path) as project:
        ref = project.assets.put(b"sound", AssetKind.SOUND, "audio/wav")
    with Project.open(path, read_only=True) as project:
        assert project.assets.read(ref) == b"sound"
        with pytest.raises(ProjectReadOnly):
            project.assets.put(b"other", AssetKind.SOUND, "audio/wav")
        with pytest.raises(ProjectReadOnly):
            project.assets.remember(Making("key", ref))


def test_media_are_written_once_and_do_not_slow_down_an_edit(path: Path) -> None:
    with Project.open(path) as project:
        project.assets.put(noise(5_000_000), AssetKind.SOUND, "audio/wav")
        size_bytes = path.stat().st_size
        for number in range(20):
            project.save(project.lesson, replace(project.lesson, title=str(number)), "Rename")
        assert path.stat().st_size - size_bytes < 50_000


def test_a_name_is_never_a_path(path: Path) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        AssetRef("../" * 21 + "x", AssetKind.SOUND, "audio/wav")
    with Project.open(path) as project:
        strange = project.assets.put(b"x", AssetKind.SOUND, "../../audio/evil")
        assert project.assets.file(strange).name == strange.sha256
