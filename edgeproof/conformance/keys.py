"""Keys of what the plugin keeps in pytest's stashes."""

import pytest

from edgeproof.conformance.run import Run
from edgeproof.laws import Case

RUN = pytest.StashKey[Run]()
CASE = pytest.StashKey[Case]()
