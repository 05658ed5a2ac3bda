"""The JSON interface: its shapes, its refusals in words, its limits."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.answer import Answer, Outcome, Sentence
from assistant.evaluation.feedback import read_complaints
from assistant.page.counter import Counter
from assistant.page.framing import make_pass, site_of_pass
from assistant.page.limits import Limit, Visitors
from assistant.page.origins import Origins, origin_of
from assistant.page.site import make_site
from assistant.settings import Settings
from assistant.streaming import Waiting, told
from tests.page_server import page_data, sample_url, served  # noqa: F401

OUTSIDE = {"x-forwarded-for": "203.0.113.7"}


class Echo:
    """Answers with the question; waits while `hold` is set."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.free = threading.Event()
        self.free.set()
        summary = SimpleNamespace(articles=1, passages=1, last_build=None)
        self.index = SimpleNamespace(summary=lambda: summary, close=lambda: None)

    def stream(self, question: str, conversation: Any, filters: Any) -> Iterator[Any]:
        self.asked.append(question)
        assert self.free.wait(20)
        if question == "break":
            raise RuntimeError("secret /etc/passwd")
        yield from told(Answer(question, question, Outcome.SMALL_TALK, (Sentence(question),)))

    def close(self) -> None:
        """Nothing to close."""


@pytest.fixture
def echo() -> Echo:
    return Echo()


def client(echo: Any, data: Path, **settings: Any) -> TestClient:
    made = Settings(data=data, **settings)
    counter = Counter(made, lambda _: echo)
    counter.open_soon()
    assert counter.settled.wait(5)
    return TestClient(
        make_site(made, counter, gradio=False),
        base_url="http://127.0.0.1:7860",
        client=("127.0.0.1", 5000),
        raise_server_exceptions=False,
    )


def test_an_answer_comes_whole(sample_url: str) -> None:  # noqa: F811
    reply = httpx.post(
        f"{sample_url}/api/ask", json={"question": "What did Helena Quist say?"}, timeout=60
    ).json()
    answer = reply["answer"]
    assert answer["outcome"] == "answered"
    assert "Helena Quist" in answer["text"]
    assert reply["conversation"][-1]["asked"] == "What did Helena Quist say?"
    assert "[1]" in reply["copy"]["text"] and "[^1]" in reply["copy"]["markdown"]
    for cited in answer["citations"]:
        article = httpx.get(f"{sample_url}/api/articles/{cited['article_id']}").json()
        assert article["text"][cited["start"] : cited["end"]] == cited["quote"]
        assert "notes" not in article
        page = httpx.get(f"{sample_url}/article/{cited['article_id']}", params=cited).text
        assert page.count('<mark id="mark">') == 1


def test_events_come_in_order(sample_url: str) -> None:  # noqa: F811
    body = {"question": "What did Helena Quist say?"}
    headers = {"accept": "text/event-stream"}
    with httpx.stream(
        "POST", f"{sample_url}/api/ask", json=body, headers=headers, timeout=60
    ) as reply:
        lines = list(reply.iter_lines())
    names = [line[7:] for line in lines if line.startswith("event: ")]
    assert names[0] == "understood" and names[1] == "sources" and names[-1] == "done"
    last = [line[6:] for line in lines if line.startswith("data: ")][-1]
    assert json.loads(last)["answer"]["citations"]


def test_search_articles_and_health(sample_url: str) -> None:  # noqa: F811
    hits = httpx.get(
        f"{sample_url}/api/search", params={"q": "Helena Quist", "limit": 3}, timeout=60
    ).json()["hits"]
    assert len(hits) == 3 and "Quist" in hits[0]["passage"]["text"]
    listed = httpx.get(f"{sample_url}/api/articles").json()["articles"]
    assert len(listed) == 20
    one = httpx.get(f"{sample_url}/api/articles", params={"outlet": "the elsmere daily"}).json()
    assert 0 < len(one["articles"]) < 20
    newest = httpx.get(f"{sample_url}/api/articles", params={"limit": 3}).json()["articles"]
    assert newest == listed[:3]
    health = httpx.get(f"{sample_url}/api/health").json()
    assert health["ok"] and health["articles"] == 20 and health["starters"]


def test_refusals_are_words(sample_url: str) -> None:  # noqa: F811
    def refused(**body: Any) -> tuple[int, str]:
        reply = httpx.post(f"{sample_url}/api/ask", json=body, timeout=60)
        return reply.status_code, reply.json()["error"]

    assert refused(question=" ") == (
        422,
        "The question is empty. Type what you want to know about the articles.",
    )
    assert refused(question="x" * 2001)[0] == 422
    assert refused(question="x", extra=1)[0] == 422
    assert refused(question="x", filters={"after": "soon"})[0] == 422
    assert httpx.get(f"{sample_url}/api/articles/nothing").status_code == 404
    assert httpx.get(f"{sample_url}/api/articles/nothing").json()["error"].startswith("There is no")


