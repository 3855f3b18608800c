"""Writes: for each command that Redis calls a write, arguments with which it changes a keyring.

They are templates for the keys of `edgeproof.strategies.keyring`. They write values that do not
occur in that keyring, so that one does not undo the effect of another.
"""

from collections.abc import Iterator

from edgeproof.strategies.keyring import KINDS, WRITING_SCRIPT, NamedTemplate, template

RESTORABLE = "\x00\x04ciqb\x06\x00pawZ2^ir"
"""What DUMP gives for the text `ciqb`: with this value's checksum it is text, as JSON needs."""

_LINES = """
APPEND {text} x
BITFIELD {text} SET u8 0 1
BITFIELD {text} GET u8 0 INCRBY u8 8 1
BITOP NOT {none} {text}
BLMOVE {list} {none} LEFT RIGHT 0.1
BLMPOP 0.1 1 {list} LEFT
BLPOP {list} 0.1
BRPOP {list} 0.1
BRPOPLPUSH {list} {none} 0.1
BZMPOP 0.1 1 {zset} MIN
BZPOPMAX {zset} 0.1
BZPOPMIN {zset} 0.1
COPY {text} {none}
COPY {list} {text} REPLACE
DECR {number}
DECRBY {number} 2
DEL {text}
DELEX {text}
DELIFEQ {text} before
EXPIRE {text} 1000
EXPIREAT {text} 4102444800
GEOADD {geo} 2.35 48.85 paris
GEORADIUS {geo} 15 37 200 km STORE {none}
GEORADIUS {geo} 15 37 200 km STOREDIST {none}
GEORADIUSBYMEMBER {geo} palermo 200 km STORE {none}
GEOSEARCHSTORE {none} {geo} FROMLONLAT 15 37 BYRADIUS 200 km
GETDEL {text}
GETEX {text} EX 1000
GETEX {ending} PERSIST
GETSET {text} x
HDEL {hash} field
HEXPIRE {hash} 0 FIELDS 1 field
HEXPIREAT {hash} 1 FIELDS 1 field
HGETDEL {hash} FIELDS 1 field
HGETEX {hash} EXAT 1 FIELDS 1 field
HINCRBY {hash} field 1
HINCRBYFLOAT {hash} field 1.5
HMSET {hash} field x
HPEXPIRE {hash} 0 FIELDS 1 field
HPEXPIREAT {hash} 1 FIELDS 1 field
HSET {hash} field x
HSETEX {hash} FIELDS 1 field x
HSETNX {hash} new x
INCR {number}
INCRBY {number} 2
INCRBYFLOAT {number} 1.5
LINSERT {list} BEFORE a x
LMOVE {list} {none} LEFT RIGHT
LMPOP 1 {list} LEFT
LPOP {list}
LPUSH {list} x
LPUSHX {list} x
LREM {list} 0 a
LSET {list} 0 x
LTRIM {list} 1 1
MSET {text} x {none} x
MSETEX 1 {text} x
MSETNX {none} x
PERSIST {ending}
PEXPIRE {text} 1000000
PEXPIREAT {text} 4102444800000
PFADD {log} x
PFDEBUG TODENSE {log}
PFMERGE {none} {log}
PSETEX {text} 1000000 x
RENAME {text} {none}
RENAMENX {text} {none}
RPOP {list}
RPOPLPUSH {list} {none}
RPUSH {list} x
RPUSHX {list} x
SADD {set} x
SDIFFSTORE {none} {set}
SET {text} x
SET {none} x NX
SET {text} x XX GET
SET {text} x EX 1000
SET {text} x KEEPTTL
SETBIT {text} 7 1
SETEX {text} 1000 x
SETNX {none} x
SETRANGE {text} 1 x
SINTERSTORE {none} {set}
SMOVE {set} {none} a
SORT {list} ALPHA STORE {none}
SORT {list} BY nosort GET # STORE {none}
SPOP {set}
SREM {set} a
SUNIONSTORE {none} {set}
UNLINK {text}
XACK {stream} readers 1-1
XACKDEL {stream} readers IDS 1 1-1
XADD {stream} 9-1 field x
XADD {none} * field x
XAUTOCLAIM {stream} readers other 0 0
XCLAIM {stream} readers other 0 1-1
XDEL {stream} 1-1
XDELEX {stream} IDS 1 1-1
XGROUP CREATE {stream} more 0
XGROUP CREATECONSUMER {stream} readers other
XGROUP DELCONSUMER {stream} readers reader
XGROUP DESTROY {stream} readers
XGROUP SETID {stream} readers 2-1
XREADGROUP GROUP readers other COUNT 1 STREAMS {stream} >
XSETID {stream} 9-9
XTRIM {stream} MAXLEN 1
ZADD {zset} 9 x
ZADD {zset} XX INCR 5 a
ZDIFFSTORE {none} 1 {zset}
ZINCRBY {zset} 5 a
ZINTERSTORE {none} 1 {zset}
ZMPOP 1 {zset} MIN
ZPOPMAX {zset}
ZPOPMIN {zset}
ZRANGESTORE {none} {zset} 0 -1
ZREM {zset} a
ZREMRANGEBYLEX {zset} - +
ZREMRANGEBYRANK {zset} 0 0
ZREMRANGEBYSCORE {zset} 1 1
ZUNIONSTORE {none} 1 {zset}
"""

