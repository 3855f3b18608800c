"""The set checker as its definitions read, by looking at every pair of operations.

For the fast one to agree with: it is slow, and knows nothing of digests and differences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from edgeproof.consistency import Operation, ViolationKind

FOREVER_NS = 1_000
"""After all times of small histories."""

Found = set[tuple[ViolationKind, str]]


def over_ns(operation: Operation) -> int:
    """From when on it can no longer take effect; what a refused DELETE did, nobody knows."""
    is_refused = operation.call == "DELETE" and operation.result not in {200, 204, 404}
    is_open = operation.returned_ns is None or is_refused
    return FOREVER_NS if is_open else operation.returned_ns or 0


def precedes(one: Operation, other: Operation) -> bool:
    """Whether one was over before the other was called."""
    return over_ns(one) < other.called_ns


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element of the run's own, its text, and all that was seen of it.

    `add` is its add, None where no add is left that it can have come from; `earliest_ns` is when
    the first of those was called that it may have come from.
    """

    name: str
    text: str
    add: Operation | None
    earliest_ns: int
    lists: list[Operation]
    removes: list[Operation]

    @property
    def showing(self) -> list[Operation]:
        """The lists that show it."""
        return [operation for operation in self.lists if texts_in(operation, self.name)]

    @property
    def denying(self) -> list[Operation]:
        """The lists that do not show it, and the removes that did not find it."""
        lists = [operation for operation in self.lists if not texts_in(operation, self.name)]
        return lists + [operation for operation in self.removes if operation.result == 404]

    @property
    def removed(self) -> list[Operation]:
        """The removes that were acknowledged."""
        return [operation for operation in self.removes if operation.result in {200, 204}]

    @property
    def perhaps_removed(self) -> list[Operation]:
        """The removes of which nobody knows whether they were done."""
        known = [*self.removed, *self.denying]
        return [operation for operation in self.removes if operation not in known]


def texts_in(listing: Operation, name: str) -> list[str]:
    """The texts that a list shows the element with."""
    return [text for listed, text in listing.result if listed == name]


def naive_violations(history: Sequence[Operation], mark: str | None) -> Found:
    """The kinds of violation, and the elements that they befell."""
    given = [operation.result for operation in history if operation.call == "POST"]
    again = {name for name in given if name is not None and given.count(name) > 1}
    found = {(ViolationKind.DUPLICATED, name) for name in again}
    for element in elements(history, mark):
        found |= {(kind, element.name) for kind in kinds_of(element)}
    return found


def elements(history: Sequence[Operation], mark: str | None) -> Iterator[Element]:
    """The elements that one answer named, and those with the mark that a list shows besides."""
    adds = [operation for operation in history if operation.call == "POST"]
    given = [operation.result for operation in adds]
    for add in adds:
        if add.result is not None and given.count(add.result) == 1:
            yield element(history, add.result, add.arguments[0], add, add.called_ns)
    for text, names in unnamed(history, mark).items():
        pending = [add for add in adds if add.result is None and add.arguments == (text,)]
        pending.sort(key=lambda add: add.called_ns)
        calls = [Operation(client=0, call="POST", called_ns=add.called_ns) for add in pending]
        for name, call in zip_longest(names, calls[: len(names)]):
            yield element(history, name, text, call, calls[0].called_ns if calls else 0)


def unnamed(history: Sequence[Operation], mark: str | None) -> dict[str, list[str]]:
    """By their text the elements with the mark that no answer named, the first shown first."""
    named = {operation.result for operation in history if operation.call == "POST"}
    texts: dict[str, str] = {}
    firsts: dict[str, tuple[int, str]] = {}
    lists = [operation for operation in history if operation.call == "GET"]
    for place, listing in enumerate(sorted(lists, key=over_ns)):
        for name, text in listing.result:
            firsts.setdefault(name, (place, name))
            if name not in named and mark is not None and text.startswith(mark):
                texts.setdefault(name, text)
    return {
        text: sorted((name for name in texts if texts[name] == text), key=firsts.__getitem__)
        for text in texts.values()
    }


def element(
    history: Sequence[Operation], name: str, text: str, add: Operation | None, earliest_ns: int
) -> Element:
    """All that was seen of an element."""
    return Element(
        name=name,
        text=text,
        add=add,
        earliest_ns=earliest_ns,
        lists=[operation for operation in history if operation.call == "GET"],
        removes=[operation for operation in history if operation.arguments == (name,)],
    )


def kinds_of(element: Element) -> Iterator[ViolationKind]:
    """What is wrong with an element."""
    texts = [texts_in(listing, element.name) for listing in element.lists]
    if any(len(shown) > 1 for shown in texts):
        yield ViolationKind.DUPLICATED
    if any(text != element.text for shown in texts for text in shown):
        yield ViolationKind.TEXT_CHANGED
    if is_early(element):
        yield ViolationKind.SEEN_EARLY
        return
    if is_lost(element):
        yield ViolationKind.LOST
    if is_resurrected(element):
        yield ViolationKind.RESURRECTED


def is_early(element: Element) -> bool:
    """Whether a list showed it before it was added."""
    add = element.add
    return any(add is None or precedes(listing, add) for listing in element.showing)


def knowing(element: Element) -> list[Operation]:
    """What says that it is there, or was."""
    return [*([element.add] if element.add else []), *element.showing]


def is_lost(element: Element) -> bool:
    """Whether it was missed, though no remove can have taken it out by then."""
    for denying in element.denying:
        known = [one for one in knowing(element) if precedes(one, denying)]
        removes = [*element.removed, *element.perhaps_removed]
        removes = [remove for remove in removes if not precedes(denying, remove)]
        if known and all(is_in_vain(remove, known, element) for remove in removes):
            return True
    return False


def is_in_vain(remove: Operation, known: list[Operation], element: Element) -> bool:
    """Whether a remove took effect before the add.

    It did if it was over when the add was called, or when a list was that shows the element; but
    one that was called when the element was known is never in vain.
    """
    if any(precedes(one, remove) for one in known):
        return False
    is_before = over_ns(remove) < element.earliest_ns
    return is_before or any(precedes(remove, listing) for listing in element.showing)


def is_resurrected(element: Element) -> bool:
    """Whether it was shown after it was gone."""
    return any(
        precedes(known, gone) and precedes(gone, listing)
        for known in knowing(element)
        for gone in [*element.denying, *element.removed]
        for listing in element.showing
    )


def has_a_life(element: Element) -> bool:
    """Whether there are instants of adding and of removing that explain all that was seen."""
    assert element.add
    until_ns = min(over_ns(element.add), FOREVER_NS)
    times = range(until_ns + 1) if until_ns < FOREVER_NS else range(60)
    return any(
        explains(added_ns, removed_ns, element)
        for added_ns in times
        if element.add.called_ns <= added_ns
        for removed_ns in [*removal_times(element), FOREVER_NS]
        if added_ns <= removed_ns
    )


def removal_times(element: Element) -> set[int]:
    """The instants within removes, as far as anything happens."""
    removes = [*element.removed, *element.perhaps_removed]
    return {
        time_ns
        for remove in removes
        for time_ns in range(remove.called_ns, min(over_ns(remove), 60) + 1)
    }


def explains(added_ns: int, removed_ns: int, element: Element) -> bool:
    """Whether each operation sees of that life what it saw, at some instant of its own."""
    return all(
        added_ns <= over_ns(listing) and listing.called_ns <= removed_ns
        for listing in element.showing
    ) and all(
        denying.called_ns <= added_ns or removed_ns <= over_ns(denying)
        for denying in [*element.denying, *element.removed]
    )
