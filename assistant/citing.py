"""A draft's evidence into numbered citations: each place one number, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.answer import Citation, Sentence, ShortAnswer
from assistant.drafting import Draft, Evidence


@dataclass
class Footnotes:
    """Numbers places as they are first cited; the same sentence keeps its number."""

    made: dict[tuple[str, int, int], Citation] = field(default_factory=dict)

    def number(self, evidence: Evidence) -> int:
        """The number of this place; its highlights are added to what is marked already."""
        key = (evidence.article.id, evidence.start, evidence.end)
        known = self.made.get(key)
        if known is None:
            known = self._cite(evidence, len(self.made) + 1)
        elif set(evidence.highlights) - set(known.highlights):
            marks = tuple(sorted({*known.highlights, *evidence.highlights}))
            known = replace(known, highlights=marks)
        self.made[key] = known
        return known.number

    def _cite(self, evidence: Evidence, number: int) -> Citation:
        article = evidence.article
        hit = evidence.finding.window.hit if evidence.finding else None
        return Citation(
            number=number,
            article_id=article.id,
            start=evidence.start,
            end=evidence.end,
            quote=evidence.quote,
            title=article.title,
            outlet=article.outlet,
            published=article.published,
            url=article.url,
            source=article.source,
            speaker=evidence.speaker.name if evidence.speaker else None,
            highlights=evidence.highlights,
            copies=hit.copies if hit else (),
        )


def cite(
    draft: Draft,
) -> tuple[tuple[Sentence, ...], tuple[ShortAnswer, ...], tuple[Citation, ...]]:
    """(sentences, short answers, citations) of a draft. Support states are filled in by checking."""
    notes = Footnotes()
    sentences = tuple(
        Sentence(
            line.text,
            tuple(dict.fromkeys(notes.number(e) for e in line.evidence)),
            claim=line.claim,
        )
        for line in draft.lines
    )
    short = tuple(
        ShortAnswer(
            text=item.text,
            citation=notes.number(item.evidence),
            score=round(float(item.score), 4),
            speaker=item.evidence.speaker.name if item.evidence.speaker else None,
            role=item.role,
            stance="contrast" if item.contrast else None,
        )
        for item in draft.items
    )
    return sentences, short, numbered(notes)


def numbered(notes: Footnotes) -> tuple[Citation, ...]:
    """The citations in order of their numbers."""
    return tuple(sorted(notes.made.values(), key=lambda citation: citation.number))
