"""Leftovers: what a run could not remove, and the commands that remove it."""

from collections.abc import Sequence
from typing import Final

from edgeproof.clients import JSON_BODY, Form, outgoing
from edgeproof.conformance.run import Run
from edgeproof.evidence import as_script
from edgeproof.laws import Exchange, SentRequest
from edgeproof.reporting import Leftover

_MOST_NAMED: Final = 100
_KEYS_A_COMMAND: Final = 20


def leftovers_of(run: Run) -> list[Leftover]:
    """The posts and the keys that are left, or may be."""
    posts, keys = run.posts.outstanding, run.keys.outstanding
    found = [
        _leftover("posts", posts, [_deletion(run, post_id) for post_id in posts[:_MOST_NAMED]]),
        _leftover("keys", keys, [_removal(run, batch) for batch in _batches(keys[:_MOST_NAMED])]),
    ]
    return [one for one in found if one.count]


def _leftover(what: str, names: Sequence[str], requests: Sequence[SentRequest]) -> Leftover:
    exchanges = [Exchange(request=request) for request in requests]
    return Leftover(
        what=what, count=len(names), names=list(names[:_MOST_NAMED]), commands=as_script(exchanges)
    )


def _deletion(run: Run, post_id: str) -> SentRequest:
    return SentRequest(method="DELETE", url=f"{run.deployment.posts_url}/{post_id}")


def _removal(run: Run, keys: Sequence[str]) -> SentRequest:
    form, token = run.redis_form or Form.BODY, run.deployment.token
    request = outgoing(("DEL", *keys), form)
    authorization = run.mask.text(f"Bearer {token.reveal()}") if token is not None else ""
    return SentRequest(
        method=request.method,
        url=f"{run.deployment.redis_url}{request.target}",
        headers=(("Authorization", authorization), *((JSON_BODY,) if request.body else ())),
        body=request.body or b"",
    )


def _batches(keys: Sequence[str]) -> list[Sequence[str]]:
    return [keys[at : at + _KEYS_A_COMMAND] for at in range(0, len(keys), _KEYS_A_COMMAND)]
