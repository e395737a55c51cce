import asyncio
import json

import pytest
import typer

from edupulse_desktop.cli.console import Console
from edupulse_desktop.cli.run import run
from edupulse_desktop.errors import Unavailable
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.places import logs_folder
from edupulse_desktop.studio import Studio


async def a_fault(_studio: Studio, _progress: Progress) -> None:
    raise ZeroDivisionError("on purpose")


async def offline(_studio: Studio, _progress: Progress) -> None:
    raise Unavailable("No network.", hint="Try later.", where="scene s-1")


async def three_steps(_studio: Studio, progress: Progress) -> str:
    for step in (1, 2, 3):
        progress.at(step / 3, f"step {step}")
        await asyncio.sleep(0.01)
    return "done"


def test_a_fault_is_a_sentence_and_its_trace_lies_in_the_logs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left:
        run(Console(as_json=False), "Divide", a_fault)
    said = capsys.readouterr()
    assert left.value.exit_code == 70
    assert "“Divide” stopped" in said.err
    assert "Traceback" not in said.err + said.out
    (kept,) = logs_folder().glob("fault-*.txt")
    assert kept.name in said.err.replace("\n", "")
    assert "ZeroDivisionError: on purpose" in kept.read_text()


def test_an_error_says_what_where_and_what_next(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left:
        run(Console(as_json=False), "Ask", offline)
    assert left.value.exit_code == Unavailable.exit_code
    assert capsys.readouterr().err == "No network. (scene s-1)\nTry later.\n"


def test_with_json_an_error_is_an_object_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        run(Console(as_json=True), "Ask", offline)
    assert json.loads(capsys.readouterr().out)["error"]["message"] == "No network."


def test_in_a_pipe_progress_is_plain_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Console(as_json=False), "Walk", three_steps) == "done"
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == " 33% step 1\n 67% step 2\n100% step 3\n"
