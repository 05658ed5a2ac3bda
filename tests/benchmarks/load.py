"""The page under load, asked from this process while another one serves.

python -m tests.benchmarks.load [--visitors 20] [--seconds 20] [--ingest] [--flood] [--url URL]
python -m tests.benchmarks.load --threads 1 2    (one page after the other, over the same library)

Prints answers a second, p50 and p95 of /api/ask, and errors. With --ingest the same again while an
index run works on the same library; with --flood while 500 queue joins, 200 MB bodies and slow
connections arrive. Questions differ, so that remembered answers do not flatter. Processor seconds an
answer are told too: they stay what they are when the machine is busy with something else.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent.parent
ARTICLES = ROOT / "corpus" / "articles"
ASKED = (
    "What did Helena Quist say?",
    "How many people did the hospital treat?",
    "Why did Tallow Bridge collapse?",
    "Who opposes the herring treaty?",
    "When was Corvadin recalled?",
    "Who won the football cup in Peru?",
)


RUN = [sys.executable, "-m", "assistant"]


def index(data: Path) -> None:
    """The sample articles into a library."""
    subprocess.run([*RUN, "index", str(ARTICLES), "--data", str(data), "--json"], check=True,
                   cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


@contextmanager
def page(data: Path, threads: int | None = None) -> Iterator[tuple[str, int]]:
    """A page in a process of its own: its address and pid; ready when entered."""
    own = {"FOOTNOTE_THREADS": str(threads)} if threads else {}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    served = subprocess.Popen(
        [*RUN, "serve", "--data", str(data), "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, env=os.environ | own,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    try:
        listening = wait_for(lambda: httpx.get(f"{url}/api/health", timeout=30).status_code == 200)
        ready = wait_for(lambda: httpx.get(f"{url}/api/health").json()["state"] == "ready")
        say(f"first reply after {listening - started:.1f} s, ready after {ready - started:.1f} s")
        yield url, served.pid
        say(f"memory of the page: {memory(served.pid):.0f} MB")
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(15)


def wait_for(ready: Any) -> float:
    """The time at which `ready` first is."""
    while True:
        try:
            if ready():
                return time.monotonic()
        except httpx.HTTPError:
            pass
        time.sleep(0.05)


def memory(pid: int) -> float:
    """Resident megabytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor(pid: int | None) -> float:
    """Seconds of processor time that a process has used."""
    if pid is None:
        return 0.0
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


