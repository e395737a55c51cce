"""Every error raised on purpose, drawn as one tree.

    EduPulseError
    ├── EditError            an edit that cannot be done; nothing was changed
    ├── ProjectError         a project file
    │   ├── ProjectLocked        another window has it open
    │   ├── ProjectTooNew        written by a newer program
    │   ├── ProjectDamaged       bytes that do not add up
    │   ├── NotAProject          some other file
    │   └── ProjectReadOnly      a write to a file that is open for reading only
    ├── ImportRefused        somebody else's file that cannot be read
    ├── ServiceError         a provider of speech, pictures, scripts or reviews
    │   ├── NotConfigured        no key, no voice, no server
    │   ├── Refused              the provider said no to this content
    │   ├── Unavailable          network, time-out, overload; may be tried again
    │   └── BadReply             an answer that is not what was asked for
    ├── MediaError           pictures, sound and the programs that handle them
    │   ├── ToolMissing          FFmpeg or a helper is not there
    │   ├── ToolFailed           it ran and failed
    │   └── NotMedia             a file that is not what it says
    ├── RenderError          a film that cannot be made
    ├── ExportError          a package that cannot be made
    ├── PublishError         the shared server
    ├── StorageError         a disk that is full, gone or read-only
    ├── SettingsError        a setting that has no such value
    └── ProgramFault         what nobody planned: a mistake in this program

Each says what happened in a teacher's words, what to do next, and where (the ids of scene and line as
text, so that this module knows nothing of lessons).
"""

from __future__ import annotations

from typing import ClassVar


class EduPulseError(Exception):
    """Anything that went wrong in a way we can explain.

    Args:
        message: what happened and what was kept, one or two sentences.
        hint: what to do next; empty if there is nothing to do.
        detail: for the report, never shown first; must not contain secrets.
        where: place in the lesson as text, for example `scene s-ab12, line l-9f`; empty if none.
    """

    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str = "", detail: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail
        self.where = where


class EditError(EduPulseError):
    """An edit that cannot be done; the lesson is unchanged."""

    exit_code = 3


class ProjectError(EduPulseError):
    """A project file that cannot be used as asked."""

    exit_code = 4


class ProjectLocked(ProjectError):
    """Another window or program has the project open for writing."""


class ProjectTooNew(ProjectError):
    """The file was written by a newer program; it may be viewed, not changed."""


class ProjectDamaged(ProjectError):
    """The file's bytes do not add up."""


class NotAProject(ProjectError):
    """The file is not an EduPulse project."""


class ProjectReadOnly(ProjectError):
    """A write to a project that is open for reading only."""


class ImportRefused(EduPulseError):
    """Somebody else's file that cannot be read as a lesson."""

    exit_code = 5


class ServiceError(EduPulseError):
    """A provider of speech, pictures, scripts or reviews failed."""

    exit_code = 6


class NotConfigured(ServiceError):
    """The provider lacks a key, a voice or a server address."""


class Refused(ServiceError):
    """The provider said no to this content."""


class Unavailable(ServiceError):
    """Network, time-out or overload; trying again may help."""

    retryable = True


class BadReply(ServiceError):
    """The provider's answer is not what was asked for."""


class MediaError(EduPulseError):
    """Pictures, sound, or the programs that handle them."""

    exit_code = 7


class ToolMissing(MediaError):
    """FFmpeg, a voice or a helper program is not on this machine."""


class ToolFailed(MediaError):
    """FFmpeg or a helper program ran and failed."""


class NotMedia(MediaError):
    """A file that is not the picture, clip or sound it says it is."""


class RenderError(EduPulseError):
    """A film that cannot be made."""

    exit_code = 8


class ExportError(EduPulseError):
    """A package that cannot be made."""

    exit_code = 9


class PublishError(EduPulseError):
    """The shared server refused or could not be reached."""

    exit_code = 10


class StorageError(EduPulseError):
    """A disk that is full, gone or read-only."""

    exit_code = 11


class SettingsError(EduPulseError):
    """A setting that has no such name or value."""

    exit_code = 2


class ProgramFault(EduPulseError):
    """What nobody planned: a mistake in this program; the trace is in the detail."""

    exit_code = 70
