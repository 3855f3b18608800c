"""Texts that represent a JSON value, in whatever layout and spelling."""

import json
import re

from edgeproof.laws import same

DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def is_text_of_number(text: object, number: float) -> bool:
    """Whether it is a decimal text that reads back as exactly that double: `1e+21`, `1.50`."""
    return isinstance(text, str) and bool(DECIMAL.fullmatch(text)) and float(text) == number


def is_json_of(text: object, value: object) -> bool:
    """Whether it is JSON text of that value, with any white space and any escapes."""
    try:
        return isinstance(text, str) and same(json.loads(text), value)
    except ValueError:
        return False
