"""Profiles: how hard a run tries. They limit what Hypothesis draws, and so the cost of a run."""

from enum import StrEnum
from pathlib import Path

EXAMPLES = {"quick": 5, "standard": 20, "thorough": 200}
"""Examples per law; `edgeproof.defaults.REQUESTS` says what that costs.

(Small finite inputs are tried in every profile, so `quick` costs over a third of `standard`.)
"""


class Profile(StrEnum):
    """How hard a run tries."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"

    @property
    def idle_s(self) -> float:
        """How long a stream of events is left idle."""
        return {"quick": 2.0, "standard": 10.0, "thorough": 60.0}[self]

    @property
    def openings(self) -> int:
        """How many streams of events are opened to see whether any is left behind."""
        return {"quick": 20, "standard": 100, "thorough": 100}[self]


def load_hypothesis_profile(profile: Profile, *, home: Path) -> None:
    """Make Hypothesis draw as many examples as the profile says, and keep its files in `home`.

    This must be called before the suites are imported.
    """
    # Hypothesis takes half a second to load, and --help needs only the profiles' names.
    import hypothesis  # noqa: PLC0415  (see above)
    from hypothesis.configuration import set_hypothesis_home_dir  # noqa: PLC0415  (see above)

    # The default is a folder `.hypothesis` in the user's current folder.
    set_hypothesis_home_dir(home)
    name = f"edgeproof-{profile}"
    hypothesis.settings.register_profile(
        name,
        max_examples=EXAMPLES[profile],
        # A far deployment is slow, not wrong.
        deadline=None,
        suppress_health_check=[
            hypothesis.HealthCheck.too_slow,
            # Laws make fresh keys and posts in every example, so that fixtures need no reset.
            hypothesis.HealthCheck.function_scoped_fixture,
        ],
        # One fault per law: the smallest example that shows it is the evidence.
        report_multiple_bugs=False,
        print_blob=False,
        # Without `explain`: nobody reads which part of an example matters, and it would send
        # as many requests again as the search did.
        phases=[phase for phase in hypothesis.Phase if phase is not hypothesis.Phase.explain],
        database=None,
    )
    hypothesis.settings.load_profile(name)
