"""What virtual users do, for Locust and for edgeproof."""
