"""Where a package of an extra is missing, one line says what to do on this system."""

import platform
from collections.abc import Iterator

import pytest
from packaging import tags

from edgeproof.errors import UnavailableError
from edgeproof.extras import remedy, require_load_packages
from tests.command_line import RunCli, assert_one_line
from tests.stack.conftest import hide

GLIBC = ("manylinux_2_28_x86_64", "linux_x86_64")
MUSL = ("musllinux_1_2_x86_64", "linux_x86_64")


def pretend(monkeypatch: pytest.MonkeyPatch, system: str, platform_tags: tuple[str, ...]) -> None:
    def tags_there() -> Iterator[str]:
        return iter(platform_tags)

    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(tags, "platform_tags", tags_there)


@pytest.mark.parametrize(
    ("system", "platform_tags"), [("Linux", GLIBC), ("Darwin", ("macosx_13_0_arm64",))]
)
def test_where_all_has_wheels_the_remedy_is_to_install(
    monkeypatch: pytest.MonkeyPatch, system: str, platform_tags: tuple[str, ...]
) -> None:
    pretend(monkeypatch, system, platform_tags)
    assert remedy("local") == "pip install 'edgeproof[local]'"


@pytest.mark.parametrize(
    ("system", "platform_tags", "words"),
    [
        ("Windows", ("win_amd64",), "for Windows; use WSL, or"),
        (
            "Linux",
            MUSL,
            "for Linux with musl; use an image with glibc, such as python:3.13-slim, or",
        ),
    ],
)
def test_elsewhere_the_error_says_what_works_instead(
    monkeypatch: pytest.MonkeyPatch, system: str, platform_tags: tuple[str, ...], words: str
) -> None:
    pretend(monkeypatch, system, platform_tags)
    hide(monkeypatch, "uvloop")
    with pytest.raises(UnavailableError) as error:
        require_load_packages()
    assert str(error.value) == (
        f"the load engine is missing uvloop: some packages of [load] have no wheel {words} "
        "only check deployments by URL (--posts, --redis)"
    )


def test_on_windows_a_check_without_a_url_names_wsl(
    monkeypatch: pytest.MonkeyPatch, run_cli: RunCli
) -> None:
    pretend(monkeypatch, "Windows", ("win_amd64",))
    hide(monkeypatch, "uvloop", "redis")
    assert_one_line(run_cli("check"), 3, "the embedded stack", "[local]", "WSL", "--posts")
