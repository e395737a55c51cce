"""Helper processes: answers, limits, crashes, cancelling, and that none outlives us."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from edupulse_desktop.errors import NotMedia, ToolFailed, ToolMissing
from edupulse_desktop.media.message import Message
from edupulse_desktop.media.worker import Limits, Worker
from edupulse_desktop.media.worker_child import worker_main

PROGRAM = "tests.media.worker_program"
ROOT = Path(__file__).parents[2]

T = TypeVar("T")


def with_worker(work: Callable[[Worker], Awaitable[T]], limits: Limits | None = None) -> T:
    async def run() -> T:
        worker = Worker(PROGRAM, "The test helper", limits)
        try:
            return await asyncio.wait_for(work(worker), 20)
        finally:
            await worker.close()
            assert worker.process_id is None

    return asyncio.run(run())


def echo(text: str, body: bytes = b"") -> Message:
    return Message({"do": "echo", "text": text}, body)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process_id}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until_gone(process_id: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not is_running(process_id):
            return True
        time.sleep(0.02)
    return False


def test_one_process_answers_many_requests() -> None:
    async def work(worker: Worker) -> list[Message]:
        return [await worker.ask(echo(f"grüß {number} 🙂", bytes(range(9)))) for number in range(20)]

    answers = with_worker(work)
    assert [answer.header["echo"] for answer in answers] == [f"grüß {number} 🙂" for number in range(20)]
    assert {answer.body for answer in answers} == {bytes(range(9))[::-1]}
    assert len({answer.header["pid"] for answer in answers}) == 1


def test_requests_at_once_queue_and_each_gets_its_own_answer() -> None:
    async def work(worker: Worker) -> list[Message]:
        return await asyncio.gather(*(worker.ask(echo(str(number))) for number in range(50)))

    assert [answer.header["echo"] for answer in with_worker(work)] == [str(number) for number in range(50)]


def test_megabytes_travel_both_ways() -> None:
    body = os.urandom(5_000_000)

    async def work(worker: Worker) -> Message:
        return await worker.ask(echo("big", body))

    assert with_worker(work).body == body[::-1]


def test_what_the_helper_refuses_with_arrives_as_the_same_error() -> None:
    async def work(worker: Worker) -> Message:
        return await worker.ask(Message({"do": "refuse"}))

    with pytest.raises(NotMedia) as caught:
        with_worker(work)
    assert (caught.value.message, caught.value.hint, caught.value.detail) == (
        "This is no picture.",
        "Choose another file.",
        "bad magic",
    )


@pytest.mark.parametrize(
    ("what", "complaint"), [("crash", "about to fall over"), ("bug", "ZeroDivisionError")]
)
def test_a_crash_is_reported_and_the_next_request_is_answered(what: str, complaint: str) -> None:
    async def work(worker: Worker) -> tuple[ToolFailed, Message]:
        with pytest.raises(ToolFailed) as caught:
            await worker.ask(Message({"do": what}))
        return caught.value, await worker.ask(echo("again"))

    failure, answer = with_worker(work)
    assert "The test helper" in failure.message
    assert complaint in failure.detail
    assert answer.header["echo"] == "again"


def test_a_child_killed_while_idle_is_replaced() -> None:
    async def work(worker: Worker) -> tuple[object, object]:
        first = (await worker.ask(echo("a"))).header["pid"]
        assert isinstance(first, int)
        os.kill(first, signal.SIGKILL)
        await asyncio.sleep(0.2)
        return first, (await worker.ask(echo("b"))).header["pid"]

    first, second = with_worker(work)
    assert first != second


@pytest.mark.parametrize("what", ["hang", "spin"])
def test_a_request_that_takes_too_long_is_stopped_and_the_next_is_answered(what: str) -> None:
    async def work(worker: Worker) -> Message:
        await worker.ask(echo("warm"))
        start = time.monotonic()
        with pytest.raises(ToolFailed, match=r"longer than 0\.5 seconds"):
            await worker.ask(Message({"do": what}))
        assert time.monotonic() - start < 2
        return await worker.ask(echo("again"))

    assert with_worker(work, Limits(request_s=0.5)).header["echo"] == "again"


def test_cancelling_the_asker_kills_a_busy_child_and_the_next_request_is_answered() -> None:
    async def work(worker: Worker) -> Message:
        first = (await worker.ask(echo("warm"))).header["pid"]
        assert isinstance(first, int)
        busy = asyncio.create_task(worker.ask(Message({"do": "hang"})))
        await asyncio.sleep(0.1)
        busy.cancel()
        with pytest.raises(asyncio.CancelledError):
            await busy
        assert await asyncio.to_thread(wait_until_gone, first, 2)
        return await worker.ask(echo("again"))

    assert with_worker(work).header["echo"] == "again"


def test_cancelling_a_waiting_request_leaves_the_busy_one_alone() -> None:
    async def work(worker: Worker) -> list[Message]:
        await worker.ask(echo("warm"))
        tasks = [asyncio.create_task(worker.ask(echo(str(number), bytes(1_000_000)))) for number in range(8)]
        await asyncio.sleep(0)
        tasks[5].cancel()
        return [
            answer
            for answer in await asyncio.gather(*tasks, return_exceptions=True)
            if isinstance(answer, Message)
        ]

    answers = with_worker(work)
    assert [answer.header["echo"] for answer in answers] == ["0", "1", "2", "3", "4", "6", "7"]
    assert len({answer.header["pid"] for answer in answers}) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space reliably")
def test_memory_is_limited() -> None:
    async def work(worker: Worker) -> None:
        with pytest.raises(ToolFailed) as caught:
            await worker.ask(Message({"do": "fill"}))
        assert "MemoryError" in caught.value.detail

    with_worker(work, Limits(memory_bytes=256 * 2**20))


def test_an_answer_larger_than_allowed_is_not_taken() -> None:
    async def work(worker: Worker) -> None:
        with pytest.raises(ToolFailed):
            await worker.ask(Message({"do": "long"}))

    with_worker(work, Limits(answer_bytes=1_000_000))


def test_our_keys_are_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not for helpers")

    async def work(worker: Worker) -> Message:
        return await worker.ask(Message({"do": "environment"}))

    environment = with_worker(work).header
    assert "PATH" in environment
    assert "OPENAI_API_KEY" not in environment


def test_a_program_that_is_not_there_is_a_missing_tool() -> None:
    async def run() -> None:
        worker = Worker("tests.media.no_such_program", "The test helper")
        try:
            with pytest.raises(ToolMissing, match="not installed"):
                await worker.ask(echo(""))
        finally:
            await worker.close()

    asyncio.run(run())


def test_a_python_that_cannot_be_started_is_a_missing_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")

    async def work(worker: Worker) -> None:
        with pytest.raises(ToolMissing, match="could not be started"):
            await worker.ask(echo(""))

    with_worker(work)


def test_closing_ends_a_busy_child_and_refuses_what_comes_after() -> None:
    async def run() -> None:
        worker = Worker(PROGRAM, "The test helper")
        first = (await worker.ask(echo("warm"))).header["pid"]
        assert isinstance(first, int)
        busy = asyncio.create_task(worker.ask(Message({"do": "hang"})))
        waiting = asyncio.create_task(worker.ask(echo("late")))
        await asyncio.sleep(0.1)
        start = time.monotonic()
        await worker.close()
        await worker.close()
        assert time.monotonic() - start < 2
        assert not is_running(first)
        for task in (busy, waiting):
            with pytest.raises(ToolFailed):
                await task
        with pytest.raises(ToolFailed, match="was closed"):
            await worker.ask(echo("after"))

    asyncio.run(run())


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize("what", ["idle", "hang", "spin"])
def test_no_child_outlives_a_killed_parent(what: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, what], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.2)
        assert is_running(child)
        parent.kill()
        assert wait_until_gone(child, 2)
    finally:
        parent.kill()
        parent.communicate()


_PARENT = f"""
import asyncio, sys
sys.path.insert(0, {str(ROOT)!r})
from edupulse_desktop.media.message import Message
from edupulse_desktop.media.worker import Worker

async def main():
    worker = Worker({PROGRAM!r}, "The test helper")
    answer = await worker.ask(Message({{"do": "echo", "text": ""}}))
    print(answer.header["pid"], flush=True)
    if sys.argv[1] == "idle":
        await asyncio.sleep(60)
    await worker.ask(Message({{"do": sys.argv[1]}}))

asyncio.run(main())
"""


def test_an_ordinary_start_is_not_a_helper() -> None:
    assert not worker_main(["render", "lesson.edupulse"])
    assert not worker_main([])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script that can be executed")
def test_a_frozen_application_starts_itself_with_the_hidden_argument(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    application = tmp_path / "edupulse"
    application.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from edupulse_desktop.media.worker_child import worker_main\n"
        "if not worker_main(sys.argv[1:]):\n    sys.exit('an ordinary start')\n"
    )
    application.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(application))
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    async def work(worker: Worker) -> Message:
        return await worker.ask(echo("from the frozen one"))

    assert with_worker(work).header["echo"] == "from the frozen one"
