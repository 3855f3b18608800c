"""Service: whatever one client sends, the others are served as before."""

from collections.abc import Callable

import pytest

from edgeproof.clients import Canary, PostsClient, attempt
from edgeproof.conformance.run import Run
from edgeproof.conformance.survival import POSTS_SERVICE, expect_service
from edgeproof.laws import Expectations, Risk, law, risky

BRIEFLY_S = 3.0
BODIES = (
    (Risk.ORDINARY, "nothing", b""),
    (Risk.ORDINARY, "a NUL", b"a\0b"),
    (Risk.ORDINARY, "not UTF-8", b"\xff\xfe"),
    (Risk.ORDINARY, "JSON", b'{"text":"a"}'),
    (Risk.LARGE, "2 MiB", b"x" * (2 << 20)),
    (Risk.NESTED, "JSON nested 10,000 deep", b"[" * 10_000 + b"]" * 10_000),
)


@law("posts.service.survives")
@pytest.mark.parametrize(
    "body", [pytest.param(body, id=name, marks=risky(risk)) for risk, name, body in BODIES]
)
async def test_a_body_ends_no_service(
    posts: PostsClient,
    run: Run,
    expect: Expectations,
    canaries: Callable[[str], Canary | None],
    body: bytes,
) -> None:
    await attempt(posts.create(body), patience_s=BRIEFLY_S)
    await expect_service(run, expect, canaries(POSTS_SERVICE))
