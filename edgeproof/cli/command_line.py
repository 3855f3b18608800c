"""The command line as a whole: its commands, its errors, its exit codes."""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from edgeproof.cli.check import check
from edgeproof.cli.clean import clean
from edgeproof.cli.configured import ConfiguredCommand
from edgeproof.cli.explain import explain
from edgeproof.cli.gate import gate
from edgeproof.cli.help import HelpfulCommand, HelpfulGroup
from edgeproof.cli.laws import laws
from edgeproof.cli.load import load
from edgeproof.cli.outputs import ReportCommand
from edgeproof.cli.report import report
from edgeproof.cli.up import up
from edgeproof.errors import EdgeproofError
from edgeproof.version import VERSION

INTERRUPTED = 130
_CLEAN = "interrupted; what the run had made is removed"

app = typer.Typer(
    name="edgeproof",
    cls=HelpfulGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
# In the order in which they are used.
app.command(cls=ConfiguredCommand)(check)
app.command(cls=ConfiguredCommand)(load)
app.command(cls=ReportCommand)(report)
app.command(cls=HelpfulCommand)(gate)
app.command(cls=HelpfulCommand)(laws)
app.command(cls=HelpfulCommand)(explain)
app.command(cls=HelpfulCommand)(up)
app.command(cls=HelpfulCommand)(clean)


@app.callback(invoke_without_command=True)
def version_option(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """Proves that an edge API and the Redis-over-HTTP database under it behave.

    It checks a deployment against laws, load-tests it, and shows each fault as curl commands.
    """
    if version:
        typer.echo(f"edgeproof {VERSION}")
        raise typer.Exit


def main() -> None:
    """Run the command line; an error that a user can fix is one line on standard error."""
    sys.exit(_exit_code(lambda: app(standalone_mode=False)))


def _exit_code(run: Callable[[], Any]) -> int:
    try:
        code = run() or 0
    except EdgeproofError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt as interrupt:
        return _complain(str(interrupt) or _CLEAN, INTERRUPTED)
    except typer.Abort:
        code = INTERRUPTED
    except BrokenPipeError:
        return _complain("standard output was closed", 1)
    except Exception as error:
        # The command line's own errors; typer keeps their class to itself.
        if not hasattr(error, "format_message"):
            raise
        message = error.format_message()
        return _complain(f"{message} (see --help)", 2) if message else 2
    # An interruption arrives as an exception or, from some versions of typer, as the code.
    if code == INTERRUPTED:
        return _complain(_CLEAN, INTERRUPTED)
    return code


def _complain(message: str, exit_code: int) -> int:
    typer.echo(f"edgeproof: {message}", err=True)
    return exit_code
