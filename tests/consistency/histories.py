"""Histories of /posts: what is written by hand, whatever may come, and what a correct set gives."""

from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.consistency import Operation

MARK = "run 7: "
"""The run's own mark."""

History = list[Operation]
Pairs = list[list[str]]


def own_text(name: object) -> str:
    """A text of the run's own."""
    return f"{MARK}{name}"


def post(
    element: int | None, called_ns: int, returned_ns: int | None, text: str | None = None
) -> Operation:
    """A POST that gave this element; without one, nobody knows which."""
    return Operation(
        client=0,
        call="POST",
        arguments=(own_text(element) if text is None else text,),
        result=None if element is None else f"post:{element}",
        called_ns=called_ns,
        returned_ns=returned_ns,
    )


def delete(
    element: int, called_ns: int, returned_ns: int | None, status: int | None = 200
) -> Operation:
    """A DELETE of this element."""
    return Operation(
        client=1,
        call="DELETE",
        arguments=(f"post:{element}",),
        result=None if returned_ns is None else status,
        called_ns=called_ns,
        returned_ns=returned_ns,
    )


def get(called_ns: int, returned_ns: int, *shown: int | tuple[int, str]) -> Operation:
    """A GET that showed these elements, with their own text unless another is given."""
    pairs = [one if isinstance(one, tuple) else (one, own_text(one)) for one in shown]
    return Operation(
        client=2,
        call="GET",
        result=[[f"post:{element}", text] for element, text in pairs],
        called_ns=called_ns,
        returned_ns=returned_ns,
    )


ELEMENTS = st.integers(1, 3)
"""So few that operations meet."""

CALLED_NS = {
    "POST": st.integers(0, 6),
    "lost POST": st.integers(0, 12),
    "DELETE": st.integers(0, 14),
    "lost DELETE": st.integers(0, 14),
    "GET": st.integers(0, 24),
}
"""Adds come early and removes before many lists, or else there is little to lose."""

LENGTHS_NS = st.integers(0, 6)

TEXTS = st.sampled_from([own_text(1), own_text(2), own_text(3), "somebody else's"])

CALLS = st.sampled_from(["POST", "POST", *CALLED_NS, *4 * ["GET"]])


@st.composite
def any_operation(draw: st.DrawFn) -> Operation:
    """An operation that has nothing to do with the others, most often with the usual text."""
    call = draw(CALLS)
    called_ns = draw(CALLED_NS[call])
    returned_ns = called_ns + draw(LENGTHS_NS)
    if call == "GET":
        return get(called_ns, returned_ns, *draw(SHOWN))
    if call == "lost POST":
        known_ns = draw(st.sampled_from([None, returned_ns]))
        return post(None, called_ns, known_ns, draw(TEXTS))
    element = draw(ELEMENTS)
    if call == "POST":
        return post(element, called_ns, returned_ns, draw(_text_of(element)))
    status = draw(st.sampled_from([200, 204, 404, 400]))
    return delete(element, called_ns, None if call == "lost DELETE" else returned_ns, status)


def _text_of(element: int) -> st.SearchStrategy[str]:
    usual = st.just(own_text(element))
    return st.one_of(*5 * [usual], TEXTS)


ONCE = st.lists(ELEMENTS, max_size=3, unique=True)
SHOWN = st.one_of(
    ONCE, ONCE, st.lists(ELEMENTS.flatmap(lambda n: st.tuples(st.just(n), _text_of(n))), max_size=4)
)
"""What a list shows: each element once with the usual text, or anything."""


def any_histories() -> st.SearchStrategy[History]:
    """Whatever may come, little of it as of a set."""
    return st.lists(any_operation(), min_size=1, max_size=12)


STEP_NS = 10
"""From one effect's instant to that of the next."""

REACHES_NS = st.sampled_from([4, 12, 40])
"""At most so far from an operation's call to its effect, and on to its return, in one history: not
to another's effect, to the next, or over several.
"""


