"""Requests that nobody should send: wrong in every way, and harmless to whoever obeys them."""

import json
from collections.abc import Callable

import pytest

from edgeproof.strategies import (
    Key,
    Template,
    strange_bodies,
    strange_commands,
    strange_headers,
    strange_paths,
    strange_queries,
)
from edgeproof.strategies.requests import (
    AWKWARD_BODIES,
    FAILING_SCRIPTS,
    HEADERS,
    NO_COMMAND,
    ONE_KEY_COMMANDS,
)
from tests.strategies.drawing import drawn


@pytest.fixture(scope="module")
def commands() -> list[Template]:
    """Draws of commands."""
    return drawn(strange_commands(), draws=4_000)


@pytest.fixture(scope="module")
def bodies() -> list[bytes]:
    """Draws of bodies."""
    return drawn(strange_bodies(), draws=1_500)


def decoded(body: bytes) -> object:
    """The body as JSON, or an exception where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        return error


@pytest.mark.parametrize("name", [*ONE_KEY_COMMANDS, NO_COMMAND])
def test_every_command_occurs_with_a_key_and_without(commands: list[Template], name: str) -> None:
    assert (name,) in commands
    assert any(command[:2] == (name, Key(0)) for command in commands)


@pytest.mark.parametrize("script", FAILING_SCRIPTS)
def test_every_script_occurs(commands: list[Template], script: str) -> None:
    assert any(command[:2] == ("EVAL", script) for command in commands)


def test_a_command_names_no_other_key(commands: list[Template]) -> None:
    for name, *rest in commands:
        assert name in {*ONE_KEY_COMMANDS, NO_COMMAND, "EVAL", "EVALSHA"}
        assert Key(0) not in rest[1:]


@pytest.mark.parametrize("body", AWKWARD_BODIES, ids=lambda body: repr(body[:20]))
def test_every_body_that_parsers_stumble_over_occurs(bodies: list[bytes], body: bytes) -> None:
    assert body in bodies


@pytest.mark.parametrize(
    "holds",
    [
        lambda body: isinstance(decoded(body), dict),
        lambda body: isinstance(decoded(body), list) and decoded(body),
        lambda body: isinstance(decoded(body), str),
        lambda body: isinstance(decoded(body), bool),
        lambda body: decoded(body) is None,
        lambda body: (
            isinstance(items := decoded(body), list)
            and any(isinstance(item, list | dict) for item in items)
        ),
        lambda body: body.decode("utf-8", "ignore").encode() != body,
    ],
)
def test_every_kind_of_body_occurs(bodies: list[bytes], holds: Callable[[bytes], object]) -> None:
    assert any(map(holds, bodies))


def test_a_path_is_of_no_command_and_can_be_sent() -> None:
    paths = drawn(strange_paths(), draws=300)
    assert all(path.startswith(f"/{NO_COMMAND}") and path.isascii() for path in paths)
    assert any(len(path) > 2_000 for path in paths)
    assert any("//" in path or path.endswith("/") for path in paths)
    assert any("%FF" in path for path in paths)


def test_a_query_has_names_without_values_and_values_without_names() -> None:
    queries = drawn(strange_queries(), draws=300)
    assert {"?", "?="} <= set(queries)
    assert any("&" in query for query in queries)
    assert any(query != "?" and "=" not in query for query in queries)


def test_every_header_occurs() -> None:
    assert {header for headers in drawn(strange_headers(), draws=500) for header in headers} == set(
        HEADERS
    )
