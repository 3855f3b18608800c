"""Values in evidence are shown as JSON writes them, and nothing in them is obeyed or unseen."""

import json

import pytest

from edgeproof.clients import Reply
from edgeproof.laws import as_shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        ([201, "post:1"], '[201, "post:1"]'),
        ({"post:1": 'a "b"'}, '{"post:1": "a \\"b\\""}'),
        ("é 😀", '"é 😀"'),
        ("\ufeff\x1b[2J\u202e", '"\\ufeff\\u001b[2J\\u202e"'),
        ("\ud800", '"\\ud800"'),
        (("a", 1), '["a", 1]'),
        ({"b", "a"}, '["a", "b"]'),
        (b"\xff", r"b'\xff'"),
        ([b"\xff"], r"""["b'\\xff'"]"""),
        ({b"k": 1}, "{b'k': 1}"),
        (Reply(status=200, result=None), '{"result": null}'),
        (Reply(status=400, error="ERR no"), '{"error": "ERR no"}'),
    ],
)
def test_a_value_is_shown_as_json_if_json_has_a_form_for_it(value: object, shown: str) -> None:
    assert as_shown(value) == shown


def test_what_is_shown_means_the_value() -> None:
    value = {"text": '\u200b\U0001f600\U000e0001 \\ " \x00'}
    assert json.loads(as_shown(value)) == value
