"""kill -9 at 25 moments spread over a whole build, and two builds at once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.loading import load
from index import generations
from index.building import build
from index.chunking import passages
from index.embedding import Embedder
from index.errors import IndexMissing
from index.files import PROJECT
from index.library import Library
from index.searching import Index
from index.vectors import VectorIndex
from tests.conftest import write

KILLS = 25
TOWNS = ["Elmsby", "Varn", "Kestria", "Sorrel", "Tallow", "Brill", "Corva", "Dunmore"]


def rewrite(place: Path, round_: int) -> None:
    """Change two of the articles, add one, take one away: every kind of work for the next build."""
    for number, town in enumerate(TOWNS):
        if round_ == 0 or number in (round_ % 8, (round_ + 3) % 8):
            text = f"The council of {town} met in round {round_}. It chose plan {number}. " * 4
            write(place, town.lower(), f"Council of {town}, round {round_}", text)
    (place / f"extra{round_ - 1}.md").unlink(missing_ok=True)
    write(place, f"extra{round_}", f"Extra {round_}", f"Something happened on day {round_}.")


def start(place: Path, data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "index", str(place), str(data)],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def kill_after(seconds: float, place: Path, data: Path) -> None:
    process = start(place, data)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()


def still_answers(data: Path, minilm: Embedder) -> None:
    """Between the kill and the next run: what is there is whole, and can be asked."""
    try:
        index = Index.open(data, embedder=minilm, exact=True)
    except IndexMissing:
        return
    for info in index.articles():
        article = index.article(info.id)
        assert article is not None
        assert index.passages_of(info.id) == passages(article)
    index.search("council")
    index.close()


def check_everything(place: Path, data: Path, minilm: Embedder) -> None:
    """Nothing lost, nothing doubled, every article findable."""
    articles = load([place]).articles
    library = Library.open(data)
    assert {info.id for info in library.articles()} == {article.id for article in articles}
    assert library.count("articles") == library.count("files") == len(articles)
    expected = {passage.id for article in articles for passage in passages(article)}
    assert {row.id for row in library.embedded()} == expected
    assert library.count("passages") == len(expected)
    assert library.count("embeddings") == len({row.content for row in library.embedded()})
    library.close()
    name, known = generations.check_current(data)
    assert known.count == len(expected)
    vectors = VectorIndex(data / name)
    assert vectors.ids() == expected
    vectors.close()
    index = Index.open(data, embedder=minilm)
    for article in articles:
        assert article.id in {hit.passage.article_id for hit in index.search(article.title)[:3]}
    assert index.summary().ok
    index.close()


@pytest.mark.usefixtures("in_process")
def test_killed_25_times(tmp_path: Path, minilm: Embedder) -> None:
    place, data = tmp_path / "articles", tmp_path / "data"
    rewrite(place, 0)
    started = time.monotonic()
    assert start(place, data).wait(timeout=60) == 0
    whole = time.monotonic() - started
    moments = [(number + random.random()) / KILLS * whole for number in range(KILLS)]
    random.shuffle(moments)
    for round_, moment in enumerate(moments, start=1):
        rewrite(place, round_)
        kill_after(moment, place, data)
        still_answers(data, minilm)
        build([place], data, embedder=minilm)
        check_everything(place, data, minilm)
    assert not list(data.glob("draft-*")) or start(place, data).wait(timeout=60) == 0
    assert len(list(data.glob("generation-*"))) <= 2


def test_two_builds_at_once(tmp_path: Path) -> None:
    place, data = tmp_path / "articles", tmp_path / "data"
    rewrite(place, 0)
    first = start(place, data)
    while not (data / "writer.json").exists():
        assert first.poll() is None
        time.sleep(0.01)
    code = (
        "import sys, time; from pathlib import Path; from index.building import build\n"
        "from index.errors import LockHeld\nbegan = time.monotonic()\n"
        "try: build([Path(sys.argv[1])], Path(sys.argv[2]))\n"
        "except LockHeld as held: print(held.pid, time.monotonic() - began < 1, held)"
    )
    second = subprocess.run(
        [sys.executable, "-c", code, str(place), str(data)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert second.stdout.startswith(f"{first.pid} True The index in "), second.stdout
    assert first.wait(timeout=60) == 0
    first.communicate()
