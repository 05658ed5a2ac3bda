"""Over generated articles every citation is verbatim: quote == text[start:end], always."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answering import compose
from assistant.citing import cite
from assistant.drafting import Desk
from assistant.finding import windows_of
from assistant.understanding import understand
from corpus.article import Article
from index.chunking import passages
from index.passage import Hit
from index.settings import IndexSettings
from tests.scripted_reader import ScriptedReading, ScriptedSpan

PIECES = st.sampled_from(
    [
        "Mayor Ada Quill said the bridge was safe [1].",
        "“It cost 14 million,” he added [2][3].",
        "<b>Breaking</b>: <script>alert(1)</script> 12 hurt.",
        "שלום עולם, אמר דוד כהן.",
        "قال محمد إن الجسر آمن.",
        "🙂🚢 Josef Lund ruled out tolls 👨‍👩‍👧.",
        "Dr. A. B. Smith of the U.S. left at 5 p.m. on 3 May 2024.",
        "Source: [4] The Ledger — see *this* and _that_ `code`.",
        "- We will not go, she said...",
        "今天没有会议。",
        "a\u0301e\u0301 cafe\u0301 naïve.",
        "No end mark here",
    ]
)
QUESTIONS = (
    "Who ruled out tolls?",
    "How many people were hurt?",
    "What did Ada Quill say about the bridge?",
    "When did Smith leave?",
    "Why was the bridge safe?",
    "Did Josef Lund rule out tolls?",
)


class AnySpanReader:
    """Finds something everywhere: spans at places that depend on the text's length only."""

    threshold = 0.5

    def read(
        self, question: str, windows: Sequence[str], *, max_spans: int = 3
    ) -> list[ScriptedReading]:
        readings = []
        for window in windows:
            middle = len(window) // 2
            places = [(0, max(1, middle // 2)), (middle, len(window))]
            spans = tuple(ScriptedSpan(a, b, window[a:b], 0.5) for a, b in places if b > a)
            readings.append(ScriptedReading(0.9, spans))
        return readings

    def support(self, claim: str, windows: Sequence[str]) -> list[float]:
        return [0.9 if len(claim) % 2 else 0.1 for _ in windows]


@given(
    paragraphs=st.lists(st.lists(PIECES, min_size=1, max_size=5), min_size=1, max_size=5),
    question=st.sampled_from(QUESTIONS),
    size=st.integers(1, 4),
)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_citations_are_verbatim(paragraphs: list[list[str]], question: str, size: int) -> None:
    text = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
    article = Article("Ada Quill, Josef Lund, Smith", text, "made.md")
    found = [Hit(passage, 1.0) for passage in passages(article, IndexSettings())]
    reader = AnySpanReader()
    desk = Desk({article.id: article}.get, reader.threshold)
    draft = compose(understand(question), windows_of(found, size=size, limit=60), reader, desk)
    spoken, short, citations = cite(draft)
    for citation in citations:
        assert citation.quote == text[citation.start : citation.end]
        assert all(citation.start <= a < b <= citation.end for a, b in citation.highlights)
    numbers = {citation.number for citation in citations}
    assert numbers == set(range(1, len(citations) + 1))
    assert all(set(sentence.citations) <= numbers for sentence in spoken)
    assert all(item.citation in numbers for item in short)