@dataclass(slots=True, kw_only=True)
class Post:
    """A post: its text, and from when until when it is there."""

    text: str
    born_ns: int
    died_ns: int | None = None

    def is_there(self, instant_ns: int) -> bool:
        """Whether it is there at that instant."""
        is_over = self.died_ns is not None and self.died_ns <= instant_ns
        return self.born_ns <= instant_ns and not is_over


class CorrectSet:
    """A correct set of posts, in which the run's clients and other people's take effect.

    A lenient one answers every DELETE with 204, also of what is not there.
    """

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._is_lenient = draw(st.booleans())
        self._reach_ns = st.integers(0, draw(REACHES_NS))
        self.posts: dict[int, Post] = {}
        self.history: History = []

    def post(self, instant_ns: int) -> None:
        """A POST, answered or not, and if not, perhaps without effect."""
        text = self._draw(st.sampled_from([own_text(name) for name in "aabc"]))
        called_ns, returned_ns = self._interval(instant_ns)
        fate = self._draw(
            st.sampled_from(["answered", "answered", "unanswered", "refused", "void"])
        )
        if fate != "void":
            self.posts[len(self.posts) + 1] = Post(text=text, born_ns=instant_ns)
        element = len(self.posts) if fate == "answered" else None
        known_ns = returned_ns if fate in {"answered", "refused"} else None
        self.history.append(post(element, called_ns, known_ns, text))

    def delete(self, instant_ns: int) -> None:
        """A DELETE of any post of the run's own, or of one that is not given yet."""
        own = [element for element, post in self.posts.items() if post.text.startswith(MARK)]
        element = self._draw(st.sampled_from([*own, *own, len(self.posts) + 1]))
        called_ns, returned_ns = self._interval(instant_ns)
        fate = self._draw(st.sampled_from(["answered", "answered", "unanswered", "void"]))
        was_there = fate != "void" and self._die(element, instant_ns)
        status = 204 if self._is_lenient else 200 if was_there else 404
        known_ns = returned_ns if fate == "answered" else None
        self.history.append(delete(element, called_ns, known_ns, status))

    def foreign_post(self, instant_ns: int) -> None:
        """Somebody else's post."""
        self.posts[len(self.posts) + 1] = Post(text="somebody else's", born_ns=instant_ns)

    def foreign_delete(self, instant_ns: int) -> None:
        """One of theirs that goes."""
        others = [element for element, post in self.posts.items() if not post.text.startswith(MARK)]
        if others:
            self._die(self._draw(st.sampled_from(others)), instant_ns)

    def get(self, instant_ns: int) -> None:
        """A list, in which each post is seen as of an instant of its own.

        All effects must have been told, also those to come.
        """
        called_ns, returned_ns = self._interval(instant_ns)
        instants = st.integers(called_ns, returned_ns)
        shown = [
            (element, post.text)
            for element, post in self.posts.items()
            if post.is_there(self._draw(instants))
        ]
        self.history.append(get(called_ns, returned_ns, *shown))

    def _die(self, element: int, instant_ns: int) -> bool:
        post = self.posts.get(element)
        if post is None or not post.is_there(instant_ns):
            return False
        post.died_ns = instant_ns
        return True

    def _interval(self, instant_ns: int) -> tuple[int, int]:
        return instant_ns - self._draw(self._reach_ns), instant_ns + self._draw(self._reach_ns)


STEPS = ["post", "post", "get", "get", "get", "delete", "delete", "foreign_post", "foreign_delete"]


@st.composite
def correct_histories(draw: st.DrawFn) -> History:
    """What clients see of a correct set, who overlap, and some of whom never have their answer."""
    correct = CorrectSet(draw)
    # Lists of Hypothesis are short where they may be.
    fewest = draw(st.integers(1, 12))
    steps = list(enumerate(draw(st.lists(st.sampled_from(STEPS), min_size=fewest)), 10))
    # Lists come last: what they see may take effect after their own step.
    for number, step in sorted(steps, key=lambda step: step[1] == "get"):
        getattr(correct, step)(number * STEP_NS)
    return correct.history
