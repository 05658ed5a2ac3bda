"""A run as junit.xml, the form that build servers read."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from assistant.evaluation.replies import FAILED
from assistant.evaluation.results import CaseResult, Run

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold at all, not even escaped."""


def as_junit(run: Run) -> bytes:
    """One suite a file, one test a case."""
    root = Xml.Element("testsuites", name="footnote evaluate")
    for file in dict.fromkeys(case.case.file for case in run.cases):
        part = run.only(file)
        errors = sum(_crashed(case) for case in part.cases)
        suite = Xml.SubElement(
            root,
            "testsuite",
            name=_clean(file),
            tests=str(len(part.cases)),
            failures=str(len(part.cases) - part.passed - errors),
            errors=str(errors),
            time=f"{sum(turn.reply.seconds for turn in part.turns()):.3f}",
        )
        for case in part.cases:
            _add_case(suite, case)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_case(suite: Xml.Element, case: CaseResult) -> None:
    seconds = sum(turn.reply.seconds for turn in case.turns)
    test = Xml.SubElement(
        suite,
        "testcase",
        classname=_clean(case.case.file),
        name=_clean(case.case.id),
        time=f"{seconds:.3f}",
    )
    if not case.passed:
        kind = "error" if _crashed(case) else "failure"
        failure = Xml.SubElement(test, kind, message=_clean(case.failures[0]))
        failure.text = _clean("\n".join((*case.failures, "", *_asked(case))))


def _asked(case: CaseResult) -> list[str]:
    """What was asked and answered, for whoever only sees the build server."""
    return [
        line
        for turn in case.turns
        for line in (f"asked: {turn.turn.ask}", f"answered: {turn.reply.text or 'nothing'}")
    ]


def _crashed(case: CaseResult) -> bool:
    return any(turn.reply.outcome == FAILED for turn in case.turns)


def _clean(text: str) -> str:
    return _ILLEGAL.sub("�", text)
