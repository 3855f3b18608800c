"""Many commands in one form: as one batch where the form is a batch, otherwise one by one."""

from collections.abc import Sequence
from functools import partial

from edgeproof.clients.notation.forms import Command, Form
from edgeproof.clients.notation.replies import Reply
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.clients.together import at_once

_CLIENTS = 8
"""How many requests are under way at once: one at a time would take a minute far away."""

_BATCHES = frozenset({Form.PIPELINE, Form.TRANSACTION})


async def send_each(client: RedisRestClient, commands: Sequence[Command], form: Form) -> None:
    """Send commands, whatever is answered: to `/pipeline` in one request, otherwise one by one.

    Each is a transaction of its own: one refused command would discard a whole transaction.
    """
    if form is Form.PIPELINE:
        await client.send_batch(form, [list(command) for command in commands])
        return

    async def send_some(first: int) -> None:
        for command in commands[first::_CLIENTS]:
            await client.send(command, form)

    await at_once([partial(send_some, first) for first in range(_CLIENTS)])


async def replies_to_each(
    client: RedisRestClient, commands: Sequence[Command], form: Form
) -> list[Reply]:
    """The replies to commands, in order.

    Raises Broken if an answer is not a reply.
    """
    if form in _BATCHES:
        return await client.batch(form, commands)
    replies: dict[int, Reply] = {}

    async def ask_some(first: int) -> None:
        for place in range(first, len(commands), _CLIENTS):
            replies[place] = await client.reply(*commands[place], form=form)

    await at_once([partial(ask_some, first) for first in range(_CLIENTS)])
    return [replies[place] for place in range(len(commands))]
