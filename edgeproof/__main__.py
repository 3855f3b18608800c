"""`python -m edgeproof` does the same as `edgeproof`."""

import sys

from edgeproof.interrupts import end_as_by_ctrl_c


def main() -> None:
    """Run the command line, whose parts take a moment to load: Ctrl-C may come before that."""
    end_as_by_ctrl_c()
    try:
        from edgeproof.cli import main as run  # noqa: PLC0415  (see above)
    except KeyboardInterrupt:
        sys.stderr.write("edgeproof: interrupted before anything was done\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
