"""What no answer may contain: told apart from ordinary words, in each usual spelling."""

import pytest

from edgeproof.conformance.confidential import confidential_texts
from edgeproof.deployments import Deployment, Secret
from edgeproof.laws import Untested


def deployment(token: str, redis_server_url: str | None = None) -> Deployment:
    return Deployment(
        name="own", token=Secret(token), redis_server_url=redis_server_url, is_own=True
    )


def test_a_token_is_confidential_in_every_spelling() -> None:
    texts = set(confidential_texts(deployment("a+token/of=its own")).values())
    assert texts == {
        "a+token/of=its own",
        "a%2Btoken%2Fof%3Dits%20own",
        "YSt0b2tlbi9vZj1pdHMgb3du",
    }


def test_a_token_that_may_be_a_word_is_not_looked_for() -> None:
    with pytest.raises(Untested):
        confidential_texts(deployment("readonly"))


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("redis://user:a-long-password@127.0.0.1:6379/1", "127.0.0.1:6379"),
        ("unix:///tmp/edgeproof/redis.sock?db=1", "/tmp/edgeproof/redis.sock"),  # noqa: S108  (a name, no file)
    ],
)
def test_the_address_of_the_database_is_confidential(url: str, address: str) -> None:
    texts = confidential_texts(deployment("short", url))
    assert texts["the address of the database"] == address


def test_the_password_of_the_database_is_confidential() -> None:
    texts = confidential_texts(deployment("short", "redis://:a%20long-password@127.0.0.1:6379"))
    assert texts["the password of the database"] == "a long-password"
