"""`edupulse doctor`: what this machine has and lacks."""

from __future__ import annotations

import typer

from edupulse_desktop.cli.arguments import AsJson
from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.studio import Studio
from edupulse_desktop.workflows.examine_machine import Finding, examine_machine

LACKS_SOMETHING = 1


def doctor(as_json: AsJson = False) -> None:
    """Say what this machine has and lacks, each with the one command that mends it.

    The exit code is 1 if something needed is missing. Keys are never shown, only whether they are there.

    Example: edupulse doctor
    """
    console = Console(as_json=as_json)

    async def work(studio: Studio, _progress: Progress) -> tuple[Finding, ...]:
        return await examine_machine(studio.speaker())

    findings = run(console, "Doctor", work)
    data = {
        "findings": [
            {"what": each.what, "is_fine": each.is_fine, "found": each.found, "mend": each.mend}
            for each in findings
        ]
    }
    lines: list[str] = []
    for each in findings:
        lines.append(f"{'ok' if each.is_fine else 'MISSING':8} {each.what:22} {each.found}")
        if each.mend:
            lines.append(f"{'':8} {'':22} → {each.mend}")
    console.answer(data, "\n".join(lines))
    if not all(each.is_fine for each in findings):
        raise typer.Exit(LACKS_SOMETHING)
