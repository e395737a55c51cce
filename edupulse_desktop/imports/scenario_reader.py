"""Reads the blocks of a scenario, whatever their fields are called and whatever is missing in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edupulse_desktop.errors import ImportRefused
from edupulse_desktop.imports.fields import Fields, one_line, plain_text
from edupulse_desktop.imports.loose_json import Json
from edupulse_desktop.imports.notes import Notes
from edupulse_desktop.imports.scenario_pictures import PictureReader
from edupulse_desktop.imports.scenario_script import (
    Script,
    ScriptBranch,
    ScriptGroup,
    ScriptItem,
    ScriptLine,
    ScriptOption,
    ScriptQuestion,
)

NARRATOR = "Narrator"
MOST_BLOCKS = 10_000

_ROLE = ("role", "speaker", "character", "name")
_SAID = ("dialogue", "dialog", "text", "line", "content", "says")
_PICTURE = ("image", "picture", "imagedata")
_QUESTION = ("breakpoint", "question", "quiz")
_GROUP = ("branchoptions", "branches", "branchgroup")
_NAMED_LINE = re.compile(r"(?P<role>[^\W\d_][^:\n]{0,39}?)\s*:\s+(?P<dialogue>\S.*)", re.DOTALL)


class ScriptReader:
    """Reads one scenario."""

    def __init__(self, notes: Notes, pictures: PictureReader) -> None:
        self._notes = notes
        self._pictures = pictures
        self._blocks = 0

    def script(self, data: dict[str, Json], fallback_title: str) -> Script:
        """Return the script of a scenario object.

        Raises:
            ImportRefused: it has far too many blocks.
        """
        fields = Fields(data, self._notes, known=("id", "lessonid", "userid", "createdat", "updatedat"))
        title = fields.name("title", "name", "lessontitle")
        if not title:
            title = fallback_title
            self._notes.add("", f"The scenario has no title; it is called “{title}”.")
        blocks = fields.objects("script", "blocks", "scriptblocks")
        items = tuple(
            item for number, block in enumerate(blocks, 1) for item in self._items(block, f"Block {number}")
        )
        characters = self._characters(fields.take("characters", "cast", "voices"))
        objectives = tuple(
            text for each in fields.objects("objectives", "learningobjectives") if (text := one_line(each))
        )
        language = fields.name("language", "lang")
        description = fields.text("description", "summary")
        fields.tell_unknown()
        return Script(title, items, characters, language, description, objectives)

    def _items(self, block: Json, place: str) -> Iterator[ScriptItem]:
        """Yield what a block holds: a line, a group of branches, or a line and then a group."""
        self._blocks += 1
        if self._blocks > MOST_BLOCKS:
            raise ImportRefused(
                f"The scenario has more than {MOST_BLOCKS:,} blocks, which is more than a lesson can be. Nothing was imported.",
                hint="Split it into several scenarios.",
            )
        if isinstance(block, str):
            yield from self._text_block(block, place)
        elif isinstance(block, list):
            for number, each in enumerate(block, 1):
                yield from self._items(each, f"{place}, part {number}")
        elif isinstance(block, dict):
            yield from self._object(block, place)
        elif block is not None:
            self._notes.add(place, "is neither a line nor a group of branches and was left out.")

    def _text_block(self, block: str, place: str) -> Iterator[ScriptLine]:
        text = plain_text(block)
        if not text:
            return
        named = _NAMED_LINE.fullmatch(text)
        role, dialogue = (named["role"], named["dialogue"]) if named else (NARRATOR, text)
        self._notes.add(place, f"is only a text; it is spoken by {role}.")
        yield ScriptLine(place, one_line(role), dialogue)

    def _object(self, block: dict[str, Json], place: str) -> Iterator[ScriptItem]:
        fields = Fields(block, self._notes, known=("id", "index"))
        question = self._question(fields, place)
        branches = fields.take(*_GROUP)
        said = fields.take(*_SAID)
        role = fields.name(*_ROLE)
        if isinstance(said, list) and any(isinstance(each, dict) for each in said):
            self._notes.add(place, "holds several lines at once; they follow one another.")
            yield from self._items([*said], place)
            said = None
        line = ScriptLine(
            place,
            role,
            plain_text(said),
            fields.text("direction", "emotion", "actingdirection", "delivery"),
            self._pictures.read(fields.take(*_PICTURE), place),
            question,
        )
        fields.tell_unknown()
        line = self._with_role(line)
        if line.dialogue or line.picture or line.question:
            yield line
        elif role and branches is None and said is not None:
            self._notes.add(place, f"{role} says nothing; the block was left out.")
        if branches not in (None, [], {}, ""):
            if line.dialogue:
                self._notes.add(
                    place, "is a line and a group of branches at once; the branches follow the line."
                )
            yield self._group(branches, place)

    def _with_role(self, line: ScriptLine) -> ScriptLine:
        if not line.dialogue or line.role:
            return line
        self._notes.add(line.place, f"nobody is named who speaks; it is spoken by {NARRATOR}.")
        return ScriptLine(line.place, NARRATOR, line.dialogue, line.direction, line.picture, line.question)

    def _question(self, fields: Fields, place: str) -> ScriptQuestion | None:
        value = fields.take(*_QUESTION)
        if value in (None, "", {}, [], False, True):
            return None
        beside = fields.objects("options", "choices", "answers")
        if not isinstance(value, dict):
            return self._checked(ScriptQuestion(plain_text(value), self._options(beside, place)), place)
        inner = Fields(value, self._notes, known=("id", "type"))
        asked = ScriptQuestion(
            inner.text("question", "prompt", "text", "title"),
            self._options(inner.objects("options", "choices", "answers") or beside, place),
            inner.text("hint"),
        )
        inner.tell_unknown()
        return self._checked(asked, place)

    def _checked(self, asked: ScriptQuestion, place: str) -> ScriptQuestion:
        question, options = asked.question, asked.options
        if not question:
            question = "What would you do?"
            self._notes.add(place, f"the question has no words; “{question}” was put in.")
        if not options:
            options = (ScriptOption("Continue"),)
            self._notes.add(place, "the question has no answers; “Continue” was put in.")
        return ScriptQuestion(question, options, asked.hint)

    def _options(self, values: list[Json], place: str) -> tuple[ScriptOption, ...]:
        options = (self._option(value, f"{place}, answer {number}") for number, value in enumerate(values, 1))
        return tuple(option for option in options if option is not None)

    def _option(self, value: Json, place: str) -> ScriptOption | None:
        if not isinstance(value, dict):
            text = plain_text(value)
            return ScriptOption(text) if text else None
        fields = Fields(value, self._notes, known=("id",))
        target = fields.name("branchtarget", "target", "branch", "goto", "next")
        text = fields.text("text", "option", "label", "answer", "title")
        correct = fields.yes("iscorrect", "correct", "isright")
        retry = fields.take("retryonincorrect", "retry")
        feedback = fields.text("feedback", "explanation")
        points = fields.whole("points", "score") or 0
        fields.tell_unknown()
        if not text and not target:
            self._notes.add(place, "has no text and was left out.")
            return None
        if not text:
            self._notes.add(place, f"has no text; it is called like its branch, “{target}”.")
        said_retry = None if retry is None else Fields({"retry": retry}, self._notes).yes("retry")
        return ScriptOption(text or target, correct, target, said_retry, feedback, points)

    def _group(self, value: Json, place: str) -> ScriptGroup:
        if isinstance(value, dict) and not {"type", "dialogue", "name"} & {key.lower() for key in value}:
            self._notes.add(place, "the branches are fields of an object; each became a branch of its name.")
            value = [{"type": name, "dialogue": lines} for name, lines in value.items()]
        values = value if isinstance(value, list) else [value]
        branches = (self._branch(each, place, number) for number, each in enumerate(values, 1))
        return ScriptGroup(place, tuple(branch for branch in branches if branch is not None))

    def _branch(self, value: Json, place: str, number: int) -> ScriptBranch | None:
        if isinstance(value, str) and value.strip():
            return ScriptBranch(one_line(value))
        if not isinstance(value, dict):
            self._notes.add(place, f"branch {number} is not a branch and was left out.")
            return None
        fields = Fields(value, self._notes, known=("id",))
        name = fields.name("type", "name", "title", "label", "branch")
        if not name:
            name = f"Branch {number}"
            self._notes.add(place, f"branch {number} has no name; it is called “{name}”.")
        values = fields.objects("dialogue", "lines", "script", "blocks", "dialog", "content")
        lines = (
            item
            for line, each in enumerate(values, 1)
            for item in self._items(each, f"{place}, branch “{name}”, line {line}")
        )
        branch = ScriptBranch(name, tuple(lines))
        fields.tell_unknown()
        return branch

    def _characters(self, value: Json) -> tuple[tuple[str, str], ...]:
        """Return the declared characters, from a map of names or a list of objects or names."""
        found: dict[str, str] = {}
        if isinstance(value, dict):
            found.update((one_line(name), _description(each)) for name, each in value.items())
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    fields = Fields(each, self._notes, known=("id",))
                    name = fields.name("name", "role", "character")
                    found[name] = fields.text("description", "voice", "voicedescription")
                    fields.tell_unknown()
                else:
                    found[one_line(each)] = ""
        elif value is not None:
            self._notes.add("", "The list of characters cannot be read and was left out.")
        return tuple((name, text) for name, text in found.items() if name)


def _description(value: Json) -> str:
    if isinstance(value, dict):
        named = {key.lower(): each for key, each in value.items()}
        return plain_text(named.get("description") or named.get("voice") or named.get("voice_description"))
    return plain_text(value)
