"""The form of every id in /posts: `post:<n>`, n a positive decimal without leading zeros.

INCR gives no number of more than 19 digits. Others may, but more than a hundred are no number.
"""

import re
from typing import TypeGuard

POST_ID = re.compile(r"post:([1-9][0-9]{0,99})", re.ASCII)
"""Of a whole id; its only group is n."""


def is_post_id(value: object) -> TypeGuard[str]:
    """Whether the value is a text of the form `post:<n>`."""
    return isinstance(value, str) and POST_ID.fullmatch(value) is not None


def post_number(post_id: str) -> int:
    """The n of `post:<n>`."""
    return int(post_id.removeprefix("post:"))
