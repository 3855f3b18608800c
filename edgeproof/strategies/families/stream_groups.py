"""Consumer groups of streams: which entries each consumer was given, and which are pending.

Nothing is deleted from a stream here (see `streams`).
"""

from hypothesis import strategies as st

from edgeproof.strategies.families.streams import COUNTS, RISING_IDS, added, with_rising_ids
from edgeproof.strategies.grammar import (
    Family,
    Key,
    Program,
    Template,
    Templates,
    Values,
    Word,
    command,
    keys,
    keys_named,
    several,
    weighted,
    with_rest,
)

_Words = tuple[Word, ...]

GROUPS = ("group", "naïve")

CONSUMERS = ("alice", "bob")
"""Consumers that read and claim."""

IDLE_CONSUMER = "carol"
"""Consumers that are created and deleted, but do not read. Whether reading nothing creates a
consumer changed with Redis 7.2."""

IDS = RISING_IDS[:-1]

START_IDS = ("0", "$", "1-1", "4")

ENDS = ("-", "+", "1-1", "(1-1", "(3-5", "4", "0", "99")

IDLE_MS = (0, 600_000)
"""Minimum idle times: that of all entries, and one that entries only get from XCLAIM's options."""

CLAIM_OPTIONS: tuple[_Words, ...] = (
    (),
    ("IDLE", 1_000_000),
    ("TIME", 1_000),
    ("RETRYCOUNT", 5),
    ("FORCE",),
    ("JUSTID",),
    ("IDLE", 1_000_000, "RETRYCOUNT", 0, "JUSTID"),
    ("FORCE", "JUSTID"),
)

REFUSED_CLAIMS: tuple[_Words, ...] = (
    ("abc", "1-1"),
    (0, "abc"),
    (0, "1-1", "IDLE", "abc"),
    (0, "1-1", "RETRYCOUNT", "abc"),
    (0, "1-1", "NOOPTION"),
)
"""What XCLAIM refuses after its consumer."""

AUTO_STARTS = ("0", "-", "1-1", "(1-1", "3-5", "99")
AUTO_OPTIONS: tuple[_Words, ...] = (
    (),
    ("COUNT", 1),
    ("COUNT", 10),
    ("JUSTID",),
    ("COUNT", 1, "JUSTID"),
)

REFUSED_AUTOCLAIMS: tuple[_Words, ...] = (
    ("abc", "0"),
    (0, "abc"),
    (0, "0", "COUNT", 0),
    (0, "0", "COUNT", "abc"),
    (0, "0", "NOOPTION"),
)

REFUSED_PENDING: tuple[_Words, ...] = (
    ("-",),
    ("-", "+"),
    ("-", "+", "abc"),
    ("abc", "+", 10),
    ("IDLE", 0),
    ("IDLE", "abc", "-", "+", 10),
)

WRONG_ARITIES: tuple[Template, ...] = (
    ("XGROUP",),
    ("XREADGROUP", "GROUP", "group", "alice", "STREAMS", Key(0)),
    ("XREADGROUP", "GROUP", "group", "alice", "STREAMS", Key(0), Key(1), ">"),
    ("XREADGROUP", "COUNT", 1, "COUNT", 1, "STREAMS", Key(0), ">"),
    ("XACK", Key(0), "group"),
    ("XPENDING", Key(0)),
    ("XCLAIM", Key(0), "group", "alice", 0),
    ("XAUTOCLAIM", Key(0), "group", "alice", 0),
)
"""No subcommand of XGROUP is among them: old servers call a wrong one unknown."""

_keys = st.sampled_from((*[Key(0)] * 3, Key(1), Key(2)))
"""Usually the same key, since it takes several commands before a group has pending entries."""

_groups = st.sampled_from((*GROUPS[:1] * 3, *GROUPS))
_consumers = st.sampled_from(CONSUMERS)


def with_groups_first(program: Program) -> Program:
    """The program, creating each group before reading its new entries, and with rising ids."""
    read = dict.fromkeys(
        (key, str(template[2]))
        for template in program
        if template[0] == "XREADGROUP" and template[-1] == ">"
        for key in keys_named((template,))
    )
    groups = (("XGROUP", "CREATE", key, group, "0", "MKSTREAM") for key, group in read)
    return with_rising_ids((*groups, *program))


