"""Commands that reach past their own request: each kind is there, with its arguments in place."""

import pytest

from edgeproof.strategies import BLOCKING, MISUSES, blocking_command
from edgeproof.strategies.isolation import BLOCK_S


def test_every_state_of_a_connection_is_misused() -> None:
    commands = {" ".join(command) for misuse in MISUSES.values() for command in misuse.commands}
    assert commands >= {
        *("MULTI", "EXEC", "DISCARD", "UNWATCH", "SELECT 1", "HELLO 3", "RESET", "QUIT"),
        *("CLIENT REPLY OFF", "CLIENT SETNAME edgeproof", "SUBSCRIBE edgeproof", "MONITOR"),
    }
    assert {command.partition(" ")[0] for command in commands} >= {"AUTH"}


@pytest.mark.parametrize("name", ["MULTI", "SELECT", "HELLO", "CLIENT REPLY OFF", "SUBSCRIBE"])
def test_what_lasts_has_a_remedy(name: str) -> None:
    assert MISUSES[name].remedy is not None


@pytest.mark.parametrize("name", BLOCKING)
def test_a_blocking_command_waits_on_a_key_of_the_run_alone(name: str) -> None:
    before, command = blocking_command(name, ["a key", "another"])
    assert command[0] == name
    assert "a key" in [word for one in (*before, command) for word in one]


@pytest.mark.parametrize("name", BLOCKING)
def test_a_blocking_command_ends_by_itself_before_http_clients_give_up(name: str) -> None:
    assert BLOCK_S < 10
    _, command = blocking_command(name, ["a key", "another"])
    assert any(str(BLOCK_S) in str(word) for word in command)


def test_what_a_group_or_a_replica_needs_is_there_before() -> None:
    assert blocking_command("XREADGROUP", ["k", "l"])[0][0][:2] == ["XGROUP", "CREATE"]
    assert blocking_command("WAIT", ["k", "l"])[0] == [["SET", "k", "a write"]]
    assert blocking_command("BLPOP", ["k", "l"])[0] == []
