"""A check in a process of its own, for callers from Python."""