class Silent(Echo):
    """Says only that it is still at work, until somebody stops it; then answers at once."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped = threading.Event()

    def stream(self, question: str, conversation: Any, filters: Any) -> Iterator[Any]:
        if question == "wait":
            try:
                while True:
                    time.sleep(0.02)
                    yield Waiting()
            finally:
                self.stopped.set()
        yield from super().stream(question, conversation, filters)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_caller_who_leaves_frees_the_slot(tmp_path: Path, accept: str) -> None:
    silent = Silent()
    settings = Settings(data=tmp_path, answering_at_once=1, questions_waiting=2, answer_seconds=60)
    with served(settings, lambda _: silent) as url:
        ask = f"{url}/api/ask"
        with pytest.raises(httpx.ReadTimeout):
            with httpx.stream(
                "POST", ask, json={"question": "wait"}, headers={"accept": accept}, timeout=0.7
            ) as reply:
                reply.read()
        assert silent.stopped.wait(5)
        reply = httpx.post(ask, json={"question": "next"}, timeout=5)
    assert reply.status_code == 200 and silent.asked == ["next"]


def test_nothing_of_an_error_is_told(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path)
    reply = site.post("/api/ask", json={"question": "break"})
    assert reply.status_code == 500 and "secret" not in reply.text and "wrong" in reply.text
    reply = site.post(
        "/api/ask", json={"question": "break"}, headers={"accept": "text/event-stream"}
    )
    assert "event: error" in reply.text and "secret" not in reply.text


def test_the_same_question_is_read_once(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path)
    for question in ("Who?", "Who?", " Who? ", "What?"):
        assert site.post("/api/ask", json={"question": question}).status_code == 200
    assert echo.asked == ["Who?", "What?"]


def test_a_visitor_may_ask_so_much_and_this_machine_more(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path, questions_per_minute=3)
    told = [site.post("/api/ask", json={"question": "a"}, headers=OUTSIDE) for _ in range(4)]
    assert [reply.status_code for reply in told] == [200, 200, 200, 429]
    assert 1 <= int(told[3].headers["retry-after"]) <= 61
    assert "Try again" in told[3].json()["error"]
    other = {"x-forwarded-for": "203.0.113.8"}
    assert site.post("/api/ask", json={"question": "a"}, headers=other).status_code == 200
    here = [site.post("/api/ask", json={"question": "a"}).status_code for _ in range(6)]
    assert here == [200] * 6


def test_too_many_waiting_are_turned_away(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path, questions_waiting=2, answering_at_once=1)
    echo.free.clear()
    replies: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda n=n: replies.append(site.post("/api/ask", json={"question": f"q{n}"}))
        )
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 10
    while len(replies) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    echo.free.set()
    for thread in threads:
        thread.join()
    assert sorted(reply.status_code for reply in replies) == [200, 200, 503, 503, 503]
    assert all(r.headers["retry-after"] for r in replies if r.status_code == 503)


def test_large_and_strange_requests_are_refused(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path)
    assert site.post("/api/ask", content=b"x" * 70_000).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    assert site.post("/api/ask", content=endless()).status_code == 413
    for path in ("/openapi.json", "/gradio_api/upload", "/monitoring", "/../etc/passwd", "/login"):
        assert site.get(path).status_code == 404, path
    assert site.post("/gradio_api/upload", content=b"x").status_code == 404
    assert site.get("/page/..%2fsite.py").status_code == 404


def test_feedback_is_kept_for_evaluation(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path)
    body = {"question": "Who?", "answer": "Nobody.", "verdict": "down", "reason": "wrong person"}
    assert site.post("/api/feedback", json=body).status_code == 201
    (complaint,) = read_complaints(tmp_path)
    assert (complaint.question, complaint.reason) == ("Who?", "wrong person")


def test_only_listed_sites_may_ask_from_a_browser(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path, embed_origins="https://*.example.org https://news.example")

    def ask(origin: str | None, **headers: str) -> httpx.Response:
        sent = headers | ({"origin": origin} if origin else {})
        return site.post("/api/ask", json={"question": "a"}, headers=sent)

    assert ask(None).status_code == 200
    assert "access-control-allow-origin" not in ask("http://127.0.0.1:7860").headers
    assert ask("http://127.0.0.1:7860").status_code == 200
    allowed = ask("https://a.example.org")
    assert allowed.headers["access-control-allow-origin"] == "https://a.example.org"
    for bad in ("https://evil.example", "null", "https://example.org.evil.example"):
        reply = ask(bad)
        assert reply.status_code == 403 and "access-control-allow-origin" not in reply.headers
    framed = ask("null", **{"x-footnote-frame": make_pass("https://news.example")})
    assert framed.status_code == 200 and framed.headers["access-control-allow-origin"] == "null"
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    assert site.options("/api/ask", headers=asked).status_code == 403


def test_headers_are_strict(echo: Echo, tmp_path: Path) -> None:
    site = client(echo, tmp_path, embed_origins="https://news.example")
    page = site.get("/").headers
    assert "frame-ancestors 'self'" in page["content-security-policy"]
    assert "unsafe-eval" not in page["content-security-policy"]
    assert page["x-content-type-options"] == "nosniff"
    frame = site.get("/embed").headers
    assert "frame-ancestors 'self' https://news.example" in frame["content-security-policy"]
    assert "unsafe" not in frame["content-security-policy"]
    assert "x-frame-options" not in frame
    refused = site.get(
        "/embed", headers={"referer": "https://evil.example/a", "sec-fetch-dest": "iframe"}
    )
    assert refused.status_code == 403
    assert "add https://evil.example to FOOTNOTE_EMBED_ORIGINS" in refused.text


def test_a_broken_library_is_told_in_words(tmp_path: Path) -> None:
    from index.errors import IndexMissing

    def broken(_: Any) -> Any:
        raise IndexMissing(tmp_path)

    settings = Settings(data=tmp_path)
    counter = Counter(settings, broken)
    counter.open_soon()
    counter.settled.wait(5)
    site = TestClient(make_site(settings, counter, gradio=False), base_url="http://127.0.0.1")
    health = site.get("/api/health").json()
    assert health["state"] == "closed" and "footnote index" in health["words"]
    reply = site.post("/api/ask", json={"question": "a"})
    assert reply.status_code == 503 and reply.headers["retry-after"]


class TestOrigins:
    """The one list of sites."""

    def test_wildcards_stand_for_subdomains_only(self) -> None:
        origins = Origins.parse("https://*.example.org, http://one.example:8080")
        assert origins.allows("https://a.example.org") and origins.allows("https://a.b.example.org")
        assert origins.allows("http://one.example:8080")
        for bad in (
            "https://example.org",
            "http://a.example.org",
            "https://aexample.org",
            "https://a.example.org:444",
            "https://evil.example/.example.org",
            "http://one.example",
            "null",
            "",
            None,
        ):
            assert not origins.allows(bad), bad

    @pytest.mark.parametrize("text", ["*", "news.example", "https://a.example/path", "ftp://x"])
    def test_what_is_no_origin_is_refused(self, text: str) -> None:
        with pytest.raises(Exception, match="not an origin"):
            Origins.parse(text)

    def test_the_origin_of_an_address(self) -> None:
        assert origin_of("https://news.example:8443/a?b#c") == "https://news.example:8443"
        assert origin_of("javascript:alert(1)") is None


def test_limits_are_exact_under_threads() -> None:
    now = [0.0]
    limit = Limit(50, 60, lambda: now[0])
    passed: list[float] = []
    threads = [
        threading.Thread(target=lambda: passed.extend(limit.wait("a") for _ in range(10)))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(wait == 0 for wait in passed) == 50
    assert limit.wait("b") == 0
    now[0] = 60.0
    assert limit.wait("a") == 0


def test_who_a_visitor_is() -> None:
    visitors = Visitors("127.0.0.1 10.0.0.0/8")
    local = {"host": "localhost:7860"}
    assert visitors.key("127.0.0.1", local) is None
    assert visitors.key("127.0.0.1", {"host": "chat.example"}) == "127.0.0.1"
    assert visitors.key("127.0.0.1", {"x-forwarded-for": "6.6.6.6, 203.0.113.7"}) == "203.0.113.7"
    assert visitors.key("127.0.0.1", {"x-forwarded-for": "203.0.113.7, 10.1.1.1"}) == "203.0.113.7"
    assert visitors.key("198.51.100.1", {"x-forwarded-for": "1.1.1.1"}) == "198.51.100.1"
    assert visitors.key("2001:db8::1", {}) == visitors.key("2001:db8::2", {})


def test_a_pass_is_sealed_and_ends() -> None:
    text = make_pass("https://news.example", now=1000)
    assert site_of_pass(text, now=2000) == "https://news.example"
    assert site_of_pass(text, now=1000 + 25 * 3600) is None
    assert site_of_pass(text.replace("news", "evil"), now=2000) is None
    assert site_of_pass("nonsense") is None
