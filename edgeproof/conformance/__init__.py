"""Conformance runs: the suites, run by pytest on one deployment, and what they said."""
