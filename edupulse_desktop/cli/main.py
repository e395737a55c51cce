"""`edupulse <verb>`: the list of verbs; an error becomes a message and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from edupulse_desktop import __version__
from edupulse_desktop.cli.verbs.check import check
from edupulse_desktop.cli.verbs.demo import demo
from edupulse_desktop.cli.verbs.doctor import doctor
from edupulse_desktop.cli.verbs.export import export
from edupulse_desktop.cli.verbs.import_source import import_source
from edupulse_desktop.cli.verbs.info import info
from edupulse_desktop.cli.verbs.new import new
from edupulse_desktop.cli.verbs.paint import paint
from edupulse_desktop.cli.verbs.render import render
from edupulse_desktop.cli.verbs.versions import versions
from edupulse_desktop.cli.verbs.voice import voice
from edupulse_desktop.media.worker_child import worker_main

app = typer.Typer(
    name="edupulse",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

VERBS: dict[str, Callable[..., None]] = {
    "demo": demo,
    "new": new,
    "import": import_source,
    "check": check,
    "info": info,
    "voice": voice,
    "paint": paint,
    "render": render,
    "export": export,
    "versions": versions,
    "doctor": doctor,
}
for _name, _verb in VERBS.items():
    app.command(_name)(_verb)


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
    app()


if __name__ == "__main__":
    main()
