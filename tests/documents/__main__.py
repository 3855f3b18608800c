"""Renews what is generated in README.md and docs: `python -m tests.documents`.

With --run it first runs the examples again, all of them or those that are named: some minutes each.
"""

import argparse
from collections.abc import Sequence

from tests.documents import examples
from tests.documents.blocks import BLOCKS
from tests.documents.figures import FIGURES
from tests.documents.pages import PAGES, blocks_in, with_blocks, with_figures


def main(words: Sequence[str] | None = None) -> None:
    """Read the options, and renew the pages."""
    parser = argparse.ArgumentParser(prog="python -m tests.documents", description=__doc__)
    parser.add_argument(
        "--run", nargs="*", metavar="EXAMPLE", choices=[*examples.EXAMPLES], default=None
    )
    options = parser.parse_args(words)
    if options.run is not None:
        examples.run(options.run or examples.EXAMPLES)
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks_in(text)
        renewed = with_figures(with_blocks(text, lambda name: BLOCKS[name]()), FIGURES)
        if renewed != text:
            page.write_text(renewed, "utf-8")
            print(f"renewed: {page}")  # noqa: T201  (what it is asked for)


if __name__ == "__main__":
    main()
