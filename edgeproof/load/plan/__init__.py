"""What a run is asked to do, and when: shared by the engine and its callers."""
