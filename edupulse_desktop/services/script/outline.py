"""OutlineWriter, built in: a written outline or a `Name: text` script becomes a draft, offline and word for word.

It adds nothing of its own: what the text does not say is not in the lesson. The grammar is described for authors
in resources/help/outline.md; `outline_scenes.py` reads the lines, `outline_ways.py` finds where they lead.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from edupulse_desktop.errors import Refused
from edupulse_desktop.model.brief import Brief
from edupulse_desktop.model.draft import Draft, DraftCharacter
from edupulse_desktop.services.script.outline_scenes import read_outline
from edupulse_desktop.services.script.outline_ways import scenes_of

LONGEST_TEXT = 2_000_000
"""Characters; a thousand pages."""
_MOST_STEPS = 50
_HINT = (
    "Write lines like “Nurse: Good morning.”, headings like “# Scene 1”, or a list of points, and try again."
)
_TITLE_LENGTH = 80


class OutlineWriter:
    """Turns written text into a draft."""

    @property
    def provider(self) -> str:
        """The name under which settings and the command line know it."""
        return "outline"

    async def write(self, brief: Brief) -> AsyncIterator[Draft]:
        """Yield a draft that grows scene by scene; the last one is the whole lesson.

        Args:
            brief: its source is the text, or else its topic is.

        Raises:
            Refused: the text is empty, says nothing, or is far too long.
        """
        text = brief.source if brief.source.strip() else brief.topic
        draft = draft_of(text, brief)
        step = max(1, len(draft.scenes) // _MOST_STEPS)
        for count in range(step, len(draft.scenes), step):
            yield Draft(draft.title, draft.language, characters=draft.characters, scenes=draft.scenes[:count])
        yield draft


def draft_of(text: str, brief: Brief) -> Draft:
    """Return the draft of a text; what it does not say itself comes from the brief.

    Raises:
        Refused: the text is empty, says nothing, or is far too long.
    """
    if not text.strip():
        raise Refused("There is no text to make a lesson of.", hint=_HINT)
    if len(text) > LONGEST_TEXT:
        raise Refused(
            f"The text has {len(text):,} characters; up to {LONGEST_TEXT:,} can be read.",
            hint="Split it into several lessons.",
        )
    outline = read_outline(text)
    if not any(line.text for scene in outline.scenes for line in scene.lines):
        raise Refused("Nobody says anything in this text, so there is no lesson in it.", hint=_HINT)
    title = outline.title or _title_of(brief)
    spoken = {line.speaker for scene in outline.scenes for line in scene.lines}
    declared = {name.casefold() for name in brief.characters}
    characters = [each for each in outline.cast.values() if each.name in spoken or each.description]
    characters += [DraftCharacter(name) for name in brief.characters if _is_new(name, characters)]
    characters.sort(key=lambda each: each.name.casefold() not in declared)
    return Draft(
        title,
        outline.language or brief.language,
        outline.description,
        tuple(outline.objectives) or brief.objectives,
        tuple(characters),
        scenes_of(outline.scenes, title),
    )


def _is_new(name: str, characters: list[DraftCharacter]) -> bool:
    return bool(name.strip()) and name.casefold() not in {each.name.casefold() for each in characters}


def _title_of(brief: Brief) -> str:
    """Return the topic as a title if it is one, and not the outline itself."""
    topic = brief.topic.strip()
    first = topic.split("\n", 1)[0].strip("#*- ").rstrip(".:")
    return first if len(first) <= _TITLE_LENGTH else first[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
