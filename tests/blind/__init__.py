"""Servers that were written by somebody who had not seen edgeproof, with an answer sheet apart."""
