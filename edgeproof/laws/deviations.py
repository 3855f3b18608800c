"""Known deviations: laws that a deployment is known to break, each with a reason and a last day.

They are in a file, with one table per law; docs/deviations.md describes it and has an example.
"""

import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from edgeproof.errors import ConfigurationError
from edgeproof.laws.outcome import Outcome
from edgeproof.laws.registry import all_laws, which_laws


class DeviationState(StrEnum):
    """What a run says about a known deviation."""

    EXCUSED = "excused"
    """The law is broken, and that does not decide the verdict."""
    OBSOLETE = "obsolete"
    """The law holds: the entry must be removed."""
    EXPIRED = "expired"
    """The law does not hold, but the entry's last day has passed: it no longer excuses anything."""
    UNJUDGED = "unjudged"
    """The law was neither held nor broken in this run, which says nothing about the entry."""


class Deviation(msgspec.Struct, frozen=True, kw_only=True):
    """Why a law is known to be broken, and until when that is accepted.

    `expires` is the last day on which the entry excuses; `is_expired` says whether that day has
    passed on the day of the run.
    """

    reason: str
    link: str | None
    expires: date
    is_expired: bool

    def state(self, outcome: Outcome) -> DeviationState:
        """The state of the entry when its law has this outcome."""
        match outcome:
            case Outcome.HELD:
                return DeviationState.OBSOLETE
            case Outcome.UNSUPPORTED | Outcome.UNTESTED:
                return DeviationState.UNJUDGED
            case _ if self.is_expired:
                return DeviationState.EXPIRED
            case Outcome.BROKEN:
                return DeviationState.EXCUSED
            case _:
                return DeviationState.UNJUDGED


class _Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file."""

    reason: str
    expires: date
    link: str | None = None


def read_deviations(file: Path, *, today: date) -> dict[str, Deviation]:
    """The known deviations of a file by the id of their law, as they count on the day `today`.

    Raises ConfigurationError, naming the file and the entry, if the file is missing or not TOML, an
    id is not that of a law, or an entry lacks a reason or a date or has other fields.
    """
    return {
        law_id: _deviation(file, law_id, table, today) for law_id, table in _tables(file).items()
    }


def _tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        detail = error.strerror or str(error)
        raise ConfigurationError(f"the deviations in {file} cannot be read", detail) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"the deviations in {file} cannot be read", str(error)) from None


def _deviation(file: Path, law_id: str, table: object, today: date) -> Deviation:
    if law_id not in all_laws():
        raise ConfigurationError(
            f"{file}: no law has the id {law_id!r}",
            f"{which_laws(law_id, all_laws())}; in the file they stand in quotes",
        )
    try:
        entry = msgspec.convert(table, _Entry)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{file}: the entry {law_id!r} is wrong", str(error)) from None
    if not entry.reason.strip():
        raise ConfigurationError(f"{file}: the entry {law_id!r} is wrong", "its `reason` is empty")
    return Deviation(
        reason=entry.reason.strip(),
        link=entry.link,
        expires=entry.expires,
        is_expired=entry.expires < today,
    )
