"""Errors that cross from one process to another keep what callers look at."""

import pytest

from edgeproof.errors import ConfigurationError, EdgeproofError, UnavailableError, error_from


@pytest.mark.parametrize("kind", [ConfigurationError, UnavailableError, EdgeproofError])
def test_an_error_of_another_process_is_of_the_same_class(kind: type[EdgeproofError]) -> None:
    error = error_from("it failed", "run again", kind.exit_code)
    assert type(error) is kind
    assert (str(error), error.exit_code) == ("it failed: run again", kind.exit_code)


def test_an_exit_code_that_no_class_has_is_kept() -> None:
    error = error_from("it failed", "", 7)
    assert (type(error), error.exit_code) == (EdgeproofError, 7)
