"""The operators' box in a real browser: password, upload, an address, removing, putting back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.page import jobs, site
from assistant.settings import Settings
from index.embedding import Embedder
from index.searching import Index
from tests.page_server import browser, browsing, opening, page_data, served  # noqa: F401
from tests.test_page_operating import web

pytestmark = pytest.mark.browser
WALL = b"---\ntitle: Harbour wall\n---\n\nThe port of Elmsby will rebuild its wall in May.\n"


@pytest.fixture(scope="module")
def operated(page_data: Path, minilm: Embedder) -> Iterator[str]:  # noqa: F811
    index = Index.open(page_data, embedder=minilm)
    settings = Settings(data=page_data, threads=1, operator_password="open sesame")  # type: ignore[arg-type]
    patch = pytest.MonkeyPatch()
    patch.setattr(site, "Jobs", lambda settings: jobs.Jobs(settings, web))
    with served(settings, opening(index)) as url:
        yield url
    patch.undo()
    index.close()


def outcome(page: Any, begins: str) -> None:
    """Waits for the end of a change; its progress was shown meanwhile."""
    page.wait_for_function(
        "(words) => document.querySelector('.operate')?.ariaBusy === 'false'"
        " && document.querySelector('.operate .outcome').textContent.startsWith(words)",
        arg=begins,
        timeout=400_000,
    )


@pytest.mark.timeout(1500)
def test_an_operator_adds_removes_and_puts_back(browser: Any, operated: str) -> None:  # noqa: F811
    with browsing(browser) as seen:
        page = seen.page
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{operated}/#corpus")
        page.get_by_label("Operator password").fill("wrong")
        page.get_by_role("button", name="Open").click()
        page.get_by_text("The password is wrong.").wait_for()
        assert page.locator(".remover").count() == 0
        page.get_by_label("Operator password").fill("open sesame")
        page.get_by_role("button", name="Open").click()
        page.locator(".rows .remover").first.wait_for()

        wall = {"name": "wall.md", "mimeType": "text/markdown", "buffer": WALL}
        page.set_input_files("#operate-file", [wall])
        page.get_by_role("button", name="Upload").click()
        page.locator(".operate progress:not([hidden])").wait_for()
        assert page.get_by_role("button", name="Rebuild").is_disabled()
        outcome(page, "Added. 21 articles")
        page.get_by_role("link", name="Harbour wall").wait_for()

        page.get_by_label("Article or feed").fill("http://127.0.0.1/admin")
        page.get_by_role("button", name="Add", exact=True).click()
        outcome(page, "'127.0.0.1' is not on the public internet")

        title = "Assembly passes herring treaty after quota is cut"
        page.get_by_label(f"Remove {title}").click()
        outcome(page, "Removed. 20 articles")
        assert page.get_by_role("link", name=title).count() == 0
        page.get_by_label(f"Put back {title}").click()
        outcome(page, "Put back. 21 articles")
        page.get_by_role("link", name=title).wait_for()
        assert seen.elsewhere(operated) == []
        assert [words for words in seen.complaints if "403" not in words] == []
