"""The second part: the Redis REST endpoint, in front of a redis-server."""

import http.client
import json
import os
import sys
from pathlib import Path

from edgeproof.deployments import Secret
from edgeproof.errors import UnavailableError
from edgeproof.stack.supervision import Part, PartEndedError, Supervision

_NAME = "endpoint"
_START_LIMIT_S = 20.0

_LIBRARY = Path(__file__).resolve().parents[2]


def start_endpoint(
    supervision: Supervision,
    *,
    redis_server_url: str,
    token: Secret,
    read_only_token: Secret,
    request_log: bool,
) -> None:
    """Start the endpoint on a free port; its imports take a while (see `wait_for_endpoint`)."""
    environment = os.environ | {
        "EDGEPROOF_ENDPOINT_REDIS_SERVER": redis_server_url,
        "EDGEPROOF_ENDPOINT_TOKEN": token.reveal(),
        "EDGEPROOF_ENDPOINT_READ_ONLY_TOKEN": read_only_token.reveal(),
        # The part must find this very library, even if it is not installed but on sys.path.
        "PYTHONPATH": os.pathsep.join([str(_LIBRARY), *_inherited_python_path()]),
    }
    environment.pop("EDGEPROOF_ENDPOINT_LOG", None)
    if request_log:
        environment["EDGEPROOF_ENDPOINT_LOG"] = "1"
    supervision.start(
        Part(
            name=_NAME,
            # -P: a redis.py or uvicorn.py in the user's own folder must not be imported.
            argv=(sys.executable, "-P", "-m", "edgeproof.stack.endpoint"),
            environment=environment,
            reports_on_stdout=True,
            shares_stderr=request_log,
        )
    )


def wait_for_endpoint(supervision: Supervision, token: Secret) -> str:
    """Return the endpoint's URL when it answers PING through its redis-server.

    Raises UnavailableError if it ends or does not answer.
    """
    try:
        port = supervision.wait_for_port(_NAME, _START_LIMIT_S)
    except PartEndedError as ended:
        raise ended.as_unavailable() from None
    _require_pong(port, token)
    return f"http://127.0.0.1:{port}"


def _inherited_python_path() -> list[str]:
    inherited = os.environ.get("PYTHONPATH")
    return [inherited] if inherited else []


def _require_pong(port: int, token: Secret) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_LIMIT_S)
    try:
        headers = {"Authorization": f"Bearer {token.reveal()}"}
        connection.request("POST", "/", json.dumps(["PING"]), headers)
        response = connection.getresponse()
        answer = f"{response.status} {response.read(200).decode(errors='replace')}"
    except (OSError, http.client.HTTPException) as error:
        answer = str(error)
    finally:
        connection.close()
    if not (answer.startswith("200 ") and "PONG" in answer):
        raise UnavailableError(f"the {_NAME} does not answer PING", answer)
