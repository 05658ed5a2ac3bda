"""Fair shares: how much a visitor, and all visitors of one embedding site, may ask."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.page.errors import TooMany
from assistant.page.framing import PASS_HEADER, site_of_pass
from assistant.page.limits import Limit, Visitors
from assistant.settings import Settings

DAY = 24 * 3600


class Shares:
    """Counts questions by who asks."""

    def __init__(self, settings: Settings) -> None:
        self._visitors = Visitors(settings.proxies)
        self._minute = Limit(settings.questions_per_minute, 60)
        self._day = Limit(settings.questions_per_day, DAY)
        self._frames = Limit(settings.frame_questions_per_minute, 60)

    def take(self, peer: str | None, headers: Mapping[str, str]) -> None:
        """One question more. Raises TooMany with the seconds to wait."""
        visitor = self._visitors.key(peer, headers)
        if visitor is None:
            return
        site = site_of_pass(headers.get(PASS_HEADER))
        if site:
            _allow(self._frames.wait(site), "Many visitors of this site are asking just now.")
        _allow(self._minute.wait(visitor), "That was a lot of questions in one minute.")
        _allow(self._day.wait(visitor), "That was the last question for today.")


def _allow(wait: float, words: str) -> None:
    if wait > 0:
        seconds = max(1, round(wait + 0.5))
        raise TooMany(f"{words} Try again in {seconds} seconds.", seconds)
