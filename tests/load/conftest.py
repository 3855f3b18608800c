"""What tests of the load engine share."""

import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from edgeproof.load.wire.origin import Origin
from edgeproof.load.wire.pool import Limits, Pool
from tests import needs
from tests.stand_in import StandIn

OpenPool = Callable[..., Pool]


@pytest.fixture
async def open_pool() -> AsyncIterator[OpenPool]:
    """Make pools of connections to a URL; they are closed when the test is over."""
    pools: list[Pool] = []

    def make(
        url: str,
        *,
        connections: int = 4,
        connect_s: float = 5.0,
        answer_s: float = 5.0,
        ca_file: str | None = None,
    ) -> Pool:
        limits = Limits(connections=connections, connect_s=connect_s, answer_s=answer_s)
        pools.append(Pool(Origin.of_url(url, ca_file), limits))
        return pools[-1]

    yield make
    for pool in pools:
        await pool.close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed but itself, and its key, in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    both = folder / "both.pem"
    command = (
        f"{needs.program('openssl')} req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    )
    extension = ["-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command.split(), *extension, *files], check=True, capture_output=True)
    parts = [(folder / name).read_text() for name in ("key.pem", "certificate.pem")]
    both.write_text("".join(parts))
    return both


def over_tls(server: StandIn, certificate: Path) -> str:
    """Let a stand-in speak TLS; returns its URL."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    return server.url.replace("http:", "https:")
