"""What can go wrong with a language model while it writes, in words for whoever asked.

The words never hold an exception's text: that may name addresses, keys or files.
"""

from __future__ import annotations

from enum import Enum

WRITTEN_BY_READER = "so this answer was written by the reader."


class Fault(Enum):
    """One way in which a language model can fail; its value says it in plain words."""

    UNREACHABLE = "The language model could not be reached"
    REFUSED = "The language model refused access"
    UNKNOWN = "The language model is not known where it was asked"
    BUSY = "The language model has too many requests at the moment"
    FAILED = "The language model failed"
    BROKE_OFF = "The language model broke off in the middle"
    SLOW = "The language model took too long"
    NOTHING = "The language model wrote nothing that can be used"
    FLOOD = "The language model wrote far more than it was asked for"
    BUDGET = "Today's allowance for the language model is used up"
    NO_ROOM = "No passage fits the language model's window"
    NOT_SET_UP = "The language model is not set up rightly"

    @property
    def notice(self) -> str:
        """One line for the answer that stands in its place."""
        return f"{self.value}, {WRITTEN_BY_READER}"


class ModelFault(Exception):
    """A language model failed while it was asked; `fault` says how."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


_BY_STATUS = {
    400: Fault.REFUSED,
    401: Fault.REFUSED,
    402: Fault.REFUSED,
    403: Fault.REFUSED,
    404: Fault.UNKNOWN,
    408: Fault.SLOW,
    429: Fault.BUSY,
    503: Fault.BUSY,
    504: Fault.SLOW,
    529: Fault.BUSY,
}
_BY_NAME = (
    (("timeout", "deadline"), Fault.SLOW),
    (("remoteprotocol", "incompleteread", "readerror", "chunkedencoding"), Fault.BROKE_OFF),
    (("connect", "unreachable", "nameresolution", "network"), Fault.UNREACHABLE),
    (("authentication", "permission", "credential"), Fault.REFUSED),
    (("ratelimit", "resourceexhausted"), Fault.BUSY),
    (("notfound",), Fault.UNKNOWN),
)


def fault_of(error: BaseException) -> Fault:
    """What an exception of any provider's client means, its causes looked at too."""
    seen: BaseException | None = error
    for _ in range(5):
        if seen is None:
            break
        if isinstance(seen, ModelFault):
            return seen.fault
        status = _status(seen)
        if status is not None:
            return _BY_STATUS.get(status, Fault.FAILED)
        name = type(seen).__name__.lower()
        for words, fault in _BY_NAME:
            if any(word in name for word in words):
                return fault
        seen = seen.__cause__ or seen.__context__
    return Fault.FAILED


def _status(error: BaseException) -> int | None:
    """The HTTP status that an exception carries, as openai, anthropic, httpx and google do."""
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "status", "code"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None
