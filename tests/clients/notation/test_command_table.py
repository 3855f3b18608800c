"""The command table: what can be read of it, in whatever shape a server has it."""

import pytest

from edgeproof.clients import CommandEntry, command_table

GET = ["get", 2, ["readonly", "fast"], 1, 1, 1, ["@read", "@string", "@fast"]]
SET = ["SET", -3, ["write"], 1, 1, 1]
MSET = ["mset", -3, [], 1, -1, 2, ["@write"]]
RENAME = ["rename", 3, ["write"], 1, 2, 1, ["@write"], [], [], []]
XGROUP = ["xgroup", -2, [], 0, 0, 0, ["@slow"], [], [], []]
CREATE = ["xgroup|create", -5, ["write"], 2, 2, 1, ["@write"], [], [], []]


def entry_of(*fields: object) -> CommandEntry:
    [entry] = command_table([list(fields)])
    return entry


def test_a_read_and_a_write_are_told_apart_by_flag_or_by_category() -> None:
    assert [entry.is_write for entry in command_table([GET, SET, MSET])] == [False, True, True]


def test_an_entry_has_its_name_in_lower_case_and_its_arity() -> None:
    entry = entry_of(*SET)
    assert (entry.name, entry.arity) == ("set", -3)


@pytest.mark.parametrize(
    ("fields", "places"), [(GET, [1]), (RENAME, [1, 2]), (MSET, [1]), (XGROUP, []), (CREATE, [2])]
)
def test_the_places_of_keys_are_those_of_the_shortest_command(
    fields: list[object], places: list[int]
) -> None:
    assert list(entry_of(*fields).key_places) == places


def test_subcommands_are_entries_too() -> None:
    entries = command_table([[*XGROUP[:9], [CREATE]]])
    assert [(entry.name, entry.is_write) for entry in entries] == [
        ("xgroup", False),
        ("xgroup|create", True),
    ]


@pytest.mark.parametrize("reply", [None, "OK", 7, [], [None], ["get"], [["get"]], {"get": 2}])
def test_what_is_no_table_has_no_entries(reply: object) -> None:
    assert command_table(reply) == []
