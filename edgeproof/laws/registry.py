"""The registry: every law under its id, read from the tables beside this file."""

import tomllib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

import msgspec

from edgeproof.errors import ConfigurationError, did_you_mean
from edgeproof.laws.harm import Harm

SUITES = ("posts", "rest", "redis")
"""The suites in the order in which reports list them; a law's id starts with its suite."""

SOURCES = {
    "P": "the /posts contract",
    "D": "Upstash documentation, REST API",
    "C": "what the official Upstash clients send or cannot survive",
    "R": "Redis command reference",
    "H": "the HTTP standards (RFC 9110, RFC 9112)",
    "I": "inferred: nobody says it, but a user is harmed without it",
}


class Level(StrEnum):
    """How much a law weighs (RFC 2119): only MUST decides the verdict, except in a strict run."""

    MUST = "MUST"
    SHOULD = "SHOULD"


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """One checkable sentence about a deployment.

    `source` holds letters of `SOURCES`; `needs` names the capabilities that it needs: without them
    it is unsupported (`edgeproof.laws.CAPABILITIES`).
    """

    id: str
    level: Level
    statement: str
    source: str
    why: str
    section: str = ""
    needs: tuple[str, ...] = ()
    harm: Harm | None = None
    since: str = "0.1.0"
    """The version of edgeproof that has added it."""

    @property
    def harm_done(self) -> Harm:
        """What its breach does to people; by its level if its table does not say."""
        by_level = Harm.WRONG_ANSWER if self.level is Level.MUST else Harm.STYLE
        return self.harm or by_level

    @property
    def suite(self) -> str:
        """The suite it belongs to: one of `SUITES`."""
        return self.id.partition(".")[0]

    @property
    def source_names(self) -> str:
        """Its sources, spelled out."""
        return "; ".join(SOURCES[letter] for letter in self.source.split())


@cache
def all_laws() -> dict[str, Law]:
    """Every law by id, in the order of the tables."""
    tables = files("edgeproof.laws") / "tables"
    return {
        law_id: msgspec.convert({"id": law_id, **entry}, Law)
        for suite in SUITES
        for law_id, entry in tomllib.loads((tables / f"{suite}.toml").read_text("utf-8")).items()
    }


def find_law(law_id: str) -> Law:
    """The law with this id. Raises LookupError if there is none."""
    try:
        return all_laws()[law_id]
    except KeyError:
        message = f"no law has the id {law_id!r}"
        raise LookupError(message) from None


def matching_laws(globs: Iterable[str]) -> set[str]:
    """Ids of the laws that match any of the globs (`posts.create.*`).

    Raises ConfigurationError for a glob that matches nothing: otherwise a typing error in a skip
    list would never be noticed.
    """
    matched: set[str] = set()
    for glob in globs:
        hits = {law_id for law_id in all_laws() if fnmatchcase(law_id, glob)}
        if not hits:
            raise ConfigurationError(f"no law matches {glob!r}", which_laws(glob, law_globs()))
        matched |= hits
    return matched


def chosen_laws(suites: Sequence[str], globs: Sequence[str], skips: Sequence[str]) -> set[str]:
    """Ids of the laws to try. Raises ConfigurationError for a glob that matches nothing."""
    chosen = matching_laws(globs or ["*"]) - matching_laws(skips)
    return {law_id for law_id in chosen if not suites or find_law(law_id).suite in suites}


def law_globs() -> list[str]:
    """What may stand for laws: each id, and a glob for each group of ids (`posts.create.*`)."""
    parts = [law_id.split(".") for law_id in all_laws()]
    groups = [".".join((*one[:length], "*")) for one in parts for length in range(1, len(one))]
    return [*dict.fromkeys(groups), *all_laws()]


def which_laws(name: str, known: Iterable[str]) -> str:
    """A hint for a name that does not match any law: the nearest known name."""
    near = did_you_mean(name, known, most=3)
    return " ".join(filter(None, (near, "`edgeproof laws` lists them all")))


def laws_as_markdown(laws: Iterable[Law]) -> str:
    """The laws as Markdown tables, one per suite: the text of docs/laws.md below its heading."""
    chosen = list(laws)
    sections = []
    for suite in SUITES:
        rows = [_as_row(law) for law in chosen if law.suite == suite]
        if rows:
            head = f"## {suite}\n\n| id | level | statement | source |\n|---|---|---|---|\n"
            sections.append(head + "\n".join(rows) + "\n")
    return "\n".join(sections)


def _as_row(law: Law) -> str:
    statement = law.statement.replace("|", r"\|")
    return f"| `{law.id}` | {law.level} | {statement} | {law.source} |"
