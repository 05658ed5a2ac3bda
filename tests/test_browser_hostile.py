"""Articles that try to run scripts, to fetch or to break the page: nothing runs, nothing leaves."""

from __future__ import annotations

import json
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
    # Elements that run or fetch by themselves.
    f"<script>window.pwned = 1; fetch('{EVIL}/script')</script>",
    f"<img src={EVIL}/img onerror='window.pwned = 1'>",
    f"<style>body {{ background: url({EVIL}/style) }}</style>",
    f"<link rel=stylesheet href={EVIL}/link>",
    f"<iframe src={EVIL}/frame></iframe>",
    f"<object data={EVIL}/object></object><embed src={EVIL}/embed>",
    f"<video src={EVIL}/video autoplay poster={EVIL}/poster><source onerror='window.pwned=1'></video>",
    f"<audio src={EVIL}/audio onloadstart='window.pwned=1'></audio>",
    f"<picture><source srcset='{EVIL}/a 1x, {EVIL}/b 2x'><img srcset='{EVIL}/c 1x'></picture>",
    f"<meta http-equiv=refresh content='0;url={EVIL}/meta'><base href='{EVIL}/base/'>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    f"<body background={EVIL}/body onload='window.pwned=1' onpageshow='window.pwned=1'>",
    f"<table background={EVIL}/table><td background='{EVIL}/cell'>x</td></table>",
    f"<link rel=prefetch href={EVIL}/pre><link rel=dns-prefetch href=//evil.test>",
    # Handlers and addresses that run.
    "[press me](javascript:window.pwned=1) <a href='javascript:window.pwned=1'>x</a>",
    "<a href='JaVa&#x09;Script:window.pwned=1'>x</a> <a href='\x01javascript:window.pwned=1'>y</a>",
    "<a href='vbscript:msgbox(1)'>x</a> [y](vbscript:msgbox(1))",
    "<a href='data:text/html,<script>parent.pwned=1</script>'>x</a> [y](data:text/html;base64,PHM+)",
    f"<form action={EVIL}/form><input name=a autofocus onfocus='window.pwned=1'></form>",
    "<button formaction='javascript:window.pwned=1'>b</button><details open ontoggle='pwned=1'>",
    "<marquee onstart='window.pwned=1'>m</marquee><select autofocus onfocus='window.pwned=1'>",
    # Style.
    f"<div style='position:fixed;inset:0;background:url({EVIL}/inline)'>over</div>",
    f"<p style='background:\\75rl({EVIL}/escaped);width:expression(window.pwned=1)'>css</p>",
    f"@import url({EVIL}/import); @font-face {{ font-family: x; src: url({EVIL}/font) }}",
    # Other languages inside HTML, and markup that changes when it is parsed twice.
    f"<svg onload='window.pwned=1'><use href='{EVIL}/svg#a'/><image href='{EVIL}/si'/></svg>",
    "<svg><animate onbegin='window.pwned=1' attributeName=x dur=1s><script>pwned=1</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=pwned=1>'>",
    "<noscript><p title='</noscript><img src=x onerror=window.pwned=1>'></noscript>",
    "<svg></p><style><a id='</style><img src=1 onerror=window.pwned=1>'></a></style></svg>",
    "<template><img src=x onerror=window.pwned=1></template><xmp><img src=x onerror=pwned=1></xmp>",
    '"><img src=x onerror=window.pwned=1> </script><script>window.pwned=1</script>',
    "--></textarea></title></style><img src=x onerror=window.pwned=1><!--",
    "&lt;img src=x onerror=window.pwned=1&gt; &#60;script&#62;window.pwned=1&#60;/script&#62;",
    "&amp;lt;script&amp;gt;window.pwned=1&amp;lt;/script&amp;gt; %3Cscript%3Epwned=1%3C/script%3E",
    # Markdown and templates.
    f"![picture]({EVIL}/markdown)",
    f"![ref][pic] [text][link]\n\n[pic]: {EVIL}/reference\n[link]: javascript:window.pwned=1\n",
    f"<{EVIL}/autolink> [![nested]({EVIL}/nested)]({EVIL}/out)",
    "{{constructor.constructor('window.pwned=1')()}} ${window.pwned=1} <%= window.pwned=1 %>",
    "```html\n<img src=x onerror=window.pwned=1>\n``` $$\\href{javascript:window.pwned=1}{x}$$",
    # Text that misleads or breaks out of its box.
    "safe\u202egnp.exe\u202c and \u2066hidden\u2069 and pay\u200bpal and \ufeffmark",
    "W" * 3000 + " " + "\u0301" * 300 + " \U0001f600" * 40,
    '__proto__ constructor toString {"__proto__": {"pwned": 1}} [^1] [1] [\u200b2]',
)
ADDRESSES = (
    f"{EVIL}/article",
    "javascript:window.pwned=1",
    "data:text/html,<script>parent.pwned=1</script>",
    "vbscript:msgbox(1)",
    f'{EVIL}/" onmouseover=window.pwned=1 x="',
    "//evil.test/relative",
)
NAMES = 700
"""Most characters of a payload that go into the title, outlet and author as well."""


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory: pytest.TempPathFactory, minilm: Embedder) -> Iterator[str]:
    """A page over articles whose text, title, outlet and address are payloads."""
    place = tmp_path_factory.mktemp("hostile")
    for number, payload in enumerate(PAYLOADS):
        quoted = json.dumps(payload[:NAMES], ensure_ascii=False)[1:-1]
        write(
            place / "articles",
            f"a{number}",
            f'"Ferry {number} {quoted}"',
            f"Captain Ida Holm said on Monday that ferry number {number} sank. {payload} "
            f"The owner of ferry number {number} is Otto Brandt of Varn.",
            outlet=f'"Post {quoted}"',
            author=f'"{quoted}"',
            published="2026-03-04",
            url=json.dumps(ADDRESSES[number % len(ADDRESSES)]),
        )
    data = place / "data"
    build([place / "articles"], data, embedder=minilm)
    index = Index.open(data, embedder=minilm)
    with served(Settings(data=data, threads=1), opening(index)) as url:
        yield url
    index.close()


