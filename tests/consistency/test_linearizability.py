"""The checker says what the definition says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeproof.consistency import ALL_KEYS, KEY_BY_KEY, Linearizable, check_linearizable
from tests.consistency import brute_force
from tests.consistency.programs import KINDS, Kind, correct_histories, histories

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


@each_kind
@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_the_answer_is_that_of_the_definition(kind: Kind, data: st.DataObject) -> None:
    history = data.draw(histories(kind))
    is_linearizable = brute_force.is_linearizable(kind.model, history)
    verdict = check_linearizable(kind.model, history)
    assert verdict.answer == (Linearizable.YES if is_linearizable else Linearizable.NO)
    assert (verdict.window is None) == is_linearizable


@each_kind
@settings(deadline=None)
@given(data=st.data())
def test_a_long_history_of_a_correct_object_is_linearizable(
    kind: Kind, data: st.DataObject
) -> None:
    history = data.draw(correct_histories(kind, most=40))
    assert check_linearizable(kind.model, history).answer == Linearizable.YES


@pytest.mark.parametrize("name", ["register", "counter"])
@settings(deadline=None)
@given(data=st.data())
def test_keys_that_are_linearizable_one_by_one_are_so_together(
    name: str, data: st.DataObject
) -> None:
    history = data.draw(histories(KINDS[name], most=12))
    one_by_one = check_linearizable(KEY_BY_KEY, history)
    assert one_by_one.answer == check_linearizable(ALL_KEYS, history).answer
