"""Conformance runs: pytest runs the suites on one deployment, and their results are collected."""
