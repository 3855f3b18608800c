"""Lacking: how a deployment says honestly that it does not have a command or an option."""

import re

from edgeproof.clients.notation.replies import Reply

_NO_COMMAND = re.compile(
    r"unknown (sub)?command|not supported|unsupported|not available|not implemented|disabled",
    re.IGNORECASE,
)
"""How hosts say that they don't have a command; there is no code word for that."""

WRONG_ARGUMENT = re.compile(
    r"syntax error|unsupported (unit|option)|not supported but|in combination", re.IGNORECASE
)
"""How Redis refuses an argument in similar words (`unsupported unit provided`, `u64 is not
supported but i64 is`, `WITHSCORES not supported in combination with BYLEX`)."""

NO_OPTION = re.compile(r"syntax error|wrong number of arguments|unsupported option", re.IGNORECASE)
"""How a Redis answers to an option that a later version introduced."""


def says_it_is_lacking(reply: Reply) -> bool:
    """Whether the deployment says that it does not have the command at all."""
    text = reply.error or ""
    return _NO_COMMAND.search(text) is not None and WRONG_ARGUMENT.search(text) is None


def says_it_knows_no_such_option(reply: Reply) -> bool:
    """Whether the deployment answers like a Redis that is older than an option of the command."""
    return reply.error is not None and NO_OPTION.search(reply.error) is not None
