"""`edupulse check`: the problems of a lesson; its exit code serves scripts."""

from __future__ import annotations

from collections import Counter

import typer

from edupulse_desktop.cli.arguments import AsJson, ProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.checks import problems
from edupulse_desktop.model.problem import Problem, Severity
from edupulse_desktop.store.project import Project
from edupulse_desktop.studio import Studio

HAS_ERRORS = 1


def check(file: ProjectFile, as_json: AsJson = False) -> None:
    """Say what an author should look at before learners see the lesson.

    Errors stop an export; warnings and hints do not. The exit code is 1 if there are errors, else 0. A line
    without a recording is only a hint, because rendering makes what is missing.

    Example: edupulse check lesson.edupulse
    """
    console = Console(as_json=as_json)

    async def work(_studio: Studio, _progress: Progress) -> tuple[Problem, ...]:
        with Project.open(file, read_only=True) as project:
            return problems(project.lesson)

    found = run(console, "Check", work)
    counts = Counter(problem.severity for problem in found)
    data = {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "hints": counts[Severity.HINT],
        "problems": [
            {
                "kind": problem.kind,
                "severity": problem.severity,
                "message": problem.message,
                "where": problem.where,
            }
            for problem in found
        ],
    }
    told = [f"{problem.severity.value.capitalize():8} {problem.message}" for problem in found]
    summary = ", ".join(f"{counts[severity]} {severity.value}s" for severity in Severity)
    console.answer(data, "\n".join([*told, summary if found else "Nothing to mend."]))
    if counts[Severity.ERROR]:
        raise typer.Exit(HAS_ERRORS)
