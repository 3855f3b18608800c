"""A keyring: its lines name its kinds, and every kind is made, seen and read."""

import pytest

from edgeproof.strategies.keyring import (
    KINDS,
    READS,
    WRITING_SCRIPT,
    kinds_in,
    looks_at,
    making,
    named,
    names_for,
    template,
)

MADE = [kind for kind in KINDS if kind != "none"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_lines_of_a_kind_name_that_kind_alone(kind: str) -> None:
    lines = [*KINDS[kind].made_by, *KINDS[kind].seen_by]
    assert kinds_in(map(template, lines)) == [kind]
    assert bool(KINDS[kind].made_by) == (kind in MADE)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"ending", "log"}])
def test_reads_are_of_every_type(kind: str) -> None:
    assert any(f"{{{kind}}}" in words for words in READS)


def test_keys_are_called_by_their_names_and_other_words_are_kept() -> None:
    names = names_for(["text", "none"], lambda kind: f"key of {kind}")
    words = named(("COPY", "{text}", "{none}", "{not a kind}", "{"), names)
    assert words == ["COPY", "key of text", "key of none", "{not a kind}", "{"]


def test_only_the_kinds_that_are_named_are_made_and_looked_at() -> None:
    names = names_for(["text"], str.upper)
    assert making(names) == [["SET", "TEXT", "before"]]
    assert looks_at(names) == ["GET {text}", "PTTL {text}"]


def test_a_digest_is_of_the_script_that_is_loaded() -> None:
    names = names_for(kinds_in([("EVALSHA", "{digest}", "0")]), str.upper)
    assert making(names) == [["SCRIPT", "LOAD", WRITING_SCRIPT]]
    assert named(("{digest}",), names)[0] not in {"{digest}", "DIGEST"}
    assert looks_at(names) == []
