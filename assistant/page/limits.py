"""How much one visitor may ask: exact windows over a clock that never goes back."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping

MOST_VISITORS = 20_000


class Limit:
    """At most `count` in any `seconds`, for each key. Thread-safe; forgets the idlest keys."""

    def __init__(
        self, count: int, seconds: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.count, self.seconds, self._now = count, seconds, now
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """0 and counted, or the seconds until one more is allowed."""
        with self._lock:
            now, times = self._now(), self._times.setdefault(key, deque())
            self._times.move_to_end(key)
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.count:
                return times[0] + self.seconds - now
            times.append(now)
            while len(self._times) > MOST_VISITORS:
                self._times.popitem(last=False)
            return 0.0


class Visitors:
    """Who a request comes from, as limits count it."""

    def __init__(self, proxies: str) -> None:
        parts = [part.strip() for part in proxies.replace(",", " ").split()]
        self._proxies = {ipaddress.ip_network(part, strict=False) for part in parts}

    def key(self, peer: str | None, headers: Mapping[str, str]) -> str | None:
        """A visitor's address; None for somebody at this very machine, who is not limited."""
        forwarded = headers.get("x-forwarded-for")
        if not forwarded:
            return (
                None if _is_local(peer) and _is_local_host(headers.get("host", "")) else _net(peer)
            )
        if not self._is_proxy(peer):
            return _net(peer)
        for hop in reversed([part.strip() for part in forwarded.split(",")]):
            if not self._is_proxy(hop):
                return _net(hop)
        return _net(peer)

    def _is_proxy(self, address: str | None) -> bool:
        found = _address(address)
        return found is not None and any(found in network for network in self._proxies)


def _address(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address((text or "").strip("[]"))
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found


def _is_local(text: str | None) -> bool:
    found = _address(text)
    return bool(found and found.is_loopback)


def _is_local_host(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name == "localhost" or _is_local(name)


def _net(text: str | None) -> str:
    """An IPv6 visitor is a /64: single addresses are free there."""
    found = _address(text)
    if found is None:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)
