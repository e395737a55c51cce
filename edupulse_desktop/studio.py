"""Builds settings, services, jobs, media and cache once, for window and command line alike."""

from __future__ import annotations

from functools import cached_property

from edupulse_desktop import places
from edupulse_desktop.jobs.runner import Jobs
from edupulse_desktop.media.cache import Cache
from edupulse_desktop.services import catalogue
from edupulse_desktop.services.picture.painter import Painter
from edupulse_desktop.services.script.writer import ScriptWriter
from edupulse_desktop.services.speech.speaker import Speaker
from edupulse_desktop.settings.file import Settings

_MEGABYTE = 1_000_000


class Studio:
    """What work is done with; each part is built when it is first needed. Close it when the program ends."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.jobs = Jobs()
        self._speakers: dict[str, Speaker] = {}

    @cached_property
    def cache(self) -> Cache:
        """Things that can be made again."""
        return Cache(places.cache_folder() / "made", self.settings.values.cache_limit_mb * _MEGABYTE)

    def speaker(self, name: str = "") -> Speaker:
        """Return a provider of speech, the settings' if no name is given; the same object every time.

        Raises:
            NotConfigured: no provider has this name.
        """
        name = name or self.settings.values.speaker
        if name not in self._speakers:
            self._speakers[name] = catalogue.speaker(name)
        return self._speakers[name]

    def painter(self, name: str = "") -> Painter:
        """Return a provider of pictures, the settings' if no name is given.

        Raises:
            NotConfigured: no provider has this name.
        """
        return catalogue.painter(name or self.settings.values.painter)

    def script_writer(self, name: str = "") -> ScriptWriter:
        """Return a provider of scripts, the settings' if no name is given.

        Raises:
            NotConfigured: no provider has this name.
        """
        return catalogue.script_writer(name or self.settings.values.script_writer)

    async def close(self) -> None:
        """Cancel all work, wait for it, and end helper programs."""
        await self.jobs.close()
        for speaker in self._speakers.values():
            await speaker.close()
