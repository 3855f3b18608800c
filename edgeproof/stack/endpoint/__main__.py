"""`python -m edgeproof.stack.endpoint`: see `EndpointSettings` for its environment variables."""

import os
import sys

from edgeproof.errors import EdgeproofError
from edgeproof.stack.endpoint.server import serve
from edgeproof.stack.endpoint.settings import EndpointSettings


def main() -> int:
    """Serve until told to stop; return the exit code."""
    try:
        serve(EndpointSettings.from_environment(os.environ))
    except EdgeproofError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one line for the user
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
