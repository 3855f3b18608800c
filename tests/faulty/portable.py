"""Commands and texts of one run as anybody can use them: without this machine's addresses."""

import re
from collections.abc import Sequence

LONGEST_COMMAND = 2_000
"""Characters of a command that is kept; of a longer one it is said that it is left out."""

MOST_COMMANDS = 30

LONGEST_TEXT = 300

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")

_OUTSIDE = "${EDGEPROOF_POSTS_URL%/posts}"
"""For evidence names the collection itself, so what is left is beside it."""

_WORD = re.compile(
    rf"""
    (?P<base>{ADDRESS.pattern}(?P<folder>/FAULT)?)   # bare, and nothing in it for the shell
    (?P<bare>[\w/.~%:=@+,-]*)(?=[\s)]|$)
    | '(?P<quoted_base>{ADDRESS.pattern}(?P<quoted_folder>/FAULT)?)(?P<quoted>[^'"$`\\!]*)'
    | "(?P<double_base>{ADDRESS.pattern}(?P<double_folder>/FAULT)?)
    """,
    re.VERBOSE,
)


def portable(commands: Sequence[str], fault: str) -> tuple[str, ...]:
    """The commands with variables for URLs; none at all if an address of this machine is left.

    `fault` is the folder of the faulty endpoint, if they went to one that serves several.
    """
    pattern = re.compile(_WORD.pattern.replace("FAULT", re.escape(fault)), re.VERBOSE)
    renewed = [shortened(pattern.sub(_with_variable, command)) for command in commands]
    if any(map(ADDRESS.search, renewed)):
        return ()
    left = len(renewed) - MOST_COMMANDS
    note = [f"# ({left:,} more commands are left out)"] if left > 0 else []
    return (*renewed[:MOST_COMMANDS], *note)


def _with_variable(found: re.Match[str]) -> str:
    is_folder = found["folder"] or found["quoted_folder"] or found["double_folder"]
    variable = "${UPSTASH_REDIS_REST_URL}" if is_folder else _OUTSIDE
    if found["double_base"]:
        return f'"{variable}'
    return f'"{variable}{found["bare"] or found["quoted"] or ""}"'


def shortened(command: str) -> str:
    """The command, or in its place a comment if it is longer than anybody reads."""
    if len(command) <= LONGEST_COMMAND:
        return command
    return f"# (a command of {len(command):,} characters is left out)"


def portable_text(text: str) -> str:
    """A text without ports of this machine, and without an end that nobody reads."""
    shown = ADDRESS.sub("http://127.0.0.1:…", text)
    return shown if len(shown) <= LONGEST_TEXT else f"{shown[:LONGEST_TEXT]} …"
