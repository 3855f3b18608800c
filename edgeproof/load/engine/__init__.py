"""The engine: a process that runs a scenario, and how it is spoken to."""
