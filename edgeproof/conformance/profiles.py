"""Profiles: how hard a run tries. They limit what Hypothesis draws, and so the cost of a run."""

from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from hypothesis.database import DirectoryBasedExampleDatabase

EXAMPLES = {"quick": 5, "standard": 10, "thorough": 200}
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
        return {"quick": 2.0, "standard": 5.0, "thorough": 60.0}[self]

    @property
    def openings(self) -> int:
        """How many streams of events are opened to see whether any is left behind."""
        return {"quick": 20, "standard": 100, "thorough": 100}[self]


def load_hypothesis_profile(profile: Profile, *, home: Path, examples: Path | None) -> None:
    """Make Hypothesis draw as many examples as the profile says, and keep its files in `home`.

    What breaks a law is kept in the folder `examples`, and tried first the next time.
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
        database=_database(examples),
    )
    hypothesis.settings.load_profile(name)


def _database(examples: Path | None) -> "DirectoryBasedExampleDatabase | None":
    from hypothesis.database import DirectoryBasedExampleDatabase  # noqa: PLC0415  (as above)

    return None if examples is None else DirectoryBasedExampleDatabase(examples)


def seed_drawing(seed: int, examples: Path | None, items: Iterable["pytest.Item"]) -> None:
    """Make Hypothesis draw the same values for these tests as the run with that seed.

    What breaks a law is kept in the folder `examples`.
    """
    import hypothesis  # noqa: PLC0415  (as above)
    import pytest  # noqa: PLC0415  (as above)

    # Hypothesis keeps no values of a seeded test, unless it is told so for each; those with
    # settings of their own only draw.
    keeping = hypothesis.settings(database=_database(examples))
    for test in {item.obj for item in items if isinstance(item, pytest.Function)}:
        if hypothesis.is_hypothesis_test(test):
            hypothesis.seed(seed)(test)
            with suppress(hypothesis.errors.InvalidArgument):
                keeping(test)
