"""Title, outlet, author, day and address: from what a file declares or its text plainly says."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.article import Article
from corpus.dating import parse_date
from corpus.metadata import Raw, complete

BODY = "The ferry will make its last crossing in September.\n\nIt was built in 1931."


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-06-08T23:30:00Z", date(2023, 6, 8)),
        ("June 8, 2023 at 09:17", date(2023, 6, 8)),
        ("8th of June 2023", date(2023, 6, 8)),
        ("Thu, 08 Jun 2023 10:00:00 GMT", date(2023, 6, 8)),
        ("8. Juni 2023", date(2023, 6, 8)),
        ("8 de junio de 2023", date(2023, 6, 8)),
        ("8 июня 2023", date(2023, 6, 8)),
        ("8.6.2023", date(2023, 6, 8)),  # dots: day first
        ("28/06/2023", date(2023, 6, 28)),
        ("06/28/2023", date(2023, 6, 28)),
        ("07/07/2023", date(2023, 7, 7)),
        ("20230608", date(2023, 6, 8)),
        (1686218400, date(2023, 6, 8)),
        (1686218400000, date(2023, 6, 8)),
        (date(2023, 6, 8), date(2023, 6, 8)),
        ("03/04/2024", None),  # 3 April or 4 March
        ("June 2023", None),
        ("31 February 2023", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_dates(written: object, day: date | None) -> None:
    assert parse_date(written) == day


def article(*lines: str) -> Article:
    return complete(Raw("\n\n".join([*lines, BODY])), "x.txt")


def test_declared_fields_come_first() -> None:
    raw = Raw(
        BODY, title="The ferry stops | The Echo", outlet="The Echo", author="By Jo Lane",
        published="2023-06-08", url="https://echo.example/f",
    )  # fmt: skip
    found = complete(raw, "x.html")
    assert (found.title, found.outlet, found.author) == ("The ferry stops", "The Echo", "Jo Lane")
    assert (found.published, found.url, found.text) == (
        date(2023, 6, 8),
        "https://echo.example/f",
        BODY,
    )


def test_fields_the_text_plainly_says() -> None:
    found = article(
        "The ferry stops at last",
        "By Jo Lane",
        "Published: 8 June 2023",
        "https://echo.example/f",
        "Source: Echo",
    )
    assert (found.title, found.author, found.published) == (
        "The ferry stops at last",
        "Jo Lane",
        date(2023, 6, 8),
    )
    assert (found.url, found.outlet, found.text) == ("https://echo.example/f", "Echo", BODY)


def test_an_agency_mark_or_dateline_names_the_outlet() -> None:
    assert article("(AP)").outlet == "AP"
    assert article("TARVAS, June 8 (Reuters) - The bank raised its rate.").outlet == "Reuters"


@pytest.mark.parametrize(
    "line",
    [
        "The bridge was opened on June 8, 2023.",
        "Updated June 8, 2023",
        "1. Bob June 8, 2023 at 09:17",
    ],
)
def test_other_days_are_not_the_publication_date(line: str) -> None:
    found = complete(Raw(f"The ferry stops at last\n\n{BODY}\n\n{line}"), "x.txt")
    assert found.published is None


def test_unknown_stays_unknown() -> None:
    found = article("The ferry stops at last")
    assert (found.outlet, found.author, found.published, found.url) == (None, None, None, None)


def test_only_web_addresses_are_addresses() -> None:
    assert complete(Raw(BODY, url="javascript:alert(1)"), "x").url is None


def test_names_of_articles_in_a_file_of_several() -> None:
    assert Article("t", "x", "a/dialogues.jsonl#f001").stem == "f001"
    assert Article("t", "x", "a/two.json#b.2").stem == "b.2"
    assert Article("t", "x", "a/ap-nato.txt").stem == "ap-nato"
