"""The commands: they read options, call the library and print. They have no logic of their own.

Exit codes: 0 if every MUST law that was judged held; 1 if a law is broken, a load run missed an
objective, or the gate is shut; 2 if the command line or the configuration is wrong; 3 if no verdict
could be reached; 130 if it was interrupted, after cleaning up.
"""

from edgeproof.cli.command_line import main

__all__ = ["main"]
