"""The deployment under test, from options, environment and configuration."""

from edgeproof.deployments.configuration import (
    Configuration,
    GateTable,
    Target,
    read_configuration,
    require_known,
)
from edgeproof.deployments.deployment import Deployment, Secret
from edgeproof.deployments.hooks import restored, revealing
from edgeproof.deployments.resolution import Given, find_worker, resolve

__all__ = [
    "Configuration",
    "Deployment",
    "GateTable",
    "Given",
    "Secret",
    "Target",
    "find_worker",
    "read_configuration",
    "require_known",
    "resolve",
    "restored",
    "revealing",
]
