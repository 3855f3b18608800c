"""The product and the version of a database, according to its own INFO."""

import re
from collections.abc import Mapping
from typing import Final

PRODUCTS: Final[Mapping[str, str]] = {
    "valkey_version": "Valkey",
    "dragonfly_version": "Dragonfly",
    "kvrocks_version": "Kvrocks",
    "upstash_version": "Upstash",
    "redis_version": "Redis",
}
"""Fields of `INFO server`. Products compatible with Redis state a Redis version too, so that is
last."""


def server_name(information: str) -> str | None:
    """`Valkey 9.1.2`, from the answer to `INFO server`; None if it does not name a product."""
    fields = dict(re.findall(r"^(\w+):([\w.+-]{1,40})\r?$", information, re.MULTILINE))
    return next((f"{PRODUCTS[key]} {fields[key]}" for key in PRODUCTS if key in fields), None)
