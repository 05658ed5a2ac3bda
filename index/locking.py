"""One writer at a time. The operating system's lock decides; a note beside it names the holder."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import filelock

from index.errors import Holder, LockHeld
from index.files import write_atomically

_LOCK, _NOTE = "writer.lock", "writer.json"


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Be the one writer of this index, or be refused at once."""
    data.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(data / _LOCK, timeout=0.2)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise LockHeld(data, _holder_soon(data)) from None
    try:
        write_atomically(data / _NOTE, json.dumps(_ourselves()))
        yield
    finally:
        (data / _NOTE).unlink(missing_ok=True)
        lock.release()


def holder(data: Path) -> Holder | None:
    """Who is writing right now; nobody if the lock is free (a dead writer's note does not count)."""
    lock = filelock.FileLock(data / _LOCK, timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        return _noted(data) or Holder(0, "unknown", "unknown", "unknown")
    lock.release()
    return None


def _holder_soon(data: Path) -> Holder | None:
    """The holder's note; a holder that has only just begun gets half a second to write it."""
    for _ in range(10):
        found = _noted(data)
        if found and (found.host != socket.gethostname() or _alive(found.pid)):
            return found
        time.sleep(0.05)
    return None


def _noted(data: Path) -> Holder | None:
    try:
        return Holder(**json.loads((data / _NOTE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _ourselves() -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200],
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _alive(pid: int) -> bool:
    if sys.platform == "win32":
        return True  # os.kill would end the process there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
