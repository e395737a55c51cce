"""`edupulse <verb>`: the list of verbs; a verb's room is opened only when it is used."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from edupulse_desktop import __version__
from edupulse_desktop.media.worker_child import worker_main

VERBS = {
    "demo": "demo",
    "new": "new",
    "import": "import_source",
    "check": "check",
    "info": "info",
    "voice": "voice",
    "paint": "paint",
    "render": "render",
    "export": "export",
    "versions": "versions",
    "doctor": "doctor",
}
"""Every verb, and the module below `cli/verbs` with the function of the same name that does it."""


class Verbs(TyperGroup):
    """Loads a verb when it is asked for: rendering one changed line must not wait for what `doctor` needs."""

    def list_commands(self, ctx: object) -> list[str]:
        """Return the verbs in the order of the help."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:
        """Return one verb, ready to run; none if there is no such verb."""
        del ctx
        module = VERBS.get(cmd_name)
        if module is None:
            return None
        verb = getattr(importlib.import_module(f"edupulse_desktop.cli.verbs.{module}"), module)
        only = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        only.command(cmd_name, context_settings=_HELP)(verb)
        command = typer.main.get_command(only)
        return command if isinstance(command, TyperCommand) else None


_HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="edupulse",
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=_HELP,
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"edupulse {__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and stop."),
    ] = False,
) -> None:
    """Write branching video lessons offline: scenes, voices, pictures, questions; films and a web player.

    A lesson is one file, NAME.edupulse. Start with `edupulse demo`, or write a text and `edupulse import` it.
    """


def main() -> None:
    """Run the program; the frozen application also starts its helper programs through here."""
    if worker_main(sys.argv[1:]):
        return
    app(prog_name="edupulse")


if __name__ == "__main__":
    main()
