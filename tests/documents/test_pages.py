"""What is generated in a page is found, and nothing else in it changes."""

import pytest

from tests.documents.figures import Figure
from tests.documents.pages import blocks_in, numbers_of, with_blocks, with_figures
from tests.documents.running import excerpt

PAGE = """# A page

<!-- generated: one -->
```console
old
```
<!-- end -->

Between them.

<!-- generated: two -->
<!-- end -->
"""

RATE = Figure("at most {} requests per second", "100")


def test_a_block_is_all_between_its_marks() -> None:
    assert blocks_in(PAGE) == {"one": "```console\nold\n```\n", "two": ""}


def test_blocks_get_new_content_and_the_rest_stays() -> None:
    new = with_blocks(PAGE, lambda name: f"{name}\n")
    assert blocks_in(new) == {"one": "one\n", "two": "two\n"}
    assert with_blocks(new, blocks_in(PAGE).__getitem__) == PAGE


@pytest.mark.parametrize("mark", ["<!-- end -->", "<!-- generated: two -->"])
def test_a_mark_without_its_pair_is_an_error(mark: str) -> None:
    with pytest.raises(ValueError, match="not closed"):
        blocks_in(PAGE + f"{mark}\n")


def test_a_figure_is_found_and_renewed_across_lines() -> None:
    text = "It sends at most 1,000\nrequests per second, or 50 requests per minute."
    assert list(numbers_of(RATE, text)) == ["1,000"]
    assert with_figures(text, [RATE]) == text.replace("1,000", "100")


def test_an_excerpt_says_that_it_is_one() -> None:
    output = "a\nb 1\nc\nd 2\ne\n"
    assert excerpt(output, ("b", "d")) == "…\nb 1\nc\nd 2\n…\n"
    assert excerpt(output, ("a", "b"), ("d", None)) == "a\nb 1\n…\nd 2\ne\n"
    assert excerpt(output, ("a", "e")) == output
