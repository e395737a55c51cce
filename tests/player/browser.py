"""Debian's Chromium in a thread of its own, so that the tests' thread keeps its event loop to itself."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

Result = TypeVar("Result")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=user-gesture-required",
)
_STARTING_S = 60


def find_chromium() -> str | None:
    """Return Debian's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Watched:
    """A page, and everything it did that it should not."""

    page: Page
    messages: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        """Fail if the page complained, opened a dialog or asked for anything but files."""
        assert not self.messages, self.messages
        assert not self.dialogs, self.dialogs
        strange = [url for url in self.requests if not url.startswith(("file:", "blob:file:"))]
        assert not strange, strange


class Chromium:
    """One browser for the whole session; every `play` gets a context of its own."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._browser: Browser | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="chromium", daemon=True)
        self._thread.start()
        if not self._ready.wait(_STARTING_S) or self._failure is not None:
            raise AssertionError(f"Chromium did not start: {self._failure}")

    def play(
        self,
        page_file: Path | str,
        act: Callable[[Watched], Coroutine[Any, Any, Result]],
        *,
        timeout_s: float = 60,
        **context: Any,
    ) -> Result:
        """Open a page (file or address) and act on it; raise what went wrong."""
        url = page_file if isinstance(page_file, str) else page_file.as_uri()
        future = asyncio.run_coroutine_threadsafe(self._play(url, act, context), self._loop)
        return future.result(timeout_s)

    def play_together(
        self,
        plays: Sequence[tuple[Path, Callable[[Watched], Coroutine[Any, Any, Result]]]],
        *,
        at_once: int = 3,
        timeout_s: float = 120,
    ) -> list[Result]:
        """Act on several pages side by side: most of a play is waiting for films."""

        async def all_of_them() -> list[Result]:
            room = asyncio.Semaphore(at_once)

            async def one(page_file: Path, act: Callable[[Watched], Coroutine[Any, Any, Result]]) -> Result:
                async with room:
                    return await self._play(page_file.as_uri(), act, {})

            return list(await asyncio.gather(*(one(page_file, act) for page_file, act in plays)))

        return asyncio.run_coroutine_threadsafe(all_of_them(), self._loop).result(timeout_s)

    def close(self) -> None:
        """End the browser and its thread."""
        if self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_STARTING_S)

    async def _play(
        self, url: str, act: Callable[[Watched], Awaitable[Result]], options: dict[str, Any]
    ) -> Result:
        assert self._browser is not None
        context = await self._browser.new_context(
            **{"viewport": {"width": 1280, "height": 720}, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(15_000)
        try:
            watched = await _watch(context)
            await watched.page.goto(url)
            return await act(watched)
        finally:
            await context.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as failure:  # noqa: BLE001 - told to the thread that waits
            self._failure = failure
            self._ready.set()
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        async with async_playwright() as playwright:
            self._browser = await playwright.chromium.launch(
                executable_path=self._program, args=list(ARGUMENTS)
            )
            self._ready.set()
            await self._stop.wait()
            await self._browser.close()


async def _watch(context: BrowserContext) -> Watched:
    page = await context.new_page()
    watched = Watched(page)
    await page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " (event) => console.error('CSP', event.violatedDirective, event.blockedURI))"
    )
    page.on(
        "console",
        lambda message: (
            watched.messages.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: watched.messages.append(str(error)))
    page.on("request", lambda request: watched.requests.append(request.url))

    async def dismiss(dialog: Any) -> None:
        watched.dialogs.append(dialog.message)
        await dialog.dismiss()

    page.on("dialog", dismiss)
    return watched
