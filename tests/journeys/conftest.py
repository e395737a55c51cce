"""The headless program as an author runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Ran:
    """What a command said."""

    code: int
    out: str
    error: str

    @property
    def answer(self) -> Any:
        """Its answer in JSON."""
        return json.loads(self.out)


Edupulse = Callable[..., Ran]


@pytest.fixture
def edupulse(tmp_path: Path) -> Edupulse:
    """Run `edupulse ARGUMENTS` in a folder of its own; no command may ever show a traceback."""

    def run(*arguments: object, code: int | None = 0) -> Ran:
        command = [sys.executable, "-m", "edupulse_desktop", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=300
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        if code is not None:
            assert done.returncode == code, f"{done.returncode}: {done.stdout}\n{done.stderr}"
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
