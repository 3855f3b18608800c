"""`edgeproof explain`."""

from typing import Annotated

import typer

from edgeproof.cli.completions import law_ids
from edgeproof.errors import ConfigurationError
from edgeproof.laws import all_laws, find_law
from edgeproof.laws.registry import which_laws
from edgeproof.options import INPUT
from edgeproof.reporting.explanation import print_explanation
from edgeproof.reporting.terminal import Terminal


def explain(
    law: Annotated[
        str,
        typer.Argument(
            metavar="LAW",
            autocompletion=law_ids,
            rich_help_panel=INPUT,
            help="The id of a law, like posts.list.complete.",
        ),
    ],
) -> None:
    """Explain a law: why it matters, where it comes from, and a deployment that breaks it."""
    try:
        found = find_law(law)
    except LookupError as error:
        raise ConfigurationError(str(error), which_laws(law, all_laws())) from None
    print_explanation(found, Terminal())
