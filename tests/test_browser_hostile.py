"""Articles that try to run scripts or to fetch: nothing runs, nothing leaves, everything is text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from index.building import build
from index.embedding import Embedder
from index.searching import Index
from tests.conftest import write
from tests.page_server import browser, browsing, opening, served  # noqa: F401

pytestmark = pytest.mark.browser
EVIL = "http://evil.test"
PAYLOADS = (
    f"<script>window.pwned = 1; fetch('{EVIL}/script')</script>",
    f"<img src={EVIL}/img onerror='window.pwned = 1'>",
    f"<style>body {{ background: url({EVIL}/style) }}</style>",
    f"<link rel=stylesheet href={EVIL}/link>",
    f"![picture]({EVIL}/markdown)",
    "[press me](javascript:window.pwned=1) <a href='javascript:window.pwned=1'>x</a>",
    f"<svg onload='window.pwned=1'><use href='{EVIL}/svg#a'/></svg>",
    f"<iframe src={EVIL}/frame></iframe>",
    f"<div style='position:fixed;inset:0;background:url({EVIL}/inline)'>over</div>",
    f"<form action={EVIL}/form><input name=a autofocus onfocus='window.pwned=1'></form>",
    '"><img src=x onerror=window.pwned=1> </script><script>window.pwned=1</script>',
    "{{constructor.constructor('window.pwned=1')()}} ${window.pwned=1}",
)


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory: pytest.TempPathFactory, minilm: Embedder) -> Iterator[str]:
    """A page over articles whose text, title, outlet and address are payloads."""
    place = tmp_path_factory.mktemp("hostile")
    for number, payload in enumerate(PAYLOADS):
        quoted = payload.replace("'", "''")
        write(
            place / "articles",
            f"a{number}",
            f"'Ferry {number} {quoted}'",
            f"Captain Ida Holm said on Monday that ferry number {number} sank. {payload} "
            f"The owner of ferry number {number} is Otto Brandt of Varn.",
            outlet=f"'Post {quoted}'",
            author=f"'{quoted}'",
            published="2026-03-04",
            url="'javascript:window.pwned=1'" if number % 2 else f"'{EVIL}/article'",
        )
    data = place / "data"
    build([place / "articles"], data, embedder=minilm)
    index = Index.open(data, embedder=minilm)
    with served(Settings(data=data, threads=1), opening(index)) as url:
        yield url
    index.close()


def quiet(seen: Any, url: str) -> None:
    """Nothing ran, nothing left, nothing was even tried."""
    assert seen.page.evaluate("window.pwned") is None
    assert seen.elsewhere(url) == []
    assert [words for words in seen.complaints if "Content Security" in words] == []


def test_answers_cards_and_articles_are_text(browser: Any, hostile_url: str) -> None:  # noqa: F811
    with browsing(browser) as seen:
        page = seen.page
        page.goto(hostile_url)
        page.wait_for_selector(".starter, .opening .meta")
        for question in ("What did Captain Ida Holm say?", "Who owns ferry number 3?", PAYLOADS[1]):
            page.fill("#question", question)
            page.keyboard.press("Enter")
            page.wait_for_selector(".turn:last-child .actions")
            for link in page.locator(".turn:last-child .chip, .turn:last-child .passage").all()[:6]:
                link.hover()
                link.click()
                page.wait_for_selector(".article-text")
                page.mouse.move(2, 300)
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.locator("#footnote :is(img, iframe, form:not(.composer), script)").count() == 0
        quiet(seen, hostile_url)


def test_the_corpus_and_single_articles_are_text(browser: Any, hostile_url: str) -> None:  # noqa: F811
    import httpx

    listed = httpx.get(f"{hostile_url}/api/articles").json()["articles"]
    assert len(listed) == len(PAYLOADS)
    with browsing(browser) as seen:
        seen.page.goto(f"{hostile_url}/#corpus")
        seen.page.wait_for_selector(".rows li")
        quiet(seen, hostile_url)
        for one in listed:
            seen.page.goto(f"{hostile_url}/article/{one['id']}?start=0&end=40")
            assert seen.page.locator("#mark").count() == 1
            assert seen.page.locator("a[href^='javascript']").count() == 0
            quiet(seen, hostile_url)


def test_addresses_with_payloads_are_text(browser: Any, hostile_url: str) -> None:  # noqa: F811
    from urllib.parse import quote

    with browsing(browser) as seen:
        for name in ("q", "title", "accent", "theme", "outlet"):
            for path in ("/", "/embed"):
                seen.page.goto(f"{hostile_url}{path}?{name}={quote(PAYLOADS[1] + PAYLOADS[0])}")
                seen.page.wait_for_selector(".opening:not([hidden]), .turn")
                quiet(seen, hostile_url)


def test_no_script_of_ours_writes_html() -> None:
    static = Path(__file__).resolve().parent.parent / "assistant" / "page" / "static"
    for path in static.glob("*.js"):
        text = path.read_text("utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in text, f"{path.name} uses {word}"
        assert "https://" not in text.replace("https://HOST", "").replace(
            "https://news.example", ""
        ), f"{path.name} names another host"
