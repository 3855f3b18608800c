"""The suites among other people: what they leave alone, and what they leave behind."""
