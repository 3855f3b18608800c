"""Locust is imported here without its patches, which are for its own process, not for pytest's."""

import os

os.environ["LOCUST_SKIP_MONKEY_PATCH"] = "1"
import locust  # noqa: F401  (after the switch that it looks at)

del os.environ["LOCUST_SKIP_MONKEY_PATCH"]
