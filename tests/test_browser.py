"""The page in a real Chromium: ask, read, follow a number to the marked sentence, come back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page_server import browser, browsing, page_data, sample_url  # noqa: F401

pytestmark = pytest.mark.browser
QUESTION = "How many people did the hospital treat?"


def ask(page: Any, question: str = QUESTION) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn:last-child .actions")


def marked(page: Any) -> str:
    page.wait_for_selector("mark.target")
    return "".join(page.locator("mark.target").all_inner_texts())


def plain(text: str) -> str:
    return " ".join(text.split())


def quote_of(page: Any, number: int) -> str:
    return plain(page.locator(f".cited [data-number='{number}'] .snippet").inner_text()).strip("“”")


def test_a_question_is_answered_and_its_number_leads_to_the_marked_sentence(
    browser: Any,  # noqa: F811
    sample_url: str,  # noqa: F811
) -> None:
    with browsing(browser, viewport={"width": 1280, "height": 800}) as seen:
        page = seen.page
        page.goto(sample_url)
        page.wait_for_selector(".starter")
        ask(page)
        quote = quote_of(page, 1)
        page.locator(".answer .chip").first.click()
        assert plain(marked(page)) == quote
        assert page.locator("mark.target").first.is_visible()
        box = page.locator("mark.target").first.bounding_box()
        assert 0 < box["y"] < 800
        assert seen.elsewhere(sample_url) == []
        assert seen.complaints == []


def test_the_keyboard_is_enough(browser: Any, sample_url: str) -> None:  # noqa: F811
    with browsing(browser) as seen:
        page = seen.page
        page.goto(sample_url)
        page.wait_for_selector(".starter")
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector(".answer .chip")
        page.locator(".answer .chip").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        page.wait_for_selector(".card:not([hidden])")
        assert "Source 1" in page.evaluate("document.activeElement.getAttribute('aria-label')")
        page.keyboard.press("Escape")
        assert page.locator(".card").is_hidden()
        page.keyboard.press("Enter")
        assert marked(page)
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.className").startswith("chip")


def test_a_phone_shows_sources_as_a_sheet(browser: Any, sample_url: str) -> None:  # noqa: F811
    phone = {"width": 360, "height": 740}
    with browsing(browser, viewport=phone, has_touch=True, is_mobile=True) as seen:
        page = seen.page
        page.goto(sample_url)
        page.wait_for_selector(".starter")
        ask(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert not page.locator(".side").is_visible()
        page.locator(".answer .chip").first.tap()
        assert marked(page)
        page.wait_for_timeout(400)
        assert page.locator(".side").bounding_box()["y"] > 50
        page.locator(".side .shutter").tap()
        page.wait_for_timeout(400)
        assert not page.locator(".side").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in(browser: Any, sample_url: str, scheme: Any) -> None:  # noqa: F811
    with browsing(browser, color_scheme=scheme) as seen:
        seen.page.goto(sample_url)
        seen.page.wait_for_selector(".starter")
        paper, ink = seen.page.evaluate(
            "[getComputedStyle(document.body).backgroundColor,"
            " getComputedStyle(document.querySelector('.starter')).color]"
        )
        assert contrast(paper, ink) > 7


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(part) / 255 for part in colour[4:-1].split(",")[:3]]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_link_asks_its_question(browser: Any, sample_url: str) -> None:  # noqa: F811
    with browsing(browser) as seen:
        seen.page.goto(f"{sample_url}/?q=Who+won+the+football+cup+in+Peru%3F")
        seen.page.wait_for_selector(".turn .actions")
        assert "The articles don't say." in seen.page.inner_text(".answer")
        assert "which do not answer" in seen.page.inner_text(".nearest")


def test_conversations_stay_in_this_browser_and_come_back(
    browser: Any,  # noqa: F811
    sample_url: str,  # noqa: F811
) -> None:
    with browsing(browser) as seen:
        page = seen.page
        page.goto(sample_url)
        page.wait_for_selector(".starter")
        ask(page)
        page.reload()
        page.wait_for_selector(".starter")
        page.get_by_label("Earlier conversations and export").click()
        page.locator(".kept").first.click()
        assert page.inner_text(".question") == QUESTION
        assert page.locator(".answer .chip").count() > 0


def test_the_last_question_can_be_edited_and_filters_removed(
    browser: Any,  # noqa: F811
    sample_url: str,  # noqa: F811
) -> None:
    with browsing(browser) as seen:
        page = seen.page
        page.goto(sample_url)
        page.wait_for_selector(".starter")
        ask(page)
        page.get_by_label("Edit this question").click()
        assert page.input_value("#question") == QUESTION
        assert page.locator(".turn").count() == 0
        page.get_by_label("Limit the search").click()
        page.get_by_label("The Elsmere Daily").check()
        page.keyboard.press("Escape")
        with page.expect_request("**/api/ask") as asked:
            page.locator("#question").press("Enter")
        assert asked.value.post_data_json["filters"] == {"outlets": ["The Elsmere Daily"]}
        page.get_by_label("Remove limit: The Elsmere Daily").click()
        assert page.locator(".filter-chip").count() == 0


HIDDEN = """() => {
  const at = document.querySelector(".card").getBoundingClientRect();
  const own = document.querySelector(".chip[aria-describedby]");
  const hit = (one) => at.left < one.right && at.right > one.left
    && at.top < one.bottom && at.bottom > one.top;
  const next = [...document.querySelectorAll(".chip")].filter((one) => one !== own
    && own.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
  return {
    own: hit(own.getBoundingClientRect()),
    next: next.length > 0 && hit(next[0].getBoundingClientRect()),
    outside: at.left < 0 || at.top < 0 || at.right > innerWidth || at.bottom > innerHeight,
  };
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_a_card_hides_neither_its_number_nor_the_next(
    browser: Any,  # noqa: F811
    sample_url: str,  # noqa: F811
    width: int,
) -> None:
    with browsing(browser, viewport={"width": width, "height": 740}) as seen:
        page = seen.page
        page.goto(f"{sample_url}/?q=What+did+Helena+Quist+say%3F")
        page.wait_for_selector(".turn .actions")
        chips = page.locator(".answer .chip")
        assert chips.count() >= 4
        page.locator(".edit").focus()
        for _ in range(chips.count()):
            page.keyboard.press("Tab")
            page.wait_for_selector(".card:not([hidden])")
            assert page.evaluate(HIDDEN) == {"own": False, "next": False, "outside": False}
        page.keyboard.press("Escape")
        assert page.locator(".card").is_hidden()
        for number in range(chips.count()):  # the mouse goes from number to number, unhindered
            chips.nth(number).hover()
            page.wait_for_selector(f".chip[data-number='{number + 1}'][aria-describedby]")
            assert page.evaluate(HIDDEN) == {"own": False, "next": False, "outside": False}


def test_newest_articles_can_be_read_before_asking(browser: Any, sample_url: str) -> None:  # noqa: F811
    with browsing(browser, viewport={"width": 1280, "height": 800}) as seen:
        page = seen.page
        page.goto(sample_url)
        first = page.locator(".side .passage").first
        title = first.locator(".source-title").inner_text()
        first.click()
        page.wait_for_selector(".article-text")
        assert page.inner_text(".article h2") == title
        page.keyboard.press("Escape")
        page.get_by_role("heading", name="Newest articles").wait_for()
        ask(page)
        assert page.locator(".cited .source").count() > 0
