"""Benchmarks: figures that anyone can measure again, each with the command that makes it."""
