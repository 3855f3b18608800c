"""The keys under which the plugin keeps values in pytest's stashes."""

from collections import Counter

import pytest

from edgeproof.conformance.run import Run
from edgeproof.conformance.trials import Trial
from edgeproof.laws import Case, Outcome

RUN = pytest.StashKey[Run]()
TESTS_OF_LAW = pytest.StashKey[Counter[str]]()
CASE = pytest.StashKey[Case]()
OUTCOME = pytest.StashKey[Outcome]()
WORKERS = pytest.StashKey[list[int]]()
SURVIVAL = pytest.StashKey[list[Trial]]()
