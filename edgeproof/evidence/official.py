"""How the official clients decode strings, to tell what becomes of a wrong one.

They are `@upstash/redis` 1.38 and `upstash-redis` 1.8, which ask for base64 by default. Tests
compare these functions with the clients themselves.
"""

import base64
import binascii
import re
from dataclasses import dataclass

JAVASCRIPT = "@upstash/redis"
PYTHON = "upstash-redis"

ASCII_WHITE_SPACE = re.compile(r"[\t\n\f\r ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, or the name of the exception that came instead."""

    text: str
    error: str | None = None


def in_base64(text: str) -> str:
    """The text's UTF-8 in padded standard base64."""
    return base64.b64encode(text.encode("utf-8", errors="surrogatepass")).decode()


def is_padded_base64(text: str) -> bool:
    """Whether it is standard base64 with padding, as the REST API sends it."""
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return True


def decoded_by_javascript(text: str) -> str:
    """What `@upstash/redis` makes of a string before it checks whether that is JSON.

    It applies `atob` (https://infra.spec.whatwg.org/#forgiving-base64-decode); if that fails, it
    keeps the string itself.
    """
    kept = ASCII_WHITE_SPACE.sub("", text)
    if len(kept) % 4 == 0:
        kept = re.sub("={1,2}$", "", kept)
    if len(kept) % 4 == 1 or not re.fullmatch("[A-Za-z0-9+/]*", kept):
        return text
    data = base64.b64decode(kept + "=" * (-len(kept) % 4))
    return data.decode("utf-8", errors="replace").removeprefix("\ufeff")


def decoded_by_python(text: str) -> Decoded:
    """What `upstash-redis` makes of a string: it skips characters outside base64's alphabet."""
    try:
        return Decoded(base64.b64decode(text).decode())
    except UnicodeDecodeError:
        return Decoded("", "UnicodeDecodeError")
    except binascii.Error:
        return Decoded("", "binascii.Error")
    except ValueError:
        # Not even ASCII.
        return Decoded("", "ValueError")
