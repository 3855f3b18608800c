"""The laws, one short test each, grouped by interface."""
