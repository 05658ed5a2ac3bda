"""What a browser would not show is no part of an article; what it would show always is."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loading import load_articles
from corpus.metadata import complete
from corpus.webpages import plain_text, read_page

SHARED = Path(__file__).resolve().parent.parent / "corpus" / "articles"
SECRET = "The mayor was arrested on Friday and will be replaced by Zanzibright."
STORY = (
    "The port of Elmsby will rebuild its harbour wall before the winter storms come back.",
    "Rebuilding the harbour wall costs 12 million crowns and begins on Monday, Mayor Ida Holm said.",
    "The storms of last winter had broken the old wall in four places, and the town had argued for "
    "months about who should pay for a new one.",
)
CLEAN = "\n\n".join(STORY)


def page(extra: str = "", head: str = "", body: str = "", story: tuple[str, ...] = STORY) -> str:
    """A page with something between the first paragraph and the second."""
    first, *others = (f"<p>{part}</p>" for part in story)
    return (
        f"<html><head><title>Harbour wall</title>{head}</head><body {body}><article>"
        f"<h1>Harbour wall</h1>{first}{extra}{''.join(others)}</article></body></html>"
    )


def text_of(markup: str) -> str:
    return complete(read_page(markup), "wall.html").text


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : None !important",
        "visibility:hidden",
        "opacity:0",
        "opacity: 0.0",
        "font-size:0",
        "font-size:0px;line-height:0",
        "font-size:1px",
        "color:#fff;background:#fff",
        "color:#fefefe;background-color:rgb(255, 255, 255)",
        "color:white",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "position:absolute;left:-9999px",
        "position:fixed;top:-200em",
        "text-indent:-9999px",
        "transform:translateX(-9999px)",
        "transform:scale(0)",
        "position:absolute;clip:rect(0,0,0,0)",
        "clip-path:inset(50%)",
        "height:0;overflow:hidden",
        "width:1px;height:1px;overflow:hidden",
    ],
)
def test_text_hidden_by_its_own_style_is_dropped(style: str) -> None:
    assert text_of(page(f'<p style="{style}">{SECRET}</p>')) == CLEAN
    inside = STORY[0] + f'<span style="{style}"> {SECRET}</span>'
    assert text_of(page(story=(inside, *STORY[1:]))) == CLEAN


@pytest.mark.parametrize(
    "markup",
    [
        f"<p hidden>{SECRET}</p>",
        f'<div hidden="hidden"><p>{SECRET}</p></div>',
        f'<p aria-hidden="true">{SECRET}</p>',
        f"<dialog><p>{SECRET}</p></dialog>",
        f'<div style="display:none"><div><p>{SECRET}</p></div></div>',
        f'<div style="color:#fff;background:#ffffff"><p>{SECRET}</p></div>',
        f'<div style="font-size:0"><p>{SECRET}</p></div>',
    ],
)
def test_text_hidden_by_an_attribute_or_from_around_is_dropped(markup: str) -> None:
    assert text_of(page(markup)) == CLEAN


@pytest.mark.parametrize(
    "rule",
    [
        ".x{display:none}",
        "p.x , .y { color: #fff; background: white }",
        "/* a */ @media print { p { color: red } } .x { font-size: 0 }",
        "#secret{position:absolute;left:-9999px}",
    ],
)
def test_text_hidden_by_a_rule_of_the_page_is_dropped(rule: str) -> None:
    hidden = f'<p class="x" id="secret">{SECRET}</p>'
    assert text_of(page(hidden, head=f"<style>{rule}</style>")) == CLEAN


@pytest.mark.parametrize(
    "style",
    [
        "color:#111",
        "color:white;background:#003366",
        "color:#fff;background:url(night.jpg)",
        "font-size:0.9em",
        "position:relative;left:-4px",
        "opacity:0.9",
        "margin-left:-20px",
        "display:block",
        "width:100%;overflow:hidden",
        "text-indent:2em",
        "visibility:visible",
        "transform:none",
    ],
)
def test_text_that_is_shown_stays(style: str) -> None:
    assert SECRET in text_of(page(f'<p style="{style}">{SECRET}</p>'))


def test_white_text_may_stand_on_a_ground_that_a_sheet_from_elsewhere_gives() -> None:
    sheet = '<link rel="stylesheet" href="/site.css">'
    assert SECRET in text_of(page(f'<p style="color:#fff">{SECRET}</p>', head=sheet))


def test_what_is_hidden_from_around_can_be_shown_again() -> None:
    outer = f'<div style="font-size:0"><p style="font-size:16px">{SECRET}</p></div>'
    assert SECRET in text_of(page(outer))
    assert SECRET in plain_text(
        f'<p>{CLEAN}</p><p style="visibility:hidden"><i style="visibility:visible">{SECRET}</i></p>'
    )


def test_its_own_style_outdoes_a_rule() -> None:
    shown = f'<p class="x" style="display:block">{SECRET}</p>'
    assert SECRET in text_of(page(shown, head="<style>.x{display:none}</style>"))


def test_rules_for_paper_hide_nothing() -> None:
    rule = "<style>@media print { .x { display: none } }</style>"
    assert SECRET in text_of(page(f'<p class="x">{SECRET}</p>', head=rule))


@pytest.mark.parametrize("style", ["opacity:0", "display:none", "visibility:hidden"])
def test_a_story_that_a_script_shows_stays(style: str) -> None:
    markup = page(story=tuple(f'<span style="{style}">{part}</span>' for part in STORY))
    assert text_of(markup) == CLEAN


def test_a_page_behind_an_open_dialog_stays() -> None:
    assert text_of(page(body='aria-hidden="true"')) == CLEAN


def test_a_drop_cap_stays() -> None:
    capital = '<span aria-hidden="true">T</span>' + STORY[0][1:]
    assert text_of(page(story=(capital, *STORY[1:]))) == CLEAN


def test_metadata_may_stand_in_what_is_hidden() -> None:
    data = '{"@type": "NewsArticle", "headline": "Wall", "datePublished": "2026-03-05"}'
    hidden = f'<div hidden><script type="application/ld+json">{data}</script></div>'
    assert read_page(page(hidden)).published == "2026-03-05"


def test_feeds_and_exports_hide_nothing_either() -> None:
    fragment = f'<p>{STORY[0]}</p><p style="display:none">{SECRET}</p>'
    assert SECRET not in plain_text(fragment)


def test_the_sample_articles_as_pages_lose_nothing(tmp_path: Path) -> None:
    for article in load_articles([SHARED]):
        parts = tuple(article.text.split("\n\n"))  # type: ignore[union-attr]
        plain = page(story=parts)
        assert text_of(plain.replace("<p>", '<p class="a" style="margin:0">')) == text_of(plain)


def test_deep_pages_are_read() -> None:
    deep = "<div>" * 500 + f"<p hidden>{SECRET}</p>" + "</div>" * 500
    assert SECRET not in text_of(page(deep))
