"""The answer of a deployment, as laws see it."""

from collections.abc import Sequence
from dataclasses import dataclass

import httpx
import msgspec

from edgeproof.laws import Broken, as_shown

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came back, unmasked: laws compare it, and evidence shows a masked copy.

    `body` is decoded from any Content-Encoding; header names are lower case.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request_line: str

    def header(self, name: str) -> str | None:
        """The first header with that name, in any case; None if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

    @property
    def media_type(self) -> str:
        """The declared media type (`application/json`), without parameters, in lower case."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return httpx.codes.is_success(self.status)

    @property
    def is_server_error(self) -> bool:
        """Whether the status is 5xx: nobody can say whether the request was carried out."""
        return httpx.codes.is_server_error(self.status)

    @property
    def text(self) -> str:
        """The body as UTF-8, with U+FFFD for what is not UTF-8."""
        return self.body.decode("utf-8", errors="replace")

    def contains(self, text: str) -> bool:
        """Whether the text is in a header or in the body."""
        return text.encode() in self.body or any(text in value for _, value in self.headers)

    def json(self) -> object:
        """The body as JSON, integers exact.

        Raises Broken if it is not valid JSON in valid UTF-8.
        """
        try:
            return msgspec.json.decode(self.body, type=object)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Broken(
                f"the body of the answer to {self.request_line}", as_shown(self.text), "JSON"
            ) from None
