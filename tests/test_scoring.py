"""Scores and judgements against examples worked out by hand."""

from __future__ import annotations

import pytest

from assistant.evaluation import measuring, scoring
from assistant.evaluation.cases import Case, Turn
from assistant.evaluation.judging import judge, understood_alike
from assistant.evaluation.normalising import holds, names_it, squad
from assistant.evaluation.replies import Cited, Item, Reply, Said, failed
from assistant.evaluation.results import CaseResult, Found, Run, TurnResult
from assistant.evaluation.summarising import Figure, by_kind, measure_named, summarise


def said(text: str, *items: str, outcome: str = "answered", cites: tuple[Cited, ...] = ()) -> Reply:
    """A reply of one quoted sentence."""
    return Reply(
        outcome=outcome,
        understood="",
        sentences=(Said(text, (1,), "quoted"),),
        shorts=tuple(Item(item) for item in items),
        citations=cites,
    )


def result(turn: Turn, reply: Reply, **parts: object) -> TurnResult:
    return TurnResult(turn, reply, judge(turn, reply), **parts)  # type: ignore[arg-type]


DECLINED = Reply(outcome="declined")
SMALL = Reply(outcome="small_talk")


@pytest.mark.parametrize(
    ("text", "wanted", "held"),
    [
        ("It was “ruled out” – twice", '"ruled out" - twice', True),
        ("doesn’t want", "doesn't WANT", True),
        ("two\u00a0words\nhere", "two words here", True),
        ("140 missiles", "40", False),
        ("40,000 missiles", "40", False),
        ("40, and more", "40", True),
        ("in 2008.", "2008", True),
        ("1.40 euros", "40", False),
        ("unanimously", "unanimous", True),
    ],
)
def test_text_is_held_whatever_its_quotes_dashes_and_spaces(
    text: str, wanted: str, held: bool
) -> None:
    assert holds(text, wanted) is held


def test_names_match_in_any_fullness_but_not_across_people() -> None:
    assert names_it("Prime Minister Donald Tusk", "Tusk")
    assert names_it("Germany and France", "France")
    assert not names_it("Petra Brandt", "Lukas Brandt")
    assert not names_it("Poland", "Tusk")


def test_squad_words_drop_case_punctuation_and_articles() -> None:
    assert squad("The 27-to-19 vote, a win.") == ["27to19", "vote", "win"]


def test_exact_match_takes_any_gold_answer() -> None:
    assert scoring.exact_match("The Residents' Alliance", ["Tilley", "residents alliance"]) == 1
    assert scoring.exact_match("Graham", ["Graham Tilley"]) == 0


def test_f1_is_worked_out_over_shared_words() -> None:
    # "312 million euros" and "312 million pounds" share 2 of 3 words each way.
    assert scoring.answer_f1("312 million euros", ["312 million pounds"]) == pytest.approx(2 / 3)
    # One of one given, one of two wanted: 2 * 1 * 0.5 / 1.5.
    assert scoring.answer_f1("Tilley", ["nobody", "Graham Tilley"]) == pytest.approx(2 / 3)
    assert scoring.answer_f1("", ["Rome"]) == 0


def test_repeated_words_count_once_each() -> None:
    assert scoring.overlap_f1(["a", "a"], ["a"]) == pytest.approx(2 / 3)


def test_share_of_nothing_is_not_eligible() -> None:
    assert scoring.share([], bool) is None
    assert scoring.share([1, 0, 1, 1], bool) == 0.75


def test_ranks_hits_and_reciprocals() -> None:
    assert scoring.first_rank(["b", "a", "a"], ["a", "c"]) == 2
    assert scoring.first_rank(["b"], ["a"]) is None
    assert (scoring.hit_at(2, 1), scoring.hit_at(2, 5), scoring.hit_at(None, 5)) == (0, 1, 0)
    assert (scoring.reciprocal(4), scoring.reciprocal(None)) == (0.25, 0)


def test_means_and_percentiles_pass_over_what_is_not_eligible() -> None:
    assert scoring.mean([1, None, 0]) == 0.5
    assert scoring.mean([None]) is None
    assert scoring.percentile([3, None, 1, 2], 0.5) == 2
    assert scoring.percentile([0, 1], 0.95) == pytest.approx(0.95)
    assert scoring.percentile([], 0.5) is None


