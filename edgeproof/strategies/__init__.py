"""Hypothesis strategies: the values that laws are tried with."""

from edgeproof.strategies.texts import binary, command_like_texts, invalid_utf8, texts

__all__ = ["binary", "command_like_texts", "invalid_utf8", "texts"]
