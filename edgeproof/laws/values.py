"""Values in evidence, as JSON writes them: what came over the wire was JSON, and not Python."""

import json
import re
from typing import Any, Final

_UNSEEN: Final = re.compile(r"[^\x20-\x7e]")
"""Among these are characters that a terminal does not show, or obeys."""


def as_shown(value: object) -> str:
    """The value as JSON, in one line; characters that nobody would see are escaped.

    What JSON has no form for (bytes) is shown as Python shows it.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, default=_parts)
    except TypeError:  # a name that is no text
        return repr(value)
    return repr(value) if isinstance(value, bytes) else _UNSEEN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return character if character.isprintable() else json.dumps(character)[1:-1]


def _parts(value: Any) -> object:  # noqa: ANN401  (json's hook)
    """What is not one of JSON's values: its parts, if it has any, or what Python shows."""
    if hasattr(value, "as_json"):
        return value.as_json()
    return sorted(value) if isinstance(value, set | frozenset) else repr(value)
