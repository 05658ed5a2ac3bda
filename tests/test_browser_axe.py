"""axe-core (npm, into a git-ignored folder) finds no serious fault in any room, light or dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.page_server import browser, browsing, page_data, sample_url  # noqa: F401

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parent
PLACES = (
    ROOT / "node_modules",
    ROOT.parent / "node_modules",
    ROOT.parent / ".scratch" / "axe" / "node_modules",
)


def axe() -> str:
    for place in PLACES:
        script = place / "axe-core" / "axe.min.js"
        if script.exists():
            return script.read_text("utf-8")
    pytest.skip("axe-core is not installed: npm install --no-save --prefix tests axe-core@4")


def faults(page: Any, script: str) -> list[str]:
    page.evaluate(script)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault(browser: Any, sample_url: str, scheme: Any) -> None:  # noqa: F811
    script = axe()
    with browsing(browser, color_scheme=scheme) as seen:
        page = seen.page
        page.goto(sample_url)
        page.wait_for_selector(".starter")
        assert faults(page, script) == []
        page.locator(".starter").first.click()
        page.wait_for_selector(".answer .chip")
        assert faults(page, script) == []
        page.locator(".answer .chip").first.click()
        page.wait_for_selector("mark.target")
        assert faults(page, script) == []
        page.get_by_label("Earlier conversations and export").click()
        assert faults(page, script) == []
        page.keyboard.press("Escape")
        page.get_by_label("Limit the search").click()
        assert faults(page, script) == []
        for room in ("Corpus", "Embed"):
            page.get_by_role("tab", name=room).click()
            page.wait_for_selector(".room h2")
            assert faults(page, script) == []
        page.goto(f"{sample_url}/embed?q=Who+won+the+football+cup+in+Peru%3F")
        page.wait_for_selector(".nearest")
        assert faults(page, script) == []
        page.goto(f"{sample_url}/api/docs")
        page.wait_for_selector("section")
        assert faults(page, script) == []
