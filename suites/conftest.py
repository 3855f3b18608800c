"""What every law can ask for comes with the plugin: see `edgeproof.conformance.fixtures`."""

pytest_plugins = ("edgeproof.conformance.plugin",)
