"""Where the forms of a report go, according to the options."""

import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import msgspec

from edgeproof.cli.delivery import say_where
from edgeproof.cli.help import HelpfulCommand
from edgeproof.errors import ConfigurationError
from edgeproof.reporting import RESULT_FILE
from edgeproof.reporting.files import write_whole

STANDARD_OUTPUT: Final = Path("-")

Make = Callable[[], str | bytes]


class ReportCommand(HelpfulCommand):
    """A command whose option `--markdown` takes a file, or stands alone."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer's own)
        """Insert `-` where no file follows: the parser wants a value after each such option."""
        return super().parse_args(ctx, list(_with_file(args)))


def _with_file(words: list[str]) -> Iterator[str]:
    for word, following in pairwise([*words, "--"]):
        yield word
        if word == "--markdown" and following.startswith("--"):
            yield str(STANDARD_OUTPUT)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Where each form is to go: into a file, to standard output (`-`), or nowhere."""

    html: Path | None
    markdown: Path | None
    junit: Path | None
    badge: Path | None
    badge_json: Path | None
    json: Path | None

    def __post_init__(self) -> None:
        """Raise ConfigurationError if outputs would be mixed or a result would be overwritten."""
        files = {name: getattr(self, name) for name in self.__struct_fields__}
        if list(files.values()).count(STANDARD_OUTPUT) > 1:
            raise ConfigurationError(
                "only one report can be written to standard output", "name files"
            )
        for name, file in files.items():
            if file is not None and _is_named_as_result(file, is_json=name == "badge_json"):
                raise ConfigurationError(
                    f"{file} is the name of a result, not of a report",
                    "name results before the options",
                )

    def or_printed(self) -> "Wanted":
        """The same outputs; if none is requested, Markdown on standard output."""
        if any(getattr(self, name) is not None for name in self.__struct_fields__):
            return self
        return msgspec.structs.replace(self, markdown=STANDARD_OUTPUT)

    @property
    def is_silent(self) -> bool:
        """Whether standard output carries a form and nothing else."""
        return any(getattr(self, name) == STANDARD_OUTPUT for name in self.__struct_fields__)

    def deliver(self, **forms: Make) -> None:
        """Make and write the requested forms; the arguments are named after the fields."""
        for name, make in forms.items():
            file = getattr(self, name)
            if file == STANDARD_OUTPUT:
                document = make()
                sys.stdout.buffer.write(
                    document.encode() if isinstance(document, str) else document
                )
                sys.stdout.flush()
            elif file is not None:
                write_whole(file, make())
                say_where(file, is_json=self.is_silent)


def _is_named_as_result(file: Path, *, is_json: bool) -> bool:
    """Whether writing a form to this file would probably overwrite a result."""
    return file.name == RESULT_FILE or (file.suffix == ".json" and not is_json)