def test_intervals_repeat_and_hold_the_mean() -> None:
    groups = [[1.0], [0.0], [1.0], [1.0]] * 10
    low, high = scoring.interval(groups) or (0, 0)
    assert scoring.interval(groups) == (low, high)
    assert low < 0.75 < high
    # 40 draws of a 0.75 chance: a standard error of 0.068, so about 0.61 to 0.88.
    assert low == pytest.approx(0.61, abs=0.03) and high == pytest.approx(0.88, abs=0.03)
    assert scoring.interval([[1.0, 0.0]]) is None


def test_turns_of_a_case_are_drawn_together() -> None:
    apart = scoring.interval([[1.0], [0.0]] * 20) or (0, 0)
    together = scoring.interval([[1.0] * 10, [0.0] * 10] * 2) or (0, 0)
    assert together[1] - together[0] > apart[1] - apart[0]


def test_a_right_answer_passes() -> None:
    turn = Turn(
        "Who?", True, say=(("Macron",),), names=(("Tusk",),), articles=("ap",), must_cite=True
    )
    reply = said("Macron and Tusk.", "Donald Tusk", cites=(Cited(1, "ap", "Tusk said"),))
    assert judge(turn, reply) == ()


def test_every_failure_says_why_in_a_line() -> None:
    turn = Turn(
        "Who?",
        True,
        say=(("Rome", "Roma"),),
        names=(("Fiala",), ("Tusk",)),
        not_names=(("Macron",),),
        articles=("ap",),
        must_cite=True,
        standalone="Who ruled out sending troops?",
        must_stand=True,
    )
    reply = said("In Paris.", "Emmanuel Macron", "Tusk", cites=(Cited(1, "afp", "x"),))
    assert judge(turn, reply) == (
        "The answer does not say 'Rome' or 'Roma': In Paris.",
        "Missing from the list: 'Fiala'. It holds Emmanuel Macron, Tusk",
        "'Emmanuel Macron' is in the list, where 'Macron' must not be.",
        "It should cite ap, but cites afp.",
        "Understood as '' instead of 'Who ruled out sending troops?'.",
    )


def test_who_holds_the_opposite_is_no_item() -> None:
    turn = Turn("Who?", True, not_names=(("Macron",),))
    reply = Reply("answered", shorts=(Item("Tusk"), Item("Macron", stance="contrast")))
    assert judge(turn, reply) == ()


@pytest.mark.parametrize(
    ("turn", "reply", "passes"),
    [
        (Turn("?", True), DECLINED, False),
        (Turn("?", True), SMALL, False),
        (Turn("?", False), DECLINED, True),
        (Turn("Hello", False), SMALL, True),
        (Turn("?", False, say=(("x",),)), SMALL, False),
        (Turn("?", False), said("Yes."), False),
        (Turn("Thanks", False, small_talk=True), SMALL, True),
        (Turn("Thanks", False, small_talk=True), DECLINED, False),
        (Turn("?"), said("Anything."), True),
        (Turn("?", True), failed("no reader", 0.1), False),
    ],
)
def test_outcomes(turn: Turn, reply: Reply, passes: bool) -> None:
    assert (judge(turn, reply) == ()) is passes


def test_an_error_of_the_program_is_not_a_decline() -> None:
    assert judge(Turn("?", False), failed("no reader", 0.1)) == ("The program failed: no reader",)


@pytest.mark.parametrize(
    ("understood", "expected", "alike"),
    [
        ("When did Donald Tusk say this?", "When did Tusk say it?", True),
        ("Why is the tram late in Harwick today?", "Why is the Harwick tram late?", True),
        ("Who won?", "Who ruled out sending troops?", False),
        ("How old is Petra Sand?", "How old is Viktor Sand?", True),
        ("How old is he?", "How old is Viktor Sand?", False),
        ("When is it? (about: why the old tram was late)", "When is the old tram?", True),
        ("Does it open? (about: a pin, corroded, a city hall, told)", "Does it open?", True),
    ],
)
def test_questions_are_alike_by_their_content_words(
    understood: str, expected: str, alike: bool
) -> None:
    # "How old is Petra Sand": {old, petra, sand} against {old, viktor, sand}: F1 = 2/3, over 0.6.
    assert understood_alike(understood, expected) is alike


def test_list_measures() -> None:
    turn = Turn("Who?", True, names=(("Tusk",), ("Fiala",), ("U.K.", "Britain")))
    one = result(turn, said("", "Donald Tusk", "Macron", "Britain"))
    assert measuring.list_precision(one) == pytest.approx(2 / 3)
    assert measuring.list_recall(one) == pytest.approx(2 / 3)
    assert measuring.list_f1(one) == pytest.approx(2 / 3)


