"""Tokens on the wire and their stand-ins in everything that people see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from edgeproof.deployments import Secret
from edgeproof.laws import Untested

TOKEN_VARIABLE = "UPSTASH_REDIS_REST_TOKEN"  # noqa: S105  (the name of a variable, not a token)
READ_ONLY_TOKEN_VARIABLE = "UPSTASH_REDIS_REST_READONLY_TOKEN"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A token to send, and the shell expression that stands for it in evidence."""

    name: str
    token: Secret
    shell: str


def wrong_credentials(token: Secret) -> tuple[Credential, ...]:
    """Tokens that are not `token` but resemble it; those that would equal it are left out."""
    value = token.reveal()
    variable = TOKEN_VARIABLE
    candidates = (
        ("another", "not-the-token", "not-the-token"),
        ("a prefix", value[:-1], f"${{{variable}%?}}"),
        ("one letter more", value + "x", f"${{{variable}}}x"),
        ("empty", "", ""),
        (
            "other case",
            value.swapcase(),
            f'$(printf %s "${{{variable}}}" | tr a-zA-Z A-Za-z)',
        ),
    )
    return tuple(
        Credential(name=name, token=Secret(candidate), shell=shell)
        for name, candidate, shell in candidates
        if candidate != value
    )


def wrong_credential(token: Secret, name: str) -> Credential:
    """The wrong token of that name (`a prefix`). Raises Untested if `token` has none such."""
    for credential in wrong_credentials(token):
        if credential.name == name:
            return credential
    raise Untested(f"{name} of this token is the token itself")


def every_byte_encoded(text: str) -> str:
    """The text with each of its bytes percent-encoded, letters too."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


class Mask:
    """Replaces every token of a deployment, and whatever a law derives from one, by its shell name."""

    def __init__(self, stand_ins: Mapping[str, str]) -> None:
        """`stand_ins` maps what must not be seen to what is shown instead."""
        self._stand_ins = dict(stand_ins)
        for value, shell in stand_ins.items():
            for spelled in (quote(value, safe=""), quote(value, safe="=/")):
                self._stand_ins.setdefault(spelled, shell)
            self._stand_ins.setdefault(every_byte_encoded(value), _encoded_by_shell(shell))
        # The longest first: a token must not be shown as its own prefix and one letter.
        hidden = sorted(filter(None, self._stand_ins), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, hidden))) if hidden else None

    @classmethod
    def of(cls, token: Secret | None, read_only_token: Secret | None) -> "Mask":
        """The mask for a deployment's two tokens, either of which it may not have."""
        stand_ins = {}
        if token is not None:
            stand_ins.update(
                {
                    credential.token.reveal(): credential.shell
                    for credential in wrong_credentials(token)
                    if credential.name != "another"
                }
            )
        if read_only_token is not None:
            stand_ins[read_only_token.reveal()] = f"${{{READ_ONLY_TOKEN_VARIABLE}}}"
        if token is not None:
            stand_ins[token.reveal()] = f"${{{TOKEN_VARIABLE}}}"
        return cls(stand_ins)

    def text(self, text: str) -> str:
        """The text with every token replaced."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._stand_ins[found[0]], text)

    def data(self, data: bytes) -> bytes:
        """The bytes with every token replaced; all other bytes are kept."""
        if self._pattern is None:
            return data
        # Latin-1 maps each byte to one character and back, and tokens are ASCII.
        return self.text(data.decode("latin-1")).encode("latin-1")


def _encoded_by_shell(shell: str) -> str:
    """The same as `every_byte_encoded`, of what a shell expression stands for."""
    hidden = shell.removeprefix("$(").removesuffix(")") if shell.startswith("$(") else None
    source = hidden or f'printf %s "{shell}"'
    return f"$({source} | od -An -v -tx1 | tr ' ' % | tr -d '\\n')"
