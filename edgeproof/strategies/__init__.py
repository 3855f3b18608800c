"""Hypothesis strategies: the values that laws are tried with."""

from edgeproof.strategies.counters import (
    NOT_INTEGERS,
    Step,
    big_integers,
    counter_steps,
    exact_integers,
    non_integers,
    overflows,
)
from edgeproof.strategies.families import FAMILIES, KEYS_OF_ANY_TYPE, STRING
from edgeproof.strategies.grammar import (
    KEYS,
    STATES,
    Family,
    Key,
    Program,
    Template,
    commands_of,
    keys_named,
    programs,
    scene,
)
from edgeproof.strategies.isolation import BLOCKING, MISUSES, Misuse, blocking_command
from edgeproof.strategies.messages import broken_payloads, lines_of, payloads
from edgeproof.strategies.replies import NestedReply, byte_replies, replies, script_that_replies
from edgeproof.strategies.requests import (
    AWKWARD_BODIES,
    FAILING_SCRIPTS,
    MALFORMED_URLS,
    strange_bodies,
    strange_commands,
    strange_headers,
    strange_paths,
    strange_queries,
)
from edgeproof.strategies.sets import Change, changes_of_a_set
from edgeproof.strategies.texts import binary, command_like_texts, invalid_utf8, texts

__all__ = [
    "AWKWARD_BODIES",
    "BLOCKING",
    "FAILING_SCRIPTS",
    "FAMILIES",
    "KEYS",
    "KEYS_OF_ANY_TYPE",
    "MALFORMED_URLS",
    "MISUSES",
    "NOT_INTEGERS",
    "STATES",
    "STRING",
    "Change",
    "Family",
    "Key",
    "Misuse",
    "NestedReply",
    "Program",
    "Step",
    "Template",
    "big_integers",
    "binary",
    "blocking_command",
    "broken_payloads",
    "byte_replies",
    "changes_of_a_set",
    "command_like_texts",
    "commands_of",
    "counter_steps",
    "exact_integers",
    "invalid_utf8",
    "keys_named",
    "lines_of",
    "non_integers",
    "overflows",
    "payloads",
    "programs",
    "replies",
    "scene",
    "script_that_replies",
    "strange_bodies",
    "strange_commands",
    "strange_headers",
    "strange_paths",
    "strange_queries",
    "texts",
]
