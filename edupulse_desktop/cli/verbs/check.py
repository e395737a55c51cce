"""`edupulse check`: the problems of a lesson; its exit code serves scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import typer

from edupulse_desktop.cli.arguments import AsJson, ProjectFile
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.cli.wording import counted, problem_line
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.model.checks import problems
from edupulse_desktop.model.problem import Problem, ProblemKind, Severity
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
    summary = ", ".join(counted(counts[severity], severity.value) for severity in Severity)
    console.answer(data, "\n".join([*_lines(found), summary if found else "Nothing to mend."]))
    if counts[Severity.ERROR]:
        raise typer.Exit(HAS_ERRORS)


def _lines(found: Sequence[Problem]) -> list[str]:
    """Return one line per problem, the gravest first; what rendering makes by itself is one line in all."""
    made_by_rendering = {ProblemKind.MISSING_TAKE, ProblemKind.STALE_TAKE}
    grave_first = sorted(found, key=lambda problem: list(Severity).index(problem.severity))
    lines = [problem_line(problem) for problem in grave_first if problem.kind not in made_by_rendering]
    unvoiced = sum(problem.kind in made_by_rendering for problem in found)
    if unvoiced:
        lines.append(f"{'Hint':8} {counted(unvoiced, 'line')} to be voiced; rendering does it by itself.")
    return lines
