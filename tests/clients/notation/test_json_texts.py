"""Texts that stand for JSON values: told from those that do not."""

import pytest

from edgeproof.clients.notation.json_texts import is_json_of, is_text_of_number


@pytest.mark.parametrize("text", ["1.5", "1.50", "15e-1", "0.15E+1"])
def test_a_number_has_many_texts(text: str) -> None:
    assert is_text_of_number(text, 1.5)


@pytest.mark.parametrize("text", ["1.4999", "1,5", " 1.5", "1.5f", "0x1.8p0", "", "nan", None, 1.5])
def test_other_texts_are_not_of_that_number(text: object) -> None:
    assert not is_text_of_number(text, 1.5)


@pytest.mark.parametrize("text", ['{"a":[1,null]}', ' { "\\u0061" : [ 1, null ] } '])
def test_a_value_has_many_texts(text: str) -> None:
    assert is_json_of(text, {"a": [1, None]})


@pytest.mark.parametrize(
    "text", ['{"a":[1.0,null]}', '{"a":[true,null]}', '{"a":[1]}', "[object Object]", "", None]
)
def test_other_texts_are_not_of_that_value(text: object) -> None:
    assert not is_json_of(text, {"a": [1, None]})
