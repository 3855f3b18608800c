"""The answer to a request under load."""

from typing import Any, Final

import msgspec

from edgeproof.load.wire.failures import Failure, FailureKind, wrong

SHOWN_BYTES: Final = 200


class Answer(msgspec.Struct, gc=False, eq=False):
    """Status and body of one answer, and when it was requested and complete.

    Times are monotonic nanoseconds: `sent_ns` is when the request was handed to the connection,
    `ended_ns` is when the last byte of the answer was read.
    """

    status: int
    _head: bytes
    body: bytes
    sent_ns: int
    ended_ns: int

    @property
    def text(self) -> str:
        """The body as UTF-8. Raises Failure if it is not."""
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            raise wrong("the body is not UTF-8") from None

    def json(self) -> Any:  # noqa: ANN401  (a JSON value)
        """The body as JSON. Raises Failure if it is not JSON."""
        try:
            return msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise wrong("the body is not JSON") from None

    def beginning(self) -> str:
        """Status and the first bytes of the body, as evidence shows them."""
        shown = self.body[:SHOWN_BYTES].decode(errors="replace")
        more = len(self.body) - SHOWN_BYTES
        return f"{self.status} {shown!r}" + (f" and {more:,} bytes more" if more > 0 else "")

    def header(self, name: str) -> str | None:
        """The first header with that name, in any case; None if there is none."""
        return header_in(self._head, name)

    def expect(self, status: int) -> "Answer":
        """The answer itself, if it has that status. Raises Failure otherwise."""
        if self.status != status:
            reason = f"{self.status}, not {status}"
            raise Failure(FailureKind.UNEXPECTED_STATUS, reason)
        return self


def header_in(head: bytes, name: str) -> str | None:
    """The first header with that name in the head of a message; None if there is none.

    Headers are searched only on demand: parsing each one costs more than all the rest.
    """
    wanted = name.lower().encode("latin-1")
    for line in head.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]:
        field, _, value = line.partition(b":")
        if field.lower() == wanted:
            return value.strip().decode("latin-1")
    return None
