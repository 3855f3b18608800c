"""Journals: what a run makes, on disk before it is sent, for when the run cannot clean up itself.

A journal is a file of JSON lines in the user's cache: first what the run is about, then what it
makes. A running run holds a lock on its journal; it removes the file when nothing is left. Tokens
are never in it.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from edgeproof.content import cache_folder
from edgeproof.deployments import Deployment

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_SYNC_S: Final = 0.5
"""How much of what was noted a power cut may take."""

_ENCODER: Final = msgspec.json.Encoder()


class JournalHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is about; `listed` are the ids of the posts that were there before it."""

    run_id: str
    started_at: str
    posts_url: str | None = None
    redis_url: str | None = None
    listed: list[str] = []


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """What the journal of a run that did not clean up says."""

    file: Path
    head: JournalHead
    keys: list[str]
    posts: list[str]
    sent: list[str]
    """Digests of the texts that were sent as posts."""


class Journal:
    """The journal of a run that goes on."""

    def __init__(self, head: JournalHead) -> None:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.file = folder / f"{head.run_id}.jsonl"
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._descriptor = os.open(self.file, flags, 0o600)
        self._synced_s = 0.0
        if fcntl is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        self._write(head)

    def note_key(self, kind: str, name: str) -> None:
        """Note a key before the request that makes it."""
        self._write([f"key {kind}", name])

    def note_post(self, kind: str, name: str) -> None:
        """Note a post, or the digest of the text of one."""
        self._write([f"post {kind}", name])

    def close(self, *, is_needed: bool) -> None:
        """Let go of the journal, and remove it unless something is left."""
        os.close(self._descriptor)
        if not is_needed:
            self.file.unlink(missing_ok=True)

    def _write(self, line: object) -> None:
        os.write(self._descriptor, _ENCODER.encode(line) + b"\n")
        if time.monotonic() - self._synced_s > _SYNC_S:
            os.fsync(self._descriptor)
            self._synced_s = time.monotonic()


def unfinished_runs(deployment: Deployment | None = None) -> list[Unfinished]:
    """The journals of runs that have ended without cleaning up, of that deployment or of any."""
    found = filter(None, map(_read, sorted(_folder().glob("*.jsonl"))))
    return [one for one in found if deployment is None or _is_about(one.head, deployment)]


def _is_about(head: JournalHead, deployment: Deployment) -> bool:
    pairs = ((head.posts_url, deployment.posts_url), (head.redis_url, deployment.redis_url))
    return any(noted is not None and noted == asked for noted, asked in pairs)


def _read(file: Path) -> Unfinished | None:
    """What it says; None if its run still goes on, or it is not a journal."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, StopIteration):
        with file.open("rb") as lines:
            if fcntl is not None:
                fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
            head = msgspec.json.decode(next(lines), type=JournalHead)
            notes = list(_notes(lines))
        of = {kind: [name for noted, name in notes if noted == kind] for kind in _KINDS}
        return Unfinished(
            file=file, head=head, keys=of["key made"], posts=of["post made"], sent=of["post sent"]
        )
    return None


_KINDS: Final = ("key made", "post made", "post sent")


def _notes(lines: Iterator[bytes]) -> Iterator[tuple[str, str]]:
    for line in lines:
        with suppress(msgspec.DecodeError):  # the last line may be cut off
            yield msgspec.json.decode(line, type=tuple[str, str])


def _folder() -> Path:
    return cache_folder() / "journals"
