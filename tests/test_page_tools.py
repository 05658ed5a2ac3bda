"""Search and ask as tools (MCP): a real client over HTTP, behind the same guard as everything else."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from assistant.errors import SettingsError
from assistant.page.tools import add_tools, costs
from assistant.settings import Settings
from index.searching import Index
from tests.page_server import opening, page_data, sample_url, served  # noqa: F401

Client = pytest.importorskip("mcp").Client


@pytest.fixture(scope="module")
def tools_url(page_data: Path, sample_index: Index) -> Iterator[str]:  # noqa: F811
    settings = Settings(data=page_data, threads=1, mcp=True, questions_per_minute=3)
    with served(settings, opening(sample_index)) as url:
        yield url


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_finds_and_calls_the_tools(tools_url: str, mode: Any) -> None:
    async def visit() -> tuple[list[str], Any, Any, Any]:
        async with Client(f"{tools_url}/mcp", mode=mode) as client:
            listed = await client.list_tools()
            answer = await client.call_tool("ask", {"question": "What did Helena Quist say?"})
            found = await client.call_tool("search", {"query": "Helena Quist", "limit": 2})
            wrong = await client.call_tool("ask", {"question": " "})
            return [tool.name for tool in listed.tools], answer, found, wrong

    names, answer, found, wrong = asyncio.run(visit())
    assert names == ["ask", "search"]
    told = answer.structured_content
    assert told["outcome"] == "answered" and "[1]" in told["text"]
    place = told["citations"][0]
    article = httpx.get(f"{tools_url}/api/articles/{place['article_id']}").json()
    assert article["text"][place["start"] : place["end"]] == place["quote"]
    assert len(found.structured_content["passages"]) == 2
    assert wrong.is_error and "The question is empty." in wrong.content[0].text


def call(url: str, method: str, **headers: str) -> httpx.Response:
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {}}
    if method == "tools/call":
        body["params"] = {"name": "search", "arguments": {"query": "ferry"}}
    accepted = {"accept": "application/json, text/event-stream"}
    return httpx.post(f"{url}/mcp", json=body, headers=accepted | headers, timeout=30)


def test_the_guard_stands_before_the_tools(tools_url: str) -> None:
    outside = {"x-forwarded-for": "203.0.113.50"}
    assert [call(tools_url, "tools/list", **outside).status_code for _ in range(5)] == [200] * 5
    calls = [call(tools_url, "tools/call", **outside) for _ in range(4)]
    assert [one.status_code for one in calls] == [200, 200, 200, 429]
    assert calls[3].headers["retry-after"]
    assert call(tools_url, "tools/list", origin="https://evil.example").status_code == 403
    assert call(tools_url, "tools/list", host="evil.example").status_code == 421
    assert httpx.post(f"{tools_url}/mcp", content=b"x" * 70_000).status_code == 413
    assert httpx.get(f"{tools_url}/mcp").status_code == 405
    assert httpx.delete(f"{tools_url}/mcp").status_code == 404


def test_what_costs_a_reading_is_counted_however_it_is_spelt() -> None:
    def sent(method: str) -> bytes:
        return json.dumps({"method": method}).encode()

    assert not any(map(costs, map(sent, ("initialize", "tools/list", "notifications/cancelled"))))
    assert costs(sent("tools/call")) and costs(rb'{"method": "tools\/call"}')
    assert costs(b"[]") and costs(b"x") and costs(b'[{"method": "tools/list"}]')


def test_without_the_setting_there_is_nothing(sample_url: str) -> None:  # noqa: F811
    assert call(sample_url, "tools/list").status_code == 404


def test_without_the_package_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    counter = SimpleNamespace(settings=Settings())
    with pytest.raises(SettingsError, match=r"pip install 'footnote\[mcp\]'"):
        add_tools(FastAPI(), counter)  # type: ignore[arg-type]