def _grouping() -> Templates:
    """XGROUP with each of its subcommands."""
    start = st.sampled_from(START_IDS)
    consumer = st.sampled_from((*CONSUMERS, IDLE_CONSUMER))
    return weighted(
        (2, command("XGROUP", "CREATE", _keys, _groups, start, "MKSTREAM")),
        (2, command("XGROUP", "CREATE", _keys, _groups, start)),
        (1, command("XGROUP", "CREATE", _keys, _groups, "abc")),
        (2, command("XGROUP", "SETID", _keys, _groups, start)),
        (1, command("XGROUP", "DESTROY", _keys, _groups)),
        (1, command("XGROUP", "CREATECONSUMER", _keys, _groups, IDLE_CONSUMER)),
        (1, command("XGROUP", "DELCONSUMER", _keys, _groups, consumer)),
    )


@st.composite
def _read(draw: st.DrawFn, ids: _Words) -> Template:
    """XREADGROUP of one or two keys."""
    named = draw(several(_keys, most=2))
    after = [draw(st.sampled_from(ids)) for _ in named]
    options = draw(st.sampled_from(((), (), *(("COUNT", count) for count in COUNTS), ("NOACK",))))
    reader = ("GROUP", draw(_groups), draw(_consumers))
    return ("XREADGROUP", *reader, *options, "STREAMS", *named, *after)


def _pending() -> Templates:
    """XPENDING, the summary and the entries."""
    end = st.sampled_from(ENDS)
    idle = st.sampled_from(((), *(("IDLE", idle) for idle in IDLE_MS)))
    count = st.sampled_from((1, 10))
    consumer = st.sampled_from(((), *((name,) for name in (*CONSUMERS, IDLE_CONSUMER))))
    summary = command("XPENDING", _keys, _groups)
    ranges = st.one_of(command("-", "+", count), command(end, end, count))
    entries = st.tuples(idle, ranges, consumer).map(lambda drawn: drawn[0] + drawn[1] + drawn[2])
    return weighted(
        (2, summary),
        (4, with_rest(summary, entries)),
        (1, with_rest(summary, st.sampled_from(REFUSED_PENDING))),
    )


def _claiming() -> Templates:
    """XCLAIM and XAUTOCLAIM."""
    claim = command("XCLAIM", _keys, _groups, _consumers)
    least_idle = st.sampled_from(IDLE_MS)
    chosen = st.tuples(
        command(least_idle), several(st.sampled_from(IDS)), st.sampled_from(CLAIM_OPTIONS)
    )
    auto = command("XAUTOCLAIM", _keys, _groups, _consumers)
    found = st.tuples(
        command(least_idle, st.sampled_from(AUTO_STARTS)), st.sampled_from(AUTO_OPTIONS)
    )
    return weighted(
        (4, with_rest(claim, chosen.map(lambda drawn: drawn[0] + drawn[1] + drawn[2]))),
        (1, with_rest(claim, st.sampled_from(REFUSED_CLAIMS))),
        (4, with_rest(auto, found.map(lambda drawn: drawn[0] + drawn[1]))),
        (1, with_rest(auto, st.sampled_from(REFUSED_AUTOCLAIMS))),
    )


def _group_templates(values: Values) -> Templates:
    ack = command("XACK", _keys, _groups)
    return weighted(
        (7, added(_keys, values)),
        (4, _grouping()),
        (7, _read((">",))),
        (3, _read((">", "0", "0-0", "1-1", "4"))),
        (1, _read((">", "$", "abc"))),
        (3, with_rest(ack, several(st.sampled_from(IDS)))),
        (1, command("XACK", _keys, _groups, "1-1", "abc")),
        (5, _pending()),
        (5, _claiming()),
        (1, st.sampled_from(WRONG_ARITIES)),
        # Now and then a key has another type, or starts afresh.
        (1, command(st.sampled_from(("SET", "RPUSH")), keys, values)),
        (1, command("DEL", keys)),
    )


def _of_group(name: str, *rests: _Words) -> list[Template]:
    """A command on the states' group, followed by each of these words."""
    return [(name, Key(0), "group", *rest) for rest in rests]


