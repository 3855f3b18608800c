"""Tests of the engine under Locust."""
