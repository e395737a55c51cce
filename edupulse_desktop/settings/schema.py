"""Every setting: name, type, default, meaning, allowed values; pages and manual are built from it."""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class About:
    """What a settings page says of a setting, and what the setting may be.

    Args:
        section: the page it stands on.
        choices: allowed texts; empty if any text will do.
        lowest: smallest allowed number; `highest` is the largest.
    """

    section: str
    meaning: str
    choices: tuple[str, ...] = ()
    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True)
class Values:
    """The value of every setting, under the names that settings.json uses."""

    speaker: Annotated[str, About("Providers", "Who speaks the lines.", ("espeak",))] = "espeak"
    painter: Annotated[str, About("Providers", "Who makes missing pictures.", ("cards",))] = "cards"
    script_writer: Annotated[str, About("Providers", "Who writes scripts.", ("outline",))] = "outline"
    language: Annotated[str, About("Lessons", "Language of new lessons, as a BCP-47 tag.")] = "en"
    author: Annotated[str, About("Lessons", "Name written into new lessons.")] = ""
    render_profile: Annotated[
        str, About("Rendering", "Size and quality of films.", ("1080p", "720p", "480p", "draft"))
    ] = "1080p"
    cache_limit_mb: Annotated[
        int,
        About("Rendering", "Megabytes for things that can be made again.", lowest=100, highest=1_000_000),
    ] = 8_000


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, default, and what is said about it."""

    name: str
    default: str | int
    about: About

    def problem(self, value: object) -> str:
        """Return why this setting cannot have a value, or an empty text if it can."""
        about = self.about
        if type(value) is not type(self.default):
            return f"“{self.name}” takes {'a text' if isinstance(self.default, str) else 'a whole number'}."
        if about.choices and value not in about.choices:
            return f"“{self.name}” is one of {', '.join(about.choices)}."
        if isinstance(value, int) and not about.lowest <= value <= about.highest:
            return f"“{self.name}” lies between {about.lowest} and {about.highest}."
        return ""


def every_setting() -> dict[str, Setting]:
    """Return all settings by name, in the order of the pages."""
    hints = typing.get_type_hints(Values, include_extras=True)
    return {
        each.name: Setting(each.name, getattr(Values(), each.name), typing.get_args(hints[each.name])[1])
        for each in dataclasses.fields(Values)
    }
