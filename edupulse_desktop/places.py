"""Where resources, settings, cache and logs are: in a checkout, a wheel or the frozen application."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

_APPLICATION = "EduPulse"
HOME_VARIABLE = "EDUPULSE_HOME"
"""Environment variable that moves settings, cache, backups and logs into one folder (portable use, tests)."""


def resources() -> Path:
    """Return the folder of the files shipped with the program."""
    if getattr(sys, "frozen", False):
        # PyInstaller's documented place of the data it collected.
        return Path(vars(sys)["_MEIPASS"]) / "resources"
    package = Path(__file__).resolve().parent
    in_wheel = package / "_resources"
    return in_wheel if in_wheel.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Return one file or folder below `resources()`."""
    return resources().joinpath(*parts)


def settings_folder() -> Path:
    """Return the folder of settings.json."""
    return _own("settings", platformdirs.user_config_path(_APPLICATION, appauthor=False))


def cache_folder() -> Path:
    """Return the folder of things that can be made again."""
    return _own("cache", platformdirs.user_cache_path(_APPLICATION, appauthor=False))


def backups_folder() -> Path:
    """Return the folder of project backups."""
    return _own("backups", platformdirs.user_data_path(_APPLICATION, appauthor=False) / "backups")


def logs_folder() -> Path:
    """Return the folder of log files."""
    return _own("logs", platformdirs.user_log_path(_APPLICATION, appauthor=False))


def _own(name: str, usual: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / name if home else usual
