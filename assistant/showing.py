"""An Answer for people: Markdown or plain text with references. HTML is the page's business."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Outcome, Support
from assistant.drafting import day

UNSURE = {
    Support.NOT_FOUND: "(not found in the articles)",
    Support.PARTLY: "(only partly found in the articles)",
}
"""What is said behind a sentence that its citations do not bear out."""


def origin(citation: Citation) -> str:
    """Outlet and date of a citation: "The Harbour Courier, 5 March 2026"."""
    parts = [citation.outlet or "", day(citation.published) if citation.published else ""]
    return ", ".join(part for part in parts if part) or citation.source


def as_text(answer: Answer) -> str:
    """Plain text: the sentences with their marks, then the references."""
    return "\n".join(_body(answer) + _references(answer) + _nearest(answer))


def as_markdown(answer: Answer) -> str:
    """Markdown with footnotes: article text is escaped so that it cannot mark itself up."""
    lines = [f"**{escape(answer.question)}**", ""]
    for sentence in answer.sentences:
        marks = "".join(f"[^{number}]" for number in sentence.citations)
        state = UNSURE.get(sentence.support, "")
        lines += [f"{escape(sentence.text)}{marks}{f' *{state}*' if state else ''}", ""]
    lines += [part for notice in answer.notices for part in (f"*{escape(notice)}*", "")]
    for c in answer.citations:
        link = f" <{c.url}>" if c.url and c.url.startswith(("http://", "https://")) else ""
        quote = escape(" ".join(c.quote.split()))
        lines.append(f"[^{c.number}]: “{quote}” {escape(c.title)}, {escape(origin(c))}.{link}")
    return "\n".join(lines).strip() + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>#|!~" else char for char in text)


def _body(answer: Answer) -> list[str]:
    lines = []
    if answer.understood.rstrip("?.! ").lower() != answer.question.rstrip("?.! ").lower():
        lines.append(f"(Understood as: {answer.understood})")
    for sentence in answer.sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        state = UNSURE.get(sentence.support, "")
        lines.append(" ".join(part for part in (sentence.text, marks, state) if part))
    return lines + [f"Note: {notice}" for notice in answer.notices]


def _references(answer: Answer) -> list[str]:
    lines = [""] if answer.citations else []
    for c in answer.citations:
        also = ", ".join(copy.outlet or copy.title for copy in c.copies)
        lines.append(f"[{c.number}] {c.title} ({origin(c)}){f'; also in {also}' if also else ''}")
    return lines


def _nearest(answer: Answer) -> list[str]:
    if answer.outcome is not Outcome.DECLINED or not answer.also_retrieved:
        return []
    lines = ["", "Nearest passages (they do not answer):"]
    for passage in answer.also_retrieved:
        text = " ".join(passage.text.split())
        lines.append(f"  - {passage.title}: {text[:200]}{'...' if len(text) > 200 else ''}")
    return lines
