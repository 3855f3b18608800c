"""Service level objectives of a load run: `p99<250ms`, `errors<0.1%`, `create p99<250ms`."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from edgeproof.errors import ConfigurationError
from edgeproof.reporting.load_document import DISTRIBUTION, LoadResult, SloResult, StepResult

_EXAMPLES: Final = "give one like 'p99<250ms', 'errors<0.1%', 'rate>=500/s' or 'create p99<250ms'"

_FORM: Final = re.compile(
    r"(?:(?P<step>\S(?:.*\S)?)\s+)?"
    r"(?P<measure>p\d+(?:\.\d+)?|max|errors|rate)\s*"
    r"(?P<comparison><=|>=|<|>)\s*"
    r"(?P<limit>\d+(?:\.\d+)?)\s*"
    r"(?P<unit>us|µs|ms|s|%|/s)",
    re.ASCII,
)
_UNITS_MS: Final[Mapping[str, float]] = {"us": 0.001, "µs": 0.001, "ms": 1.0, "s": 1000.0}
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
LAG_PERCENTILE: Final = 99.0
"""Up to that percentile, the lag at it limits what a late generator added to a response time."""

_NAMED_FROM: Final = 90
"""Below that, the known percentiles are multiples of five."""

_DECIMALS: Final = 9
"""7 errors of 1,000 are 0.7%, but slightly more as a product of floats."""


class Slo(NamedTuple):
    """An objective: what is measured, for which step (None: for all), and its limit.

    `measure` is `errors`, `rate` or a percentile like `p99.9` (`max` is `p100`); `unit` is that of
    `limit`: a unit of time, `%` or `/s`. `text` is the objective as the user wrote it.
    """

    text: str
    step: str | None
    measure: str
    comparison: str
    limit: float
    unit: str

    def admits(self, seen: float) -> bool:
        """Whether a measured value, in its unit, meets it."""
        return _COMPARISONS[self.comparison](seen, self.limit)


def parse_slo(text: str) -> Slo:
    """The objective in a text. Raises ConfigurationError, with valid examples."""
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise ConfigurationError(f"{text!r} is not a valid objective", _EXAMPLES)
    slo = Slo(
        text=text.strip(),
        step=found["step"],
        measure="p100" if found["measure"] == "max" else found["measure"],
        comparison=found["comparison"],
        limit=float(found["limit"]),
        unit=found["unit"],
    )
    problem = _problem(slo)
    if problem:
        raise ConfigurationError(f"{text!r} is not a valid objective: {problem}", _EXAMPLES)
    return slo


def judge_slo(slo: Slo, load: LoadResult) -> SloResult:
    """Whether a run met an objective.

    Without a sample it is missed. It is also missed if the generator was saturated, since what was
    measured is then not what was requested. The reason names the generator unless the deployment
    missed the objective by more than the generator can have added.
    """
    seen = _seen(slo, load)
    reason = _why_missed(slo, load, seen)
    is_met = not reason and seen is not None and slo.admits(seen)
    return SloResult(slo=slo.text, seen=seen, is_met=is_met, reason=reason)


def _problem(slo: Slo) -> str:
    """What is wrong with an objective of the right form; empty if nothing is."""
    units = {"errors": {"%"}, "rate": {"/s"}}.get(slo.measure, set(_UNITS_MS))
    if slo.unit not in units:
        return f"{slo.unit} is not a unit of it"
    if slo.comparison.startswith(">") != (slo.measure == "rate"):
        return f"the worst deployments would meet {slo.comparison}"
    if slo.measure not in {"errors", "rate"} and float(slo.measure[1:]) not in DISTRIBUTION:
        known = ", ".join(f"{one:g}" for one in DISTRIBUTION if one >= _NAMED_FROM)
        return f"the percentiles are {known} and multiples of 5"
    return ""


def _why_missed(slo: Slo, load: LoadResult, seen: float | None) -> str:
    """Why it is missed whatever was measured; empty if the measurement decides."""
    generator = load.generator
    if generator.saturated and not _is_missed_anyway(slo, seen, generator.lag_ms_p99):
        return f"the generator was saturated (its lag p99 was {generator.lag_ms_p99:.1f} ms)"
    if seen is not None:
        return ""
    names = [one.name for one in load.steps]
    if slo.step is not None and slo.step not in names:
        return f"no step {slo.step} was measured; there are {', '.join(names) or 'none'}"
    return "nothing was measured"


def _is_missed_anyway(slo: Slo, seen: float | None, lag_ms: float) -> bool:
    """Whether a response time is too long even without the lateness that it includes."""
    if seen is None or slo.measure in {"errors", "rate"} or float(slo.measure[1:]) > LAG_PERCENTILE:
        return False
    return not slo.admits(seen - lag_ms / _UNITS_MS[slo.unit])


def _seen(slo: Slo, load: LoadResult) -> float | None:
    """What was measured, in the unit of the objective; None without a sample."""
    of_step = _measured(slo, load)
    if of_step is None or not of_step.count:
        return None
    if slo.measure == "errors":
        return round(100 * of_step.errors / of_step.count, _DECIMALS)
    if slo.measure == "rate":
        return _rate(slo, of_step, load)
    ms = _percentile_ms(float(slo.measure[1:]), of_step)
    return None if ms is None else round(ms / _UNITS_MS[slo.unit], _DECIMALS)


def _measured(slo: Slo, load: LoadResult) -> StepResult | None:
    if slo.step is None:
        return load.total
    return next((one for one in load.steps if one.name == slo.step), None)


def _rate(slo: Slo, of_step: StepResult, load: LoadResult) -> float:
    """What ended well, per second: a step's requests, or all the steps that users take."""
    if slo.step is None:
        return load.achieved_rate
    return (of_step.count - of_step.errors) / load.duration_s if load.duration_s else 0.0


def _percentile_ms(percentile: float, of_step: StepResult) -> float | None:
    curve = {**dict(of_step.distribution), **_keyed(of_step.percentiles_ms)}
    return curve.get(percentile)


def _keyed(percentiles_ms: Mapping[str, float]) -> dict[float, float]:
    return {float(percentile): ms for percentile, ms in percentiles_ms.items()}
