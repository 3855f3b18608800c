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
from edgeproof.strategies.neighbours import (
    EVERY_NEIGHBOUR,
    RESEMBLING,
    Neighbourhood,
    neighbourhoods,
    programs_of_any_family,
)
from edgeproof.strategies.replies import NestedReply, replies, script_that_replies
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
    "EVERY_NEIGHBOUR",
    "FAILING_SCRIPTS",
    "FAMILIES",
    "KEYS",
    "KEYS_OF_ANY_TYPE",
    "MALFORMED_URLS",
    "NOT_INTEGERS",
    "RESEMBLING",
    "STATES",
    "STRING",
    "Change",
    "Family",
    "Key",
    "Neighbourhood",
    "NestedReply",
    "Program",
    "Step",
    "Template",
    "big_integers",
    "binary",
    "changes_of_a_set",
    "command_like_texts",
    "commands_of",
    "counter_steps",
    "exact_integers",
    "invalid_utf8",
    "keys_named",
    "neighbourhoods",
    "non_integers",
    "overflows",
    "programs",
    "programs_of_any_family",
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