ELEMENTS = (
    "img, iframe, form:not(.composer), script, style, link, object, embed, video, svg:not(.icon)"
)


def strange_links(page: Any) -> list[str]:
    """Links that lead anywhere but to a web address."""
    links: list[str] = page.evaluate("[...document.links].map((one) => one.protocol)")
    return [one for one in links if one not in {"http:", "https:"}]


def quiet(seen: Any, url: str) -> None:
    """Nothing ran, nothing left, nothing was even tried."""
    assert seen.page.evaluate("window.pwned") is None
    assert seen.elsewhere(url) == []
    assert [words for words in seen.complaints if "Content Security" in words] == []


def test_answers_cards_and_articles_are_text(browser: Any, hostile_url: str) -> None:  # noqa: F811
    with browsing(browser) as seen:
        page = seen.page
        page.goto(hostile_url)
        page.wait_for_selector(".opening:not([hidden])")
        asked = ("What did Captain Ida Holm say?", "Who owns ferry number 3?", PAYLOADS[1])
        for question in (*asked, PAYLOADS[-3] + "?"):
            page.fill("#question", question)
            page.keyboard.press("Enter")
            page.wait_for_selector(".turn:last-child .actions")
            for link in page.locator(".turn:last-child .chip, .turn:last-child .passage").all()[:6]:
                link.hover()
                link.click()
                page.wait_for_selector(".article-text")
                page.mouse.move(2, 300)
        assert strange_links(page) == []
        assert page.locator(f"#footnote :is({ELEMENTS})").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        quiet(seen, hostile_url)


def test_the_corpus_and_single_articles_are_text(browser: Any, hostile_url: str) -> None:  # noqa: F811
    import httpx

    listed = httpx.get(f"{hostile_url}/api/articles").json()["articles"]
    assert len(listed) == len(PAYLOADS)
    with browsing(browser, viewport={"width": 360, "height": 740}) as seen:
        seen.page.goto(f"{hostile_url}/#corpus")
        seen.page.wait_for_selector(".rows li")
        assert strange_links(seen.page) == []
        assert seen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        quiet(seen, hostile_url)
        for one in listed:
            seen.page.goto(f"{hostile_url}/article/{one['id']}?start=0&end=40")
            assert seen.page.locator("#mark").count() == 1
            assert strange_links(seen.page) == []
            assert seen.page.locator(f"main :is({ELEMENTS})").count() == 0
            assert seen.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
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
