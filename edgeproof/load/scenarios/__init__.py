"""Scenarios: what a virtual user does, and what it checks."""
