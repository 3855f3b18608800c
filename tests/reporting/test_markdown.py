"""A result as Markdown: what a reviewer needs first, and nothing that breaks the page."""

import msgspec
import pytest

from edgeproof.laws import DeviationState, Outcome
from edgeproof.reporting import Evidence
from edgeproof.reporting.document import LEFT_OUT
from edgeproof.reporting.markdown import MOST_EVIDENCE, as_markdown
from tests.reporting.html.documents import evidence, full_result, hostile_result
from tests.reporting.rendered import html_in, tokens_of
from tests.reporting.results import a_deviation, law_result, load_result, result_of
from tests.reporting.timeline.histories import LOST_WRITE

FOLDS = {
    "<details><summary>curl</summary>",
    "<details><summary>the shortest impossible history</summary>",
    "</details>",
}
HOSTILE = (
    "</details>\n\n```\n<script>x</script>|`|**b**[l](javascript:x)![i](http://h)@me\n# h\n\n---"
)


def test_the_verdict_and_its_reason_come_first() -> None:
    assert as_markdown(result_of([law_result()])).startswith(
        "## edgeproof: ✅ PASS, every MUST law that was judged held (1)\n\nblog.example.com · "
    )
    broken = law_result(outcome=Outcome.BROKEN, reason="seen")
    assert "## edgeproof: ❌ FAIL, 1 MUST law broken\n" in as_markdown(result_of([broken]))


def test_outcomes_are_counted_by_suite() -> None:
    laws = [law_result(), law_result("rest.auth.missing", outcome=Outcome.UNTESTED)]
    assert (
        "| suite | held | broken | unsupported | untested | inconclusive | requests |\n"
        "|---|---:|---:|---:|---:|---:|---:|\n"
        "| posts | 1 | · | · | · | · | 7 |\n"
        "| rest | · | · | · | 1 | · | 7 |\n"
        "| all | 1 | · | · | 1 | · | 14 |\n"
    ) in as_markdown(result_of(laws))


def test_a_broken_law_has_its_sentence_what_was_seen_and_curl_that_is_folded_away() -> None:
    law = law_result(outcome=Outcome.BROKEN, evidence=evidence(history=LOST_WRITE))
    text = as_markdown(result_of([law]))
    assert "#### `posts.create.answers-id` MUST\n\nPOST answers 201 and, as its whole body" in text
    assert "Seen: `the status of GET: received 500, expected 200`" in text
    assert "<details><summary>curl</summary>\n\n```sh\nID1=$(curl -sS -X POST" in text
    assert "<details><summary>the shortest impossible history</summary>" in text
    assert "✗ fits nowhere" in text


def test_what_is_not_judged_has_its_reason_once_and_what_was_left_out_has_none() -> None:
    laws = [
        law_result("rest.auth.missing", outcome=Outcome.UNTESTED, reason="no <database>"),
        law_result("rest.auth.wrong", outcome=Outcome.UNTESTED, reason="no <database>"),
        law_result("posts.list.shape", outcome=Outcome.UNTESTED, reason=LEFT_OUT),
        law_result("redis.list.model", left_out=["LMPOP (too old)"]),
    ]
    text = as_markdown(result_of(laws))
    assert "- untested: no &lt;database&gt;: rest.auth.missing, rest.auth.wrong\n" in text
    assert "posts.list.shape" not in text
    assert "- left out, too old: LMPOP\n" in text


def test_known_deviations_have_a_section_of_their_own() -> None:
    known = law_result(outcome=Outcome.BROKEN, deviation=a_deviation(DeviationState.EXCUSED))
    text = as_markdown(result_of([known]))
    assert "### Broken" not in text
    assert (
        "### Known deviations\n\n- `posts.create.answers-id` MUST: known deviation until "
        r"2027-03-01: it \[folds\] (https://x/12)"
    ) in text


def test_load_has_its_steps_objectives_violations_and_whether_to_believe_them() -> None:
    text = as_markdown(full_result())
    assert "| `list` | 4,500 | 0 | 1.50 | 4.00 | 9.50 | 17.5 | 29.5 |\n" in text
    assert "- ✅ `p99<250ms` met: seen 9.5ms\n" in text
    assert "- ❌ `errors<0.1%` missed: nothing was seen; nothing was measured\n" in text
    assert "- ❌ lost post, `post:1`: gone (3 of this kind)\n" in text
    assert "capacity  1,000/s; beyond that p99&lt;250ms was missed" in text.replace(
        "capacity 1", "capacity  1"
    )
    assert "⚠️ **The load generator fell behind**" in text


def test_a_load_alone_has_no_table_of_laws() -> None:
    run = msgspec.structs.replace(
        result_of([], load=[load_result()]), command="load", verdict="pass"
    )
    text = as_markdown(run)
    said = "nothing was wrong; no objective was set; 2 of 4,990 requests failed"
    assert text.startswith(f"## edgeproof: ✅ PASS, {said}\n")
    assert "| suite |" not in text


def test_nothing_in_a_result_is_markup() -> None:
    text = as_markdown(hostile_result(HOSTILE))
    assert html_in(text) <= FOLDS
    kinds = {token.type for token in tokens_of(text)}
    assert not kinds & {"link_open", "image", "em_open", "hr", "blockquote_open", "s_open"}
    sound = {token.type for token in tokens_of(as_markdown(full_result()))}
    assert kinds <= sound | {"html_inline"}


@pytest.mark.parametrize("laws", [1, 100])
def test_it_fits_into_a_comment_whatever_is_broken(laws: int) -> None:
    large = Evidence(summary="seen " * 5_000, exchanges=[], curl=["curl " + "x" * 70_000])
    broken = [law_result(outcome=Outcome.BROKEN, evidence=large) for _ in range(laws)]
    text = as_markdown(result_of(broken))
    assert ("<details>" in text) is True
    assert ("The result document says" in text) is (laws > 1)
    assert len(text) < MOST_EVIDENCE + 1_000 * laws
