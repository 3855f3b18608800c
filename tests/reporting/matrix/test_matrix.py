"""Deployments side by side: each law in its place, whatever version of edgeproof saw it."""

import json
from collections.abc import Sequence
from importlib.resources import files

import jsonschema
import msgspec
import pytest

from edgeproof.laws import CAPABILITIES, DeviationState, Harm, Outcome, Support, all_laws
from edgeproof.reporting import LEFT_OUT, Consistency, LawResult, Result, as_json
from edgeproof.reporting.findings import findings_of
from edgeproof.reporting.matrix import (
    Cell,
    Matrix,
    matrix_as_html,
    matrix_as_markdown,
    matrix_of,
    matrix_schema,
)
from edgeproof.reporting.matrix.table import findings_in_words
from tests.reporting.html.documents import elements_of, every_law, hostile_result
from tests.reporting.rendered import html_in
from tests.reporting.results import a_deviation, law_result, result_of

HOSTILE = "</td></table><script>x</script>|`|**b**@me"
EXCUSED = law_result(
    outcome=Outcome.BROKEN, reason="no id", deviation=a_deviation(DeviationState.EXCUSED)
)


def named(name: str, laws: Sequence[LawResult], **changes: object) -> Result:
    result = result_of(list(laws))
    target = msgspec.structs.replace(result.target, name=name)
    return msgspec.structs.replace(result, target=target, **changes)


def a_matrix() -> Matrix:
    """Two deployments: the second breaks a law, and lacks one of the first and a capability."""
    first = [law_result(), law_result("posts.list.shape"), law_result("rest.auth.missing")]
    second = [
        law_result(outcome=Outcome.BROKEN, reason="received <b>"),
        law_result("rest.auth.missing"),
    ]
    capabilities = {"pipeline": Support.UNSUPPORTED, "path": Support.SUPPORTED}
    consistency = Consistency(posts="linearizable")
    return matrix_of(
        {
            "a": named("one", first, consistency=consistency),
            "b": named("two", second, capabilities=capabilities),
        }
    )


def test_laws_are_grouped_by_what_they_are_about_in_the_order_of_the_tables() -> None:
    held = [law_result(law_id) for law_id in all_laws()]
    matrix = matrix_of({"a": named("one", held[::-1])})
    assert [row.id for family in matrix.families for row in family.rows] == list(all_laws())
    assert [family.name for family in matrix.families][:3] == [
        "posts.create",
        "posts.list",
        "posts.delete",
    ]


def test_a_law_that_a_run_does_not_have_has_an_empty_cell() -> None:
    rows = {row.id: row for family in a_matrix().families for row in family.rows}
    assert rows["posts.list.shape"].cells == [Cell(outcome=Outcome.HELD), Cell()]


def test_a_law_that_only_another_version_knows_stands_at_the_end() -> None:
    unknown = msgspec.structs.replace(law_result(), id="posts.future.law")
    matrix = matrix_of({"a": named("one", [unknown, *every_law()])})
    posts = [family for family in matrix.families if family.suite == "posts"]
    assert posts[-1].name == "posts.future"


def test_what_no_run_says_anything_of_is_left_out() -> None:
    untried = law_result("posts.list.shape", outcome=Outcome.UNTESTED, reason=LEFT_OUT)
    unknown = {"capabilities": dict.fromkeys(CAPABILITIES, Support.UNTESTED)}
    matrix = matrix_of({name: named(name, [law_result(), untried], **unknown) for name in "ab"})
    assert [family.name for family in matrix.families] == ["posts.create"]
    assert matrix.capabilities == []
    text = matrix_as_markdown(matrix)
    assert "| left out by an option | 1 | 1 |\n" in text
    assert "posts.list" not in text
    assert "capability" not in text
    assert "inconclusive |" not in text
    page = matrix_as_html(matrix)
    assert "posts.list" not in page
    assert "clients at once" not in page


