"""The documentation site: `python -m tests.documents.site`, or `tox -e docs`."""
