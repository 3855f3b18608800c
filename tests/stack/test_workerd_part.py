"""A worker in workerd: what it may import, and what is said of one that cannot run."""

import hashlib
from pathlib import Path

import httpx
import pytest

from edgeproof.errors import ConfigurationError
from edgeproof.stack import embedded_stack

WRAPPING = """
import posts from "./reference-posts.js";
export default {
  async fetch(request, env) {
    const answer = await posts.fetch(request, env);
    return new Response(`wrapped: ${await answer.text()}`, answer);
  },
};
"""


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (
            "export default {\n  fetch() {\n    return new Response(1 }\n};\n",
            ":3",
            "SyntaxError: missing ) after argument list",
        ),
        ("export default {}\nthrow new Error('boom');\n", ":2", "Error: boom"),
        ("import other from './other.js';\n", "", 'Error: No such module "other.js".'),
    ],
    ids=["syntax error", "throws at the top", "missing module"],
)
def test_a_worker_that_does_not_compile_is_named_in_one_line(
    tmp_path: Path, source: str, line: str, said: str
) -> None:
    worker = tmp_path / "broken.js"
    worker.write_text(source)
    with pytest.raises(ConfigurationError) as error:
        embedded_stack(worker=worker).__enter__()
    assert str(error.value) == f"{worker}{line}: {said}"


def test_a_worker_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"there is no worker at .*absent\.js"):
        embedded_stack(worker=tmp_path / "absent.js").__enter__()


def test_a_worker_may_wrap_the_reference(tmp_path: Path) -> None:
    worker = tmp_path / 'a "wrapping" wörker.js'
    worker.write_text(WRAPPING)
    with embedded_stack(worker=worker) as deployment:
        assert deployment.worker == worker
        assert deployment.posts_url
        assert httpx.get(deployment.posts_url).text == "wrapped: []"


def test_the_digest_is_of_the_bytes_that_run_though_the_file_changes(tmp_path: Path) -> None:
    worker = tmp_path / "worker.js"
    source = b'export default { fetch: () => new Response("mine") };'
    worker.write_bytes(source)
    with embedded_stack(worker=worker) as deployment:
        worker.write_bytes(source + b"\n")
        assert deployment.worker_sha256 == hashlib.sha256(source).hexdigest()


def test_a_worker_reaches_nothing_but_this_machine(tmp_path: Path) -> None:
    worker = tmp_path / "curious.js"
    worker.write_text('export default { fetch: () => fetch("http://192.0.2.1/") };')
    with embedded_stack(worker=worker) as deployment:
        assert deployment.redis_server_url
        folder = Path(deployment.redis_server_url.removeprefix("unix://")).parent
        assert "connecting to 192.0.2.1:80 is not allowed" in (folder / "workerd.log").read_text()
