"""The product and the version of a database, of what INFO says."""

import pytest

from edgeproof.clients import server_name


@pytest.mark.parametrize(
    ("information", "name"),
    [
        ("# Server\r\nredis_version:8.2.3\r\nredis_mode:standalone\r\n", "Redis 8.2.3"),
        ("# Server\r\nredis_version:7.2.4\r\nvalkey_version:9.1.2\r\n", "Valkey 9.1.2"),
        ("redis_version:7.4.0\ndragonfly_version:df-v1.27.1\n", "Dragonfly df-v1.27.1"),
        ("upstash_version:1.20.3\r\nredis_version:8.2.0\r\n", "Upstash 1.20.3"),
        ("# Server\r\nos:Linux 6.1\r\n", None),
        ("redis_version:<b>8</b>", None),
        ("redis_version:" + "1" * 100, None),
        ("", None),
    ],
)
def test_the_product_comes_before_what_it_is_compatible_with(
    information: str, name: str | None
) -> None:
    assert server_name(information) == name
