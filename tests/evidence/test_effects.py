"""Effects: a sentence for each wrong answer, and none for right ones."""

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edgeproof.evidence import client_effects
from edgeproof.laws import Exchange, SentRequest
from edgeproof.strategies import NestedReply, replies, texts
from tests.evidence.wrong_answers import EVENTS, REQUESTS, WRONG_ANSWERS, WrongAnswer, exchange


@pytest.mark.parametrize("wrong", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_a_wrong_answer_has_its_sentence_and_no_other(wrong: WrongAnswer) -> None:
    assert client_effects(wrong.law, [wrong.exchange, wrong.exchange]) == [wrong.sentence]


@pytest.mark.parametrize("wrong", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_of_the_posts_nothing_is_said(wrong: WrongAnswer) -> None:
    assert client_effects("posts.list.shape", [wrong.exchange]) == []


def test_a_request_without_an_answer_has_no_effect() -> None:
    request = SentRequest(method="POST", url="http://h/", body=b'["GET","k"]')
    assert client_effects("rest.reply.types", [Exchange(request=request, failure="late")]) == []


def test_noscript_in_another_case_is_told_by_itself() -> None:
    sent = REQUESTS["script"][1]
    shown = exchange("", sent, b'{"error":"NoScript no such script"}', status=400)
    [sentence] = client_effects("rest.error.noscript", [shown])
    assert sentence.startswith("`NOSCRIPT` in another case: @upstash/ratelimit fails")


def in_base64(reply: NestedReply) -> object:
    """The reply as an endpoint encodes it."""
    if isinstance(reply, list):
        return [in_base64(item) for item in reply]
    return b64encode(reply.encode()).decode() if isinstance(reply, str) else reply


LAWS = st.sampled_from(["rest.base64.strings", "rest.reply.types", "redis.string.model"])


@pytest.mark.parametrize("encoded", [True, False], ids=["base64", "plain"])
@given(law=LAWS, sent=st.lists(texts(), min_size=1), reply=replies())
def test_a_right_reply_has_no_effect(
    *, law: str, sent: list[str], reply: NestedReply, encoded: bool
) -> None:
    envelope = {"result": in_base64(reply) if encoded else reply}
    command = ["EVAL", *sent]
    forms = [("", command, envelope), ("/pipeline", [command], [envelope])]
    shown = [
        exchange(path, json.dumps(body).encode(), json.dumps(received).encode(), encoded=encoded)
        for path, body, received in forms
    ]
    assert client_effects(law, shown) == []


@pytest.mark.parametrize(
    "right",
    [
        exchange("", b'["SET","k","OK"]', b'{"result":"OK"}', encoded=True),
        exchange("", b'["GET","k"]', b'{"result":null}', encoded=True),
        exchange("", b'["INCRBY","k","x"]', b'{"error":"ERR value"}', status=400),
        exchange("", b'["EVALSHA","0","0"]', b'{"error":"NOSCRIPT No"}', status=400),
        exchange("", b'["GET","k"]', b'{"error":"Unauthorized"}', status=401, encoded=True),
        exchange("/pipeline", b'[["GET"],["GET","k"]]', b'[{"error":"ERR"},{"result":null}]'),
        exchange("/pipeline", b'[["GET"]', b'{"error":"ERR"}', status=400),
        exchange("/pipeline", b'[["SET","k",null]]', b'{"error":"ERR"}', status=400),
        exchange("/pipeline", b'[["SET","k","\\ud800"]]', b'{"error":"ERR"}', status=400),
        exchange("/pipeline", b'[["GET","k"],[]]', b'{"error":"ERR"}', status=400),
        exchange("/pipeline?a=b", b'[["GET","k"]]', b'{"error":"ERR"}', status=400),
        exchange("/multi-exec", b'[["GET"]]', b'{"error":"EXECABORT"}', status=400),
        exchange("", b'["INCRBY","k",1]', b'{"result":9007199254740993}'),
        exchange("", b"", b"", method="HEAD"),
        exchange("", b"", b"", method="DELETE", status=405),
        exchange("/%zz", b"", b"<html>", method="GET", status=400),
        exchange("/subscribe/c", b"", b"data: subscribe,c,1\n\n: idle\n\nda", content_type=EVENTS),
        exchange("/subscribe/c", b"", b"data: message,c,a\r\n\r\n", content_type=EVENTS),
        exchange("", b"", b"[" * 100_000),
        exchange("", b"", b'{"result":' + b"[" * 900 + b"]" * 900 + b"}"),
        exchange("", b"", b'{"result":' + b"9" * 1_000 + b"}"),
    ],
    ids=lambda shown: shown.request.url + shown.request.body.decode()[:30],
)
@pytest.mark.parametrize("law", ["rest.pipeline.results", "redis.set.model", "rest.error.noscript"])
def test_a_right_answer_of_any_kind_has_no_effect(law: str, right: Exchange) -> None:
    assert client_effects(law, [right]) == []


def test_a_frame_of_resp2_has_no_effect() -> None:
    shown = exchange("", b'["GET","k"]', b"$1\r\n\xff\r\n")
    request = SentRequest(
        method="POST",
        url=shown.request.url,
        headers=(("Upstash-Response-Format", "resp2"),),
        body=shown.request.body,
    )
    frame = Exchange(request=request, response=shown.response)
    assert client_effects("rest.resp2.frames", [frame]) == []


def test_a_text_that_was_sent_is_told_from_the_base64_of_another() -> None:
    sent = b'["SET","text","dGV4dA=="]'
    right = exchange("", sent, b'{"result":"dGV4dA=="}', encoded=True)
    wrong = exchange("", sent, b'{"result":"text"}', encoded=True)
    assert client_effects("rest.base64.strings", [right]) == []
    [sentence] = client_effects("rest.base64.strings", [wrong])
    assert sentence.startswith('"text" where base64 was asked for')


def test_a_long_text_is_cut() -> None:
    shown = exchange("", b'["GET","k"]', json.dumps({"result": "é" * 1000}).encode(), encoded=True)
    [sentence] = client_effects("rest.base64.strings", [shown])
    assert len(sentence) < 250
    assert sentence.endswith("upstash-redis raises ValueError.")
