"""Screenshots of the page (make shots): desktop and phone, light and dark, embedded; look at them.

python -m tests.shots [--url URL] [--into FOLDER]: of a running page, or of one started for it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

CHROMIUM = "/usr/bin/chromium"
PASSWORD = "open sesame"
QUESTIONS = ("What did Helena Quist say?", "How many people did the hospital treat?")
HOST = """<!doctype html><title>The Harbour Courier</title><style>
body {{ font: 18px/1.6 Georgia, serif; max-width: 44rem; margin: 40px auto; padding: 0 20px; }}
iframe {{ border: 1px solid #ddd; border-radius: 12px; width: 100%; height: 620px; }}</style>
<h1>Our archive, answered</h1><p>Ask what we have reported. Every sentence shows its source.</p>
<iframe src="{url}/embed?q={question}"></iframe>"""
SIZES: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 820}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 820}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True},
    "phone-dark": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
}


def shoot(url: str, folder: Path) -> None:
    """Every picture into `folder`."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, options in SIZES.items():
            page = browser.new_context(**options).new_page()
            talk(page, url, folder, name)
            if name in {"light", "phone-dark"}:
                rooms(page, url, folder, name)
            page.context.close()
        operators(browser, url, folder)
        host(browser, url, folder)
        browser.close()


def talk(page: Any, url: str, folder: Path, name: str) -> None:
    """Opening, answer with card, article, a question that is not answered."""
    page.goto(url)
    page.wait_for_selector(".starter")
    page.screenshot(path=folder / f"{name}-1-opening.png")
    ask(page, QUESTIONS[0])
    if not name.startswith("phone"):
        page.locator(".answer .chip").last.hover()
        page.wait_for_timeout(200)
    page.screenshot(path=folder / f"{name}-2-answer.png")
    page.mouse.move(4, 400)
    page.wait_for_timeout(300)
    page.locator(".answer .chip").first.click()
    page.wait_for_selector("mark.target")
    page.wait_for_timeout(500)
    page.screenshot(path=folder / f"{name}-3-article.png")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    ask(page, QUESTIONS[1])
    page.screenshot(path=folder / f"{name}-4-short.png")
    ask(page, "Who won the football cup in Peru?")
    page.screenshot(path=folder / f"{name}-5-declined.png")


def ask(page: Any, question: str) -> None:
    """Type, and wait for the answer."""
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn:last-child .actions")
    page.wait_for_timeout(200)


def rooms(page: Any, url: str, folder: Path, name: str) -> None:
    """Corpus and Embed."""
    for room in ("corpus", "embed"):
        page.goto(f"{url}/#{room}")
        page.reload()
        page.wait_for_selector(f"#tab-{room}[aria-selected=true]")
        page.wait_for_timeout(1500)
        page.screenshot(path=folder / f"{name}-{room}.png")


def operators(browser: Any, url: str, folder: Path) -> None:
    """The operators' box, locked and open, where the page that is shown has this password."""
    for name in ("light", "phone-dark"):
        size = SIZES[name] | {"viewport": SIZES[name]["viewport"] | {"height": 1500}}
        page = browser.new_context(**size).new_page()
        page.goto(f"{url}/#corpus")
        page.wait_for_selector(".rows li")
        word = page.get_by_label("Operator password")
        if word.count():
            page.screenshot(path=folder / f"{name}-operators-1.png")
            word.fill(PASSWORD)
            page.get_by_role("button", name="Open").click()
            page.wait_for_selector(".rows .remover")
            page.screenshot(path=folder / f"{name}-operators-2.png")
        page.context.close()


def host(browser: Any, url: str, folder: Path) -> None:
    """The chat inside a page of another site."""
    from tests.test_browser_embed import host_site

    with host_site(7899) as (site, pages):
        pages["/"] = HOST.format(url=url, question="What+did+Helena+Quist+say%3F")
        page = browser.new_page(viewport={"width": 1000, "height": 900})
        page.goto(site)
        frame = page.frame_locator("iframe")
        frame.locator(".answer .chip").first.click()
        frame.locator("mark.target").first.wait_for()
        page.wait_for_timeout(500)
        page.screenshot(path=folder / "embed-host.png")


def main(arguments: list[str]) -> None:
    """Of a running page, or of one over the sample articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--into", type=Path, default=Path(".scratch/shots"))
    chosen = parser.parse_args(arguments)
    if chosen.url:
        shoot(chosen.url, chosen.into)
        return
    from assistant.page.counter import open_assistant
    from assistant.settings import Settings
    from index.building import build
    from tests.page_server import served

    data = chosen.into / "data"
    build([Path("corpus/articles")], data)
    settings = Settings(
        data=data,
        embed_origins="http://localhost:7899",
        operator_password=PASSWORD,  # type: ignore[arg-type]
    )
    with served(settings, open_assistant, gradio=True) as url:
        shoot(url, chosen.into)


if __name__ == "__main__":
    main(sys.argv[1:])
