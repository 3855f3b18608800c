"""Survival: whether a deployment still serves after what a law has sent.

A canary is asked after each test that sent something risky, or that did not hold. If it is not
answered as it was before, that is the finding; what comes after would only show the same damage.
"""

from collections.abc import Mapping
from typing import Final

from edgeproof.clients import (
    Canary,
    EndOfService,
    Form,
    HttpClient,
    Meter,
    PostsCanary,
    PostsClient,
    RedisCanary,
    RedisRestClient,
    Transport,
    lifecycle_of_a_post,
    speaks_base64,
    working_form,
)
from edgeproof.conformance.judging import judge
from edgeproof.conformance.run import Run
from edgeproof.conformance.trials import Trial
from edgeproof.laws import (
    Broken,
    Case,
    Exchange,
    Expectations,
    FailedExample,
    NotJudged,
    Outcome,
    Risk,
    Support,
    Untested,
)

POSTS_SERVICE: Final = "posts.service.survives"
REDIS_SERVICE: Final = "rest.service.survives"
SERVICE_LAWS: Final = frozenset({POSTS_SERVICE, REDIS_SERVICE})

_SHOWN_BODY: Final = 60
_AS_BEFORE: Final = (Outcome.HELD, Outcome.UNSUPPORTED, Outcome.UNTESTED)


async def learn_songs(run: Run, http: HttpClient) -> None:
    """Ask each interface what its canary will be compared with; an interface may have none."""
    if run.deployment.posts_url is not None:
        posts = posts_client(run, http, Case())
        try:
            answers = await lifecycle_of_a_post(posts)
            run.blocking, run.posts_song = answers.blocking_laws, answers.statuses
        except (Broken, NotJudged):
            run.posts_song = []
    if run.has_redis:
        redis = redis_client(run, http, Case())
        # It outlives every law, so it is not in the ledger before the end.
        run.perch = f"{run.key_prefix}:perch"
        if (found := await working_form(redis, run.perch)) is not None:
            run.redis_form, run.redis_song = found
            run.is_base64 = speaks_base64(run.redis_song)


def posts_client(run: Run, http: HttpClient, case: Case) -> PostsClient:
    """A client of /posts, whose URL is known: its requests count, and are never refused."""
    url = run.deployment.posts_url or ""
    transport = Transport(http, url, mask=run.mask, case=case, meter=run.meter.unlimited())
    return PostsClient(transport, run.posts)


def redis_client(
    run: Run, http: HttpClient, case: Case, *, meter: Meter | None = None
) -> RedisRestClient:
    """The same of the Redis REST API; with the run's own meter, its requests may be refused.

    Raises Untested if its URL or its token is not known.
    """
    url, token = run.deployment.redis_url, run.deployment.token
    if url is None or token is None:
        raise Untested("no access to the database was given (--redis, --token)")
    meter = meter or run.meter.unlimited()
    transport = Transport(http, url, mask=run.mask, case=case, meter=meter)
    return RedisRestClient(
        transport,
        token,
        run.keys,
        key_prefix=run.key_prefix,
        form=run.redis_form or Form.BODY,
        has_pipeline=run.capabilities.get(Form.PIPELINE) is Support.SUPPORTED,
        is_base64=run.is_base64,
    )


def canary_of(run: Run, law_id: str, http: HttpClient) -> Canary | None:
    """The canary behind a law of service; None if nothing was answered when the run began."""
    if law_id == POSTS_SERVICE:
        known = bool(run.posts_song)
        return PostsCanary(posts_client(run, http, Case()), run.posts_song) if known else None
    if run.redis_form is None:
        return None
    redis = redis_client(run, http, Case())
    return RedisCanary(redis, run.redis_form, run.perch, run.redis_song)


def is_in_doubt(case: Case, outcome: Outcome) -> bool:
    """Whether what a test sent, or how it ended, makes a canary worth asking."""
    return case.riskiest is not Risk.ORDINARY or outcome not in _AS_BEFORE


async def expect_service(run: Run, expect: Expectations, canary: Canary | None) -> None:
    """For a law of service: the canary is answered as before. If it is not, the run has ended.

    Raises Untested if there is none.
    """
    if canary is None:
        raise Untested("nothing was answered as a canary needs it when the run began")
    case = expect.case
    case.has_asked_canary = True
    silence = await canary.silence()
    case.comparisons += 1
    if silence is not None:
        case.exchanges[:] = [*_suspects(case), *silence.exchanges]
        raise end_of(run, case, silence)


async def trial_of_survival(
    run: Run, law_id: str, case: Case, canary: Canary, base_urls: Mapping[str, str]
) -> Trial:
    """What the canary says about the service, after what that case has sent.

    If it is silent, the run has ended: nothing more is sent.
    """
    before = run.meter.requests
    silence = await canary.silence()
    asked = run.meter.requests - before
    seen = Case(examples=1, requests=asked, comparisons=1)
    error = None if silence is None else end_of(run, case, silence)
    if error is not None and silence is not None:
        exchanges = (*_suspects(case), *silence.exchanges)
        seen.last_failure = FailedExample(error=error, exchanges=exchanges)
    return judge(law_id, seen, error, seconds=0.0, tests=0, mask=run.mask, base_urls=base_urls)


def end_of(run: Run, case: Case, silence: EndOfService) -> Broken:
    """The finding; from now on `run.has_ended` says why nothing more is tried."""
    after = " or ".join(map(_named, _suspects(case))) or "the last request"
    run.has_ended = f"the deployment no longer serves as it did: {silence.ending}, since {after}"
    return Broken(f"the service after {after}", f"{silence.ending}: {silence.seen}", "as before")


def _suspects(case: Case) -> list[Exchange]:
    """What may have ended the service, in the order in which it was sent.

    If the last of it was not answered, the service may have ended before that.
    """
    if case.suspect is None:
        return [case.last] if case.last is not None else []
    if case.suspect.failure is None or case.before_suspect is None:
        return [case.suspect]
    return [case.before_suspect, case.suspect]


def _named(exchange: Exchange) -> str:
    request = exchange.request
    target = "/" + request.url.partition("://")[2].partition("/")[2]
    body = request.body[:_SHOWN_BODY].decode("utf-8", "replace")
    dots = "…" if len(request.body) > _SHOWN_BODY else ""
    return f"{request.method} {target}" + (f" with {body!r}{dots}" if body else "")
