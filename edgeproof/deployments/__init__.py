"""What is under test: its URLs, tokens and limits, from options, environment and configuration."""

from edgeproof.deployments.deployment import Deployment, Secret

__all__ = ["Deployment", "Secret"]
