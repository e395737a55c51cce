import asyncio
import threading

import pytest

from edupulse_desktop.errors import EduPulseError, ProgramFault, Unavailable
from edupulse_desktop.jobs.job import Job, JobState
from edupulse_desktop.jobs.progress import Progress
from edupulse_desktop.jobs.runner import LANES, Jobs


def test_a_job_ends_with_its_result() -> None:
    async def scenario() -> None:
        jobs = Jobs()
        states: list[JobState] = []
        jobs.changed.add(lambda job: states.append(job.state))

        async def work(progress: Progress) -> int:
            progress.at(0.5, "half")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            return 42

        job = jobs.start("Answer", work, "disk")
        await job.wait()
        assert (job.state, job.result, job.fraction, job.note) == (JobState.DONE, 42, 1.0, "half")
        assert states == [JobState.WAITING, JobState.RUNNING, JobState.RUNNING, JobState.DONE]

    asyncio.run(scenario())


def test_a_planned_error_is_kept_on_the_job_and_a_crash_is_told() -> None:
    async def scenario() -> None:
        jobs = Jobs()
        crashes: list[BaseException] = []
        jobs.crashed.add(crashes.append)

        async def offline(progress: Progress) -> None:
            raise Unavailable("No network.")

        async def faulty(progress: Progress) -> None:
            raise ZeroDivisionError

        first, second = jobs.start("Ask", offline, "ai"), jobs.start("Divide", faulty, "ai")
        await asyncio.gather(first.wait(), second.wait())
        assert first.state is second.state is JobState.FAILED
        assert isinstance(first.error, Unavailable)
        assert second.error is not None
        assert "Divide" in second.error.message
        assert "ZeroDivisionError" in second.error.detail
        assert isinstance(second.error, ProgramFault)
        assert [type(crash) for crash in crashes] == [ZeroDivisionError]

    asyncio.run(scenario())


def test_a_lane_runs_no_more_than_its_places_and_a_waiting_job_can_be_cancelled() -> None:
    async def scenario() -> None:
        jobs = Jobs()
        gate = asyncio.Event()
        running = 0
        most = 0

        async def work(progress: Progress) -> None:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await gate.wait()
            running -= 1

        started: list[Job[None]] = [jobs.start(str(n), work, "ai") for n in range(7)]
        await asyncio.sleep(0.01)
        started[-1].cancel()
        await started[-1].wait()
        assert started[-1].state is JobState.CANCELLED
        gate.set()
        await asyncio.gather(*(job.wait() for job in started))
        assert most == LANES["ai"]
        assert [job.state for job in started[:-1]] == [JobState.DONE] * 6

    asyncio.run(scenario())


def test_closing_cancels_waits_for_cleaning_up_and_refuses_new_work() -> None:
    async def scenario() -> None:
        jobs = Jobs()
        cleaned = []

        async def work(progress: Progress) -> None:
            try:
                await asyncio.sleep(60)
            finally:
                await asyncio.sleep(0.01)
                cleaned.append(True)

        job = jobs.start("Long", work, "render")
        await asyncio.sleep(0.01)
        await jobs.close()
        assert cleaned == [True]
        assert job.state is JobState.CANCELLED
        with pytest.raises(EduPulseError, match="closing"):
            jobs.start("More", work, "render")

    asyncio.run(scenario())


def test_progress_from_a_worker_thread_arrives_on_the_loop() -> None:
    async def scenario() -> None:
        jobs = Jobs()
        heard: list[tuple[float | None, str]] = []

        async def work(progress: Progress) -> None:
            def inside() -> None:
                part = progress.part(0.5, 1.0)
                part.at(0.5, "three quarters")

            await asyncio.to_thread(inside)
            await asyncio.sleep(0.01)

        job = jobs.start("Thread", work, "disk")
        job.changed.add(lambda job: heard.append((job.fraction, threading.current_thread().name)))
        await job.wait()
        assert (0.75, threading.main_thread().name) in heard

    asyncio.run(scenario())


def test_time_left_follows_the_pace() -> None:
    async def scenario() -> None:
        jobs = Jobs()
        gate = asyncio.Event()

        async def work(progress: Progress) -> None:
            await asyncio.sleep(0.05)
            progress.at(0.5)
            await gate.wait()

        job = jobs.start("Pace", work, "disk")
        assert job.time_left_s is None
        await asyncio.sleep(0.08)
        left = job.time_left_s
        gate.set()
        await job.wait()
        assert left is not None
        assert 0.03 < left < 2.0
        assert job.time_left_s is None

    asyncio.run(scenario())
