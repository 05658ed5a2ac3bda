"""Names that a page answers to: loopback, addresses, own names; a foreign name reads nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import SettingsError
from assistant.page.hosts import Hosts
from tests.test_api import Echo, client

KNOWN = """localhost localhost:7860 127.0.0.1:7860 [::1]:7860 192.168.1.20:8000 10.0.0.7 [2001:db8::1]
footnote:7860 page.localhost:7860 chat.example.org CHAT.example.org:443 a.b.example.net
chat.example.org.""".split()
FOREIGN = """evil.test evil.test:7860 127.0.0.1.evil.test localhost.evil.test example.net
xexample.net chat.example.org.evil.test 127.0.0.1.nip.io [::1].evil.test 1.2.3.4.5""".split()


@pytest.mark.parametrize("host", KNOWN)
def test_ours_are_known(host: str) -> None:
    assert Hosts.parse("chat.example.org, *.example.net").knows(host)


@pytest.mark.parametrize("host", FOREIGN)
def test_others_are_not(host: str) -> None:
    assert not Hosts.parse("chat.example.org, *.example.net").knows(host)
    assert Hosts.parse("*").knows(host)


def test_a_program_that_names_no_host_is_no_browser() -> None:
    assert Hosts.parse("").knows(None)


@pytest.mark.parametrize("wrong", ["https://a.example", "a.example:80", "a/b", "*.*"])
def test_what_is_no_name_is_refused_at_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match="public_names"):
        Hosts.parse(wrong)


@pytest.mark.parametrize("path", ["/", "/api/health", "/embed", "/page/main.js", "/api/nothing"])
def test_a_foreign_name_reads_one_line(tmp_path: Path, path: str) -> None:
    page: Any = client(Echo(), tmp_path)
    refused = page.get(path, headers={"host": "evil.test:7860"})
    assert refused.status_code == 421
    assert "add evil.test to FOOTNOTE_PUBLIC_NAMES" in refused.json()["error"]
    seen = page.get(path, headers={"host": "<b>.test", "accept": "text/html"})
    assert seen.status_code == 421 and "&lt;b&gt;.test" in seen.text and "<b>" not in seen.text
    asked = page.post("/api/ask", json={"question": "a"}, headers={"host": "evil.test"})
    assert asked.status_code == 421


def test_a_listed_name_is_served(tmp_path: Path) -> None:
    page: Any = client(Echo(), tmp_path, public_names="chat.example.org")
    assert page.get("/", headers={"host": "chat.example.org"}).status_code == 200
