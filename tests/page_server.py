"""A page over the sample articles in this process, and a Chromium that notes what it asks for."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from assistant.assistant import Assistant
from assistant.page.counter import Counter
from assistant.page.serving import address, listen
from assistant.page.site import make_site
from assistant.reader import load_reader
from assistant.settings import Settings
from index.searching import Index

CHROMIUM = "/usr/bin/chromium"


def opening(index: Index) -> Any:
    """Opens an assistant over an index that is open already."""

    def opened(settings: Settings) -> Assistant:
        return Assistant(index, load_reader(None, threads=1), settings)

    return opened


@contextmanager
def served(settings: Settings, opened: Any, *, gradio: bool = False) -> Iterator[str]:
    """The address of a page that is being served; ready when this is entered."""
    door = listen("127.0.0.1", 0)
    counter = Counter(settings, opened)
    counter.close = lambda: None  # type: ignore[method-assign]  # the index belongs to the session
    counter.open_soon()
    site = make_site(settings, counter, gradio=gradio)
    server = uvicorn.Server(uvicorn.Config(site, log_level="error", proxy_headers=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    counter.settled.wait(60)
    while not server.started:
        time.sleep(0.02)
    try:
        yield address(door)
    finally:
        server.should_exit = True
        thread.join(10)
        door.close()


@dataclass
class Watched:
    """A browser page with every request and complaint it made."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def elsewhere(self, *own: str) -> list[str]:
        """Requests to other hosts than ours."""
        return [url for url in self.requests if not url.startswith((*own, "data:", "blob:"))]


@contextmanager
def browsing(browser: Any, **options: Any) -> Iterator[Watched]:
    """A fresh browser context."""
    context = browser.new_context(**options)
    context.set_default_timeout(60_000)
    page = context.new_page()
    watched = Watched(page)
    page.on("request", lambda request: watched.requests.append(request.url))
    page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    page.on("console", lambda said: said.type == "error" and watched.complaints.append(said.text))
    try:
        yield watched
    finally:
        context.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium, as installed on this machine."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def page_data(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the indexed sample, for feedback and operators to write into."""
    copy = tmp_path_factory.mktemp("page") / "data"
    shutil.copytree(sample_data, copy)
    return copy


@pytest.fixture(scope="module")
def sample_url(page_data: Path, sample_index: Index) -> Iterator[str]:
    """The page over the sample articles, without Gradio around it (tested apart: it is slow)."""
    settings = Settings(data=page_data, threads=1)
    with served(settings, opening(sample_index)) as url:
        yield url
