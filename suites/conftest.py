"""The fixtures of the laws come with the plugin: see `edgeproof.conformance.fixtures`."""

pytest_plugins = ("edgeproof.conformance.plugin",)
