"""The laws, one short test each, by the interface that they are about."""
