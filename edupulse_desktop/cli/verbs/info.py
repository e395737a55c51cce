"""`edupulse info`: what is in a project file."""

from __future__ import annotations

from edupulse_desktop.cli.arguments import AsJson, ProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import clock
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.exits import Breakpoint, End
from edupulse_desktop.model.timing import scene_ms
from edupulse_desktop.store.opening import ASKED_FOR_READING
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.voice_lines import lines_to_voice


def info(file: ProjectFile, as_json: AsJson = False) -> None:
    """Say what is in a project: scenes, lines, questions, length, recordings, media and history.

    Example: edupulse info lesson.edupulse --json
    """
    console = Console(as_json=as_json)

    async def work(_studio: Studio, _progress: Progress) -> dict[str, object]:
        with Project.open(file, read_only=True) as project:
            return _facts(project)

    data = run(console, "Info", work)
    console.answer(data, "\n".join(_lines(data)))


def _lines(data: dict[str, object]) -> list[str]:
    """Return the facts as a person reads them, the scenes with the names that `render --path` takes."""
    facts = [
        f"{name.replace('_', ' '):16} {value}"
        for name, value in data.items()
        if value not in ("", []) and name != "scene_ids"
    ]
    scenes = data["scene_ids"]
    listed = scenes.items() if isinstance(scenes, dict) else ()
    return [*facts, "", *(f"  {scene}  {title}" for scene, title in listed)]


def _facts(project: Project) -> dict[str, object]:
    lesson = project.lesson
    assets = project.assets.all()
    exits = [scene.exit for scene in lesson.scenes]
    return {
        "project": str(project.path),
        "title": lesson.title,
        "language": lesson.language,
        "state": lesson.state.value,
        "scenes": len(lesson.scenes),
        "lines": sum(len(scene.lines) for scene in lesson.scenes),
        "questions": sum(isinstance(way_out, Breakpoint) for way_out in exits),
        "endings": sum(isinstance(way_out, End) for way_out in exits),
        "characters": ", ".join(character.name for character in lesson.cast),
        "length": clock(sum(scene_ms(scene) for scene in lesson.scenes)),
        "lines_to_voice": len(lines_to_voice(lesson)),
        "media_files": len(assets),
        "media_bytes": sum(asset.size_bytes for asset in assets),
        "history_steps": len(project.history()),
        "versions": len(project.versions()),
        "read_only": "" if project.read_only_because == ASKED_FOR_READING else project.read_only_because,
        "repairs": "; ".join(f"{repair.message} ({repair.where})" for repair in project.repairs),
        "scene_ids": {scene.id: scene.title for scene in lesson.scenes},
    }
