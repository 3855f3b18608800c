"""The keys under which the plugin keeps values in pytest's stashes."""

from collections import Counter

import pytest

from edgeproof.conformance.run import Run
from edgeproof.laws import Case

RUN = pytest.StashKey[Run]()
TESTS_OF_LAW = pytest.StashKey[Counter[str]]()
CASE = pytest.StashKey[Case]()
