"""Operators: a password opens, changes go through the one writer, addresses through the one door."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.page import jobs, operating, site
from assistant.page.limits import Limit
from assistant.settings import Settings
from corpus.addresses import AddressRefused
from corpus.fetching import Fetched
from index.embedding import Embedder
from index.searching import Index
from tests.page_server import opening, page_data, served  # noqa: F401

ARTICLE = b"""<html><head><title>Ferry line opens</title></head><body><article><h1>Ferry line opens</h1>
<p>A ferry now runs from Elmsby to Varn, the harbour office said on Monday morning in Elmsby.</p>
<p>It sails four times a day and carries thirty cars, according to director Otto Brandt.</p>
</article></body></html>"""
KEY = {"x-footnote-operator": "open sesame"}


def web(address: str) -> Fetched:
    if "127.0.0.1" in address:
        raise AddressRefused("'127.0.0.1' is not on the public internet, so it is not fetched.")
    return Fetched(address, ".html", ARTICLE)


@pytest.fixture(scope="module")
def operated(
    page_data: Path,  # noqa: F811
    minilm: Embedder,
) -> Iterator[tuple[str, Path]]:
    index = Index.open(page_data, embedder=minilm)
    settings = Settings(data=page_data, threads=1, operator_password="open sesame")  # type: ignore[arg-type]
    patch = pytest.MonkeyPatch()
    patch.setattr(site, "Jobs", lambda settings: jobs.Jobs(settings, web))
    with served(settings, opening(index)) as url:
        yield url, page_data
    patch.undo()
    index.close()


def finished(url: str) -> dict[str, Any]:
    for _ in range(600):
        state: dict[str, Any] = httpx.get(f"{url}/api/operate/job", headers=KEY).json()
        if not state["running"]:
            return state
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def titles(url: str) -> set[str]:
    return {one["title"] for one in httpx.get(f"{url}/api/articles").json()["articles"]}


def test_without_the_password_nothing_happens(operated: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(operating, "TRIES", Limit(2, 60))
    url, _ = operated
    codes = [
        httpx.post(f"{url}/api/operate/rebuild", headers={"x-footnote-operator": "x"}).status_code
        for _ in range(4)
    ]
    assert codes == [403, 403, 429, 429]
    assert httpx.get(f"{url}/api/operate/job", headers=KEY).status_code == 200


def test_an_article_comes_by_address_is_found_and_goes_again(operated: Any) -> None:
    url, data = operated
    body = {"address": "https://news.example/ferry"}
    assert httpx.post(f"{url}/api/operate/add", json=body, headers=KEY).status_code == 202
    state = finished(url)
    assert state["ok"], state
    assert "Ferry line opens" in titles(url)
    reply = httpx.post(
        f"{url}/api/ask", json={"question": "How often does the ferry to Varn sail?"}, timeout=60
    ).json()
    cited = [one for one in reply["answer"]["citations"] if one["title"] == "Ferry line opens"]
    assert cited and cited[0]["url"] == "https://news.example/ferry"
    key = cited[0]["article_id"]
    assert httpx.post(f"{url}/api/operate/remove/{key}", headers=KEY).status_code == 202
    state = finished(url)
    assert state["ok"], state
    assert "Ferry line opens" not in titles(url)
    assert list((data / "added").iterdir()) == []


def test_an_article_of_a_folder_stays_out_and_can_be_put_back(operated: Any) -> None:
    url, _ = operated
    listed = httpx.get(f"{url}/api/articles").json()["articles"]
    one = next(each for each in listed if each["title"] != "Ferry line opens")
    assert httpx.post(f"{url}/api/operate/remove/{one['id']}", headers=KEY).status_code == 202
    assert finished(url)["words"].startswith("Removed.")
    assert one["title"] not in titles(url)
    httpx.post(f"{url}/api/operate/rebuild", headers=KEY)
    assert finished(url)["words"].startswith("Up to date.")
    assert one["title"] not in titles(url)
    gone = httpx.get(f"{url}/api/operate/removed", headers=KEY).json()["removed"]
    assert (one["id"], one["title"], True) in [(g["id"], g["title"], g["file"]) for g in gone]
    assert httpx.get(f"{url}/api/operate/removed").status_code == 403
    httpx.post(f"{url}/api/operate/restore/{one['id']}", headers=KEY)
    assert finished(url)["words"].startswith("Put back.")
    assert one["title"] in titles(url)


def test_uploads_are_read_and_private_addresses_are_not(operated: Any) -> None:
    url, _ = operated
    text = b"---\ntitle: Harbour wall\n---\n\nThe port of Elmsby will rebuild its wall in May.\n"
    sent = httpx.post(
        f"{url}/api/operate/upload", params={"name": "../../x.md"}, content=text, headers=KEY
    )
    assert sent.status_code == 202
    assert finished(url)["ok"]
    assert "Harbour wall" in titles(url)
    body = {"address": "http://127.0.0.1/admin"}
    httpx.post(f"{url}/api/operate/add", json=body, headers=KEY)
    state = finished(url)
    assert not state["ok"] and "not on the public internet" in state["words"]
    bad = httpx.post(
        f"{url}/api/operate/upload", params={"name": "a.exe"}, content=b"x", headers=KEY
    )
    assert bad.status_code == 422
