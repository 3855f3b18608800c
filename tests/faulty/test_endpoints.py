"""Every law of a Redis REST endpoint is seen to break, each on an endpoint with that one fault."""

from collections.abc import Iterator

import pytest

from edgeproof.laws import all_laws
from tests.faulty.checking import check, only, outcomes
from tests.faulty.conftest import Note
from tests.faulty.endpoints.faults import FAULT_VARIABLE, Fault, all_faults
from tests.faulty.sampling import SAMPLED, marks_of, sample
from tests.faulty.serving import served

FAULTS = sorted(all_faults().values(), key=lambda fault: fault.name)
SAMPLE = sample({fault.name: fault.breaks for fault in FAULTS})
ALL = [pytest.param(fault, id=fault.name, marks=marks_of(fault.name, SAMPLE)) for fault in FAULTS]
ELSEWHERE = [case for case, fault in zip(ALL, FAULTS, strict=True) if not fault.on_own_stack]
ON_OWN_STACK = [case for case, fault in zip(ALL, FAULTS, strict=True) if fault.on_own_stack]


@pytest.fixture(scope="module")
def faulty_endpoints() -> Iterator[str]:
    """The URL of a server that has one faulty endpoint a fault, each in the folder of its name."""
    with served("tests.faulty.endpoints.faults:serve_faults") as url:
        yield url


def expect_broken(fault: Fault, note: Note, *options: str) -> None:
    """The suites see the fault, and show it."""
    suites = sorted({f"--suite={law.partition('.')[0]}" for law in fault.breaks})
    result = check("--strict", *options, *suites, *only(*fault.breaks), exit_code=1)
    note("endpoint", fault.name, result)
    seen = outcomes(result)
    assert {law: seen[law] for law in fault.breaks} == dict.fromkeys(fault.breaks, "broken")
    assert all(law["evidence"]["curl"] for law in result["laws"] if law["id"] in fault.breaks)


@pytest.mark.faulty
@pytest.mark.usefixtures("tokens_in_the_environment")
@pytest.mark.parametrize("fault", ELSEWHERE)
def test_the_suites_see_the_fault(faulty_endpoints: str, fault: Fault, note: Note) -> None:
    expect_broken(fault, note, "--probe-isolation", "--redis", f"{faulty_endpoints}/{fault.name}")


@pytest.mark.faulty
@pytest.mark.parametrize("fault", ON_OWN_STACK)
def test_the_suites_see_the_fault_on_a_stack_of_their_own(
    monkeypatch: pytest.MonkeyPatch, fault: Fault, note: Note
) -> None:
    monkeypatch.setenv("EDGEPROOF_ENDPOINT_WRAPPER", "tests.faulty.endpoints.faults:serve_fault")
    monkeypatch.setenv(FAULT_VARIABLE, fault.name)
    expect_broken(fault, note)


@pytest.mark.faulty
@SAMPLED
@pytest.mark.usefixtures("tokens_in_the_environment")
def test_the_suites_clear_the_endpoint_without_a_fault(faulty_endpoints: str) -> None:
    result = check("--strict", "--probe-isolation", "--redis", faulty_endpoints, exit_code=0)
    assert [law for law, outcome in outcomes(result).items() if outcome == "broken"] == []


def test_every_law_of_rest_and_redis_breaks_on_some_endpoint() -> None:
    broken = {law for fault in FAULTS for law in fault.breaks}
    assert broken == {law.id for law in all_laws().values() if law.suite in {"rest", "redis"}}
