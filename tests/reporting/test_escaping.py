"""Text of a deployment stays text in Markdown, whatever it is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edgeproof.reporting.escaping import as_sentence, code, fenced, in_line, table, visible
from tests.reporting.rendered import LAID_OUT, html_in, text_of, tokens_of

PIECES = st.sampled_from(
    ["`", "``", "|", "\\", "\n", "<b>", "&amp;", "*", "_", "~~", "[x](http://h)", "![", "#", "@me"]
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tab\tand\nline", "tab\tand\nline"),
        ("\x00\x1b[31m\x9f\r", "\\u0000\\u001b[31m\\u009f\\u000d"),
        ("a\u202eb\ufffe", "a\\u202eb\\ufffe"),
        ("é 😀", "é 😀"),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(text=TEXTS)
@example(text="<script>alert(1)</script> & &lt; **b** `c` @org/team")
def test_words_within_a_line_have_no_markup(text: str) -> None:
    line = f"Seen: {in_line(text)}"
    kinds = {token.type for token in tokens_of(line)}
    assert kinds <= LAID_OUT | {"paragraph_open", "inline", "paragraph_close", "html_inline"}
    assert html_in(line) == set()
    assert text_of(line).split() == f"Seen: {visible(text)}".split()


def test_nobody_is_mentioned() -> None:
    assert "@org" not in in_line("thanks to @org/team")


@given(text=TEXTS)
@example(text="`")
@example(text="` a")
@example(text="")
def test_code_within_a_line_is_one_piece_of_code(text: str) -> None:
    [piece] = [token for token in tokens_of(f"x {code(text)} y") if token.type == "code_inline"]
    assert piece.content.strip() == visible(text).replace("\n", "\\n").strip()
    assert html_in(f"x {code(text)} y") == set()


@given(lines=st.lists(TEXTS, max_size=4))
@example(lines=["```", "</details><script>"])
def test_nothing_ends_a_block_of_code(lines: list[str]) -> None:
    blocks = [token for token in tokens_of(f"{fenced(lines, 'sh')}\n\nafter") if token.block]
    assert [block.type for block in blocks][:2] == ["fence", "paragraph_open"]
    assert blocks[0].content == visible("\n".join(lines)) + "\n"


@given(texts=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
@example(texts=[("a|b", "\\|")])
def test_a_cell_of_a_table_stays_a_cell(texts: list[tuple[str, str]]) -> None:
    lines = table(["name", "words"], [(code(one), in_line(two)) for one, two in texts])
    blocks = tokens_of("\n".join(lines))
    rows = [token for token in blocks if token.type == "tr_open"]
    cells = [token for token in blocks if token.type == "td_open"]
    assert len(rows) == len(texts) + 1
    assert len(cells) == 2 * len(texts)
    assert html_in("\n".join(lines)) == set()


@pytest.mark.parametrize(
    ("statement", "written"),
    [
        ("POST answers `post:<n>`.", "POST answers `post:<n>`."),
        ("an odd ` <b>", r"an odd \` &lt;b&gt;"),
        ("`a` and `b|c`", "`a` and `b|c`"),
    ],
)
def test_the_code_in_a_laws_sentence_stays_code(statement: str, written: str) -> None:
    assert as_sentence(statement) == written
