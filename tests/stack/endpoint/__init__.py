"""Tests of the Redis REST endpoint."""
