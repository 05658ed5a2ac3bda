"""What each measure asks of one turn: a value, or None where the turn is not eligible."""

from __future__ import annotations

from collections.abc import Callable

from assistant.evaluation import scoring
from assistant.evaluation.cases import Group
from assistant.evaluation.judging import understood_alike
from assistant.evaluation.normalising import holds_any, names_any
from assistant.evaluation.replies import ANSWERED, DECLINED, SMALL_TALK, Cited
from assistant.evaluation.results import DEPTH, Ranking, TurnResult

Value = float | None
FOLLOW_UP_DEPTH = 5


def turn_passed(result: TurnResult) -> Value:
    """Every turn is eligible."""
    return float(result.passed)


def exact_match(result: TurnResult) -> Value:
    """Turns with gold answers; a decline is a miss."""
    answers = result.turn.answers
    return scoring.exact_match(result.reply.short_answer, answers) if answers else None


def answer_f1(result: TurnResult) -> Value:
    """Turns with gold answers; a decline shares no word."""
    answers = result.turn.answers
    return scoring.answer_f1(result.reply.short_answer, answers) if answers else None


def list_precision(result: TurnResult) -> Value:
    """Turns with a list that were given items: share of items that belong (if the list is whole)."""
    groups = result.turn.items
    if not groups:
        return None
    return scoring.share(
        result.reply.items, lambda item: any(names_any(item, group) for group in groups)
    )


def list_recall(result: TurnResult) -> Value:
    """Turns with a list: share of its names among the items."""
    items = result.reply.items
    return scoring.share(
        result.turn.items, lambda group: any(names_any(item, group) for item in items)
    )


def list_f1(result: TurnResult) -> Value:
    """Turns with a list."""
    recall = list_recall(result)
    return None if recall is None else scoring.harmonic(list_precision(result) or 0.0, recall)


def hit_at(limit: int) -> Callable[[TurnResult], Value]:
    """Turns with gold articles and a retrieval that can be looked into."""

    def hit(result: TurnResult) -> Value:
        return scoring.hit_at(_rank(result), limit) if _has_gold(result) else None

    return hit


def reciprocal_rank(result: TurnResult) -> Value:
    """The same turns as for the hits; nothing within the first ten counts 0."""
    return scoring.reciprocal(_rank(result)) if _has_gold(result) else None


def citation_precision(result: TurnResult) -> Value:
    """Answered turns that cite and have a known answer: share of citations that hold it."""
    groups = _known(result)
    if result.reply.outcome != ANSWERED or not groups:
        return None
    return scoring.share(
        result.reply.citations, lambda cited: any(_bears(cited, group) for group in groups)
    )


def citation_recall(result: TurnResult) -> Value:
    """Answered turns: share of what was rightly said that some citation holds.

    Sentences that make no claim about the articles ("Sources differ") need no citation.
    """
    claims = [one.text for one in result.reply.sentences if one.support != "none_needed"]
    said = "\n".join((*claims, *result.reply.items))
    if result.reply.outcome != ANSWERED:
        return None
    groups = [group for group in _known(result) if holds_any(said, group)]
    cited = result.reply.citations
    return scoring.share(groups, lambda group: any(_bears(one, group) for one in cited))


def refusal_precision(result: TurnResult) -> Value:
    """Turns that were declined: share that had to be."""
    if result.reply.outcome != DECLINED or result.turn.answered is None:
        return None
    return float(result.turn.answered is False and not result.turn.small_talk)


def refusal_recall(result: TurnResult) -> Value:
    """Turns that have to be declined: share that were. A small-talk reply to a bare one is neither."""
    turn, outcome = result.turn, result.reply.outcome
    if turn.answered is not False or turn.small_talk:
        return None
    if turn.may_be_small_talk and outcome == SMALL_TALK:
        return None
    return float(outcome == DECLINED)


def small_talk(result: TurnResult) -> Value:
    """Turns marked as small talk: share taken as such."""
    return float(result.reply.outcome == SMALL_TALK) if result.turn.small_talk else None


def understood(result: TurnResult) -> Value:
    """Later turns of a conversation whose standalone form is known: share understood alike."""
    turn = result.turn
    if not result.follow_up or turn.standalone is None or turn.small_talk:
        return None
    return float(understood_alike(result.reply.understood, turn.standalone))


def follow_up_found(result: TurnResult) -> Value:
    """Follow-ups with gold answers: a passage of the first five for the understood question holds one."""
    return _answer_found(result, result.retrieved)


def standalone_found(result: TurnResult) -> Value:
    """The same turns, searched with the standalone form: what a perfect understanding would find."""
    return _answer_found(result, result.retrieved_alone)


def first_token(result: TurnResult) -> Value:
    """Turns whose answer was streamed."""
    return result.reply.first_token


def seconds(result: TurnResult) -> Value:
    """Turns that came back at all."""
    return None if result.reply.error else result.reply.seconds


def tokens(result: TurnResult) -> Value:
    """Turns where a language model was used."""
    usage = result.reply.usage
    parts = [value for name, value in usage.items() if name.endswith("tokens")]
    return usage.get("total_tokens", sum(parts)) if parts else None


def cost(result: TurnResult) -> Value:
    """Turns where a language model was used and its price is known."""
    return result.reply.usage.get("cost")


def _known(result: TurnResult) -> tuple[Group, ...]:
    """What the answer should say, each a group of equals; names of a list go by names."""
    return (*result.turn.say, *result.turn.names)


def _bears(cited: Cited, group: Group) -> bool:
    """Whether a citation holds the answer: in its quote, or as the speaker of the quote."""
    if holds_any(cited.quote, group):
        return True
    return cited.speaker is not None and names_any(cited.speaker, group)


def _has_gold(result: TurnResult) -> bool:
    return bool(result.turn.articles) and result.retrieved is not None


def _rank(result: TurnResult) -> int | None:
    found = [one.stem for one in (result.retrieved or ())[:DEPTH]]
    return scoring.first_rank(found, result.turn.articles)


def _answer_found(result: TurnResult, ranking: Ranking | None) -> Value:
    if not (result.follow_up and result.turn.answers and ranking is not None):
        return None
    first = ranking[:FOLLOW_UP_DEPTH]
    return float(any(holds_any(one.text, result.turn.answers) for one in first))
