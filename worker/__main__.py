"""The Pulumi program: what `pulumi up` in this folder runs."""

from datetime import UTC, datetime
from pathlib import Path

import pulumi

from deployment import deploy

for name, value in deploy(pulumi.Config(), Path(__file__).parent, datetime.now(UTC)).items():
    pulumi.export(name, value)
