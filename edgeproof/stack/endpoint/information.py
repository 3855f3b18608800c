"""INFO without the locations that only the server's own machine should know.

Valkey lists its listeners there, with the address or the path of the socket of each, and every
server says which file it was started from.

Source: https://valkey.io/commands/info/ (section `server`)
"""

import re
from typing import Final

from edgeproof.stack.endpoint.resp import Arguments, RedisReply

_PLACES: Final = re.compile(rb"^(?:listener\d+|executable|config_file):.*\r?\n?", re.MULTILINE)


def without_places(arguments: Arguments, reply: RedisReply) -> RedisReply:
    """Return the reply to a command; for INFO, without addresses and paths."""
    if type(reply) is not bytes or arguments[0].lower() != b"info":  # an error is left as it is
        return reply
    return _PLACES.sub(b"", reply)