ATTEMPTS: tuple[NamedTemplate, ...] = (
    *map(template, _LINES.strip().splitlines()),
    ("RESTORE", "{none}", "0", RESTORABLE),
)
"""Commands that change nothing but the keyring. Only newer servers know some of them."""

PROBING_ATTEMPTS: tuple[NamedTemplate, ...] = (
    ("MOVE", "{text}", "9"),
    ("RESTORE-ASKING", "{none}", "0", RESTORABLE),
)
"""Commands that would leave something behind that the run does not remove, or are for clusters."""

DESTROYING_ATTEMPTS: tuple[NamedTemplate, ...] = (("FLUSHALL",), ("FLUSHDB",), ("SWAPDB", "0", "9"))
"""Commands that would delete everybody's keys: only for a deployment of the run's own."""

REACHING_FAR = frozenset(
    {
        *(one[0].lower() for one in (*PROBING_ATTEMPTS, *DESTROYING_ATTEMPTS)),
        "migrate",  # its effect is on another server
        "function",  # and that of its subcommands on no key
        "cluster",  # likewise: on the slots of a server that is part of one
    }
)
"""Commands that are never guessed: their effect is not, or not only, on the keys that they name."""

WITHOUT_AN_ATTEMPT = frozenset(
    {
        "hpersist",  # it only changes fields with a time to live, which older servers cannot make
    }
)
"""Commands that change nothing in a keyring, so that nothing shows whether they were executed."""

WRITING_SCRIPTS: tuple[NamedTemplate, ...] = (
    ("EVAL", WRITING_SCRIPT, "1", "{text}"),
    ("EVAL", "redis.pcall('DEL', KEYS[1]) return 1", "1", "{text}"),
    ("EVALSHA", "{digest}", "1", "{text}"),
    ("EVAL_RO", WRITING_SCRIPT, "1", "{text}"),
    ("EVALSHA_RO", "{digest}", "1", "{text}"),
    ("EVAL", f"#!lua flags=no-writes\n{WRITING_SCRIPT}", "1", "{text}"),
    ("EVAL", f"#!lua flags=allow-key-locking\n{WRITING_SCRIPT}", "1", "{text}"),
)
"""Writes within scripts, including scripts that claim to only read."""

MOST_EXTRA_WORDS = 3


def attempts_of(
    command: str, attempts: tuple[NamedTemplate, ...] = ATTEMPTS
) -> list[NamedTemplate]:
    """The attempts of a command, in any case; a subcommand is `xgroup|create`.

    For a command that has subcommands, the attempts of all of them.
    """
    words = command.upper().split("|")
    return [one for one in attempts if [word.upper() for word in one[: len(words)]] == words]


def guesses(command: str, *, arity: int, key_places: range) -> Iterator[NamedTemplate]:
    """Attempts of a command of which only its entry in the command table is known.

    `arity` includes the command itself, and is negative if it is the minimum; `key_places` are the
    places of its keys, 1 being the first. Every kind of key is tried, with as few other words as
    possible.
    """
    words = command.upper().split("|")
    for extra in range(MOST_EXTRA_WORDS):
        length = abs(arity) + extra
        for kind in KINDS:
            yield tuple(
                words[place]
                if place < len(words)
                # If there are several keys, the first one may be the destination.
                else f"{{{kind if place == key_places[-1] else 'none'}}}"
                if place in key_places
                else "1"
                for place in range(length)
            )
        if arity > 0:
            return
