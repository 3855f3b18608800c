"""Many commands in one form: as one batch where the form is a batch, otherwise one by one."""

from collections.abc import Sequence

from edgeproof.clients.notation.forms import Command, Form
from edgeproof.clients.notation.replies import Reply
from edgeproof.clients.redis_rest import RedisRestClient
from edgeproof.clients.together import a_few_at_once

_BATCHES = frozenset({Form.PIPELINE, Form.TRANSACTION})


async def send_each(client: RedisRestClient, commands: Sequence[Command], form: Form) -> None:
    """Send commands, whatever is answered: to `/pipeline` in one request, otherwise one by one.

    Each is a transaction of its own: one refused command would discard a whole transaction.
    """
    if form is Form.PIPELINE:
        await client.send_batch(form, [list(command) for command in commands])
        return
    await a_few_at_once(lambda command: client.send(command, form), commands)


async def replies_to_each(
    client: RedisRestClient, commands: Sequence[Command], form: Form
) -> list[Reply]:
    """The replies to commands, in order.

    Raises Broken if an answer is not a reply.
    """
    if form in _BATCHES:
        return await client.batch(form, commands)
    return await a_few_at_once(lambda command: client.reply(*command, form=form), commands)
