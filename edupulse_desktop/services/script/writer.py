"""The ScriptWriter protocol: a brief in, a draft that grows until it is whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from edupulse_desktop.model.brief import Brief
from edupulse_desktop.model.draft import Draft


class ScriptWriter(Protocol):
    """Writes the script of a lesson."""

    @property
    def provider(self) -> str:
        """The name under which settings and the command line know it."""
        ...

    def write(self, brief: Brief) -> AsyncIterator[Draft]:
        """Yield drafts that grow; the last one is the result, the earlier ones may lead to scenes not there yet.

        Raises:
            NotConfigured: a key or a server address is missing.
            Refused: the writer cannot or will not make a lesson of this brief.
            Unavailable: network, time-out or overload.
            BadReply: what came back is no script.
        """
        ...
