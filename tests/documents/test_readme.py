"""The README keeps what others rely on, and keeps short."""

import re

from tests.documents.pages import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")

TWO_COMMANDS = """\
python3 -m venv .venv && .venv/bin/pip install '.[local,load]' && .venv/bin/edgeproof check
.venv/bin/pip install tox && .venv/bin/tox
"""
"""Scripts read these from the README and run them, so they stay word for word."""

MOST_WORDS = 650


def test_the_two_commands_are_its_first_block_of_shell() -> None:
    first = re.search(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert first is not None
    assert first[1] == TWO_COMMANDS


def test_it_is_short() -> None:
    prose = re.sub(r"^```.*?^```|<!--.*?-->|\]\(.*?\)", " ", README, flags=re.DOTALL | re.MULTILINE)
    assert len(re.findall(r"\w[\w'.-]*", prose)) <= MOST_WORDS
