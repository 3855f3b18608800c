"""Whole servers with bad manners, each checked whole: what was found, left, told, and counted."""
