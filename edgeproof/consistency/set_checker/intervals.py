"""Lives: each element is there from its add on, and gone for ever from a remove of it on.

Each operation takes effect at one instant of its interval. So an element's life is two instants:
one within its add, and none or one within a remove. A list tells, at an instant of its own, whether
the element is there; so does a remove that is answered "it was not there":

    add      |-----|
    list              |-----| without it: lost, no remove of it was called
    remove                        |-----|
    list                                   |-----| with it: resurrected

A life is in order exactly if such instants can be chosen, and two instants are found without a
search. The add is best placed as late as possible: where it returned, or where the first list that
showed the element did (from then on it is *known*). A later operation that says that the element is
not there says that it is gone already. So the instant of removal must lie before the first of these
returned, after the last list that shows the element was called, and within a remove. (Whether a
list shows all elements as of one instant is not checked.)
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from edgeproof.consistency.set_checker.history import NEVER_NS, Removal, SetHistory, Span
from edgeproof.consistency.set_checker.observations import Observations, Question
from edgeproof.consistency.set_checker.origins import ElementOrigin
from edgeproof.consistency.set_checker.violations import Violation, ViolationKind, in_milliseconds

KNOWN: Final = {"add": "its add was acknowledged", "list": "a list had shown it"}
MISSED: Final = {"list": "not in a list", "remove": "not found by a remove"}
GONE: Final = {"list": "a list no longer showed it", "remove": "a remove of it was answered"}


class _Life(NamedTuple):
    """An element, its removes, and what first showed that it is there."""

    origin: ElementOrigin
    removes: list[Removal]
    known: Span

    def asked(self, after_ns: int) -> Question:
        """A question about it after that time."""
        return Question(self.origin.element, after_ns)


class _Absence(NamedTuple):
    """What first showed that a known element is not there: a list or a remove."""

    life: _Life
    told: Span

    @property
    def removals(self) -> list[Span]:
        """The removes that may have taken effect by then."""
        removals = (remove.span for remove in self.life.removes if remove.may_have_removed)
        return [span for span in removals if not self.told.precedes(span)]


def wrong_lives(history: SetHistory, origins: Iterable[ElementOrigin]) -> Iterator[Violation]:
    """The elements that are lost or resurrected; none of them may be seen before it was added."""
    lives = [
        _Life(origin, history.removes_of(origin.element), _known(history, origin))
        for origin in origins
    ]
    observations = Observations(history)
    without = observations.first_without([life.asked(life.known.over_ns) for life in lives])
    missed: list[_Absence] = []
    gone: list[_Absence] = []
    for life, list_ in zip(lives, without, strict=True):
        denied = (remove.span for remove in life.removes if not remove.may_have_removed)
        missed += _first_absence(life, list_, denied)
        gone += _first_absence(life, list_, (remove.span for remove in life.removes))
    yield from _lost(observations, missed)
    yield from _resurrected(observations, gone)


def _known(history: SetHistory, origin: ElementOrigin) -> Span:
    told = (history.first_showing(origin.element), origin.add)
    return min((span for span in told if span is not None), key=lambda span: span.over_ns)


def _first_absence(life: _Life, list_: Span | None, removes: Iterable[Span]) -> Iterator[_Absence]:
    """The first to return of the lists and removes called once it was known, if there are any."""
    told = [span for span in removes if life.known.precedes(span)]
    told += [] if list_ is None else [list_]
    if told:
        yield _Absence(life, min(told, key=lambda span: span.over_ns))


def _lost(observations: Observations, missed: Iterable[_Absence]) -> Iterator[Violation]:
    """Elements that no remove that was called by then can have taken out."""
    doubtful = [
        absence
        for absence in missed
        if not any(absence.life.known.precedes(removal) for removal in absence.removals)
    ]
    # A remove that was called before the element was known may have come before its add. It must
    # have if it was over when the add was called, or when a list was that shows the element.
    over_ns = [
        max((removal.over_ns for removal in absence.removals), default=-NEVER_NS)
        for absence in doubtful
    ]
    showing = observations.first_showing(
        [absence.life.asked(time_ns) for absence, time_ns in zip(doubtful, over_ns, strict=True)]
    )
    for absence, time_ns, list_ in zip(doubtful, over_ns, showing, strict=True):
        if list_ is not None or time_ns < absence.life.origin.earliest_ns:
            yield _loss(absence)


def _loss(absence: _Absence) -> Violation:
    known, told = absence.life.known, absence.told
    later = in_milliseconds(told.called_ns - known.over_ns)
    return Violation(
        kind=ViolationKind.LOST,
        element=absence.life.origin.element,
        seen=f"{MISSED[told.call]} that was called {later} after {KNOWN[known.call]}, "
        "though nothing can have taken it out",
        operations=(known, told),
    )


def _resurrected(observations: Observations, gone: Sequence[_Absence]) -> Iterator[Violation]:
    """Elements that a list shows that was called after they were gone."""
    showing = observations.first_showing([one.life.asked(one.told.over_ns) for one in gone])
    for absence, list_ in zip(gone, showing, strict=True):
        if list_ is not None:
            later = in_milliseconds(list_.called_ns - absence.told.over_ns)
            yield Violation(
                kind=ViolationKind.RESURRECTED,
                element=absence.life.origin.element,
                seen=f"in a list that was called {later} after {GONE[absence.told.call]}",
                operations=(absence.told, list_),
            )
