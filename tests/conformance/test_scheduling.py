"""Which laws overlap under `--jobs`."""

import pytest

from edgeproof.conformance.scheduling import scope_of


@pytest.mark.parametrize("folder", ["posts", "suites/posts", "edgeproof/suites/posts"])
def test_laws_about_posts_stay_together(folder: str) -> None:
    tests = [f"{folder}/test_{name}.py::test_a_law" for name in ("a", "b")]
    assert scope_of(tests[0]) == scope_of(tests[1])


def test_other_laws_are_free_also_if_they_are_named_for_posts() -> None:
    tests = ["rest/test_a.py::test_posts", "rest/test_a.py::test_other", "redis/posts.py::test"]
    assert [scope_of(test) for test in tests] == tests