async def visit(
    url: str, visitors: int, seconds: float, name: str, pid: int | None = None
) -> dict[str, float]:
    """So many visitors, each asking again as soon as the last answer is there."""
    times: list[float] = []
    used = processor(pid)
    errors: list[str] = []
    numbers, until = count(), time.monotonic() + seconds

    async def visitor(client: httpx.AsyncClient) -> None:
        while time.monotonic() < until:
            number = next(numbers)
            question = f"{ASKED[number % len(ASKED)]} ({name} {number})"
            started = time.monotonic()
            try:
                reply = await client.post(f"{url}/api/ask", json={"question": question})
                reply.raise_for_status()
                times.append(time.monotonic() - started)
            except httpx.HTTPError as error:
                errors.append(repr(error)[:80])

    limits = httpx.Limits(max_connections=visitors)
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        await asyncio.gather(*(visitor(client) for _ in range(visitors)))
    times.sort()
    found = {
        "visitors": visitors,
        "answers": len(times),
        "per second": round(len(times) / seconds, 1),
        "p50 s": round(times[len(times) // 2], 2) if times else -1,
        "p95 s": round(times[int(len(times) * 0.95)], 2) if times else -1,
        "errors": len(errors),
    }
    if pid is not None and times:
        found["processor s an answer"] = round((processor(pid) - used) / len(times), 3)
    say(f"{name}: {json.dumps(found)} {sorted(set(errors))[:3] if errors else ''}")
    return found


@contextmanager
def ingesting(data: Path) -> Iterator[None]:
    """Index runs into the same library, one after another, as an operator would start them."""
    with tempfile.TemporaryDirectory() as made:
        script = (
            "import os, subprocess, sys, pathlib\n"
            "os.nice(10)\n"
            "for n in range(1000):\n"
            "    p = pathlib.Path(sys.argv[1]) / f'n{n}.md'\n"
            "    body = ' '.join(f'Ferry {n} carried {k} cars to Varn on day {k}.'"
            " for k in range(300))\n"
            "    p.write_text(f'---\\ntitle: Ferry {n}\\n---\\n\\n{body}\\n')\n"
            "    subprocess.run([sys.executable, '-m', 'assistant', 'index', sys.argv[1],"
            " '--data', sys.argv[2], '--json'], stdout=-3, stderr=-3)\n"
        )
        run = subprocess.Popen(
            [sys.executable, "-c", script, made, str(data)], cwd=ROOT, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()


async def slow(host: str, port: int) -> None:
    """A connection that sends a byte a second and never gets anywhere."""
    _, writer = await asyncio.open_connection(host, port)
    try:
        for byte in b"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n" * 9:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(1)
    except OSError:
        return
    finally:
        writer.close()


@asynccontextmanager
async def flood(url: str) -> AsyncIterator[None]:
    """500 joins, bodies of 200 MB, 100 connections that send a byte a second."""
    host, port = url.removeprefix("http://").split(":")
    client = httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=100))
    body = {"data": ["flood", []], "fn_index": 0, "session_hash": "flood"}
    seen: dict[int, int] = {}

    async def join() -> None:
        try:
            sent = {"x-forwarded-for": "203.0.113.9"}
            reply = await client.post(f"{url}/gradio_api/queue/join", json=body, headers=sent)
            seen[reply.status_code] = seen.get(reply.status_code, 0) + 1
        except httpx.HTTPError:
            seen[0] = seen.get(0, 0) + 1

    async def large() -> None:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(200):
                yield b"x" * 2**20

        try:
            reply = await client.post(f"{url}/api/ask", content=parts())
            seen[reply.status_code] = seen.get(reply.status_code, 0) + 1
        except httpx.HTTPError:
            seen[0] = seen.get(0, 0) + 1

    tasks = [
        asyncio.create_task(one())
        for one in [join] * 500 + [large] * 5 + [lambda: slow(host, int(port))] * 100
    ]
    await asyncio.sleep(1)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await client.aclose()
        say(f"flood: replies by status (0: hung up) {seen}")


async def measure(
    url: str, data: Path | None, chosen: argparse.Namespace, pid: int | None = None
) -> None:
    """The runs that were asked for."""
    await visit(url, 2, 5, "warming")
    quiet = await visit(url, chosen.visitors, chosen.seconds, "quiet", pid)
    if chosen.ingest and data:
        with ingesting(data):
            await asyncio.sleep(3)
            busy = await visit(url, chosen.visitors, chosen.seconds, "with an ingest", pid)
        say(f"p95 with an ingest: {busy['p95 s'] / quiet['p95 s']:.2f} times the quiet one")
    if chosen.flood:
        async with flood(url):
            await visit(url, 1, chosen.seconds, "one visitor in a flood")


def say(line: str) -> None:
    """To the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Against a running page, or one started for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--ingest", action="store_true")
    parser.add_argument("--flood", action="store_true")
    parser.add_argument("--threads", type=int, nargs="*", default=[None])
    chosen = parser.parse_args(arguments)
    say(f"load average before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if chosen.url:
        asyncio.run(measure(chosen.url, None, chosen))
        return
    folder = Path(tempfile.mkdtemp())
    try:
        index(folder / "data")
        for threads in chosen.threads:
            say(f"threads: {threads or 'as set'}")
            with page(folder / "data", threads) as (url, pid):
                asyncio.run(measure(url, folder / "data", chosen, pid))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
