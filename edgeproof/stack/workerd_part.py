"""The third part: workerd, Cloudflare's runtime, with a worker in it.

Every configuration holds the reference worker as a second module, `reference-posts.js`. A worker
that changes one thing about it can therefore be as short as the change:

    import posts from "./reference-posts.js";
    export default {
      async fetch(request, env) {
        const answer = await posts.fetch(request, env);
        ...

(workerd resolves an import against the importing module's own name, and the modules stand side by
side.) A worker that imports nothing never meets it: workerd compiles a module when it is imported.
"""

import hashlib
import http.client
import json
import re
import shutil
from pathlib import Path

from edgeproof.content import worker_file, worker_folder
from edgeproof.deployments import Secret
from edgeproof.errors import ConfigurationError, EdgeproofError, UnavailableError
from edgeproof.stack.supervision import Part, PartEndedError, Supervision

_NAME = "workerd"
_START_LIMIT_S = 10.0

# A worker can only reach loopback, so a check does not depend on the state of the internet.
_CONFIGURATION = """\
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  modules = [
    (name = {main_module}, esModule = embed "main.js"),
    (name = "reference-posts.js", esModule = embed "reference-posts.js"),
  ],
  compatibilityDate = {compatibility_date},
  bindings = [
    (name = "DB_URL", text = {database_url}),
    (name = "DB_TOKEN", fromEnvironment = "DB_TOKEN"),
  ],
);
"""

_UNCAUGHT = re.compile(r"Uncaught (?P<error>[^\n]*)(?:\n\s+at [^\n]*?:(?P<line>\d+)\b)?")


def require_worker(worker: Path) -> None:
    """Raise ConfigurationError if there is no such file."""
    if not worker.is_file():
        raise ConfigurationError(f"there is no worker at {worker}", "give the path of a .js file")


def start_workerd(
    supervision: Supervision, *, binary: Path, worker: Path, database_url: str, token: Secret
) -> str:
    """Start workerd on a free port, with a copy of the worker as it is now; return its SHA-256."""
    source = worker.read_bytes()
    (supervision.folder / "main.js").write_bytes(source)
    shutil.copyfile(worker_file(), supervision.folder / "reference-posts.js")
    configuration = supervision.folder / "workerd.capnp"
    configuration.write_text(
        _CONFIGURATION.format(
            main_module=_quoted(worker.name),
            compatibility_date=_quoted(compatibility_date()),
            database_url=_quoted(database_url),
        ),
        encoding="utf-8",
    )
    options = ("--socket-addr=http=127.0.0.1:0", "--control-fd={report_fd}")
    supervision.start(
        Part(
            name=_NAME,
            argv=(str(binary), "serve", str(configuration), *options),
            environment={"DB_TOKEN": token.reveal()},
        )
    )
    return hashlib.sha256(source).hexdigest()


def wait_for_workerd(supervision: Supervision, worker: Path) -> str:
    """Return the URL of the collection when the worker answers there, whatever it answers.

    Raises ConfigurationError if the worker does not compile, UnavailableError if workerd cannot be
    started or the worker does not answer.
    """
    try:
        port = supervision.wait_for_port(_NAME, _START_LIMIT_S)
    except PartEndedError as ended:
        raise _explained(ended, worker) from None
    _require_answer(port, worker)
    return f"http://127.0.0.1:{port}/posts"


def compatibility_date() -> str:
    """Return the date whose runtime behaviour the worker is written for, `2026-10-01`.

    It is in the worker's package.json, so that it is the same here and in production.
    """
    package = json.loads((worker_folder() / "package.json").read_text())
    return str(package["config"]["compatibilityDate"])


def _explained(ended: PartEndedError, worker: Path) -> EdgeproofError:
    uncaught = _UNCAUGHT.search(ended.log)
    if uncaught is None:
        return ended.as_unavailable()
    line = f":{uncaught['line']}" if uncaught["line"] else ""
    return ConfigurationError(f"{worker}{line}", uncaught["error"])


def _require_answer(port: int, worker: Path) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_LIMIT_S)
    try:
        connection.request("GET", "/posts")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException) as error:
        raise UnavailableError(f"{worker} does not answer GET /posts", str(error)) from error
    finally:
        connection.close()


def _quoted(text: str) -> str:
    """Return a string literal of Cap'n Proto, which escapes quotes and backslashes as JSON does."""
    return json.dumps(text, ensure_ascii=False)
