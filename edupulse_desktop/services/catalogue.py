"""Which providers exist, by the names that settings and the command line use; a provider is imported when chosen.

The only room with imports inside functions: a provider may need seconds to import, or a library that is not
installed.
"""

from __future__ import annotations

from edupulse_desktop.errors import NotConfigured
from edupulse_desktop.services.picture.painter import Painter
from edupulse_desktop.services.script.writer import ScriptWriter
from edupulse_desktop.services.speech.speaker import Speaker

SPEAKERS = ("espeak",)
PAINTERS = ("cards",)
SCRIPT_WRITERS = ("outline",)


def speaker(name: str) -> Speaker:
    """Return a provider of speech.

    Raises:
        NotConfigured: no provider has this name.
    """
    if name == "espeak":
        from edupulse_desktop.services.speech.espeak import EspeakSpeaker

        return EspeakSpeaker()
    raise _unknown("voice provider", name, SPEAKERS)


def painter(name: str) -> Painter:
    """Return a provider of pictures.

    Raises:
        NotConfigured: no provider has this name.
    """
    if name == "cards":
        from edupulse_desktop.services.picture.cards import CardPainter

        return CardPainter()
    raise _unknown("painter", name, PAINTERS)


def script_writer(name: str) -> ScriptWriter:
    """Return a provider of scripts.

    Raises:
        NotConfigured: no provider has this name.
    """
    if name == "outline":
        from edupulse_desktop.services.script.outline import OutlineWriter

        return OutlineWriter()
    raise _unknown("script writer", name, SCRIPT_WRITERS)


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> NotConfigured:
    return NotConfigured(f"There is no {kind} called “{name}”.", hint=f"Known: {', '.join(known)}.")
