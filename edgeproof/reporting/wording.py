"""Words that depend on numbers."""


def plural(count: int, noun: str) -> str:
    """`1 law`, `2 laws`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
