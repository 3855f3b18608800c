"""The engine: a process that runs a scenario, and the messages that control it."""
