"""The decorator that ties a test to the law it states."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.laws import Broken, Case, Expectations, NotJudged, Undecided, law


def test_an_unknown_id_fails_at_import() -> None:
    with pytest.raises(LookupError, match=r"redis\.icnr\.counts"):
        law("redis.icnr.counts")


def test_a_test_that_cannot_compare_fails_at_import() -> None:
    async def compares_nothing(redis: object) -> None: ...

    def is_not_async(expect: Expectations) -> None: ...

    for test in (compares_nothing, is_not_async):
        with pytest.raises(TypeError, match=test.__name__):
            law("redis.incr.counts")(test)


def test_a_law_is_marked_with_its_id_and_runs_under_anyio() -> None:
    @law("redis.incr.counts")
    async def states_it(expect: Expectations) -> None:
        """What it says."""

    marks = {mark.name: mark.args for mark in states_it.pytestmark}  # type: ignore[attr-defined]  # set by pytest and hypothesis
    assert marks == {"law": ("redis.incr.counts",), "anyio": ()}
    assert (states_it.__name__, states_it.__doc__) == ("states_it", "What it says.")


def test_each_call_is_an_example_of_the_case() -> None:
    @law("redis.incr.counts")
    async def states_it(expect: Expectations, number: int) -> None:
        expect.equal("the number", number, 1)

    case = Case()
    asyncio.run(states_it(expect=Expectations(case), number=1))
    with pytest.raises(Broken):
        asyncio.run(states_it(expect=Expectations(case), number=2))
    assert (case.examples, case.comparisons) == (2, 2)
    assert case.last_failure is not None


def test_an_example_of_hypothesis_is_one_of_the_case() -> None:
    numbers: list[int] = []

    @law("redis.incr.counts")
    @given(number=st.integers(0, 3))
    async def states_it(expect: Expectations, number: int) -> None:
        numbers.append(number)

    case = Case()
    inner = states_it.hypothesis.inner_test  # type: ignore[attr-defined]  # set by pytest and hypothesis
    for number in range(4):
        asyncio.run(inner(expect=Expectations(case), number=number))
    assert (case.examples, numbers) == (4, [0, 1, 2, 3])


def test_a_failed_expectation_comes_out_of_a_group_bare() -> None:
    case = Case()
    broken = Broken("x", "1", "2")
    late: BaseException = Undecided("late")
    group = BaseExceptionGroup("", [late, BaseExceptionGroup("", [broken])])
    with pytest.raises(Broken) as raised, case.example():
        raise group
    assert raised.value is broken
    assert case.last_failure is not None
    assert case.last_failure.error is broken


def test_what_does_not_judge_passes_as_it_is_and_out_of_a_group_bare() -> None:
    case = Case()
    with pytest.raises(NotJudged), case.example():
        raise Undecided("late")
    group = BaseExceptionGroup("", [Undecided("late"), Undecided("later")])
    with pytest.raises(Undecided, match="late"), case.example():
        raise group
    both: list[BaseException] = [Undecided("late"), ValueError("a mistake")]
    with pytest.raises(ValueError, match="mistake"), case.example():
        raise BaseExceptionGroup("", both)
    assert case.last_failure is None


def test_hypothesis_does_not_take_for_a_failure_what_does_not_judge() -> None:
    calls: list[int] = []

    @given(number=st.integers())
    def times_out(number: int) -> None:
        calls.append(number)
        raise Undecided("late")

    with pytest.raises(Undecided):
        times_out()
    assert len(calls) == 1
    assert not isinstance(Undecided("late"), Exception)
