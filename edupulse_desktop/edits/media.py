"""What can be done with recordings and pictures: attach them, choose among them, take files out, relink them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from edupulse_desktop.edits.asset_uses import with_assets
from edupulse_desktop.edits.edit import Edit, counted
from edupulse_desktop.edits.every_line import with_changed_lines
from edupulse_desktop.edits.lookup import line_named
from edupulse_desktop.errors import EditError
from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.ids import LineId, TakeId
from edupulse_desktop.model.lesson import Lesson
from edupulse_desktop.model.line import Line, Request, Take, take_is_true
from edupulse_desktop.model.picture import Picture


@dataclass(frozen=True, slots=True)
class VoicedLine:
    """A recording for a line."""

    line: LineId
    take: Take


@dataclass(frozen=True, slots=True)
class PaintedLine:
    """A picture for a line."""

    line: LineId
    picture: Picture


@dataclass(frozen=True, slots=True)
class AttachTakes(Edit):
    """Give lines their recordings; lines that have gone meanwhile are passed over.

    A new recording is chosen, unless it is stale while the chosen one is true.
    """

    takes: tuple[VoicedLine, ...]

    @property
    def label(self) -> str:
        """Voice line, or several."""
        return counted("Voice", len(self.takes), "line", "lines")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the recordings."""
        new: dict[LineId, list[Take]] = {}
        for voiced in self.takes:
            new.setdefault(voiced.line, []).append(voiced.take)
        cast = lesson.cast_by_id()

        def change(line: Line) -> Line:
            for take in new.get(line.id, ()):
                line = _with_take(line, take, line.request(cast, lesson.language))
            return line

        return with_changed_lines(lesson, change)

    def skipped(self, lesson: Lesson) -> tuple[LineId, ...]:
        """Return the lines that are not in the lesson any more."""
        return _gone(lesson, (voiced.line for voiced in self.takes))


@dataclass(frozen=True, slots=True)
class ChooseTake(Edit):
    """Use another of a line's recordings, or none."""

    label: ClassVar[str] = "Choose take"
    line: LineId
    take: TakeId | None

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the line's chosen recording."""
        line = line_named(lesson, self.line)
        if self.take is not None and all(take.id != self.take for take in line.takes):
            raise EditError(
                "The line does not have this recording any more; the chosen one was kept.",
                where=f"line {self.line}",
            )
        return lesson.with_line(replace(line, chosen=self.take))


@dataclass(frozen=True, slots=True)
class AttachPictures(Edit):
    """Give lines their pictures; lines that have gone meanwhile are passed over.

    A card made as a stand-in does not replace a real picture that was put there meanwhile.
    """

    pictures: tuple[PaintedLine, ...]

    @property
    def label(self) -> str:
        """Paint picture, or several."""
        return counted("Paint", len(self.pictures), "picture", "pictures")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the pictures."""
        new = {painted.line: painted.picture for painted in self.pictures}

        def change(line: Line) -> Line:
            picture = new.get(line.id)
            if picture is None or (picture.is_card and _is_real(line.picture)):
                return line
            return replace(line, picture=picture)

        return with_changed_lines(lesson, change)

    def skipped(self, lesson: Lesson) -> tuple[LineId, ...]:
        """Return the lines that are not in the lesson any more."""
        return _gone(lesson, (painted.line for painted in self.pictures))


@dataclass(frozen=True, slots=True)
class DetachMedia(Edit):
    """Take files out of everything that shows or plays them.

    A picture keeps its description, a line its other recordings; a scene's music goes back to the lesson's.
    """

    assets: tuple[AssetRef, ...]

    @property
    def label(self) -> str:
        """Remove file, or several."""
        return counted("Remove", len(self.assets), "file", "files")

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson without the files."""
        gone = {asset.sha256 for asset in self.assets}
        return with_assets(lesson, lambda asset: None if asset.sha256 in gone else asset)


@dataclass(frozen=True, slots=True)
class RelinkAsset(Edit):
    """Put one file in the place of another wherever it is shown or played."""

    label: ClassVar[str] = "Replace file"
    old: AssetRef
    new: AssetRef

    def apply(self, lesson: Lesson) -> Lesson:
        """Return the lesson with the new file."""
        return with_assets(lesson, lambda asset: self.new if asset.sha256 == self.old.sha256 else asset)


def _with_take(line: Line, take: Take, now: Request) -> Line:
    chosen = line.take
    keep_chosen = chosen is not None and take_is_true(chosen, now) and not take_is_true(take, now)
    takes = (*(each for each in line.takes if each.id != take.id), take)
    if any(each == take for each in line.takes):
        takes = line.takes
    return replace(line, takes=takes, chosen=line.chosen if keep_chosen else take.id)


def _is_real(picture: Picture | None) -> bool:
    return picture is not None and picture.asset is not None and not picture.is_card


def _gone(lesson: Lesson, lines: Iterable[LineId]) -> tuple[LineId, ...]:
    known = {line.id for _, line in lesson.lines()}
    return tuple(dict.fromkeys(line for line in lines if line not in known))
