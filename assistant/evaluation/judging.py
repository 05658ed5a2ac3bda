"""Whether a reply is what the turn expects; every failure in one line that a person understands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evaluation.cases import Group, Turn
from assistant.evaluation.normalising import content_words, holds_any, names_any, names_kept
from assistant.evaluation.replies import ANSWERED, DECLINED, FAILED, SMALL_TALK, Reply
from assistant.evaluation.scoring import overlap_f1

UNDERSTOOD_FROM = 0.6
"""F1 of content words from which two questions are taken to mean the same."""

_CONTEXT = re.compile(r"\s*\(about: [^)]*\)\s*$")
_DID = {
    ANSWERED: "it answered",
    DECLINED: "it declined",
    SMALL_TALK: "it took the question for small talk",
}


def judge(turn: Turn, reply: Reply) -> tuple[str, ...]:
    """Why the reply fails the turn; empty when it passes."""
    if reply.outcome == FAILED:
        return (f"The program failed: {reply.error}",)
    wrong = _outcome(turn, reply)
    if wrong and turn.answered:
        return tuple(filter(None, (wrong, _understanding(turn, reply))))
    checks = (wrong, *_words(turn, reply), *_names(turn, reply), _citing(turn, reply))
    return tuple(filter(None, (*checks, _understanding(turn, reply))))


def understood_alike(understood: str, expected: str) -> bool:
    """Whether two questions ask the same.

    They do when their content words (stems, without question and function words) agree to an F1
    of 0.6, or when the understood one holds every name and every content word of the expected.
    What the understood one adds in brackets at its end ("(about: the tram)") may help, never harm.
    """
    want = content_words(expected)
    bare = _CONTEXT.sub("", understood)
    if any(overlap_f1(content_words(one), want) >= UNDERSTOOD_FROM for one in (bare, understood)):
        return True
    return set(want) <= set(content_words(understood)) and names_kept(understood, expected)


def _outcome(turn: Turn, reply: Reply) -> str | None:
    did = _DID.get(reply.outcome, f"the outcome was {reply.outcome!r}")
    if turn.small_talk:
        return None if reply.outcome == SMALL_TALK else f"Small talk was meant, but {did}."
    if turn.answered is True and reply.outcome != ANSWERED:
        return f"It should be answered, but {did}."
    if turn.answered is not False or reply.outcome == DECLINED:
        return None
    if reply.outcome == SMALL_TALK and turn.may_be_small_talk:
        return None
    return f"It should be declined, but {did}: {_cut(reply.short_answer or reply.text)}"


def _words(turn: Turn, reply: Reply) -> Iterator[str]:
    for group in turn.say:
        if not holds_any(reply.shown, group):
            yield f"The answer does not say {_any(group)}: {_cut(reply.text)}"


def _names(turn: Turn, reply: Reply) -> Iterator[str]:
    """Names missing from, or wrongly among, the short answers."""
    given = ", ".join(reply.items) or "nothing"
    missing = [g for g in turn.names if not any(names_any(item, g) for item in reply.items)]
    if missing:
        yield f"Missing from the list: {', '.join(map(_any, missing))}. It holds {_cut(given)}"
    for group in turn.not_names:
        for item in reply.items:
            if names_any(item, group):
                yield f"{item!r} is in the list, where {_any(group)} must not be."


def _citing(turn: Turn, reply: Reply) -> str | None:
    if not turn.must_cite or any(cited.stem in turn.articles for cited in reply.citations):
        return None
    cited = ", ".join(dict.fromkeys(one.stem for one in reply.citations)) or "nothing"
    return f"It should cite {' or '.join(turn.articles)}, but cites {cited}."


def _understanding(turn: Turn, reply: Reply) -> str | None:
    if not turn.must_stand or turn.standalone is None:
        return None
    if understood_alike(reply.understood, turn.standalone):
        return None
    return f"Understood as {reply.understood!r} instead of {turn.standalone!r}."


def _any(group: Group) -> str:
    return " or ".join(repr(word) for word in group)


def _cut(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
