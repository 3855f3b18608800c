"""Tokens on the wire and their stand-ins in everything that people see."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from edgeproof.deployments import Secret
from edgeproof.deployments.variables import READ_ONLY_TOKEN, TOKEN
from edgeproof.laws import Untested

TOKEN_VARIABLE, READ_ONLY_TOKEN_VARIABLE = TOKEN[0], READ_ONLY_TOKEN[0]

_LONG = 10_000
"""From here on, a search for traces of tokens first costs a twentieth of what the pattern costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A token to send, and the shell expression that stands for it in evidence."""

    name: str
    token: Secret
    shell: str


def wrong_credentials(token: Secret) -> tuple[Credential, ...]:
    """Tokens that resemble `token` but differ from it; candidates that equal it are left out."""
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
    """The wrong token of that name (`a prefix`). Raises Untested if `token` has no such variant."""
    for credential in wrong_credentials(token):
        if credential.name == name:
            return credential
    raise Untested(f"{name} of this token is the token itself")


def every_byte_encoded(text: str) -> str:
    """The text with each of its bytes percent-encoded, letters included."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


class Mask:
    """Replaces every token of a deployment, and what laws derive from it, by its shell name."""

    def __init__(self, stand_ins: Mapping[str, str]) -> None:
        """`stand_ins` maps each text to hide to what is shown instead."""
        exact: dict[str, str] = {}
        for value, shell in stand_ins.items():
            for spelled, expression in _spellings(value, shell).items():
                exact.setdefault(spelled, expression)
        exact.update(stand_ins)
        # The longest first: a token must not be shown as its own prefix and one letter.
        hidden = sorted(filter(None, exact), key=len, reverse=True)
        self._exact = exact
        self._in_any_case = {value.lower(): exact[value] for value in reversed(hidden)}
        alternatives = "|".join(map(re.escape, hidden))
        self._pattern = re.compile(f"{alternatives}|(?i:{alternatives})", re.ASCII)
        self._traces = _shortest({value.lower() for value in hidden})

    @classmethod
    def of(cls, token: Secret | None, read_only_token: Secret | None) -> "Mask":
        """The mask for a deployment's two tokens; it may lack either."""
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
        """The text with every token replaced, in upper and lower case too."""
        if not self._traces or (len(text) > _LONG and self._has_no_trace(text.lower())):
            return text
        return self._pattern.sub(self._stand_in, text)

    def data(self, data: bytes) -> bytes:
        """The bytes with every token replaced; all other bytes are kept."""
        # Latin-1 maps each byte to one character and back, and tokens are ASCII.
        return self.text(data.decode("latin-1")).encode("latin-1")

    def _has_no_trace(self, lowered: str) -> bool:
        return not any(trace in lowered for trace in self._traces)

    def _stand_in(self, found: re.Match[str]) -> str:
        return self._exact.get(found[0]) or self._in_any_case[found[0].lower()]


def _shortest(texts: set[str]) -> list[str]:
    """Those that contain no other: where none of them is, there is none at all."""
    return [text for text in texts if not any(one in text for one in texts - {text})]


def shell_expressions() -> frozenset[str]:
    """The expressions that a mask may put in place of a token, for a shell to expand again."""
    stand_in = Secret("aT+/=%")  # each spelling of it is another
    shells = [wrong.shell for wrong in wrong_credentials(stand_in) if "$" in wrong.shell]
    shells += [f"${{{TOKEN_VARIABLE}}}", f"${{{READ_ONLY_TOKEN_VARIABLE}}}"]
    return frozenset(
        expression
        for shell in shells
        for expression in (shell, *_spellings(stand_in.reveal(), shell).values())
    )


def _spellings(value: str, shell: str) -> dict[str, str]:
    """The encoded forms of a value, each with the shell expression that produces it.

    Within JSON, the value itself is named, and not how it is escaped there.
    """
    return {
        json.dumps(value)[1:-1]: shell,
        quote(value, safe=""): _piped(shell, "sed 's/%/%25/g;s/+/%2B/g;s,/,%2F,g;s/=/%3D/g'"),
        quote(value, safe="=/"): _piped(shell, "sed 's/%/%25/g;s/+/%2B/g'"),
        every_byte_encoded(value): _piped(shell, "od -An -v -tx1 | tr ' ' % | tr -d '\\n'"),
    }


def _piped(shell: str, commands: str) -> str:
    """A shell expression for the output of `commands` when given the value of `shell`."""
    is_substitution = shell.startswith("$(")
    source = shell[2:-1] if is_substitution else f'printf %s "{shell}"'
    return f"$({source} | {commands})"
