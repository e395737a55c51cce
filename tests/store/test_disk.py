"""Disks that are full, read-only or gone: the edit stays in memory, the file stays whole."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from edupulse_desktop.errors import ProjectReadOnly, StorageError
from edupulse_desktop.model.asset import AssetKind
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.store.project import Project
from tests.builders import lesson, line, scene

WHOLE = lesson(scene("a", line("Hello"), to="b"), scene("b", line("Bye")))
AS_ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a disk")


def much(whole: Lesson) -> Lesson:
    """Change a lesson into one that needs half a megabyte, however well it is compressed."""
    noise = random.Random(5)
    lines = tuple(line(noise.randbytes(2000).hex(), id=f"l-{number}") for number in range(130))
    return whole.with_scene(replace(whole.scenes[0], lines=lines))


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True)
    if done.returncode:
        pytest.skip(f"no disk could be mounted: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def no_file_longer_than(size_bytes: int) -> Iterator[None]:
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        signal.signal(signal.SIGXFSZ, heard)


def refuses_then_saves(project: Project, after: Lesson) -> None:
    """Check that a failed save changes nothing and that a smaller one still works."""
    before, steps = project.lesson, len(project.history())
    with pytest.raises(StorageError) as refused:
        project.save(before, after, "Import")
    assert refused.value.hint
    assert project.lesson is before
    assert len(project.history()) == steps
    with pytest.raises(StorageError):
        project.assets.put(random.Random(1).randbytes(2_000_000), AssetKind.SOUND, "audio/wav")
    assert project.assets.all() == ()
    project.save(before, replace(before, title="Small"), "Rename")


def test_a_limit_on_file_size_is_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    with Project.create(path, WHOLE) as project:
        with no_file_longer_than(path.stat().st_size + 40_000):
            refuses_then_saves(project, much(WHOLE))
        project.save(project.lesson, much(project.lesson), "Import")
        saved = project.lesson
    with Project.open(path) as project:
        assert project.lesson == saved
        assert project.repairs == ()
        assert len(project.past()) == 2


@AS_ROOT
def test_a_full_disk(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=400k") as disk:
        path = disk / "lesson.edupulse"
        with Project.create(path, WHOLE) as project:
            refuses_then_saves(project, much(WHOLE))
            free = os.statvfs(disk)
            (disk / "filler").write_bytes(bytes(free.f_bavail * free.f_frsize - 8192))
            for copy in (project.copy_to, project.backup):
                with pytest.raises(StorageError):
                    copy(disk / "copy")
            project.copy_to(tmp_path / "elsewhere.edupulse")
        with Project.open(path) as project:
            assert project.lesson == replace(WHOLE, title="Small")
        assert not list(disk.glob(".*")), "no half-made copy is left"
        assert sorted(each.name for each in disk.iterdir()) == ["copy", "filler", "lesson.edupulse"]
        assert list((disk / "copy").iterdir()) == []
    with Project.open(tmp_path / "elsewhere.edupulse") as project:
        assert project.lesson.title == "Small"


@AS_ROOT
def test_a_project_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=64k") as disk:
        with pytest.raises(StorageError):
            Project.create(disk / "lesson.edupulse", much(WHOLE))
        assert list(disk.iterdir()) == []


@AS_ROOT
def test_a_read_only_disk(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=1m") as disk:
        path = disk / "lesson.edupulse"
        Project.create(path, WHOLE).close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with Project.open(path) as project:
            assert project.lesson == WHOLE
            assert "protected" in project.read_only_because
            with pytest.raises(ProjectReadOnly):
                project.save(WHOLE, replace(WHOLE, title="x"), "Rename")
            project.copy_to(tmp_path / "copy.edupulse")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("os.access", lambda _path, _mode: True)
            with Project.open(path) as project:
                assert "may not be written" in project.read_only_because, (
                    "SQLite notices what the system does not say"
                )
        with pytest.raises(StorageError, match="cannot be made in") as refused:
            Project.create(disk / "new.edupulse", WHOLE)
        assert "Read-only file system" in refused.value.detail
        assert refused.value.hint == "Choose another folder."
        with Project.open(tmp_path / "copy.edupulse") as project:
            for copy in (project.copy_to, project.backup):
                with pytest.raises(StorageError) as refused:
                    copy(disk / "another.edupulse")
                assert "left over" not in refused.value.message
                assert refused.value.hint
    with Project.open(tmp_path / "copy.edupulse") as project:
        assert project.read_only_because == ""


@AS_ROOT
def test_a_stick_that_is_pulled_out(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "size=1m") as disk:
        subprocess.run(["mount", "--bind", str(disk), str(disk)], check=True)
        project = Project.create(disk / "lesson.edupulse", WHOLE)
        subprocess.run(["umount", "-l", str(disk)], check=True)
        (disk / "lesson.edupulse").unlink()
        try:
            with pytest.raises(StorageError, match="moved") as refused:
                project.save(WHOLE, replace(WHOLE, title="x"), "Rename")
            assert "another name" in refused.value.hint
            assert project.lesson == WHOLE
            project.copy_to(tmp_path / "rescued.edupulse")
        finally:
            project.close()
    with Project.open(tmp_path / "rescued.edupulse") as project:
        assert project.lesson == WHOLE


@pytest.mark.parametrize("protected", ["file", "folder"])
def test_a_write_protected_file_or_folder_is_opened_for_reading(tmp_path: Path, protected: str) -> None:
    folder = tmp_path / "folder"
    path = folder / "lesson.edupulse"
    Project.create(path, WHOLE).close()
    path.chmod(0o444 if protected == "file" else 0o666)
    folder.chmod(0o777 if protected == "file" else 0o555)
    try:
        assert said_to_an_ordinary_user(path).startswith("The file" if protected == "file" else "Its folder")
    finally:
        folder.chmod(0o755)


def said_to_an_ordinary_user(path: Path) -> str:
    """Open a project without root's rights, and return why it may only be looked at."""
    ours = [each for each in path.parents if os.geteuid() == 0 and not each.stat().st_mode & 0o001]
    for each in ours:
        each.chmod(each.stat().st_mode | 0o001)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            with Project.open(path) as project:
                os.write(writer, project.read_only_because.encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        said = stream.read()
    os.waitpid(child, 0)
    for each in ours:
        each.chmod(each.stat().st_mode & ~0o001)
    return said


def test_a_file_deleted_or_replaced_under_us_is_noticed_before_and_after_a_save(tmp_path: Path) -> None:
    path = tmp_path / "lesson.edupulse"
    with Project.create(path, WHOLE) as project:
        project.copy_to(tmp_path / "other.edupulse")
        (tmp_path / "other.edupulse").replace(path)
        with pytest.raises(StorageError, match="replaced") as refused:
            project.save(WHOLE, replace(WHOLE, title="x"), "Rename")
        assert "another name" in refused.value.hint
        path.unlink()
        with pytest.raises(StorageError, match="deleted"):
            project.save(WHOLE, replace(WHOLE, title="x"), "Rename")
        with pytest.raises(StorageError, match="deleted"):
            project.name_version("x")
        assert project.lesson == WHOLE
        project.copy_to(path)
    with Project.open(path) as project:
        assert project.lesson == WHOLE


def test_no_room_in_the_cache_folder_is_said(tmp_path: Path, own_home: Path) -> None:
    with Project.create(tmp_path / "lesson.edupulse", WHOLE) as project:
        ref = project.assets.put(b"x" * 3_000_000, AssetKind.SOUND, "audio/wav")
        with no_file_longer_than(2_000_000), pytest.raises(StorageError):
            project.assets.file(ref)
        assert [each for each in own_home.rglob("*") if each.is_file()] == []
        assert project.assets.file(ref).stat().st_size == 3_000_000
        shutil.rmtree(own_home)
        assert project.assets.file(ref).stat().st_size == 3_000_000
