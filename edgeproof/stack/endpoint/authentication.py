"""Who asks: the bearer token in the header, or `_token` in the query.

Source: https://upstash.com/docs/redis/features/restapi
"""

from hmac import compare_digest

from edgeproof.stack.endpoint.commands import Access


class Authenticator:
    """Knows the two tokens, and shows them to nobody."""

    __slots__ = ("_accesses",)

    def __init__(self, token: str, read_only_token: str | None) -> None:
        self._accesses = [(token.encode(), Access.FULL)]
        if read_only_token:
            self._accesses.append((read_only_token.encode(), Access.READ_ONLY))

    def access(self, authorization: bytes | None, query_token: bytes | None) -> Access | None:
        """Return the rights of the request, or `None` if it must be refused.

        If there is a header, it decides: a right `_token` does not make up for a wrong header.
        """
        presented = query_token if authorization is None else _bearer(authorization)
        if not presented:
            return None
        # Every token is compared in constant time, so that timing reveals nothing about them.
        matches = [access for token, access in self._accesses if compare_digest(token, presented)]
        return matches[0] if matches else None


def _bearer(authorization: bytes) -> bytes | None:
    scheme, _, credentials = authorization.strip().partition(b" ")
    return credentials.strip() if scheme.lower() == b"bearer" else None
