"""Reads and writes settings.json; tells listeners."""

from __future__ import annotations

import dataclasses
import json
import logging
from pathlib import Path
from typing import Any

from edupulse_desktop.errors import SettingsError
from edupulse_desktop.files import write_durably
from edupulse_desktop.listeners import Listeners
from edupulse_desktop.places import settings_folder
from edupulse_desktop.settings.migrations import FORM, migrated
from edupulse_desktop.settings.schema import Values, every_setting

_log = logging.getLogger(__name__)
FORM_KEY = "form"


class Settings:
    """The settings in force; every change is on disk when `change` returns.

    A file that cannot be read is kept under another name and the defaults are used; a value that a setting
    cannot have is passed over, and so is a name that no setting has, which stays in the file for the program
    that wrote it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_folder() / "settings.json"
        self.changed: Listeners[str] = Listeners()
        self.repairs: tuple[str, ...] = ()
        self._foreign: dict[str, object] = {}
        self.values = self._read()

    def change(self, name: str, value: str | int) -> None:
        """Give a setting another value and write the file.

        Raises:
            SettingsError: no such setting, or it cannot have this value.
            StorageError: the file could not be written; nothing was changed.
        """
        setting = every_setting().get(name)
        if setting is None:
            raise SettingsError(f"There is no setting “{name}”.")
        problem = setting.problem(value)
        if problem:
            raise SettingsError(problem, hint=setting.about.meaning)
        fitting: dict[str, Any] = {name: value}
        after = dataclasses.replace(self.values, **fitting)
        self._write(after)
        self.values = after
        self.changed.tell(name)

    def _read(self) -> Values:
        if not self.path.exists():
            return Values()
        try:
            stored = json.loads(self.path.read_text("utf-8"))
            form = stored.pop(FORM_KEY, 1)
            stored = migrated(stored, form) if form < FORM else stored
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as failure:
            self._set_aside(failure)
            return Values()
        return self._fitting(stored)

    def _fitting(self, stored: dict[str, object]) -> Values:
        known = every_setting()
        self._foreign = {name: value for name, value in stored.items() if name not in known}
        problems = {name: known[name].problem(value) for name, value in stored.items() if name in known}
        self.repairs = tuple(f"{problem} The default is used." for problem in problems.values() if problem)
        fitting: dict[str, Any] = {name: stored[name] for name, problem in problems.items() if not problem}
        return Values(**fitting)

    def _set_aside(self, failure: Exception) -> None:
        aside = self.path.with_suffix(".unreadable.json")
        try:
            self.path.replace(aside)
            kept = f" It was kept as “{aside.name}”."
        except OSError:
            kept = ""
        self.repairs = (f"The settings could not be read, so the defaults are used.{kept}",)
        _log.info("settings set aside: %s", failure)

    def _write(self, values: Values) -> None:
        defaults = Values()
        differing = {
            name: getattr(values, name)
            for name in every_setting()
            if getattr(values, name) != getattr(defaults, name)
        }
        text = json.dumps({FORM_KEY: FORM, **self._foreign, **differing}, ensure_ascii=False, indent=2)
        write_durably(self.path, text.encode())
