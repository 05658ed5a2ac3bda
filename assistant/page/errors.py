"""What a visitor may be told instead of an answer, with the status and the next move.

FootnoteError
└── PageError           has a status; `retry_after` where waiting helps
    ├── Warming         the models are still loading
    ├── Closed          the assistant cannot be opened (no index, broken weights)
    ├── Busy            too many questions are waiting
    ├── TooSlow         the answer took longer than the deadline
    ├── TooMany         this visitor has asked too much in a short time
    ├── Refused         not allowed (wrong password, foreign site)
    ├── NotThere        no such article
    └── Malformed       the request does not have the shape that is documented
"""

from __future__ import annotations

from assistant.errors import FootnoteError


class PageError(FootnoteError):
    """Something a visitor is told, in words that are safe to show."""

    status = 500
    retry_after: int | None = None


class Warming(PageError):
    """The models are still loading."""

    status, retry_after = 503, 3


class Closed(PageError):
    """The assistant cannot be opened."""

    status, retry_after = 503, 30


class Busy(PageError):
    """Too many questions are waiting."""

    status, retry_after = 503, 2


class TooSlow(PageError):
    """The answer took longer than the deadline."""

    status, retry_after = 504, 10


class TooMany(PageError):
    """This visitor has asked too much in a short time."""

    status = 429

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Refused(PageError):
    """Not allowed."""

    status = 403


class NotThere(PageError):
    """No such thing (any more)."""

    status = 404


class Malformed(PageError):
    """The request does not have the documented shape."""

    status = 422
