"""The container image is made of what the wheel is made of; hadolint reads the Dockerfile."""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent


def test_the_image_is_given_all_that_the_wheel_is_built_from() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    pages = project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["fragments"]
    needed = {"pyproject.toml", *wheel["packages"], *wheel["force-include"]}
    needed |= {*project["project"]["license-files"], *(page["path"] for page in pages)}
    admitted = re.findall(r"^!(.*)$", (PROJECT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert set(admitted) == needed
