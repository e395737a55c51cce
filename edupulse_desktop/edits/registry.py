"""Every edit by name, and edits as plain JSON data."""

from __future__ import annotations

from edupulse_desktop.edits import (
    board,
    cast,
    exits,
    lesson,
    lines,
    media,
    questions,
    restore,
    scenes,
    script,
    shown,
)
from edupulse_desktop.edits.edit import Batch, Edit
from edupulse_desktop.model.codec import TAG, CodecError, Plain, from_plain, to_plain

EDITS: dict[str, type[Edit]] = {
    kind.__name__: kind
    for kind in (
        lines.SetLineText,
        lines.SetSpeaker,
        lines.SetDirection,
        lines.SetPause,
        lines.InsertLines,
        lines.MoveLines,
        lines.DeleteLines,
        lines.SplitLine,
        lines.JoinLines,
        shown.SetPicture,
        shown.SetOverlays,
        shown.SetEffects,
        media.AttachTakes,
        media.ChooseTake,
        media.AttachPictures,
        media.DetachMedia,
        media.RelinkAsset,
        scenes.AddScene,
        scenes.RenameScene,
        scenes.SetNotes,
        scenes.SetSceneMusic,
        scenes.SetStart,
        scenes.SplitScene,
        scenes.MoveScenes,
        scenes.DeleteScenes,
        scenes.DuplicateScenes,
        exits.SetExit,
        exits.Connect,
        exits.Disconnect,
        questions.SetBreakpoint,
        questions.AddChoice,
        questions.SetChoice,
        questions.MoveChoice,
        questions.DeleteChoice,
        cast.AddCharacter,
        cast.SetCharacter,
        cast.RenameCharacter,
        cast.SetVoice,
        cast.SetColour,
        cast.SetPronunciations,
        cast.MoveCharacter,
        cast.DeleteCharacter,
        lesson.SetTitle,
        lesson.SetLanguage,
        lesson.SetFacts,
        lesson.SetPassMark,
        lesson.SetState,
        lesson.SetBrief,
        lesson.SetStyle,
        lesson.SetShape,
        lesson.SetMusic,
        board.MoveNodes,
        board.TidyBoard,
        script.ReplaceScript,
        script.AppendScenes,
        restore.RestoreVersion,
        Batch,
    )
}
"""A test fails if an edit is missing here."""


def edit_to_plain(edit: Edit) -> dict[str, Plain]:
    """Return an edit as plain data.

    Raises:
        CodecError: it is no edit of this program.
    """
    if isinstance(edit, Batch):
        return {TAG: "Batch", "name": edit.name, "edits": [edit_to_plain(each) for each in edit.edits]}
    plain = to_plain(edit, tagged=True)
    if type(edit).__name__ not in EDITS or not isinstance(plain, dict):
        raise CodecError(f"{type(edit).__name__} is no edit")
    return plain


def edit_from_plain(plain: Plain) -> Edit:
    """Return the edit that plain data stands for.

    Raises:
        CodecError: the data is no edit of this program.
    """
    name = plain.get(TAG) if isinstance(plain, dict) else None
    kind = EDITS.get(name) if isinstance(name, str) else None
    if kind is None or not isinstance(plain, dict):
        raise CodecError(f"{name!r} is no edit")
    if kind is Batch:
        return _batch(plain)
    return from_plain(kind, plain)


def _batch(plain: dict[str, Plain]) -> Batch:
    name, edits = plain.get("name"), plain.get("edits")
    if not isinstance(name, str) or not isinstance(edits, list):
        raise CodecError("Batch has a name and a list of edits")
    return Batch(tuple(edit_from_plain(each) for each in edits), name)
