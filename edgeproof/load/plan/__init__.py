"""What a run is asked to do, and when: read by the engine and by who asks it."""
