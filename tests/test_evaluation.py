"""A whole evaluation with a scripted assistant: asked, judged, reported, compared."""

from __future__ import annotations

import json
import xml.etree.ElementTree as Xml
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.answer import Answer, Citation, Outcome, Sentence, ShortAnswer, Support
from assistant.conversation import Conversation
from assistant.errors import ReaderUnavailable
from assistant.evaluation import evaluate_command
from assistant.evaluation.asking import InProcess
from assistant.evaluation.calling import OverHttp
from assistant.evaluation.cases import Case, CaseSet, Corpus, Turn
from assistant.evaluation.comparing import Floor, read_floors, read_report
from assistant.evaluation.errors import CaseFileError, EvaluationError, ReportError, Unreachable
from assistant.evaluation.feedback import read_complaints
from assistant.evaluation.housing import OneAsker, Temporary
from assistant.evaluation.loading import load_cases
from assistant.evaluation.page import marked, web_address
from assistant.evaluation.running import run_case
from assistant.settings import Settings
from assistant.understanding import Question, understand
from index.passage import Hit, Passage

QUOTE = "France will send another 40 Scalp missiles."
CASES = """\
articles: .
cases:
  - id: scalp
    turns:
      - ask: How many Scalp missiles?
        answered: true
        say: ["40"]
        cites: [ap]
  - id: weather
    turns:
      - ask: How is the weather?
        answered: false
"""


class Index:
    """Finds one passage, whatever is searched."""

    def search(self, question: str, **_: object) -> list[Hit]:
        return [Hit(Passage("p", "a", 0, 43, QUOTE, "T", source="x/ap.txt"), 1.0)]

    def article(self, article_id: str) -> None:
        return None

    def passages_of(self, article_id: str) -> list[Passage]:
        return []


class Scripted:
    """Answers by the words of the question; remembers how many turns it was told of."""

    def __init__(self, replies: Mapping[str, str | Exception]) -> None:
        self.replies = replies
        self.index = Index()
        self.turns: list[int] = []
        self.closed = False

    def ask(self, message: str, conversation: Conversation | None = None) -> Answer:
        self.turns.append(len((conversation or Conversation()).turns))
        reply = self.replies.get(message)
        if isinstance(reply, Exception):
            raise reply
        if reply is None:
            return Answer(message, message, Outcome.DECLINED)
        cited = Citation(
            1, "a", 100, 143, QUOTE, "<b>T</b>", source="x/ap.txt", highlights=((125, 127),)
        )
        return Answer(
            message,
            message,
            Outcome.ANSWERED,
            sentences=(Sentence(reply, (1,), Support.QUOTED),),
            short_answers=(ShortAnswer(reply, 1, 0.9),),
            citations=(cited,),
        )

    def understand(self, message: str, conversation: Conversation | None = None) -> Question:
        return understand(message, conversation)

    def close(self) -> None:
        self.closed = True


GOOD = {"How many Scalp missiles?": "40"}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "nato.yaml"
    path.write_text(CASES, "utf-8")
    return path


def evaluate(cases: Path, replies: Mapping[str, str | Exception], **options: Any) -> int:
    return evaluate_command(
        [cases],
        settings=Settings(data=cases.parent),
        house=OneAsker(InProcess(Scripted(replies))),
        **options,
    )


def test_the_conversation_goes_on_with_the_programs_own_answers() -> None:
    assistant = Scripted(GOOD)
    turns = (Turn("How many Scalp missiles?"), Turn("Why?"), Turn("Really?"))
    run_case(Case("c", turns), InProcess(assistant))
    run_case(Case("d", turns[:1]), InProcess(assistant))
    assert assistant.turns == [0, 1, 2, 0]


def test_an_error_is_a_failed_turn_and_the_next_one_is_asked() -> None:
    replies = {"One?": ReaderUnavailable("no weights"), "Two?": ValueError("bad")}
    turns = (Turn("One?", False), Turn("Two?", False), Turn("Three?", False))
    done = run_case(Case("c", turns), InProcess(Scripted(replies)))
    assert done.failures == (
        "Turn 1: The program failed: no weights",
        "Turn 2: The program failed: ValueError: bad",
    )


