"""Counts with their nouns."""


def plural(count: int, noun: str) -> str:
    """The count and its noun: `1 law`, `2 laws`, `1,200 laws`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
