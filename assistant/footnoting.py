"""A language model's sentences as they come: grounded, numbered, told; at the end an Answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answer import Answer, Outcome, Sentence, ShortAnswer, Support
from assistant.citing import Footnotes, numbered
from assistant.declining import nearest
from assistant.drafting import Draft
from assistant.fencing import Evidence
from assistant.finding import Reader
from assistant.grounding import ground
from assistant.marking import NO_ANSWER, Said
from assistant.streaming import Checked, Event, Sources, Text
from assistant.understanding import Question
from index.passage import Hit

_ENDED = re.compile(r"[.!?…。！？][\"”’')]*$")
BORNE_OUT = frozenset({Support.QUOTED, Support.SUPPORTED})
UNFOUND = "The language model's answer is not borne out by the articles, so it is not shown."
NO_ANSWER_SEEN = "The language model found no answer in the passages."
UNFINISHED = "The language model's answer ends early; its unfinished last sentence is left out."
READERS_FINDINGS = "What the reader found instead:"


@dataclass(frozen=True)
class Task:
    """What is to be answered: the question, what was found for it, and the reader's own answer."""

    question: Question
    hits: tuple[Hit, ...]
    draft: Draft
    ready: Answer


class Footnoting:
    """Takes what Marking gives, and says it as events; keeps the sentences for the Answer."""

    def __init__(self, evidence: Evidence, reader: Reader) -> None:
        self._evidence, self._reader = evidence, reader
        self._notes = Footnotes()
        self.sentences: list[Sentence] = []
        self.declined = False
        self.was_cut = False

    def take(self, part: str | Said, *, last: bool = False) -> Iterator[Event]:
        """Events of one part: text at once; for a whole sentence its sources, then its state.

        A `last` sentence that has neither an end nor the number of a passage is unfinished: nobody
        can say whether it is true, so it is left out.
        """
        index = len(self.sentences)
        if isinstance(part, str):
            yield Text(index, part)
        elif part.text.casefold().rstrip(". ") == NO_ANSWER:
            self.declined = True
        elif last and not part.numbers and not _ENDED.search(part.text):
            self.was_cut = True
        else:
            found = ground(part, self._evidence.sources, self._reader)
            known = len(self._notes.made)
            numbers = dict.fromkeys(self._notes.number(place) for place in found.evidence)
            if len(self._notes.made) > known:
                yield Sources(numbered(self._notes)[known:])
            self.sentences.append(Sentence(found.text, tuple(numbers), found.support))
            yield Checked(index, self.sentences[-1])

    @property
    def borne_out(self) -> bool:
        """Whether at least one sentence is found in what it cites."""
        return any(sentence.support in BORNE_OUT for sentence in self.sentences)

    def answer(self, task: Task) -> Answer:
        """The Answer of the model's sentences, the reader's short answers with them."""
        items = tuple(
            ShortAnswer(
                text=item.text,
                citation=self._notes.number(item.evidence),
                score=round(float(item.score), 4),
                speaker=item.evidence.speaker.name if item.evidence.speaker else None,
                role=item.role,
                stance="contrast" if item.contrast else None,
            )
            for item in task.draft.items
        )
        citations = numbered(self._notes)
        cited = {citation.article_id for citation in citations}
        dates = [citation.published for citation in citations if citation.published]
        return replace(
            task.ready,
            outcome=Outcome.ANSWERED,
            sentences=tuple(self.sentences),
            short_answers=items,
            citations=citations,
            also_retrieved=nearest([h for h in task.hits if h.passage.article_id not in cited]),
            date_basis=max(dates, default=None),
            notices=self.notices(),
        )

    def notices(self) -> tuple[str, ...]:
        """What must be said of how this was written."""
        found = []
        out, given = self._evidence.left_out, len(self._evidence.sources)
        if out:
            found.append(
                f"{out} of {out + given} passages did not fit the language model's window and were "
                "left out."
            )
        if self.was_cut:
            found.append(UNFINISHED)
        lost = sum(sentence.support is Support.NOT_FOUND for sentence in self.sentences)
        if lost:
            found.append(
                f"{lost} of {len(self.sentences)} sentences of the language model could not be "
                "found in the articles; they are marked."
            )
        return tuple(found)


def offered(task: Task, reason: str) -> Answer:
    """DECLINED, the reader's own answer offered below where it has one."""
    ready = task.ready
    offer = (Sentence(READERS_FINDINGS), *ready.sentences) if task.draft else ready.sentences
    return replace(
        ready,
        outcome=Outcome.DECLINED,
        sentences=(Sentence(reason), *offer),
        notices=(*ready.notices, reason),
    )
