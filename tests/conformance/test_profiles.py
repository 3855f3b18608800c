"""Profiles: the harder a run tries, the longer it looks at streams and the more it opens."""

from typing import get_args

import pytest

from edgeproof.conformance.profiles import Profile
from edgeproof.defaults import ProfileName

IN_ORDER = [Profile.QUICK, Profile.STANDARD, Profile.THOROUGH]


@pytest.mark.parametrize("measure", ["idle_s", "openings"])
def test_no_profile_tries_less_than_an_easier_one(measure: str) -> None:
    values = [getattr(profile, measure) for profile in IN_ORDER]
    assert values == sorted(values)


def test_the_thorough_one_does_all_that_the_law_says() -> None:
    assert Profile.THOROUGH.idle_s >= 60
    assert Profile.THOROUGH.openings >= 100


def test_the_names_are_those_that_configuration_and_gate_know() -> None:
    assert list(get_args(ProfileName)) == IN_ORDER == list(Profile)
