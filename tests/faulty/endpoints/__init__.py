"""Faulty Redis REST endpoints, by the part of the interface that their faults are in."""
