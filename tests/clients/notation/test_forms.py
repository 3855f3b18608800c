"""The forms in which a command travels: what a server reads is what was given."""

import json
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.clients import Form, outgoing, path_segment

arguments = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
    | st.binary(max_size=10)
    | st.sampled_from([".", "..", "", "a/b", "%2F", "?x=1", "#", "+", "\x00", "\r\n"])
)
json_arguments = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
    | st.integers()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
)


def as_bytes(argument: str | bytes) -> bytes:
    return argument if isinstance(argument, bytes) else argument.encode()


@given(command=st.lists(arguments, min_size=1, max_size=5))
def test_a_path_is_decoded_to_the_same_bytes(command: list[str | bytes]) -> None:
    target = outgoing(command, Form.PATH).target
    parts = urlsplit(f"http://host{target}")
    assert (parts.path, parts.query, parts.fragment) == (target, "", "")
    assert target.isascii()
    assert target.isprintable()
    assert [unquote_to_bytes(part) for part in target.split("/")[1:]] == list(
        map(as_bytes, command)
    )
    assert not {".", ".."} & set(target.split("/"))


@given(command=st.lists(arguments, min_size=2, max_size=5))
def test_the_last_argument_is_the_body_as_it_is(command: list[str | bytes]) -> None:
    request = outgoing(command, Form.PATH_BODY)
    assert request.method == "POST"
    assert request.body == as_bytes(command[-1])
    assert request.target == outgoing(command[:-1], Form.PATH).target


@given(command=st.lists(json_arguments, min_size=1, max_size=5))
def test_json_holds_the_command_in_its_own_types(command: list[str | int | float | bool]) -> None:
    for form, target, wrapped in (
        (Form.BODY, "", command),
        (Form.PIPELINE, "/pipeline", [command]),
        (Form.TRANSACTION, "/multi-exec", [command]),
    ):
        request = outgoing(command, form)
        assert (request.method, request.target) == ("POST", target)
        assert json.loads(request.body or b"") == wrapped
        assert repr(json.loads(request.body or b"")) == repr(wrapped)


@pytest.mark.parametrize("form", [Form.BODY, Form.PIPELINE, Form.TRANSACTION])
def test_json_has_no_bytes(form: Form) -> None:
    with pytest.raises(TypeError):
        outgoing(["SET", "k", b"\xff"], form)


@pytest.mark.parametrize(
    ("argument", "segment"),
    [(1, "1"), (10**20, "1" + "0" * 20), (0.5, "0.5"), (True, "true"), ("..", "%2E%2E"), ("", "")],
)
def test_what_is_no_text_is_written_as_json_writes_it(argument: str | float, segment: str) -> None:
    assert path_segment(argument) == segment
