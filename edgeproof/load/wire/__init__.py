"""HTTP on the wire: connections that are kept, requests written, answers read."""
