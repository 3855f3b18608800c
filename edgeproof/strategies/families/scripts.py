"""Scripts: EVAL and EVALSHA of everything that a script can reply, refuse and change."""

import hashlib
from dataclasses import dataclass

from hypothesis import strategies as st

from edgeproof.strategies.grammar import (
    WRONG_INTEGERS,
    Family,
    Key,
    Program,
    Template,
    Templates,
    Values,
    Word,
    command,
    keys,
    weighted,
)

_Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A script in Lua, and the numbers of its keys and arguments."""

    text: str
    keys: int = 0
    arguments: int = 0

    @property
    def sha(self) -> str:
        """The digest by which EVALSHA calls it."""
        return hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()


REPLYING = (
    Script("return 42"),
    Script("return 3.99"),
    Script("return -3.99"),
    Script("return true"),
    Script("return false"),
    Script("return nil"),
    Script(""),
    Script("return 'naïve'"),
    Script("return '10'"),
    Script("return {}"),
    Script("return {1,{2,{'three',{}}},false,true,'x',2.5}"),
    Script("return {1,nil,3}"),
    Script("return {1,2,name='x'}"),
    Script("return redis.status_reply('FINE')"),
    Script("return {ok='FINE'}"),
    Script("return {'a',redis.status_reply('FINE'),'b'}"),
    Script("return redis.sha1hex('')"),
    Script("return cjson.decode('[1,[2,\"x\"],[]]')"),
    Script("return cjson.encode({1,'x',{}})"),
    Script("return {#KEYS,#ARGV}", keys=2, arguments=1),
    Script("return {KEYS[2],KEYS[1],ARGV[2],ARGV[1],KEYS[3],'x'}", keys=2, arguments=2),
    Script("return ARGV", arguments=3),
    Script("return #ARGV[1]", arguments=1),
    Script("return tonumber('10') + 0.5"),
)
"""One script per type of reply, and per type of argument. (An error within an array has no form of
its own in JSON, and is not drawn.)"""

FAILING = (
    Script("return redis.error_reply('MYCODE text')"),
    Script("return {err='MYCODE text'}"),
    Script("return 1 + {}"),
    Script("edgeproof = 1"),
    Script("return redis.call('GET')"),
    Script("redis.call('SET',KEYS[1],ARGV[1]) error('after the SET')", keys=1, arguments=1),
    Script(
        "redis.call('SET',KEYS[1],'text') redis.call('LPUSH',KEYS[1],ARGV[1]) return 1",
        keys=1,
        arguments=1,
    ),
    Script("return redis.pcall('INCR',KEYS[1])", keys=1),
)
"""What they did before the failure remains done."""

CHANGING = (
    Script("return redis.call('GET',KEYS[1])", keys=1),
    Script("return redis.call('SET',KEYS[1],ARGV[1])", keys=1, arguments=1),
    Script("return redis.call('TYPE',KEYS[1])", keys=1),
    Script("return redis.call('INCRBY',KEYS[1],ARGV[1])", keys=1, arguments=1),
    Script("return redis.call('MGET',KEYS[1],KEYS[2])", keys=2),
    Script("return redis.call('DEL',KEYS[1],KEYS[2])", keys=2),
    Script("return redis.call('GET',KEYS[1]) == false", keys=1),
    Script(
        "if redis.call('GET',KEYS[1]) == ARGV[1] then return redis.call('DEL',KEYS[1]) end "
        "return 0",
        keys=1,
        arguments=1,
    ),
    Script(
        "local count = redis.call('INCR',KEYS[1]) "
        "if count == 1 then redis.call('EXPIRE',KEYS[1],5000) end "
        "return {count,redis.call('TTL',KEYS[1]) > 0}",
        keys=1,
    ),
    Script(
        "for place, value in ipairs(ARGV) do redis.call('RPUSH',KEYS[1],value) end "
        "return redis.call('LRANGE',KEYS[1],0,-1)",
        keys=1,
        arguments=2,
    ),
    Script(
        "redis.call('SET',KEYS[1],'10') redis.call('SET',KEYS[2],1.5) "
        "return {redis.call('INCR',KEYS[1]),redis.call('GET',KEYS[2])}",
        keys=2,
    ),
    Script(
        "local reply = redis.pcall('INCR',KEYS[1]) "
        "if type(reply) == 'table' then return 'failed: ' .. type(reply.err) end return reply",
        keys=1,
    ),
)

SCRIPTS = (*REPLYING, *FAILING, *CHANGING)
"""Each of these can be loaded."""

NO_SCRIPTS = ("not lua", "return {1,2", "return return")

UNKNOWN_SHAS = (*(Script(text).sha for text in NO_SCRIPTS), "f" * 40, "abc")
"""Digests of what nobody can ever have loaded: an endpoint may know the scripts of earlier runs."""

BY_SHA = {script.sha: script for script in SCRIPTS}

REFUSED_KEY_COUNTS: tuple[Word, ...] = (-1, 4, *WRONG_INTEGERS)
"""For use before a single key."""

WRONG_ARITIES: tuple[Template, ...] = (("EVAL",), ("EVAL", "return 1"), ("EVALSHA", "f" * 40))

ARGUMENTS = ("1", "2", "-5", "10", "naïve", "")


def with_scripts_loaded(program: Program) -> Program:
    """The program, loading each script that it calls or asks about without having run it.

    Otherwise, whether such a script is known would depend on earlier programs and earlier runs.
    """
    loaded: set[str] = set()
    missing: list[str] = []
    for template in program:
        called = {BY_SHA[word].text for word in _shas_in(template)}
        missing += sorted(called - loaded)
        loaded |= called | _loaded_by(template)
    return (*(("SCRIPT", "LOAD", text) for text in missing), *program)


def _shas_in(template: Template) -> list[str]:
    if template[0] == "EVALSHA" or template[:2] == ("SCRIPT", "EXISTS"):
        return [word for word in template[1:] if isinstance(word, str) and word in BY_SHA]
    return []


def _loaded_by(template: Template) -> set[str]:
    """The text of the script that a template loads."""
    match template:
        case ("SCRIPT", "LOAD", str(text)):
            return {text}
        case ("EVAL", str(text), int(count), *rest) if 0 <= count <= len(rest):
            return {text}
    return set()


@st.composite
def _run(draw: st.DrawFn, name: str, scripts: tuple[Script, ...], values: Values) -> Template:
    """EVAL or EVALSHA of a script, with its keys and its arguments; sometimes one more of each."""
    script = draw(st.sampled_from(scripts))
    more = draw(st.sampled_from((0, 0, 0, 1)))
    named = [draw(keys) for _ in range(script.keys + more)]
    argument = st.one_of(st.sampled_from(ARGUMENTS), values)
    arguments = [draw(argument) for _ in range(script.arguments + more)]
    called = script.text if name == "EVAL" else script.sha
    return (name, called, len(named), *named, *arguments)


def _asked_after() -> Templates:
    """SCRIPT EXISTS of known and unknown scripts."""
    shas = st.lists(st.sampled_from((*BY_SHA, *UNKNOWN_SHAS)), min_size=1, max_size=3)
    return shas.map(lambda drawn: ("SCRIPT", "EXISTS", *drawn))


def _script_templates(values: Values) -> Templates:
    texts = st.sampled_from([script.text for script in SCRIPTS])
    no_texts = st.sampled_from(NO_SCRIPTS)
    known = st.sampled_from([*BY_SHA])
    count = st.sampled_from(REFUSED_KEY_COUNTS)
    return weighted(
        (4, _run("EVAL", REPLYING, values)),
        (2, _run("EVAL", FAILING, values)),
        (6, _run("EVAL", CHANGING, values)),
        (2, _run("EVALSHA", SCRIPTS, values)),
        (3, _run("EVALSHA", CHANGING, values)),
        (1, command("EVAL", texts, count, keys)),
        (1, command("EVAL", no_texts, 0)),
        (1, command("EVALSHA", known, count, keys)),
        (1, command("EVALSHA", st.sampled_from(UNKNOWN_SHAS), 1, keys)),
        (1, command("SCRIPT", "LOAD", texts)),
        (1, command("SCRIPT", "LOAD", no_texts)),
        (1, _asked_after()),
        (1, st.sampled_from(WRONG_ARITIES)),
        # So that scripts have something to work on.
        (2, command("SET", keys, st.one_of(st.sampled_from(ARGUMENTS), values))),
        (1, command("RPUSH", keys, values)),
        (1, command("DEL", keys)),
    )


def _sample(name: str, script: Script) -> Template:
    arguments = ("1", "naïve", "3")[: script.arguments]
    named = (Key(0), Key(1))[: script.keys]
    called = script.text if name == "EVAL" else script.sha
    return (name, called, len(named), *named, *arguments)


_SCRIPT_SAMPLES: tuple[Template, ...] = (
    *(_sample("EVAL", script) for script in SCRIPTS),
    *(_sample("EVALSHA", script) for script in (*REPLYING[-4:], *FAILING[:1], *CHANGING)),
    *(("EVAL", "return {KEYS,ARGV}", count, Key(0)) for count in (0, 1, *REFUSED_KEY_COUNTS)),
    *(("EVAL", text, 0) for text in NO_SCRIPTS),
    *(("EVALSHA", sha, 1, Key(0)) for sha in UNKNOWN_SHAS),
    *(("EVALSHA", REPLYING[0].sha, count, Key(0)) for count in REFUSED_KEY_COUNTS),
    *(("SCRIPT", "LOAD", text) for text in (REPLYING[0].text, CHANGING[0].text, *NO_SCRIPTS)),
    ("SCRIPT", "EXISTS", REPLYING[0].sha),
    ("SCRIPT", "EXISTS", UNKNOWN_SHAS[0], REPLYING[0].sha, UNKNOWN_SHAS[1], CHANGING[0].sha),
    *WRONG_ARITIES,
)

SCRIPT = Family(
    name="script",
    commands=("EVAL", "EVALSHA", "SCRIPT"),
    options=("LOAD", "EXISTS"),
    templates=_script_templates,
    samples=_SCRIPT_SAMPLES,
    states=("no key", "a number", "a text that ends", "a list", "a set that ends"),
    completed=with_scripts_loaded,
)
