"""Consumer groups: every subcommand, option and mistake is drawn, on groups that there are."""

import pytest

from edgeproof.strategies import STREAM_GROUPS, Key, Program, Template
from edgeproof.strategies.families.stream_groups import (
    AUTO_OPTIONS,
    AUTO_STARTS,
    CLAIM_OPTIONS,
    CONSUMERS,
    ENDS,
    GROUPS,
    IDLE_CONSUMER,
    IDLE_MS,
    REFUSED_AUTOCLAIMS,
    REFUSED_CLAIMS,
    REFUSED_PENDING,
    START_IDS,
    WRONG_ARITIES,
    with_groups_first,
)
from edgeproof.strategies.grammar import Word
from tests.strategies.drawing import programs_of


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    """All commands of many programs."""
    return [template for program in programs_of(STREAM_GROUPS.name) for template in program]


def rests(templates: list[Template], name: str, start: int = 3) -> set[Template]:
    """The words of that command from a place on."""
    return {template[start:] for template in templates if template[0] == name}


@pytest.mark.parametrize(
    "words",
    [
        *(("CREATE", start, "MKSTREAM") for start in START_IDS),
        *(("CREATE", start) for start in (*START_IDS, "abc")),
        *(("SETID", start) for start in START_IDS),
        ("DESTROY",),
        ("CREATECONSUMER", IDLE_CONSUMER),
        *(("DELCONSUMER", name) for name in (*CONSUMERS, IDLE_CONSUMER)),
    ],
    ids=repr,
)
def test_every_subcommand_occurs(templates: list[Template], words: tuple[Word, ...]) -> None:
    assert words in {(t[1], *t[4:]) for t in templates if t[0] == "XGROUP" and len(t) > 3}


def test_every_group_occurs(templates: list[Template]) -> None:
    assert set(GROUPS) <= {word for template in templates for word in template}


@pytest.mark.parametrize("id_", [">", "0", "1-1", "$", "abc"])
@pytest.mark.parametrize("consumer", CONSUMERS)
def test_both_consumers_read_what_is_new_and_what_was(
    templates: list[Template], consumer: str, id_: str
) -> None:
    assert any(
        template[0] == "XREADGROUP" and template[3] == consumer and template[-1] == id_
        for template in templates
    )


@pytest.mark.parametrize("option", [("COUNT", 1), ("NOACK",)])
def test_options_of_reading_occur(templates: list[Template], option: tuple[Word, ...]) -> None:
    reads = rests(templates, "XREADGROUP", 4)
    assert any(words[: len(option)] == option for words in reads)


def test_every_range_of_pending_entries_occurs(templates: list[Template]) -> None:
    asked = rests(templates, "XPENDING")
    ranges = [words[2:] if "IDLE" in words else words for words in asked]
    assert () in asked
    assert set(REFUSED_PENDING) <= asked
    assert {words[:2] for words in asked if "IDLE" in words} >= {("IDLE", ms) for ms in IDLE_MS}
    assert set(ENDS) <= {words[0] for words in ranges if len(words) > 2}
    assert {(name,) for name in (*CONSUMERS, IDLE_CONSUMER)} <= {words[3:] for words in ranges}


def test_every_way_to_claim_occurs(templates: list[Template]) -> None:
    claims = rests(templates, "XCLAIM", 4)
    for options in CLAIM_OPTIONS:
        assert any(words[len(words) - len(options) :] == options for words in claims)
    assert set(IDLE_MS) <= {words[0] for words in claims}
    assert set(REFUSED_CLAIMS) <= claims
    claims = rests(templates, "XAUTOCLAIM", 4)
    assert {words[:2] for words in claims} >= {(ms, at) for ms in IDLE_MS for at in AUTO_STARTS}
    assert set(AUTO_OPTIONS) <= {words[2:] for words in claims}
    assert set(REFUSED_AUTOCLAIMS) <= claims


def test_nothing_is_deleted_from_a_stream(templates: list[Template]) -> None:
    words = {word for template in templates for word in template[:3]}
    assert not {"XDEL", "XTRIM", "MAXLEN", "MINID"} & words


def test_who_is_created_does_not_read(templates: list[Template]) -> None:
    readers = {"XREADGROUP", "XCLAIM", "XAUTOCLAIM"}
    words = {word for template in templates if template[0] in readers for word in template}
    assert {*CONSUMERS} <= words
    assert IDLE_CONSUMER not in words


def test_most_reads_come_after_their_group_was_created() -> None:
    program: Program = (
        ("XADD", Key(1), "4-0", "a", "1"),
        ("XREADGROUP", "GROUP", "group", "bob", "STREAMS", Key(1), ">"),
        ("XADD", Key(1), "1-0", "a", "1"),
        ("XREADGROUP", "GROUP", "naïve", "bob", "STREAMS", Key(0), "0"),
    )
    create = ("XGROUP", "CREATE", Key(1), "group", "0", "MKSTREAM")
    assert with_groups_first(program) == (
        create,
        ("XADD", Key(1), "1-0", "a", "1"),
        program[1],
        ("XADD", Key(1), "4-0", "a", "1"),
        program[3],
    )


@pytest.mark.parametrize("template", WRONG_ARITIES, ids=repr)
def test_every_wrong_arity_occurs(templates: list[Template], template: Template) -> None:
    assert template in templates
