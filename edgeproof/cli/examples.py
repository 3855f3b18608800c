"""What `--help` says below the options: examples that can be pasted, and exit codes."""

from collections.abc import Mapping
from typing import Final

COMMAND_EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "edgeproof": {
        "edgeproof check": "a stack of its own",
        "edgeproof check --posts https://blog.example.com/posts": "a deployment",
        "edgeproof load --slo 'p99<250ms' --out reports/load": "under load",
        "edgeproof gate reports/check reports/load": "may this ship?",
    },
    "check": {
        "edgeproof check --out reports/check": "a stack of its own",
        "edgeproof check --worker dist/worker.js": "a worker file",
        "edgeproof check --posts https://blog.example.com/posts": "an API",
        "edgeproof check --redis https://eu1-example.upstash.io": "a database",
        "edgeproof check staging --law 'posts.create.*'": "a target, some laws",
    },
    "load": {
        "edgeproof load --rate 200 --slo 'p99<250ms'": "200 per second",
        "edgeproof load --posts https://blog.example.com/posts": "a deployment",
        "edgeproof load staging --users 50 --scenario increments": "users",
        "edgeproof load --find-capacity --slo 'p99<250ms'": "the highest rate",
    },
    "report": {
        "edgeproof report reports/check --html report.html": "one page",
        "edgeproof report new.json --against old.json": "what became worse",
        "edgeproof report a.json b.json --matrix --markdown": "side by side",
    },
    "gate": {
        "edgeproof gate": "all reports",
        "edgeproof gate reports/check --worker dist/worker.js": "your own worker",
    },
    "laws": {
        "edgeproof laws --suite redis": "the laws of the database",
        "edgeproof laws --json": "all laws, for a program",
    },
    "explain": {
        "edgeproof explain posts.list.complete": "a law of /posts",
        "edgeproof explain rest.transaction.atomic": "a law of the database",
    },
    "up": {
        "edgeproof up": "the reference worker",
        "edgeproof up --worker dist/worker.js": "your own worker",
        "edgeproof up --redis-server redis://localhost:6379": "over your own Redis",
    },
    "clean": {
        "edgeproof clean --dry-run": "what killed runs may have left",
        "edgeproof clean staging": "remove it from a target",
    },
}
"""For each command, its examples: the command to paste, and what it is an example of."""

_WRONG: Final = {2: "the command line or the configuration is wrong"}
_ENDS: Final = {**_WRONG, 3: "no verdict could be reached", 130: "interrupted, and cleaned up"}

EXIT_CODE_HELP: Final[Mapping[str, Mapping[int, str]]] = {
    "check": {0: "every MUST law that was judged held", 1: "a law is broken", **_ENDS},
    "load": {
        0: "every objective was met, every answer was right",
        1: "an objective was missed, or an answer or the history was wrong",
        **_ENDS,
    },
    "report": {
        0: "the result passed; with --against, nothing is worse",
        1: "the result failed; with --against, something is worse",
        **_WRONG,
        3: "the result reached no verdict; with --against, the comparison reached none",
    },
    "gate": {0: "the gate is open: the worker may ship", 1: "the gate is shut", **_WRONG},
    "clean": {0: "nothing is left", 1: "something is left, or could not be seen", **_WRONG},
}

CONFIGURED: Final = ("check", "load")
"""Commands whose options have defaults in pyproject.toml."""


def epilog_of(command: str) -> str:
    """The examples of a command, its exit codes, and where its defaults can be set."""
    lines = ["", "Examples:", *_aligned(COMMAND_EXAMPLES[command], sign="  # ")]
    if command in EXIT_CODE_HELP:
        codes = {str(code): meaning for code, meaning in EXIT_CODE_HELP[command].items()}
        lines += ["", "Exit codes:", *_aligned(codes, sign="  ")]
    if command in CONFIGURED:
        lines += [
            "",
            f"Defaults: [tool.edgeproof.{command}] in pyproject.toml, one field per option.",
            "Use --no-FLAG to switch off a flag that is set there.",
        ]
    return "\n".join(lines)


def _aligned(rows: Mapping[str, str], *, sign: str) -> list[str]:
    width = max(map(len, rows))
    return [f"  {left:<{width}}{sign}{right}" for left, right in rows.items()]
