"""The chat on another site: allowed and refused, sandboxed, without third-party storage, growing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from index.searching import Index
from tests.page_server import browser, browsing, opening, page_data, served  # noqa: F401

pytestmark = pytest.mark.browser
TALL = '<p style="height: 1500px">Above</p>'
INLINE = TALL + '<script src="{url}/embed.js" data-mode="inline" data-q="{q}" defer></script>'


@contextmanager
def host_site(port: int = 0) -> Iterator[tuple[str, dict[str, str]]]:
    """Another site (another host name, so another origin and site), its pages in a dict."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = ("<!doctype html><title>Host</title>" + pages.get(self.path, "")).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}", pages
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def embedded(page_data: Path, sample_index: Index) -> Iterator[tuple[str, str, dict[str, str]]]:  # noqa: F811
    """(the chat, a site on its list, that site's pages)."""
    with host_site() as (host, pages):
        settings = Settings(data=page_data, threads=1, embed_origins=host)
        with served(settings, opening(sample_index)) as url:
            yield url, host, pages


def frame_of(page: Any, url: str) -> Any:
    for _ in range(100):
        for frame in page.frames:
            if frame.url.startswith(f"{url}/embed"):
                return frame
        page.wait_for_timeout(100)
    raise AssertionError("no frame of ours")


def test_a_listed_site_shows_the_chat_with_its_citations(
    browser: Any,  # noqa: F811
    embedded: Any,
) -> None:
    url, host, pages = embedded
    pages["/"] = f'<iframe src="{url}/embed?theme=dark&accent=0a7" width=600 height=500></iframe>'
    with browsing(browser) as seen:
        seen.page.goto(host)
        frame = frame_of(seen.page, url)
        frame.wait_for_selector(".starter")
        frame.fill("#question", "What did Helena Quist say?")
        frame.press("#question", "Enter")
        frame.locator(".answer .chip").first.click()
        frame.wait_for_selector("mark.target")
        assert frame.locator(".side.inline mark.target").first.is_visible()
        assert frame.evaluate("document.documentElement.dataset.theme") == "dark"
        assert seen.elsewhere(url, host) == []
        assert seen.complaints == []


def test_a_site_that_is_not_listed_reads_what_to_do(browser: Any, embedded: Any) -> None:  # noqa: F811
    url, _, pages = embedded
    with host_site() as (other, others):
        others["/"] = f'<iframe src="{url}/embed" width=600 height=300></iframe>'
        with browsing(browser) as seen:
            seen.page.goto(other)
            frame = frame_of(seen.page, url)
            frame.wait_for_selector("main")
            assert f"add {other} to FOOTNOTE_EMBED_ORIGINS" in frame.inner_text("main")
            # Without a Referer the browser itself refuses.
            others["/"] = (
                f'<iframe src="{url}/embed" referrerpolicy="no-referrer" width=600></iframe>'
            )
            seen.page.goto(other)
            seen.page.wait_for_timeout(1500)
            assert any("frame-ancestors" in words for words in seen.complaints)
            assert all(frame.query_selector("#question") is None for frame in seen.page.frames)


@pytest.mark.parametrize("sandbox", ["allow-scripts", "allow-scripts allow-same-origin"])
def test_it_works_in_a_sandbox(browser: Any, embedded: Any, sandbox: str) -> None:  # noqa: F811
    url, host, pages = embedded
    pages["/"] = f'<iframe sandbox="{sandbox}" src="{url}/embed" width=600 height=500></iframe>'
    with browsing(browser) as seen:
        seen.page.goto(host)
        frame = frame_of(seen.page, url)
        frame.wait_for_selector(".starter")
        frame.locator(".starter").first.click()
        frame.wait_for_selector(".answer .chip")
        frame.locator(".answer .chip").first.click()
        frame.wait_for_selector("mark.target")


def test_storage_of_other_sites_may_be_blocked(browser: Any, embedded: Any) -> None:  # noqa: F811
    url, host, pages = embedded
    pages["/"] = f'<iframe src="{url}/embed" width=600 height=500></iframe>'
    with browsing(browser) as seen:
        seen.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException("
            "'blocked', 'SecurityError'); }}); Object.defineProperty(document, 'cookie', "
            "{get() { throw new DOMException('blocked', 'SecurityError'); }});"
        )
        seen.page.goto(host)
        frame = frame_of(seen.page, url)
        frame.wait_for_selector(".starter")
        frame.locator(".starter").first.click()
        frame.wait_for_selector(".answer .chip")
        assert seen.complaints == []


def test_the_frame_grows_and_the_site_around_does_not_move(
    browser: Any,  # noqa: F811
    embedded: Any,
) -> None:
    url, host, pages = embedded
    pages["/"] = INLINE.format(url=url, q="What did Helena Quist say?")
    with browsing(browser, viewport={"width": 900, "height": 600}) as seen:
        seen.page.goto(host)
        frame = frame_of(seen.page, url)
        frame.wait_for_selector(".answer .chip")
        seen.page.wait_for_timeout(500)
        assert seen.page.evaluate("scrollY") == 0
        tall = seen.page.evaluate("document.documentElement.scrollHeight")
        inside = frame.evaluate(
            "document.getElementById('footnote').getBoundingClientRect().height"
        )
        assert tall >= 1500 + inside - 2 and inside > 360
        seen.page.evaluate("scrollTo(0, 1500)")
        seen.page.wait_for_timeout(400)
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight + 2")
        names = seen.page.evaluate("Object.keys(window).filter((n) => /footnote/i.test(n))")
        assert names == []


def test_the_floating_button_opens_and_escape_shuts(browser: Any, embedded: Any) -> None:  # noqa: F811
    url, host, pages = embedded
    pages["/"] = f'<script src="{url}/embed.js" data-label="Ask us" defer></script>'
    with browsing(browser) as seen:
        page = seen.page
        page.goto(host)
        page.wait_for_function("document.body.lastElementChild?.tagName === 'DIV'")
        assert len(page.frames) == 1  # nothing is loaded before somebody wants it
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        frame = frame_of(page, url)
        frame.wait_for_selector(".starter")
        frame.press("#question", "Escape")
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")  # focus is back on the button: opens again
        frame.wait_for_selector(".starter")
