"""Arguments and options that several verbs share, with their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from edupulse_desktop.model.picture import Shape
from edupulse_desktop.workflows.new_project import found_project

ProjectFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="The lesson's project file, NAME.edupulse; the ending may be left out.",
        callback=found_project,
    ),
]
NewProjectFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="Where the new project file goes, NAME.edupulse.")
]
TargetFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder for the result; made if it is not there.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON object on standard output.")]
AsIs = Annotated[
    bool, typer.Option("--as-is", help="Make no missing voices and cards; refuse if something is missing.")
]


class ProfileName(StrEnum):
    """Sizes and qualities of films."""

    P1080 = "1080p"
    P720 = "720p"
    P480 = "480p"
    DRAFT = "draft"


class CaptionStyle(StrEnum):
    """Where captions go."""

    EMBEDDED = "embedded"
    BURNED_IN = "burned-in"
    NONE = "none"


ProfileOption = Annotated[
    ProfileName | None,
    typer.Option("--profile", help="Size and quality; the settings decide if you do not."),
]
ShapeOption = Annotated[
    Shape | None, typer.Option("--shape", help="Outline of the screen; the lesson's own if you do not say.")
]
