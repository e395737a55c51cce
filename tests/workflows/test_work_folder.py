"""Work folders: empty, gone afterwards, and never in each other's way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from edupulse_desktop.errors import StorageError
from edupulse_desktop.places import cache_folder
from edupulse_desktop.workflows.work_folder import work_folder

MANY = """
from edupulse_desktop.workflows.work_folder import work_folder
for _ in range(300):
    with work_folder() as folder:
        (folder / "film.mp4").write_bytes(b"film")
"""


def test_a_work_folder_is_empty_and_gone_afterwards() -> None:
    with work_folder() as folder:
        assert list(folder.iterdir()) == []
        (folder / "film.mp4").write_bytes(b"film")
    assert list(cache_folder().iterdir()) == []


def test_it_is_gone_when_the_work_fails() -> None:
    with pytest.raises(KeyError), work_folder():
        raise KeyError
    assert list(cache_folder().iterdir()) == []


def test_only_what_was_left_long_ago_is_swept() -> None:
    with work_folder() as others:
        left = cache_folder() / "work-left"
        left.mkdir()
        (left / "film.mp4").write_bytes(b"film")
        os.utime(left, (time.time() - 90_000,) * 2)
        with work_folder():
            assert not left.exists()
            assert others.exists()


@pytest.mark.skipif(os.name != "posix", reason="makes a link")
def test_what_is_gone_when_it_is_looked_at_is_passed_over() -> None:
    cache_folder().mkdir(parents=True)
    (cache_folder() / "work-gone").symlink_to("nowhere")
    with work_folder() as folder:
        assert folder.is_dir()


def test_several_threads_work_at_once() -> None:
    def one(number: int) -> None:
        for _ in range(100):
            with work_folder() as folder:
                (folder / f"{number}").write_bytes(b"")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(4))) == [None] * 4
    assert list(cache_folder().iterdir()) == []


def test_several_programs_work_at_once() -> None:
    programs = [subprocess.Popen([sys.executable, "-c", MANY], stderr=subprocess.PIPE) for _ in range(3)]
    complaints = [program.communicate(timeout=60)[1].decode() for program in programs]
    assert complaints == [""] * 3
    assert [program.returncode for program in programs] == [0] * 3


def test_a_cache_that_cannot_be_made_is_a_storage_error(own_home: Path) -> None:
    (own_home / "cache").write_bytes(b"")
    with pytest.raises(StorageError, match="“cache” is a file, not a folder"), work_folder():
        pass
