"""One cause is one finding: what broken laws have in common, worst first."""

import io

import msgspec
from rich.console import Console

from edgeproof.laws import DeviationState, Harm, Outcome, all_laws
from edgeproof.reporting import Evidence, ExchangeRecord, LawResult, Message
from edgeproof.reporting.findings import findings_of
from edgeproof.reporting.html import as_html
from edgeproof.reporting.markdown import as_markdown
from edgeproof.reporting.terminal import print_result
from tests.reporting.results import a_deviation, law_result, result_of

TOKEN = ("Authorization", "Bearer ${UPSTASH_REDIS_REST_TOKEN}")
BASE64 = ("Upstash-Encoding", "base64")
URL = "http://127.0.0.1:8080"


def exchange(
    status: int,
    *,
    path: str = "",
    method: str = "POST",
    body: str = '["PING"]',
    answer: str = "{}",
    headers: tuple[tuple[str, str], ...] = (TOKEN,),
) -> ExchangeRecord:
    request = Message(method=method, url=f"{URL}{path}", headers=list(headers), body=body)
    return ExchangeRecord(request=request, response=Message(status=status, body=answer))


def broken(law_id: str, summary: str, *exchanges: ExchangeRecord) -> LawResult:
    """A broken law with that evidence, and a command for each exchange."""
    curl = [f"curl {one.request.url}" for one in exchanges]
    evidence = Evidence(summary=summary, exchanges=list(exchanges), curl=curl)
    return law_result(law_id, outcome=Outcome.BROKEN, reason=summary, evidence=evidence)


def grouped(*laws: LawResult) -> list[set[str]]:
    """The laws of each finding, worst first."""
    return [set(finding.laws) for finding in findings_of(laws)]


STATUS = "the status: received 500, expected 400"
REFUSED = "the command's answer: received the error 'ERR not found', expected a result"
NOT_FOUND = '{"error":"ERR not found"}'


def test_errors_of_the_server_are_one_finding() -> None:
    laws = [
        broken("rest.error.status", STATUS, exchange(200), exchange(500)),
        broken("rest.json.malformed", STATUS, exchange(500, body="[1]")),
        broken("rest.base64.others-untouched", STATUS, exchange(500, headers=(TOKEN, BASE64))),
    ]
    assert grouped(*laws) == [{law.id for law in laws}]
    [finding] = findings_of(laws)
    assert (finding.harm, finding.laws[0]) == (Harm.CRASH, "rest.json.malformed")
    assert finding.summary == f"answered with 500: {STATUS}"


def test_a_form_that_is_refused_is_one_finding_whatever_it_carries() -> None:
    laws = [
        broken("redis.incr.counts", REFUSED, exchange(404, body='["INCR","k"]', answer=NOT_FOUND)),
        broken("rest.json.integers", REFUSED, exchange(404, body="[1]", answer=NOT_FOUND)),
    ]
    elsewhere = exchange(404, path="/pipeline", answer=NOT_FOUND)
    other = broken("rest.pipeline.order", REFUSED, elsewhere)
    assert sorted(grouped(*laws, other), key=len) == [{other.id}, {law.id for law in laws}]


def test_a_header_that_is_ignored_is_one_finding() -> None:
    asked = exchange(200, headers=(TOKEN, BASE64), answer='{"result":"OK"}')
    laws = [
        broken("rest.base64.strings", "a string of the answer: received 'x', expected y", asked),
        broken("rest.base64.ok-in-array", "the answer: received 'OK', expected 'T0s='", asked),
    ]
    plain = broken("rest.reply.types", "the reply: received 1, expected 2", exchange(200))
    assert grouped(*laws, plain) == [{law.id for law in laws}, {plain.id}]


def test_whoever_gets_in_without_the_token_comes_first() -> None:
    stranger = exchange(200, path="/pipeline", headers=())
    laws = [
        broken("rest.reply.types", "the reply: received 1, expected 2", exchange(200)),
        broken("rest.auth.missing", "the status: received 200, expected 401", stranger),
        broken(
            "rest.auth.no-effect",
            "the value afterwards: received 'a', expected 'b'",
            stranger,
            exchange(200),
        ),
    ]
    assert grouped(*laws) == [{"rest.auth.missing", "rest.auth.no-effect"}, {"rest.reply.types"}]
    assert findings_of(laws)[0].summary.startswith("POST /pipeline answers without a valid token")


def test_a_command_that_is_wrong_is_one_finding() -> None:
    difference = "replies unlike Redis's: received [Difference(command=['SADD', 'k', 'a']"
    laws = [
        broken("redis.set.algebra", f"{difference})], expected none", exchange(200)),
        broken("redis.keys.model", f"{difference})], expected none", exchange(200)),
        broken(
            "redis.set.concurrent",
            "what clients at once were answered: received SADD a answered 1, expected an order",
            exchange(200),
        ),
    ]
    assert len(grouped(*laws)) == 1