def test_retrieval_is_looked_up_by_stem() -> None:
    done = run_case(Case("c", (Turn("Who?", articles=("ap",)),)), InProcess(Scripted({})))
    assert [found.stem for found in done.turns[0].retrieved or ()] == ["ap"]


def test_three_files_are_written(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = cases.parent / "r"
    assert evaluate(cases, GOOD, report=folder) == 0
    data = json.loads((folder / "report.json").read_text("utf-8"))
    assert (data["passed"], data["total"]) == (2, 2)
    assert [case["key"] for case in data["cases"]] == ["nato/scalp", "nato/weather"]
    assert data["measures"]["hit@1"]["value"] == 1
    assert data["measures"]["f1"] == {
        "value": None,
        "eligible": 0,
        "low": None,
        "high": None,
        "meaning": "words shared with the best gold answer (SQuAD)",
        "unit": "share",
    }
    suite = Xml.parse(folder / "junit.xml").getroot().find("testsuite")
    assert suite is not None and (suite.get("tests"), suite.get("failures")) == ("2", "0")
    assert "2 of 2 cases passed" in capsys.readouterr().out


def test_the_page_marks_quotes_and_escapes_everything(cases: Path) -> None:
    folder = cases.parent / "r"
    evaluate(cases, {"How many Scalp missiles?": "<script>alert(40)</script>"}, report=folder)
    page = (folder / "report.html").read_text("utf-8")
    assert "another <mark>40</mark> Scalp" in page
    assert "<script" not in page and "&lt;script&gt;alert(40)" in page
    assert "&lt;b&gt;T&lt;/b&gt;" in page
    assert "http://" not in page and "https://" not in page


def test_a_failure_is_told_everywhere_but_is_no_exit_code(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cases.parent / "r"
    assert evaluate(cases, {"How many Scalp missiles?": "12\x00"}, report=folder) == 0
    why = "The answer does not say &#39;40&#39;: 12"
    assert why in (folder / "report.html").read_text("utf-8")
    failure = Xml.parse(folder / "junit.xml").getroot().find(".//failure")
    assert failure is not None and failure.get("message") == "The answer does not say '40': 12�"
    assert "failed nato/scalp" in capsys.readouterr().out


def test_a_broken_floor_is_exit_1_and_says_why(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(cases, {}, floors=["pass_rate=0.9"]) == 1
    assert "pass_rate is 0.500, under 0.9." in capsys.readouterr().out
    assert evaluate(cases, GOOD, floors=["pass_rate=0.9", "latency_p95=5"]) == 0


def test_a_floor_that_nothing_can_hold_is_broken(cases: Path) -> None:
    assert evaluate(cases, GOOD, floors=["f1=0.1"]) == 1


def test_times_have_ceilings_instead_of_floors() -> None:
    from assistant.evaluation.summarising import Figure

    assert Floor("latency_p50", 1.0).broken_by(Figure(0.5, 3)) is None
    assert Floor("latency_p50", 1.0).broken_by(Figure(2, 3)) == "latency_p50 is 2.000, over 1."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hit5=1", "Unknown measure 'hit5'. Did you mean 'hit@5'"),
        ("f1", "expected measure=number"),
        ("f1=x", "expected measure=number, as in f1=0.9"),
    ],
)
def test_floors_that_make_no_sense_are_refused(text: str, why: str) -> None:
    with pytest.raises(EvaluationError, match=why):
        read_floors([text])


def test_a_case_that_passed_before_is_exit_1(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cases.parent / "r"
    evaluate(cases, GOOD, report=folder)
    before = folder / "report.json"
    assert evaluate(cases, GOOD, baseline=before) == 0
    assert "Every case that was in both came out as before" in capsys.readouterr().out
    assert evaluate(cases, {}, baseline=before) == 1
    out = capsys.readouterr().out
    assert "worse  nato/scalp" in out and "pass_rate: 100.0% before, 50.0% now" in out


def test_what_got_better_is_printed(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = cases.parent / "r"
    evaluate(cases, {}, report=folder)
    assert evaluate(cases, GOOD, baseline=folder / "report.json") == 0
    assert "better nato/scalp passes now" in capsys.readouterr().out


def test_figures_over_other_cases_are_not_compared() -> None:
    from assistant.evaluation.comparing import Earlier, compare
    from assistant.evaluation.results import CaseResult, Run
    from assistant.evaluation.summarising import summarise

    run = Run((CaseResult(Case("a", (), "f"), ()),))
    same = compare(run, summarise(run), Earlier({"f/a": True}, {"pass_rate": 0.5}))
    assert [(move.name, move.better) for move in same.moves] == [("pass_rate", True)]
    other = compare(run, summarise(run), Earlier({"f/b": True}, {"pass_rate": 0.5}))
    assert (other.moves, other.new, other.gone) == ((), ("f/a",), ("f/b",))


def test_a_baseline_that_is_no_report_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]", "utf-8")
    with pytest.raises(ReportError, match="is not a report.json"):
        read_report(tmp_path / "x.json")
    with pytest.raises(ReportError, match="Cannot read"):
        read_report(tmp_path / "none.json")


def test_json_alone_goes_to_standard_output(
    cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(cases, GOOD, as_json=True)
    assert json.loads(capsys.readouterr().out)["passed"] == 2


def page(request: httpx.Request) -> httpx.Response:
    """A page that says how many turns it was told of."""
    if request.url.path == "/api/health":
        return httpx.Response(200, json={"ok": True})
    told = json.loads(request.content)
    if told["question"] == "Too long":
        return httpx.Response(422, json={"detail": "The question is too long."})
    count = len(told["conversation"])
    answer = Answer(told["question"], "", Outcome.ANSWERED, (Sentence(f"{count} turns"),))
    return httpx.Response(
        200, json={"answer": answer.to_dict(), "conversation": [{}] * (count + 1)}
    )


def test_a_running_page_is_asked_with_its_own_conversation() -> None:
    asker = OverHttp("http://page/", transport=httpx.MockTransport(page))
    turns = (Turn("One?", say=(("0 turns",),)), Turn("Too long"), Turn("Two?", say=(("1 turns",),)))
    done = run_case(Case("c", turns), asker)
    assert done.failures == ("Turn 2: The program failed: HTTP 422: The question is too long.",)
    assert done.turns[0].retrieved is None


def test_a_page_that_is_still_loading_is_waited_for() -> None:
    states = iter([{"state": "warming", "ok": False}] * 2 + [{"state": "ready", "ok": True}])
    waits: list[float] = []
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=next(states)))
    OverHttp("http://page", transport=transport, sleep=waits.append)
    assert waits == [1.0, 1.0]


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (httpx.ConnectError("refused"), "Nothing answers at http://page"),
        (httpx.Response(404), "is not a Footnote page"),
        (httpx.Response(503, json={"error": "no index"}), "is not well: HTTP 503: no index"),
        (httpx.Response(200, text="<p>Hello"), "its health is no JSON"),
        (httpx.Response(200, json={"ok": False, "words": "No articles."}), "well: No articles."),
    ],
)
def test_an_address_where_nothing_useful_listens_is_said_so(
    reply: httpx.Response | Exception, why: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(reply, Exception):
            raise reply
        return reply

    with pytest.raises(Unreachable, match=why):
        OverHttp("http://page", transport=httpx.MockTransport(answer))


def test_a_library_is_made_once_for_all_files_over_the_same_articles(tmp_path: Path) -> None:
    opened: list[tuple[Path, Path]] = []
    assistants: list[Scripted] = []

    def open_asker(articles: Path, settings: Settings) -> InProcess:
        opened.append((articles, settings.data))
        assistants.append(Scripted({}))
        return InProcess(assistants[-1])

    house = Temporary(Settings(data=tmp_path), open_asker)
    folder = Corpus(folder=tmp_path)
    records = Corpus(records=('{"id": "a", "text": "x"}',))
    for corpus in (folder, records, folder, records):
        house.asker(CaseSet(tmp_path / "x", (), corpus))
    assert [articles.name for articles, _ in opened] == [tmp_path.name, "articles"]
    written = opened[1][0] / "corpus.jsonl"
    assert written.read_text("utf-8") == '{"id": "a", "text": "x"}'
    house.close()
    assert all(assistant.closed for assistant in assistants) and not written.exists()


def test_a_file_that_names_no_articles_is_refused(tmp_path: Path) -> None:
    house = Temporary(Settings(data=tmp_path), lambda *_: InProcess(Scripted({})))
    with pytest.raises(CaseFileError, match="does not say which articles"):
        house.asker(CaseSet(tmp_path / "x", (), None))
    with pytest.raises(CaseFileError, match="is not there"):
        house.asker(CaseSet(tmp_path / "x", (), Corpus(folder=tmp_path / "none")))
    house.close()


def test_a_thumbs_down_becomes_a_case_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [
        {"question": "And: he?", "conversation": [{"asked": "Who?"}], "verdict": "down"},
        {"question": "Fine?", "verdict": "up"},
        {"question": "And: he?", "conversation": [{"asked": "Who?"}], "verdict": "down",
         "reason": "wrong #man", "answer": {"text": "It was\nher."}, "time": "2026-11-22"},
    ]  # fmt: skip
    text = "\n".join(json.dumps(entry) for entry in entries) + '\n{"cut'
    (tmp_path / "feedback.jsonl").write_text(text, "utf-8")
    assert evaluate_command([], settings=Settings(data=tmp_path), from_feedback=True) == 0
    written = capsys.readouterr().out
    assert "# Complaint: wrong #man (2026-11-22)\n  # The answer was: It was her." in written
    path = tmp_path / "feedback.yaml"
    path.write_text(written, "utf-8")
    with pytest.raises(CaseFileError, match="`answered` must be true or false, not nothing"):
        load_cases([path])
    path.write_text(written.replace("answered:", "answered: false"), "utf-8")
    (case,) = load_cases([path])[0].cases
    assert [turn.ask for turn in case.turns] == ["Who?", "And: he?"]


def test_feedback_is_written_beside_the_reports_but_never_over_work(tmp_path: Path) -> None:
    entry = {"question": "Why?", "verdict": "down"}
    (tmp_path / "feedback.jsonl").write_text(json.dumps(entry), "utf-8")
    settings = Settings(data=tmp_path)
    folder = tmp_path / "r"
    assert evaluate_command([], settings=settings, from_feedback=True, report=folder) == 0
    with pytest.raises(EvaluationError, match="already there"):
        evaluate_command([], settings=settings, from_feedback=True, report=folder)


def test_no_feedback_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="No feedback"):
        read_complaints(tmp_path)


def test_a_command_without_sense_is_refused(tmp_path: Path, cases: Path) -> None:
    settings = Settings(data=tmp_path)
    with pytest.raises(EvaluationError, match="Which questions"):
        evaluate_command([], settings=settings)
    with pytest.raises(EvaluationError, match="exclude each other"):
        evaluate_command([cases], settings=settings, data=tmp_path, url="http://x")


def test_marks_outside_the_quote_or_over_each_other_are_cut() -> None:
    assert list(marked("abcdef", [(2, 4), (3, 5), (9, 12), (-3, 1)])) == [
        ("a", True),
        ("b", False),
        ("cd", True),
        ("e", True),
        ("f", False),
    ]


def test_only_web_addresses_become_links() -> None:
    assert web_address("https://example.org/a") == "https://example.org/a"
    assert web_address("javascript:alert(1)") is None
    assert web_address(None) is None
