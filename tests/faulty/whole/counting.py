"""The server of faulty endpoints, which counts the requests to them: a byte each in a file."""

import os

from tests.faulty.endpoints.faults import serve_faults
from tests.faulty.endpoints.relay import App, Receive, Scope, Send

FILE_VARIABLE = "EDGEPROOF_FAULT_REQUESTS"


def serve_counted_faults(reference: App) -> App:
    """Wrap the reference as `serve_faults` does; what asks for the root is not counted."""
    faulty = serve_faults(reference)
    file = os.open(os.environ[FILE_VARIABLE], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/":
            os.write(file, b".")
        await faulty(scope, receive, send)

    return app