def test_posts_that_are_lost_are_one_finding_and_no_snapshot_either() -> None:
    listed = exchange(200, method="GET", path="/posts")
    laws = [
        broken("posts.create.keeps-text", "the post as listed: received {'post:1': None}, "
               "expected {'post:1': ''}", listed),
        broken("posts.delete.only-posts", "the posts that are gone: received ['post:2'], "
               "expected []", listed),
        broken("posts.concurrent.per-post", "what clients at once were answered: received "
               "GET post:1 answered None, expected an order", listed),
        broken("posts.concurrent.snapshot", "what clients at once were answered: received "
               "GET answered {}, expected an order", listed),
    ]  # fmt: skip
    changed = broken(
        "posts.sequence",
        "the posts as listed: received {'post:1': 'a'}, expected {'post:1': ' a'}",
        listed,
    )
    back = broken(
        "posts.delete.removes",
        "the posts as listed: received {'post:1': 'a'}, expected {'post:1': None}",
        listed,
    )
    assert grouped(*laws, changed, back) == [{law.id for law in laws}, {changed.id}, {back.id}]
    assert grouped(laws[-1]) == [{"posts.concurrent.snapshot"}]


def test_a_connection_that_breaks_is_one_finding() -> None:
    failure = "POST /posts: received RemoteProtocolError: gone., expected an answer"
    silent = ExchangeRecord(request=Message(method="POST", url=f"{URL}/posts"), failure="gone")
    laws = [
        broken("posts.create.answers-id", failure, silent),
        broken("posts.list.complete", failure, exchange(201, path="/posts"), silent),
    ]
    assert grouped(*laws) == [{law.id for law in laws}]
    assert findings_of(laws)[0].harm is Harm.CRASH


def test_what_is_not_recognised_is_a_finding_of_its_own() -> None:
    laws = [
        broken("rest.reply.types", "the reply: received 1, expected 2", exchange(200)),
        broken("rest.reply.unicode", "the text: received 'a', expected 'b'", exchange(200)),
        law_result("posts.list.shape", outcome=Outcome.BROKEN, reason="without any evidence"),
    ]
    assert len(grouped(*laws)) == 3
    known = a_deviation(DeviationState.EXCUSED)
    excused = law_result("posts.list.shape", outcome=Outcome.BROKEN, deviation=known)
    assert grouped(excused, law_result()) == []


def test_every_law_has_a_harm_and_each_kind_of_harm_has_laws() -> None:
    assert {law.harm_done for law in all_laws().values()} == set(Harm)


def seven_findings() -> list[LawResult]:
    ids = [law_id for law_id in all_laws() if law_id.startswith("posts.")][:7]
    return [broken(one, f"thing {one}: received 1, expected 2", exchange(200)) for one in ids]


def shown(*laws: LawResult, is_verbose: bool) -> str:
    out = io.StringIO()
    print_result(result_of(list(laws)), Console(file=out, width=80), is_verbose=is_verbose)
    return out.getvalue()


def test_a_terminal_shows_the_worst_five_and_all_of_them_if_asked() -> None:
    laws = seven_findings()
    short = shown(*laws, is_verbose=False)
    assert short.count("Seen: ") == 5
    assert "2 more findings; -v shows all:" in short
    assert shown(*laws, is_verbose=True).count("Seen: ") == 7


def test_laws_of_the_same_cause_are_named_below_the_first() -> None:
    laws = [
        broken("rest.json.malformed", STATUS, exchange(500)),
        broken("rest.error.status", STATUS, exchange(200), exchange(500)),
    ]
    short = shown(*laws, is_verbose=False)
    assert "For the same reason, it breaks rest.error.status." in short
    assert short.count("Seen: ") == 1
    assert shown(*laws, is_verbose=True).count("Seen: ") == 2


def test_the_page_and_markdown_have_the_findings_first() -> None:
    result = result_of(seven_findings())
    page, text = as_html(result), as_markdown(result)
    assert page.index("What is wrong") < page.index("At a glance")
    assert 'href="#law-4"' in page
    assert "### What is wrong: 7 findings" in text
    assert "What is wrong" not in as_html(result_of([law_result()]))


def test_each_finding_says_how_to_try_it_again() -> None:
    laws = [broken("rest.error.status", STATUS, exchange(500))]
    result = msgspec.structs.replace(result_of(laws), again="edgeproof check --redis http://x")
    out = io.StringIO()
    print_result(result, Console(file=out, width=40))
    line = "again:  edgeproof check --redis http://x --law rest.error.status --seed 1"
    assert line in out.getvalue().splitlines()


def test_commands_that_name_a_stack_of_the_runs_own_say_how_to_start_one() -> None:
    law = broken("posts.list.shape", "the list: received 1, expected 2", exchange(200))
    assert law.evidence is not None
    evidence = msgspec.structs.replace(law.evidence, curl=['curl "${EDGEPROOF_POSTS_URL}"'])
    result = result_of([msgspec.structs.replace(law, evidence=evidence)])
    out = io.StringIO()
    again = "edgeproof check --worker 'my worker.js' --profile quick"
    print_result(msgspec.structs.replace(result, again=again), Console(file=out, width=80))
    assert "edgeproof up --worker 'my worker.js' starts one" in out.getvalue()
    assert "need a stack" not in shown(law, is_verbose=False)