def test_what_is_broken_comes_first_and_of_that_the_worst() -> None:
    def broken(*law_ids: str) -> Result:
        laws = [law_result(one, outcome=Outcome.BROKEN, reason=f"seen of {one}") for one in law_ids]
        result = named(law_ids[0], laws)
        return msgspec.structs.replace(result, findings=findings_of(laws))

    style, wrong, ended = "posts.create.location", "redis.mget.order", "rest.service.survives"
    secret = "rest.auth.missing"
    matrix = matrix_of({"a": broken(style, ended), "b": broken(wrong, style), "c": broken(secret)})
    assert matrix.worst == [secret, ended, wrong, style]
    assert [row.harm for row in matrix.worst_rows] == [*Harm][:1] + [*Harm][2:]
    assert [column.has_ended for column in matrix.columns] == [True, False, False]
    assert findings_in_words(matrix.columns[0]) == "1 crash, 1 style"
    text = matrix_as_markdown(matrix)
    order = [
        "### Broken, worst first",
        f"| security | `{secret}`",
        f"| style | `{style}`",
        "### posts",
    ]
    assert sorted(order, key=text.index) == order
    assert "| the service ended | yes | · | · |\n" in text


def test_only_outcomes_that_were_seen_can_differ() -> None:
    differing = [
        row.id for family in a_matrix().families for row in family.rows if row.has_differences
    ]
    assert differing == ["posts.create.answers-id"]
    untested = law_result(outcome=Outcome.UNTESTED)
    matrix = matrix_of({"a": named("one", [law_result()]), "b": named("two", [untested])})
    assert not matrix.families[0].has_differences


def test_deployments_of_one_name_are_told_apart_by_their_files() -> None:
    results = {file: named("embedded stack", []) for file in ("new", "old")}
    matrix = matrix_of({**results, "c": named("other", [])})
    labels = [column.label for column in matrix.columns]
    assert labels == ["embedded stack (new)", "embedded stack (old)", "other"]


def test_markdown_has_a_table_of_deployments_of_capabilities_and_of_each_suite() -> None:
    text = matrix_as_markdown(a_matrix())
    assert "| deployment | one | two |\n|---|---:|---:|\n| verdict | ✅ pass | ❌ fail |\n" in text
    assert "| /posts, clients at once | linearizable | unknown |\n" in text
    assert "| `pipeline` | ✅ | ⚪ |\n" in text
    assert "| `base64` | ✅ | ∅ |\n" in text
    assert "### posts\n\n| law | one | two |\n" in text
    assert "| `posts.create.answers-id` MUST | ✅ | ❌ |\n" in text
    assert "| `posts.list.shape` MUST | ✅ | ∅ |\n" in text
    assert "### rest\n" in text


def test_a_known_deviation_has_a_sign() -> None:
    matrix = matrix_of({"a": named("one", [EXCUSED])})
    assert r"| `posts.create.answers-id` MUST | ❌\* |" in matrix_as_markdown(matrix)
    labels = [one.attributes.get("aria-label") for one in elements_of(matrix_as_html(matrix))]
    assert "broken, a known deviation" in labels


@pytest.mark.parametrize("outcome", list(Outcome))
def test_no_cell_says_what_it_says_by_its_colour_alone(outcome: Outcome) -> None:
    page = matrix_as_html(matrix_of({"a": named("one", [law_result(outcome=outcome)])}))
    marks = [one for one in elements_of(page, "span") if one.attributes.get("role") == "img"]
    signs = {one.attributes["aria-label"]: one.text[0] for one in marks}
    # A capability that is supported looks like a law that is held.
    assert signs.pop("supported") == signs["held"]
    assert len(set(signs.values())) == len(signs) == len(Outcome) + 1
    assert outcome in signs


def test_each_law_can_be_linked_to_and_each_link_leads_somewhere() -> None:
    page = matrix_as_html(a_matrix())
    places = [one.attributes["id"] for one in elements_of(page) if "id" in one.attributes]
    assert len(places) == len(set(places))
    assert {"posts.create.answers-id", "posts.create", "posts.create.answers-id--2"} <= set(places)
    links = [one.attributes["href"] for one in elements_of(page, "a")]
    assert {link.removeprefix("#") for link in links} <= set(places)


def test_as_json_it_validates_against_the_published_schema() -> None:
    published = files("edgeproof.reporting.matrix") / "matrix.schema.json"
    assert json.loads(published.read_text("utf-8")) == matrix_schema()
    jsonschema.validate(json.loads(as_json(a_matrix())), matrix_schema())


def test_nothing_in_a_result_is_markup() -> None:
    results = {"a": hostile_result(HOSTILE), "b": named("two", every_law())}
    matrix = matrix_of(results)
    assert html_in(matrix_as_markdown(matrix)) == set()
    assert not elements_of(matrix_as_html(matrix), "script", "b", "img")
