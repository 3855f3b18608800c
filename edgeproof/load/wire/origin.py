"""Where connections go, and the failure if none can be made."""

import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from edgeproof.load.wire.failures import Failure, FailureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Host and port, and how connections are secured."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None

    @classmethod
    def of_url(cls, url: str, ca_file: str | None = None) -> "Origin":
        """The origin of an http or https URL; `ca_file` has the certificates to trust instead.

        Certificates and host names are always verified.
        """
        parts = urlsplit(url)
        is_safe = parts.scheme == "https"
        tls = ssl.create_default_context(cafile=ca_file) if is_safe else None
        return cls(host=parts.hostname or "", port=parts.port or (443 if is_safe else 80), tls=tls)

    def failure_of(self, error: OSError) -> Failure:
        """The failure that corresponds to an error while connecting."""
        place = f"{self.host}:{self.port}"
        if isinstance(error, ssl.SSLCertVerificationError):
            return Failure(FailureKind.TLS, f"{place}: {error.verify_message or error.reason}")
        if isinstance(error, ssl.SSLError):
            return Failure(FailureKind.TLS, f"{place}: {error.reason}")
        if isinstance(error, socket.gaierror):
            return Failure(FailureKind.UNRESOLVED, f"{self.host} has no address")
        if isinstance(error, ConnectionResetError | ConnectionAbortedError | BrokenPipeError):
            return Failure(FailureKind.RESET, f"{place} closed the connection at once")
        return Failure(FailureKind.REFUSED, f"{place} refused the connection")
