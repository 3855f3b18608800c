"""From options, environment and configuration to the deployment."""

from pathlib import Path

import pytest

from edgeproof.deployments import Given, Secret, Target, resolve
from edgeproof.errors import ConfigurationError

EVERYWHERE = {
    "EDGEPROOF_POSTS_URL": "https://env.example/posts",
    "UPSTASH_REDIS_REST_URL": "https://env-redis.example",
    "UPSTASH_REDIS_REST_TOKEN": "env-token",
    "UPSTASH_REDIS_REST_READONLY_TOKEN": "env-read-only",
}
TARGET = Target(
    posts="https://target.example/posts",
    redis="https://target-redis.example",
    token_env="STAGING_TOKEN",
    read_only_token_env="STAGING_READ_ONLY",
    settle=2.5,
)


def test_nothing_at_all_is_the_embedded_stack() -> None:
    assert resolve(Given(), {}, target=None, name=None) is None


def test_a_worker_alone_is_the_embedded_stack_whatever_the_environment_names() -> None:
    assert resolve(Given(worker=Path("w.js")), EVERYWHERE, target=None, name=None) is None


def test_the_environment_names_a_deployment() -> None:
    found = resolve(Given(), EVERYWHERE, target=None, name=None)
    assert found is not None
    assert (found.posts_url, found.redis_url) == (
        "https://env.example/posts",
        "https://env-redis.example",
    )
    assert (found.token, found.read_only_token) == (Secret("env-token"), Secret("env-read-only"))
    assert found.name == "env.example"
    assert not found.is_own


def test_the_names_of_vercel_do_as_well() -> None:
    environment = {
        "KV_REST_API_URL": "https://kv.example",
        "KV_REST_API_TOKEN": "t",
        "KV_REST_API_READ_ONLY_TOKEN": "r",
    }
    found = resolve(Given(), environment, target=None, name=None)
    assert found is not None
    assert (found.redis_url, found.token, found.read_only_token) == (
        "https://kv.example",
        Secret("t"),
        Secret("r"),
    )
    assert found.posts_url is None


def test_a_target_comes_before_the_environment_and_takes_its_own_variables() -> None:
    environment = EVERYWHERE | {"STAGING_TOKEN": "s", "STAGING_READ_ONLY": "sr"}
    found = resolve(Given(), environment, target=TARGET, name="staging")
    assert found is not None
    assert (found.name, found.posts_url, found.redis_url, found.settle_s) == (
        "staging",
        "https://target.example/posts",
        "https://target-redis.example",
        2.5,
    )
    assert (found.token, found.read_only_token) == (Secret("s"), Secret("sr"))


def test_a_target_without_a_database_does_not_take_that_of_the_environment() -> None:
    target = Target(posts="https://target.example/posts")
    found = resolve(Given(), EVERYWHERE, target=target, name="staging")
    assert found is not None
    assert found.redis_url is None
    assert found.token is None
    assert found.read_only_token is None


def test_options_come_before_all() -> None:
    given = Given(
        posts="https://option.example/posts/",
        redis="https://option-redis.example",
        token=Secret("option"),
        read_only_token=Secret("option-read-only"),
        worker=Path("mine.js"),
        settle_s=0.0,
    )
    found = resolve(given, EVERYWHERE, target=TARGET, name="staging")
    assert found is not None
    assert (found.posts_url, found.redis_url, found.settle_s, found.worker) == (
        "https://option.example/posts",
        "https://option-redis.example",
        0.0,
        Path("mine.js"),
    )
    assert (found.token, found.read_only_token) == (Secret("option"), Secret("option-read-only"))


def test_empty_variables_say_nothing() -> None:
    assert resolve(Given(), dict.fromkeys(EVERYWHERE, ""), target=None, name=None) is None


def test_white_space_around_a_variable_is_not_part_of_it() -> None:
    environment = {"KV_REST_API_URL": " https://kv.example/\n", "KV_REST_API_TOKEN": "t\r\n"}
    found = resolve(Given(), environment, target=None, name=None)
    assert found is not None
    assert (found.redis_url, found.token) == ("https://kv.example", Secret("t"))


@pytest.mark.parametrize(
    "url",
    [
        "blog.example.com/posts",
        "ftp://blog.example.com",
        "http://",
        "http:///posts",
        "http://:80/posts",
        "http://host:0",
        "http://host:99999",
        "http://host:port",
        "http://[::1/posts",
        "http://a b/posts",
        "http://a\tb/posts",
        "http://a\nb/posts",
        "http://a\x00b/posts",
        "redis://default:hidden@host:6379",
        "https://user:hidden@host/posts",
        "https://hidden@host/posts",
        "https://host/posts?_token=hidden",
        "https://host/posts?",
        "https://host/posts#hidden",
    ],
)
def test_a_url_that_is_none_is_refused_by_its_source_and_not_shown(url: str) -> None:
    for given, environment, source in (
        (Given(posts=url), {}, "--posts"),
        (Given(), {"EDGEPROOF_POSTS_URL": url}, "$EDGEPROOF_POSTS_URL"),
        (Given(redis=url), {}, "--redis"),
    ):
        with pytest.raises(ConfigurationError) as raised:
            resolve(given, environment, target=None, name=None)
        assert str(raised.value).startswith(source)
        assert "hidden" not in str(raised.value)
        assert "\n" not in str(raised.value)


def test_a_database_without_a_token_says_which_variable_to_set() -> None:
    with pytest.raises(ConfigurationError, match=r"UPSTASH_REDIS_REST_TOKEN"):
        resolve(Given(redis="https://r.example"), {}, target=None, name=None)
    with pytest.raises(ConfigurationError, match=r"STAGING_TOKEN"):
        resolve(Given(), EVERYWHERE, target=TARGET, name="staging")


@pytest.mark.parametrize("token", ["hid den", "hid\nden", "hidden\x7f", "hidden\xe9", " \n"])
def test_a_token_that_no_header_can_carry_is_refused_and_not_shown(token: str) -> None:
    given = Given(redis="https://r.example", token=Secret(token))
    with pytest.raises(ConfigurationError) as raised:
        resolve(given, {}, target=None, name=None)
    assert "--token" in str(raised.value)
    assert "hid" not in str(raised.value)


@pytest.mark.parametrize("settle_s", [-0.1, float("nan"), float("inf")])
def test_a_time_to_settle_that_is_none_is_refused(settle_s: float) -> None:
    given = Given(posts="https://p.example/posts", settle_s=settle_s)
    with pytest.raises(ConfigurationError, match="--settle"):
        resolve(given, {}, target=None, name=None)


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret("hidden")
    assert secret.reveal() == "hidden"
    for shown in (
        repr(secret),
        str(secret),
        f"{secret}",
        repr([secret]),
        repr(Given(token=secret)),
    ):
        assert "hidden" not in shown
    assert secret == Secret("hidden")
    assert secret != "hidden"
    assert len({secret, Secret("hidden"), Secret("other")}) == 2
