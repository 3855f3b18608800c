"""The decorator that connects a test to the law it states."""

import functools
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest
from _pytest.mark import ParameterSet

from edgeproof.laws.registry import Law, find_law

Body = Callable[..., Coroutine[Any, Any, None]]
_Test = TypeVar("_Test", bound=Callable[..., Any])


def law(law_id: str | None = None) -> Callable[[_Test], _Test]:
    """Mark an `async def` test, with or without `@given`, as the statement of a registered law.

    Without an id the test states several laws, one per parameter: see `param`. The test must take
    the fixture `expect`: a law that compares nothing cannot be held. At import, an id that is not
    in the registry raises LookupError, and any other kind of test raises TypeError.
    """
    marks = [pytest.mark.anyio, *([] if law_id is None else [_stating(law_id)])]

    def decorate(test: _Test) -> _Test:
        hypothesis_handle = getattr(test, "hypothesis", None)
        if hypothesis_handle is not None:
            hypothesis_handle.inner_test = _one_example(hypothesis_handle.inner_test)
            body: Any = test
        else:
            body = _one_example(test)
        for mark in marks:
            body = mark(body)
        marked: _Test = body
        return marked

    return decorate


def param(law_id: str, *values: object, name: str) -> ParameterSet:
    """Parameters for `pytest.mark.parametrize` for which a test states the law of that id."""
    return pytest.param(*values, marks=_stating(law_id), id=name)


def law_of(item: pytest.Item) -> Law | None:
    """The law that a test states; None for any other test."""
    marker = item.get_closest_marker("law")
    return None if marker is None else find_law(marker.args[0])


def needs_of_test(item: pytest.Item) -> list[str]:
    """The capabilities without which a test says nothing: those of its law, and its own."""
    law = law_of(item)
    return [*(law.needs if law else ()), *(mark.args[0] for mark in item.iter_markers("needs"))]


def _stating(law_id: str) -> pytest.MarkDecorator:
    return pytest.mark.law(find_law(law_id).id)


def _one_example(body: Body) -> Body:
    """Tell the case behind `expect` where each example starts and how it ends."""
    if not inspect.iscoroutinefunction(body) or "expect" not in inspect.signature(body).parameters:
        message = f"{body.__qualname__} states a law: it must be `async def` and take `expect`"
        raise TypeError(message)

    @functools.wraps(body)
    async def example(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (whatever the law takes)
        with kwargs["expect"].case.example():
            await body(*args, **kwargs)

    return example
