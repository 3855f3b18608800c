"""Programs of clients that overlap: each kind of call is drawn, and its law's model knows it."""

from collections.abc import Sequence

import pytest
from hypothesis import strategies as st

from edgeproof.consistency import ALL_KEYS, KEY_BY_KEY, OWN_KEYS, WHOLE_SET, Model, Operation
from edgeproof.strategies import (
    ClientPrograms,
    Turn,
    Words,
    beginning_with,
    client_programs,
    counter_calls,
    group_calls,
    member_calls,
    own_calls,
    post_calls,
    register_calls,
    transaction_calls,
)
from edgeproof.strategies.overlapping import (
    FEWEST_CLIENTS,
    MOST_CLIENTS,
    PAUSES_MS,
    replaced_posts,
)
from tests.strategies.drawing import drawn

DRAWS = 500


@pytest.fixture(scope="module")
def programs() -> list[ClientPrograms[Words]]:
    return drawn(client_programs(counter_calls()), draws=DRAWS)


def test_a_program_is_of_three_to_eight_clients(programs: list[ClientPrograms[Words]]) -> None:
    assert {len(program) for program in programs} == set(range(3, 9))


def test_a_client_has_four_to_nine_turns(programs: list[ClientPrograms[Words]]) -> None:
    assert {len(turns) for program in programs for turns in program} == set(range(4, 10))


def test_clients_mostly_go_on_at_once_and_sometimes_pause(
    programs: list[ClientPrograms[Words]],
) -> None:
    pauses_ms = [turn.pause_ms for program in programs for turns in program for turn in turns]
    assert set(pauses_ms) == set(PAUSES_MS)
    assert pauses_ms.count(0) > len(pauses_ms) / 2


def test_there_are_programs_in_which_nobody_pauses(programs: list[ClientPrograms[Words]]) -> None:
    assert any(not any(t.pause_ms for turns in program for t in turns) for program in programs)


def test_all_clients_may_begin_with_the_same_call() -> None:
    programs = drawn(beginning_with(("INCR", "b"), client_programs(counter_calls())), draws=50)
    for turns in (turns for program in programs for turns in program):
        assert [turn.call for turn in turns].count(("INCR", "b")) == 2
        assert turns[:2] == [Turn(0, ("INCR", "b"))] * 2


def test_registers_are_read_and_written_by_every_command_on_either_key() -> None:
    names = ("GET", "SET", "GETSET", "SETNX", "APPEND", "DEL")
    values = dict.fromkeys(("SET", "GETSET", "SETNX", "APPEND"), ("*",))
    assert set(drawn(register_calls(), draws=DRAWS)) == {
        (name, key, *values.get(name, ())) for name in names for key in ("a", "b")
    }


def test_a_counter_is_mostly_raised_and_sometimes_read() -> None:
    calls = drawn(counter_calls(), draws=DRAWS)
    assert set(calls) == {("INCR", "a"), ("GET", "a")}
    assert calls.count(("INCR", "a")) > len(calls) / 2


def test_members_come_and_go_and_are_looked_at_one_by_one_and_all() -> None:
    assert set(drawn(member_calls(), draws=DRAWS)) == {
        ("SMEMBERS",),
        *((name, m) for name in ("SADD", "SREM", "SISMEMBER") for m in ("one", "two", "three")),
    }


def test_a_group_of_keys_is_written_with_one_value_and_read_whole() -> None:
    assert set(drawn(group_calls(), draws=DRAWS)) == {
        ("MSET", "a", "*", "b", "*", "c", "*", "d", "*"),
        ("MGET", "a", "b", "c", "d"),
    }


def batches_in(calls: Sequence[Words]) -> list[Words]:
    return [call for call in calls if call[0] in {"MULTI", "PIPELINE"}]


def names_in(batches: Sequence[Words]) -> set[str]:
    return {command.split(" ")[0] for _, *commands in batches for command in commands}


def test_transactions_are_of_two_to_four_commands_with_single_ones_beside_them() -> None:
    calls = drawn(transaction_calls(), draws=DRAWS)
    transactions = batches_in(calls)
    names = {"SET", "GETSET", "APPEND", "GET", "MGET", "MSET"}
    assert {call[0] for call in calls} == {*names, "MULTI"}
    assert names_in(transactions) == names
    assert {len(commands) for _, *commands in transactions} == {2, 3, 4}


@pytest.mark.parametrize("kinds", [(), ("PIPELINE",), ("MULTI",), ("MULTI", "PIPELINE")])
def test_what_is_a_client_s_own_is_sent_alone_and_in_batches_of_these_kinds(
    kinds: tuple[str, ...],
) -> None:
    single = {("ECHO", "*"), ("SET", "@", "*"), ("APPEND", "@", "*"), ("GET", "@")}
    calls = drawn(own_calls(*kinds), draws=DRAWS)
    batches = batches_in(calls)
    assert set(calls) - set(batches) == single
    assert {batch[0] for batch in batches} == set(kinds)
    assert {c for _, *commands in batches for c in commands} == (
        set(map(" ".join, single)) if kinds else set()
    )


def test_more_posts_are_made_than_deleted_and_lists_read_between() -> None:
    calls = drawn(post_calls(), draws=DRAWS)
    numbers = [call for call in calls if isinstance(call, int)]
    assert set(calls) == {"POST", "GET", *range(10)}
    assert calls.count("POST") > len(numbers)


@pytest.mark.parametrize(
    ("calls", "model"),
    [
        (register_calls(), KEY_BY_KEY),
        (counter_calls(), KEY_BY_KEY),
        (group_calls(), ALL_KEYS),
        (transaction_calls(), ALL_KEYS),
        (own_calls("MULTI", "PIPELINE"), OWN_KEYS),
        (member_calls(), WHOLE_SET),
    ],
    ids=["registers", "counters", "groups", "transactions", "own keys", "members"],
)
def test_the_model_of_a_law_knows_every_call_that_is_drawn(
    calls: st.SearchStrategy[Words], model: Model[object]
) -> None:
    for name, *arguments in set(drawn(calls, draws=DRAWS)):
        operation = Operation(client=0, call=name, arguments=tuple(arguments), called_ns=0)
        for [part] in model.partition([operation]):
            assert model.step(model.initial, part)


def test_who_replaces_posts_makes_one_before_each_that_is_deleted() -> None:
    for program in drawn(replaced_posts(), draws=100):
        assert FEWEST_CLIENTS <= len(program) <= MOST_CLIENTS
        clients = [[turn.call for turn in turns] for turns in program]
        replacing = [calls for calls in clients if set(calls) != {"GET"}]
        assert len(clients) > len(replacing) >= 2
        for calls in replacing:
            assert set(calls[::2]) == {"POST"}
            assert all(isinstance(deleted, int) for deleted in calls[1::2])
