"""What Gradio opens is known, route by route; what we do not use is closed; its clients work."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from assistant.page.layout import make_gradio
from assistant.page.routes import is_open
from assistant.settings import Settings
from index.searching import Index
from tests.page_server import browser, browsing, opening, page_data, served  # noqa: F401

OPEN = """
GET / | GET /assets/x.js | GET /config | GET /config/ | GET /gradio_api/call/ask/e1
GET /gradio_api/heartbeat/h1 | GET /gradio_api/info | GET /gradio_api/queue/data
GET /gradio_api/startup-events | GET /manifest.json | GET /robots.txt | GET /static/fonts/x.woff2
GET /theme.css | POST /gradio_api/call/ask | POST /gradio_api/call/v2/ask | POST /gradio_api/cancel
POST /gradio_api/queue/join | POST /gradio_api/reset | POST /gradio_api/reset/
""".replace("\n", " | ").split(" | ")
OPEN_ROUTES = """
/ /assets/{path:path} /config /config/ /gradio_api/call/{api_name}/{event_id}
/gradio_api/heartbeat/{session_hash} /gradio_api/info /gradio_api/queue/data
/gradio_api/startup-events /manifest.json /robots.txt /static/{path:path} /theme.css
/gradio_api/call/{api_name} /gradio_api/call/v2/{api_name} /gradio_api/cancel
/gradio_api/queue/join /gradio_api/reset /gradio_api/reset/
""".split()
CLOSED_ROUTES = """
/favicon.ico /gradio_api/app_id /gradio_api/app_id/ /gradio_api/call/v2/{api_name}/{event_id}
/gradio_api/custom_component/{id}/{environment}/{type}/{file_name} /gradio_api/deep_link
/gradio_api/dev/reload /gradio_api/file/{path:path} /gradio_api/file={path_or_url:path}
/gradio_api/info/ /gradio_api/login_check /gradio_api/login_check/ /gradio_api/openapi.json
/gradio_api/proxy={url_path:path} /gradio_api/queue/status /gradio_api/runs /gradio_api/runs/
/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
/gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
/gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext} /gradio_api/theme.css
/gradio_api/token /gradio_api/token/ /gradio_api/upload_progress /gradio_api/user /gradio_api/user/
/gradio_api/vibe-code /gradio_api/vibe-code/ /logout /monitoring /monitoring/summary
/monitoring/{key} /openapi.json /pwa_icon /pwa_icon/{size} /svelte/{path:path}
/gradio_api/api/{api_name} /gradio_api/api/{api_name}/ /gradio_api/call/v2/{api_name}/
/gradio_api/call/{api_name}/ /gradio_api/component_server /gradio_api/component_server/
/gradio_api/process_recording /gradio_api/run/{api_name} /gradio_api/run/{api_name}/
/gradio_api/stream/{event_id} /gradio_api/stream/{event_id}/close /gradio_api/undo-vibe-edit
/gradio_api/undo-vibe-edit/ /gradio_api/upload /gradio_api/vibe-edit /gradio_api/vibe-edit/
/gradio_api/vibe-starter-queries /gradio_api/vibe-starter-queries/ /login /login/
""".split()


def routes(found: Any, before: str = "") -> Iterator[str]:
    """Every path that an application answers, whatever it is nested in."""
    for route in found:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            prefix = str(getattr(route.include_context, "prefix", "") or "")
            yield from routes(inner.routes, before + prefix)
            continue
        below = getattr(getattr(route, "app", None), "routes", None)
        if below and not hasattr(route, "methods"):
            yield from routes(below, before + getattr(route, "path", ""))
        else:
            yield before + str(getattr(route, "path", "?"))


@pytest.fixture(scope="module")
def gradio_app() -> Any:
    return make_gradio(SimpleNamespace(settings=Settings()))  # type: ignore[arg-type]


def test_every_route_of_this_gradio_is_classified(gradio_app: Any) -> None:
    known = set(OPEN_ROUTES) | set(CLOSED_ROUTES)
    unknown = set(routes(gradio_app.routes)) - known
    assert not unknown, f"new in this Gradio; decide and list in routes.py or here: {unknown}"


def test_open_is_open_and_closed_is_closed() -> None:
    for line in filter(None, (one.strip() for one in OPEN)):
        assert is_open(*line.split()), line
    for path in CLOSED_ROUTES:
        example = path.replace("{path:path}", "a/b").replace("{", "").replace("}", "")
        assert not any(is_open(method, example) for method in ("GET", "POST", "HEAD")), path


@pytest.fixture(scope="module")
def whole_url(page_data: Path, sample_index: Index) -> Iterator[str]:  # noqa: F811
    """The page with Gradio around it."""
    settings = Settings(data=page_data, threads=1)
    with served(settings, opening(sample_index), gradio=True) as url:
        for _ in range(300):
            if "gradio_config" in httpx.get(url).text:
                break
            threading.Event().wait(0.2)
        yield url


def test_gradio_clients_ask_by_name(whole_url: str) -> None:
    from gradio_client import Client

    client = Client(whole_url, verbose=False, analytics_enabled=False)
    reply = client.predict(question="What did Helena Quist say?", api_name="/ask")
    assert reply["answer"]["citations"] and reply["conversation"]
    hits = client.predict(question="Helena Quist", limit=2, api_name="/search")
    assert len(hits) == 2


def test_gradio_fetches_nothing_for_a_visitor(whole_url: str) -> None:
    seen: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/secret.txt"
    thing = {"path": address, "url": address, "meta": {"_type": "gradio.FileData"}}
    for path, body in (
        ("/gradio_api/call/ask", {"data": [thing, []]}),
        ("/gradio_api/call/v2/ask", {"question": "a", "conversation": [thing]}),
        ("/gradio_api/queue/join", {"data": ["a", [{"deep": [thing]}]], "fn_index": 0}),
    ):
        assert httpx.post(whole_url + path, json=body).status_code == 422, path
    assert httpx.get(f"{whole_url}/gradio_api/file={address}").status_code == 404
    assert httpx.get(f"{whole_url}/gradio_api/proxy={address}").status_code == 404
    server.shutdown()
    server.server_close()
    assert seen == []


@pytest.mark.browser
def test_the_page_in_gradio_asks_no_other_host(browser: Any, whole_url: str) -> None:  # noqa: F811
    with browsing(browser) as seen:
        seen.page.goto(whole_url)
        seen.page.wait_for_selector(".starter")
        seen.page.wait_for_timeout(2500)
        seen.page.locator(".starter").first.click()
        seen.page.wait_for_selector(".answer .chip")
        assert any("/assets/" in url for url in seen.requests)  # Gradio's own front end is there
        assert seen.elsewhere(whole_url) == []
        assert [words for words in seen.complaints if "Content Security" in words] == []
