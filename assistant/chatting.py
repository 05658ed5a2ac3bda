"""Greetings, thanks and questions about the assistant itself: a short reply, no citations."""

from __future__ import annotations

from assistant.answer import Answer, Outcome, Searched, Sentence
from assistant.declining import searched_line
from assistant.understanding import Kind, Question


def reply(question: Question, searched: Searched, starters: tuple[str, ...]) -> Answer:
    """A SMALL_TALK answer with questions that could be asked."""
    return Answer(
        question=question.asked,
        understood=question.text,
        outcome=Outcome.SMALL_TALK,
        sentences=tuple(Sentence(text) for text in _words(question.kind, searched)),
        searched=searched,
        suggestions=starters,
    )


def _words(kind: Kind, searched: Searched) -> tuple[str, ...]:
    if kind is Kind.THANKS:
        return ("You're welcome.",)
    if kind is Kind.FAREWELL:
        return ("Goodbye.",)
    if kind is Kind.REMARK:
        return ("Noted. What else would you like to know?",)
    if kind is Kind.ABOUT:
        return (
            "I answer questions from the articles in this library and show the place for every "
            "sentence; what they don't say, I don't say either.",
            searched_line(searched).replace("Searched", "There are"),
        )
    return ("Hello! Ask me something about the articles.",)
