"""`[tool.edgeproof]` of the nearest pyproject.toml."""

from pathlib import Path

import pytest

from edgeproof.deployments import Configuration, Target, read_configuration
from edgeproof.errors import ConfigurationError

STAGING = """
[tool.edgeproof.targets.staging]
posts = "https://blog.example.com/posts"
redis = "https://db.example.com"
token-env = "STAGING_TOKEN"
read-only-token-env = "STAGING_READ_ONLY"
worker = "worker/posts.js"
settle = 2
require = "upstash"
skip = ["posts.list.empty"]
deviations = "staging/deviations.toml"
"""


def test_a_target_has_all_of_its_fields(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(STAGING, "utf-8")
    assert read_configuration(tmp_path).target("staging") == Target(
        posts="https://blog.example.com/posts",
        redis="https://db.example.com",
        token_env="STAGING_TOKEN",
        read_only_token_env="STAGING_READ_ONLY",
        worker=str(tmp_path / "worker/posts.js"),
        settle=2.0,
        require="upstash",
        skip=["posts.list.empty"],
        deviations=str(tmp_path / "staging/deviations.toml"),
    )


def test_the_nearest_file_decides(tmp_path: Path) -> None:
    inner = tmp_path / "project" / "folder"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text(STAGING, "utf-8")
    assert "staging" in read_configuration(inner).targets
    (tmp_path / "project" / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    nearest = read_configuration(inner)
    assert nearest == Configuration(file=tmp_path / "project" / "pyproject.toml")


def test_without_any_file_nothing_is_configured() -> None:
    assert read_configuration(Path("/")) == Configuration()


def test_a_name_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(STAGING, "utf-8")
    with pytest.raises(ConfigurationError, match="known names: staging"):
        read_configuration(tmp_path).target("production")
    with pytest.raises(ConfigurationError, match=r"no pyproject\.toml"):
        Configuration().target("production")
    with pytest.raises(ConfigurationError, match="--posts"):
        Configuration().target("https://blog.example.com/posts")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[tool.edgeproof", "pyproject.toml"),
        ("tool = 3", "$.tool"),
        ("[tool]\nedgeproof = 'x'", "$.tool.edgeproof"),
        ("[tool.edgeproof]\ntarget = 1", "target"),
        ("[tool.edgeproof.targets]\nstaging = 'https://x'", "targets"),
        ("[tool.edgeproof.targets.staging]\ntoken = 'abc'", "token"),
        ("[tool.edgeproof.targets.staging]\nsettle = 'long'", "settle"),
        ("[tool.edgeproof.targets.staging]\nskip = 'posts.*'", "skip"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_file_and_field(
    tmp_path: Path, text: str, named: str
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as raised:
        read_configuration(tmp_path)
    assert str(file) in str(raised.value)
    assert named in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_no_text_is_one_line_too(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_configuration(tmp_path)
