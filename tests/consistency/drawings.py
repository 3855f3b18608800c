"""Histories drawn as in the literature: a line a client, and time goes to the right.

    a: |--SET k x: OK--|   |--SET k y-->
    b:       |--GET k: x--|   |--GET k: z--!

After the colon is the answer, as JSON or as a bare word. What ends in `>` never had one; what ends
in `!` has one that is one too many. The commands of a MULTI are parted by semicolons.
"""

import json
import re
from typing import Any

from edgeproof.consistency import Operation, in_order

SPAN = re.compile(r"\|-*(?P<call>[^:|]+?)(: (?P<answer>[^|]+?))?-*(?P<end>[|>!])")


def read(drawing: str) -> tuple[Operation, ...]:
    """The history that is drawn; the columns are its nanoseconds."""
    return in_order(operation for operation, _ in _operations(drawing))


def impossible_in(drawing: str) -> Operation | None:
    """The operation that is drawn as impossible, if one is."""
    marked = [operation for operation, end in _operations(drawing) if end == "!"]
    return marked[0] if marked else None


def _operations(drawing: str) -> list[tuple[Operation, str]]:
    lines = [line for line in drawing.splitlines() if line.strip()]
    return [
        (_operation(client, span), span["end"])
        for client, line in enumerate(lines)
        for span in SPAN.finditer(line)
    ]


def _operation(client: int, span: re.Match[str]) -> Operation:
    name, _, rest = span["call"].partition(" ")
    words = rest.split("; ") if name == "MULTI" else rest.split()
    return Operation(
        client=client,
        call=name,
        arguments=tuple(words),
        result=_answer(span["answer"]),
        called_ns=span.start(),
        returned_ns=None if span["end"] == ">" else span.end() - 1,
    )


def _answer(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except json.JSONDecodeError:
        return text
