"""The commands. They read options, call the library and print; there is no logic of their own here.

Exit codes: 0 every MUST law that was judged held; 1 a law is broken, an objective of a load run was
missed, or the gate is shut; 2 the command line or the configuration is wrong; 3 nothing could be
said; 130 interrupted, after cleaning up.
"""

from edgeproof.cli.command_line import main

__all__ = ["main"]
