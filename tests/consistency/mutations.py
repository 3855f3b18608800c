"""What goes wrong with a set: each mutation makes one wrong answer of a right history."""

from collections.abc import Callable, Iterator
from itertools import product

import msgspec

from edgeproof.consistency import Operation, ViolationKind
from tests.consistency.histories import MARK, History, own_text

Mutated = tuple[History, str]
"""A wrong history, and the id of the post that is to blame."""

Mutation = Callable[[History], Iterator[Mutated]]


def adds_in(history: History) -> list[Operation]:
    """The adds of which the answer names the post."""
    return [operation for operation in history if operation.call == "POST" and operation.result]


def lists_in(history: History) -> list[Operation]:
    """The lists."""
    return [operation for operation in history if operation.call == "GET"]


def removes_of(history: History, name: str) -> list[Operation]:
    """The removes of a post."""
    return [operation for operation in history if operation.arguments == (name,)]


def shows(listing: Operation, name: str) -> bool:
    """Whether a list shows a post."""
    return name in dict(listing.result)


def answered(history: History, operation: Operation, result: object) -> History:
    """The history with another answer to an operation."""
    other = msgspec.structs.replace(operation, result=result)
    return [other if one is operation else one for one in history]


def with_pair(history: History, listing: Operation, name: str, text: str) -> History:
    """The history with a pair more in a list."""
    return answered(history, listing, [*listing.result, [name, text]])


def leave_out(history: History) -> Iterator[Mutated]:
    """A list does not show a post that was added before, and that nobody removed by then."""
    for add, listing in product(adds_in(history), lists_in(history)):
        removes = removes_of(history, add.result)
        is_kept = all(listing.precedes(remove) for remove in removes)
        if add.precedes(listing) and is_kept:
            shown = [pair for pair in listing.result if pair[0] != add.result]
            yield answered(history, listing, shown), add.result


def deny(history: History) -> Iterator[Mutated]:
    """The only remove of a post by then does not find it."""
    for add in adds_in(history):
        removes = removes_of(history, add.result)
        for remove in removes:
            others = [one for one in removes if one is not remove]
            is_first = all(remove.precedes(other) for other in others)
            if add.precedes(remove) and not remove.is_pending and is_first:
                yield answered(history, remove, 404), add.result


def bring_back(history: History) -> Iterator[Mutated]:
    """A list shows a post that was removed before."""
    for add, listing in product(adds_in(history), lists_in(history)):
        removes = removes_of(history, add.result)
        if any(add.precedes(remove) and remove.precedes(listing) for remove in removes):
            yield with_pair(history, listing, add.result, add.arguments[0]), add.result


def show_early(history: History) -> Iterator[Mutated]:
    """A list shows a post that is still to be added."""
    for add, listing in product(adds_in(history), lists_in(history)):
        if listing.precedes(add):
            yield with_pair(history, listing, add.result, add.arguments[0]), add.result


def make_up(history: History) -> Iterator[Mutated]:
    """A list shows a post with the run's mark that nobody added."""
    for listing in lists_in(history):
        yield with_pair(history, listing, "post:99", own_text("made up")), "post:99"


def garble(history: History) -> Iterator[Mutated]:
    """A list shows a post with another text."""
    for add, listing in product(adds_in(history), lists_in(history)):
        if shows(listing, add.result):
            shown = dict(listing.result)
            for text in ("", f"{MARK}another", f"{add.arguments[0]} "):
                pairs = [[name, text if name == add.result else shown[name]] for name in shown]
                yield answered(history, listing, pairs), add.result


def show_twice(history: History) -> Iterator[Mutated]:
    """A list shows a post twice."""
    for add, listing in product(adds_in(history), lists_in(history)):
        if shows(listing, add.result):
            yield with_pair(history, listing, add.result, add.arguments[0]), add.result


def give_again(history: History) -> Iterator[Mutated]:
    """Two adds are given the same id."""
    for add, other in product(adds_in(history), adds_in(history)):
        if add is not other:
            yield answered(history, other, add.result), add.result


MUTATIONS: dict[Mutation, ViolationKind] = {
    leave_out: ViolationKind.LOST,
    deny: ViolationKind.LOST,
    bring_back: ViolationKind.RESURRECTED,
    show_early: ViolationKind.SEEN_EARLY,
    make_up: ViolationKind.SEEN_EARLY,
    garble: ViolationKind.TEXT_CHANGED,
    show_twice: ViolationKind.DUPLICATED,
    give_again: ViolationKind.DUPLICATED,
}
"""What is to be found after each."""
