"""Tokens on the wire, and their stand-ins in everything that people see."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import Mask, every_byte_encoded, wrong_credential, wrong_credentials
from edgeproof.clients.credentials import shell_expressions
from edgeproof.deployments import Secret
from edgeproof.laws import Untested

tokens = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=8, max_size=40)
spellings = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        str.swapcase,
        str.title,
        lambda token: quote(token, safe=""),
        lambda token: quote(token, safe="=/"),
        lambda token: quote(token, safe="").lower(),
        every_byte_encoded,
        lambda token: every_byte_encoded(token).upper(),
    ]
)


@given(
    token=tokens,
    read_only=tokens,
    pieces=st.lists(st.tuples(st.sampled_from("tr"), spellings, st.text(max_size=5)), max_size=4),
)
def test_no_token_survives_in_any_spelling(
    token: str, read_only: str, pieces: list[tuple[str, Callable[[str], str], str]]
) -> None:
    mask = Mask.of(Secret(token), Secret(read_only))
    text = "".join(
        spelled(token if which == "t" else read_only) + between
        for which, spelled, between in pieces
    )
    shown = mask.text(text)
    for expression in shell_expressions():
        shown = shown.replace(expression, "\0")
    for hidden in (token, read_only):
        assert hidden.lower() not in shown.lower()
        assert quote(hidden, safe="").lower() not in shown.lower()


@given(before=st.binary(max_size=20), after=st.binary(max_size=20))
def test_all_other_bytes_are_kept(before: bytes, after: bytes) -> None:
    mask = Mask.of(Secret("the-long-token"), None)
    masked = mask.data(before + b"the-long-token" + after)
    assert masked == before + b"${UPSTASH_REDIS_REST_TOKEN}" + after


def test_without_a_token_nothing_is_hidden() -> None:
    mask = Mask.of(None, None)
    assert mask.text("anything ${AT_ALL}") == "anything ${AT_ALL}"
    assert mask.data(b"\xff\x00") == b"\xff\x00"


@pytest.mark.parametrize(
    ("name", "shell"),
    [
        ("a prefix", "${UPSTASH_REDIS_REST_TOKEN%?}"),
        ("one letter more", "${UPSTASH_REDIS_REST_TOKEN}x"),
        ("other case", '$(printf %s "${UPSTASH_REDIS_REST_TOKEN}" | tr a-zA-Z A-Za-z)'),
    ],
)
def test_a_token_derived_from_the_right_one_is_shown_as_what_it_is(name: str, shell: str) -> None:
    token = Secret("Right-Token")
    wrong = wrong_credential(token, name)
    assert wrong.token != token
    assert Mask.of(token, None).text(f"Bearer {wrong.token.reveal()}") == f"Bearer {shell}"


def test_a_wrong_token_is_never_the_right_one() -> None:
    for value in ("Right", "123", "not-the-token", "x"):
        wrong = [credential.token.reveal() for credential in wrong_credentials(Secret(value))]
        assert value not in wrong
        assert len(wrong) >= 4
    with pytest.raises(Untested, match="other case"):
        wrong_credential(Secret("123"), "other case")


def test_a_credential_does_not_show_its_token() -> None:
    assert all("Right" not in repr(wrong.token) for wrong in wrong_credentials(Secret("Right")))
