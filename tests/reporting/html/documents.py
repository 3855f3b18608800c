"""Results to make pages of, and pages as a program reads them."""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

import msgspec

from edgeproof.laws import DeviationState, Outcome, all_laws
from edgeproof.reporting import (
    Capacity,
    Evidence,
    ExchangeRecord,
    HistoryRecord,
    LawResult,
    LoadResult,
    LoadViolation,
    Message,
    RateTried,
    Result,
    SloResult,
)
from tests.reporting.results import a_deviation, law_result, load_result, result_of
from tests.reporting.timeline.histories import LOST_WRITE

CURL = (
    "ID1=$(curl -sS -X POST --data-raw '<b>' \"${EDGEPROOF_POSTS_URL}\")",
    'curl -sS "${EDGEPROOF_POSTS_URL}"',
)


class Element(msgspec.Struct):
    tag: str
    attributes: dict[str, str]
    text: str = ""


class _Reader(HTMLParser):
    """The elements of a page in order, each with the text that stands right within it."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.elements[-1].text += data


def elements_of(page: str, *tags: str) -> list[Element]:
    """All of these tags, or of any; text is that between an element's start and the next tag."""
    reader = _Reader()
    reader.feed(page)
    return [element for element in reader.elements if not tags or element.tag in tags]


def evidence(
    *,
    summary: str = "the status of GET: received 500, expected 200",
    curl: Sequence[str] = CURL,
    history: HistoryRecord | None = None,
    text: str = "first",
) -> Evidence:
    request = Message(
        method="POST", url="http://h/posts", headers=[("Content-Type", text)], body=text
    )
    return Evidence(
        summary=summary,
        exchanges=[
            ExchangeRecord(request=request, response=Message(status=500, body_base64="/w==")),
            ExchangeRecord(request=request, failure=text),
        ],
        curl=list(curl),
        clients=[text],
        is_intermittent=True,
        history=history,
    )


def capacity(*, is_saturated: bool = False) -> Capacity:
    return Capacity(
        rate=1000.0,
        limited_by="p99<250ms",
        tried=[
            RateTried(
                target_rate=rate,
                achieved_rate=rate,
                percentiles_ms={"50": 1.0, "99": p99_ms},
                errors=0,
                count=int(rate) * 10,
                saturated=is_saturated and rate > 3000,
                is_met=p99_ms < 250,
            )
            for rate, p99_ms in ((500.0, 4.0), (1000.0, 90.0), (2000.0, 400.0), (4000.0, 3000.0))
        ],
    )


def a_load(**changes: Any) -> LoadResult:
    slo = [
        SloResult(slo="p99<250ms", seen=9.5, is_met=True),
        SloResult(slo="errors<0.1%", seen=None, is_met=False, reason="nothing was measured"),
    ]
    violation = LoadViolation(
        kind="lost post", subject="post:1", seen="gone", count=3, operations=["GET lists none"]
    )
    load = load_result(slo=slo, violations=[violation])
    return msgspec.structs.replace(load, **{"capacity": capacity(), **changes})


def every_law() -> list[LawResult]:
    """All laws there are, with each outcome among them."""
    outcomes = list(Outcome)
    return [
        _law(law_id, outcomes[place % len(outcomes)]) for place, law_id in enumerate(all_laws())
    ]


def _law(law_id: str, outcome: Outcome) -> LawResult:
    if outcome is Outcome.BROKEN:
        seen = evidence(history=LOST_WRITE)
        return law_result(law_id, outcome=outcome, reason=seen.summary, evidence=seen)
    return law_result(law_id, outcome=outcome, reason=None if outcome is Outcome.HELD else "so")


def full_result() -> Result:
    """A result with something of everything."""
    laws = every_law()
    excused = next(place for place, law in enumerate(laws) if law.outcome is Outcome.BROKEN)
    laws[excused] = msgspec.structs.replace(
        laws[excused], deviation=a_deviation(DeviationState.EXCUSED)
    )
    return result_of(laws, load=[a_load(), load_result(target_rate=None, is_saturated=True)])


_TYPED = {
    "schema", "command", "level", "outcome", "verdict", "state", "expires", "model", "capabilities",
    "percentiles_ms", "service_percentiles_ms",
}  # fmt: skip


def hostile_result(text: str) -> Result:
    """The full result with that text wherever its types allow any."""
    document = msgspec.json.decode(msgspec.json.encode(full_result()))
    return msgspec.convert(_hostile(document, text), Result)


def _hostile(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {
            key: one if _is_typed(key, one) else _hostile(one, text) for key, one in value.items()
        }
    if isinstance(value, list):
        return [_hostile(one, text) for one in value]
    return text if isinstance(value, str) else value


def _is_typed(key: str, value: Any) -> bool:
    # A history's state is a text, a deviation's is not.
    return key in _TYPED and not (key == "state" and value == LOST_WRITE.state)
