"""What is generated in README and docs is what it would be now.

After a change that is meant: `python -m tests.documents` writes it again.
"""

import pytest

from edgeproof.defaults import REQUESTS
from edgeproof.laws import all_laws
from tests.documents import examples
from tests.documents.blocks import BLOCKS
from tests.documents.figures import FIGURES, Figure
from tests.documents.pages import PAGES, blocks_in, numbers_of

IN_PAGES = [
    (name, content)
    for page in PAGES
    for name, content in blocks_in(page.read_text("utf-8")).items()
]

CHECKS = [name for name, one in examples.EXAMPLES.items() if one.arguments[0] == "check"]


@pytest.mark.once
@pytest.mark.parametrize(("name", "content"), IN_PAGES, ids=[name for name, _ in IN_PAGES])
def test_a_block_has_what_its_command_prints(name: str, content: str) -> None:
    assert content == BLOCKS[name]()


def test_each_block_is_in_a_page() -> None:
    assert {name for name, _ in IN_PAGES} == set(BLOCKS)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.words)
def test_a_number_in_a_text_is_that_of_its_source(figure: Figure) -> None:
    found = [number for page in PAGES for number in numbers_of(figure, page.read_text("utf-8"))]
    assert set(found) == {figure.number}


@pytest.mark.parametrize("name", CHECKS)
def test_a_kept_result_is_of_the_laws_of_today(name: str) -> None:
    result = examples.result_of(name)
    today = {law.id: (law.level, law.statement) for law in all_laws().values()}
    assert {law.id: (law.level, law.statement) for law in result.laws} == today


def test_the_kept_result_of_a_check_sent_about_as_many_requests_as_is_said() -> None:
    result = examples.result_of("check")
    assert result.totals.requests == pytest.approx(REQUESTS[result.profile], rel=0.1)