def test_an_empty_list_has_no_precision_but_a_recall_of_zero() -> None:
    one = result(Turn("Who?", True, names=(("Tusk",),)), DECLINED)
    assert measuring.list_precision(one) is None
    assert (measuring.list_recall(one), measuring.list_f1(one)) == (0, 0)
    assert measuring.list_f1(result(Turn("?"), DECLINED)) is None


def test_citations_hold_the_answer_in_quote_or_speaker() -> None:
    turn = Turn("Who?", True, say=(("40",),), names=(("Nkemelu",),))
    cites = (
        Cited(1, "a", "another 40 missiles"),
        Cited(2, "a", "140 soldiers"),
        Cited(3, "a", "I would not", speaker="Amara Nkemelu"),
    )
    one = result(turn, said("40 missiles.", "Nkemelu", cites=cites))
    assert measuring.citation_precision(one) == pytest.approx(2 / 3)
    assert measuring.citation_recall(one) == 1


def test_citation_recall_counts_only_what_was_rightly_claimed() -> None:
    turn = Turn("How many?", True, say=(("14",), ("17",), ("Sources differ",)))
    reply = Reply(
        "answered",
        sentences=(Said("Sources differ."), Said("14 or 17.", (1,), "quoted")),
        citations=(Cited(1, "a", "17 injured"),),
    )
    assert measuring.citation_recall(result(turn, reply)) == 0.5
    assert measuring.citation_recall(result(turn, DECLINED)) is None
    assert measuring.citation_precision(result(turn, DECLINED)) is None


def test_refusals() -> None:
    right, wrong = result(Turn("?", False), DECLINED), result(Turn("?", True), DECLINED)
    missed = result(Turn("?", False), said("Yes."))
    hello = result(Turn("Hello", False), SMALL)
    assert [measuring.refusal_precision(one) for one in (right, wrong, missed)] == [1, 0, None]
    assert [measuring.refusal_recall(one) for one in (right, wrong, missed, hello)] == [
        1,
        None,
        0,
        None,
    ]


def test_retrieval_is_eligible_only_where_it_was_looked_into() -> None:
    turn = Turn("?", True, articles=("a",), answers=("40",))
    ranking = (Found("b", "nothing"), Found("a", "so 40 of them"))
    one = result(turn, DECLINED, retrieved=ranking, retrieved_alone=ranking[:1], follow_up=True)
    assert (measuring.hit_at(1)(one), measuring.hit_at(5)(one)) == (0, 1)
    assert measuring.reciprocal_rank(one) == 0.5
    assert (measuring.follow_up_found(one), measuring.standalone_found(one)) == (1, 0)
    blind = result(turn, DECLINED)
    assert (measuring.hit_at(1)(blind), measuring.follow_up_found(blind)) == (None, None)


def test_tokens_and_cost_only_where_a_language_model_wrote() -> None:
    paid = Reply("answered", usage={"prompt_tokens": 900, "answer_tokens": 100, "cost": 0.02})
    assert measuring.tokens(result(Turn("?"), paid)) == 1000
    assert measuring.cost(result(Turn("?"), paid)) == 0.02
    assert measuring.tokens(result(Turn("?"), DECLINED)) is None


def test_a_run_is_summed_up_by_case_and_by_turn() -> None:
    good = result(Turn("?", False, kind="x"), DECLINED)
    bad = result(Turn("?", True, kind="y"), DECLINED)
    run = Run((CaseResult(Case("a", ()), (good, bad)), CaseResult(Case("b", ()), (good,))))
    figures = summarise(run)
    assert (figures["pass_rate"].value, figures["pass_rate"].eligible) == (0.5, 2)
    assert figures["turn_pass_rate"].value == pytest.approx(2 / 3)
    assert figures["refusal_precision"].value == pytest.approx(2 / 3)
    assert figures["f1"] == Figure(None, 0)
    kinds = by_kind(run)
    assert (kinds["x"]["turn_pass_rate"].value, kinds["y"]["turn_pass_rate"].value) == (1, 0)


def test_an_unknown_measure_is_refused_with_the_nearest() -> None:
    with pytest.raises(Exception, match="Unknown measure 'pass_rat'. Did you mean 'pass_rate'"):
        measure_named("pass_rat")
