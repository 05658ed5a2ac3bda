"""The assistant: a question in, an answer out whose every sentence points at its place."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant import chatting, suggesting
from assistant.answer import Answer, Outcome, Searched
from assistant.answering import compose
from assistant.checking import check
from assistant.citing import cite
from assistant.conversation import Conversation
from assistant.declining import decline, nearest
from assistant.drafting import Desk, Draft
from assistant.errors import NothingIndexed, QuestionEmpty, QuestionTooLong
from assistant.faults import Fault
from assistant.finding import Reader, windows_of
from assistant.footnoting import Task
from assistant.lexicon import Lexicon
from assistant.parting import in_turn, joined, understood, whole
from assistant.retrieving import retrieve
from assistant.settings import Settings
from assistant.streaming import Done, Event, Understood, answer_of, told
from assistant.timing import Clock
from assistant.tracing import open_tracer
from assistant.understanding import Question, understand
from assistant.weighing import shifted
from assistant.writing import Writer, open_writer, replayed
from index.passage import Filters, Hit
from index.searching import Index

WHOLE_PASSAGE = 99
"""Sentences a window: the reader finds most in whole passages, where pronouns meet their names."""

Found = Sequence[tuple[Question, list[Hit]]]
"""Each part of what was asked, with its hits; one part where one thing was asked."""


class Assistant:
    """Answers questions over one library. Parts are passed in; `open` is where they are made."""

    def __init__(
        self,
        index: Index,
        reader: Reader,
        settings: Settings,
        writer: Writer | None = None,
        model_problem: str = "",
    ) -> None:
        self.index = index
        self.reader = reader
        self.settings = settings
        self.writer = writer
        self.model_problem = model_problem
        self.tracer = open_tracer(settings.traces)
        self._lexicon: tuple[object, Lexicon] | None = None
        self._starters: tuple[object, tuple[str, ...]] | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings, *, exact: bool = False) -> Assistant:
        """The assistant over the library in `settings.data`, its models loaded.

        `exact` searches the stored embeddings without Chroma: the same hits, and seconds less to
        import for a single question.

        Raises IndexMissing when nothing was indexed there, ReaderUnavailable when the reader's
        weights are broken.
        """
        from assistant.reader import load_reader
        from index.settings import IndexSettings

        index = Index.open(
            Path(settings.data),
            settings=IndexSettings(
                embedding_model=settings.embedding_model, threads=settings.threads
            ),
            exact=exact,
        )
        reader = load_reader(settings.reader or None, threads=settings.threads)
        writer, problem = open_writer(settings, reader, index.article)
        return cls(index, reader, settings, writer, problem)

    def close(self) -> None:
        """Let go of the library and the vector index."""
        self.index.close()

    def ask(
        self,
        message: str,
        conversation: Conversation | None = None,
        filters: Filters | None = None,
    ) -> Answer:
        """The answer to `message`, understood from `conversation`, searched within `filters`."""
        return answer_of(self.stream(message, conversation, filters))

    def stream(
        self,
        message: str,
        conversation: Conversation | None = None,
        filters: Filters | None = None,
    ) -> Iterator[Event]:
        """The same answer as it comes into being; closing the iterator stops the work."""
        self._refuse(message)
        return self._stream(message, conversation, filters, Clock())

    def _stream(
        self,
        message: str,
        conversation: Conversation | None,
        filters: Filters | None,
        clock: Clock,
    ) -> Iterator[Event]:
        parts = self._parts(message, conversation, filters, clock)
        question = whole(message, parts)
        yield Understood(question.shown)
        searched = self.searched(question.filters)
        clock.lap("understanding")
        if question.kind.is_small_talk:
            yield from told(chatting.reply(question, searched, self.starters()))
            return
        limit = self.settings.hits
        found = [(part, retrieve(self.index, part, limit=limit)) for part in parts]
        clock.lap("retrieving")
        for event in self._told(question, found, searched, clock):
            if self.tracer and isinstance(event, Done):
                self.tracer(event.answer)
            yield event

    def _parts(
        self,
        message: str,
        conversation: Conversation | None,
        filters: Filters | None,
        clock: Clock,
    ) -> list[Question]:
        """What is asked; with a language model a message may ask several things."""
        if self.writer is None:
            return [self.understand(message, conversation, filters)]
        rewritten = self.writer.rewritten(message, conversation, clock)
        if rewritten:
            ruled = self.understand(message, conversation, filters)
            question = self.understand(rewritten, None, filters)
            return [replace(question, asked=ruled.asked, focus=ruled.focus, followed=True)]
        return understood(
            message, conversation, lambda part, before: self.understand(part, before, filters)
        )

    def _told(
        self,
        question: Question,
        found: Found,
        searched: Searched,
        clock: Clock,
    ) -> Iterator[Event]:
        """The reader's answer, or a language model's where one is set and there is evidence."""
        hits = in_turn([hits for _, hits in found], self.settings.hits)
        key = self.writer.key(question, hits) if self.writer else ""
        kept = self.writer.cache.get(key) if self.writer else None
        if self.writer and kept:
            yield from replayed(kept, question, clock)
            return
        draft, ready = self._read(question, found, searched, clock)
        if self.writer and (draft or self.settings.language_model_always):
            yield from self.writer.write(Task(question, tuple(hits), draft, ready), key, clock)
            return
        clock.mark("first_token")
        notices = (Fault.NOT_SET_UP.notice,) if self.model_problem else ()
        yield from told(
            replace(ready, timings=dict(clock.laps), notices=(*ready.notices, *notices))
        )

    def understand(
        self,
        message: str,
        conversation: Conversation | None = None,
        filters: Filters | None = None,
    ) -> Question:
        """What `message` asks, standing alone."""
        newest = self.index.summary().newest
        question = understand(message, conversation, self.lexicon, today=newest)
        return replace(question, filters=filters) if filters else question

    def searched(self, filters: Filters | None = None) -> Searched:
        """How many articles are looked through, and of which dates."""
        summary = self.index.summary()
        return Searched(summary.articles, summary.oldest, summary.newest)

    def starters(self, limit: int = 4) -> tuple[str, ...]:
        """Up to four questions that this library answers; made again when it has changed."""
        state = self.index.summary().last_build
        if self._starters is None or self._starters[0] != state:
            self._starters = (state, suggesting.starters(self._newest_articles()))
        return self._starters[1][:limit]

    @property
    def lexicon(self) -> Lexicon:
        """How this library spells names; made again when the library has changed."""
        state = self.index.summary().last_build
        with self._lock:
            if self._lexicon is None or self._lexicon[0] != state:
                self._lexicon = (state, Lexicon(a.text for a in self._newest_articles()))
            return self._lexicon[1]

    def _newest_articles(self, limit: int = 2000) -> Iterator:  # type: ignore[type-arg]
        for info in list(self.index.articles())[:limit]:
            article = self.index.article(info.id)
            if article is not None:
                yield article

    def _refuse(self, message: str) -> None:
        if not message.strip():
            raise QuestionEmpty
        if len(message) > self.settings.question_limit:
            raise QuestionTooLong(len(message), self.settings.question_limit)
        if self.index.summary().articles == 0:
            raise NothingIndexed(self.settings.data)

    def _composed(self, question: Question, hits: list[Hit], desk: Desk) -> Draft:
        windows = windows_of(hits, size=WHOLE_PASSAGE, limit=self.settings.windows)
        return compose(question, windows, self.reader, desk)

    def _read(
        self, question: Question, found: Found, searched: Searched, clock: Clock
    ) -> tuple[Draft, Answer]:
        """(what the reader found, its answer): read, compose, cite and check, or decline."""
        desk = Desk(self.index.article, self._threshold, self.lexicon.rarity)
        hits = in_turn([hits for _, hits in found], self.settings.hits)
        draft = joined([self._composed(part, own, desk) for part, own in found])
        clock.lap("reading")
        if not draft:
            return draft, decline(question, hits, searched, self.starters(2))
        sentences, short, citations = cite(draft)
        checked = check(sentences, citations, self.reader, lambda key: desk.cache[key].text)
        clock.lap("checking")
        dates = [citation.published for citation in citations if citation.published]
        cited = {citation.article_id for citation in citations}
        return draft, Answer(
            question=question.asked,
            understood=question.shown,
            outcome=Outcome.ANSWERED,
            sentences=checked,
            short_answers=short,
            citations=citations,
            also_retrieved=nearest([h for h in hits if h.passage.article_id not in cited]),
            searched=searched,
            date_basis=max(dates, default=None),
            agreement=draft.agreement,
            suggestions=suggesting.follow_ups([item.text for item in short]),
        )

    @property
    def _threshold(self) -> float:
        chosen = self.settings.reader_threshold
        return shifted(self.reader.threshold, SEARCHED) if chosen is None else chosen


SEARCHED = -0.75
"""Log-odds by which the threshold lies below the reader's own, which was set on single passages:
a search lowers scores by rank and by words that a paraphrase does not share. Chosen on 462 scripted
questions over four corpora: 90% of the unanswerable are declined, as at 0.6 nearer to the
reader's own, and 80% of what is declined is rightly so (70% there)."""


@contextmanager
def opened(settings: Settings, *, exact: bool = False) -> Iterator[Assistant]:
    """An assistant that is closed afterwards."""
    assistant = Assistant.open(settings, exact=exact)
    try:
        yield assistant
    finally:
        assistant.close()