def _reads(consumer: str, *rests: _Words, ids: _Words = (">",)) -> list[Template]:
    """XREADGROUP in the states' group, with each of these options and ids."""
    reader = ("XREADGROUP", "GROUP", "group", consumer)
    return [(*reader, *rest, "STREAMS", Key(0), id_) for rest in rests for id_ in ids]


def _groupings(name: str, *rests: _Words) -> list[Template]:
    return [("XGROUP", name, Key(0), *rest) for rest in rests]


_GROUP_SAMPLES: tuple[Template, ...] = (
    *_groupings("CREATE", ("group", "0"), ("group", "0", "MKSTREAM"), ("new", "0")),
    *_groupings("CREATE", *(("new", start, "MKSTREAM") for start in (*START_IDS, "abc"))),
    *_groupings("SETID", *(("group", start) for start in (*START_IDS, "abc")), ("nobody", "0")),
    *_groupings("DESTROY", ("group",), ("nobody",)),
    *_groupings("CREATECONSUMER", ("group", "alice"), ("group", "carol"), ("nobody", "alice")),
    *_groupings("DELCONSUMER", ("group", "alice"), ("group", "carol"), ("nobody", "alice")),
    *_reads("alice", (), ids=(">", "0", "1-1", "$", "abc")),
    *_reads("bob", (), ids=(">", "0")),
    *_reads("bob", ("COUNT", 1), ("NOACK",), ("COUNT", 1, "NOACK"), ("COUNT", "abc")),
    *_reads("alice", ("COUNT", 1), ids=("0",)),
    ("XREADGROUP", "GROUP", "nobody", "bob", "STREAMS", Key(0), ">"),
    ("XREADGROUP", "GROUP", "group", "bob", "STREAMS", Key(0), Key(1), ">", ">"),
    *_of_group("XACK", ("1-1",), ("1-1", "8-0", "1-1"), ("1-1", "abc")),
    ("XACK", Key(0), "nobody", "1-1"),
    *_of_group("XPENDING", (), ("-", "+", 10), ("-", "+", 1), ("(1-1", "+", 10)),
    *_of_group("XPENDING", ("-", "+", 10, "bob"), ("-", "+", 10, "nobody")),
    *_of_group("XPENDING", ("IDLE", 0, "-", "+", 10, "alice"), ("IDLE", 600_000, "-", "+", 10)),
    *_of_group("XPENDING", *REFUSED_PENDING),
    ("XPENDING", Key(0), "nobody"),
    *_of_group("XCLAIM", *(("bob", 0, "1-1", "8-0", *options) for options in CLAIM_OPTIONS)),
    *_of_group("XCLAIM", ("bob", 600_000, "1-1"), ("bob", 0, "4-0", "FORCE")),
    *_of_group("XCLAIM", *(("bob", *rest) for rest in REFUSED_CLAIMS)),
    ("XCLAIM", Key(0), "nobody", "bob", 0, "1-1"),
    *_of_group("XAUTOCLAIM", *(("bob", 0, "0", *options) for options in AUTO_OPTIONS)),
    *_of_group("XAUTOCLAIM", *(("bob", 0, start) for start in AUTO_STARTS[1:])),
    *_of_group("XAUTOCLAIM", ("bob", 600_000, "0"), ("bob", 600_000, "0", "COUNT", 1)),
    *_of_group("XAUTOCLAIM", *(("bob", *rest) for rest in REFUSED_AUTOCLAIMS)),
    ("XAUTOCLAIM", Key(0), "nobody", "bob", 0, "0"),
    *WRONG_ARITIES,
)

STREAM_GROUPS = Family(
    name="stream-groups",
    commands=("XGROUP", "XREADGROUP", "XACK", "XPENDING", "XCLAIM", "XAUTOCLAIM"),
    options=(
        *("CREATE", "MKSTREAM", "SETID", "DESTROY", "CREATECONSUMER", "DELCONSUMER", "GROUP"),
        *("COUNT", "NOACK", "STREAMS", ">", "IDLE", "TIME", "RETRYCOUNT", "FORCE", "JUSTID"),
    ),
    templates=_group_templates,
    samples=_GROUP_SAMPLES,
    states=(
        *("no key", "some entries", "a group", "pending entries", "pending for long", "a list"),
    ),
    arranged=with_groups_first,
)
