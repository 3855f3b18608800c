"""Attempts to write: found by the name of their command, and guessed where there are none."""

import pytest

from edgeproof.strategies.keyring import KINDS, kinds_in
from edgeproof.strategies.writes import (
    ATTEMPTS,
    DESTROYING_ATTEMPTS,
    PROBING_ATTEMPTS,
    REACHING_FAR,
    WRITING_SCRIPTS,
    attempts_of,
    guesses,
)


def test_a_command_has_its_own_attempts_in_any_case() -> None:
    assert attempts_of("getdel") == [("GETDEL", "{text}")]
    assert attempts_of("GetDel") == attempts_of("getdel")
    assert attempts_of("nosuchcommand") == []


def test_a_subcommand_has_its_own_and_a_command_those_of_its_subcommands() -> None:
    [create] = attempts_of("xgroup|create")
    assert create[:2] == ("XGROUP", "CREATE")
    assert create in attempts_of("xgroup")
    assert len(attempts_of("xgroup")) == 5


@pytest.mark.parametrize(
    "words", [*ATTEMPTS, *WRITING_SCRIPTS, *PROBING_ATTEMPTS], ids=lambda w: w[0]
)
def test_an_attempt_names_keys_that_a_keyring_has(words: tuple[str, ...]) -> None:
    braced = {word for word in words if word.startswith("{")}
    assert braced == {f"{{{kind}}}" for kind in kinds_in([words])}
    assert set(kinds_in([words])) & set(KINDS)


def test_what_reaches_further_is_not_among_the_ordinary_attempts() -> None:
    assert {words[0].lower() for words in ATTEMPTS}.isdisjoint(REACHING_FAR)
    assert {words[0] for words in DESTROYING_ATTEMPTS} == {"FLUSHALL", "FLUSHDB", "SWAPDB"}


def test_a_guess_has_every_kind_of_key_at_its_place_and_grows() -> None:
    guessed = list(guesses("newcommand", arity=-3, key_places=range(1, 2)))
    assert guessed[0] == ("NEWCOMMAND", "{text}", "1")
    assert {words[1] for words in guessed} == {f"{{{kind}}}" for kind in KINDS}
    assert {len(words) for words in guessed} == {3, 4, 5}


def test_a_guess_of_fixed_arity_does_not_grow() -> None:
    guessed = list(guesses("new", arity=3, key_places=range(1, 3)))
    assert guessed[0] == ("NEW", "{none}", "{text}")
    assert {len(words) for words in guessed} == {3}


def test_a_guess_of_a_subcommand_begins_with_both_of_its_words() -> None:
    first = next(iter(guesses("xnew|make", arity=4, key_places=range(2, 3))))
    assert first == ("XNEW", "MAKE", "{text}", "1")
