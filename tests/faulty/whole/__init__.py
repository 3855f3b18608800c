"""Faulty deployments, each judged whole: what is found beside the fault, and what is left."""
