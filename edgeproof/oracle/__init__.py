"""The oracle: a real Redis that is asked the same as the deployment."""

from edgeproof.oracle.agreement import agrees
from edgeproof.oracle.bystanders import (
    expect_program_keeps_to_its_keys,
    expect_samples_keep_to_their_keys,
)
from edgeproof.oracle.comparison import expect_program_agrees, expect_samples_agree
from edgeproof.oracle.differences import Difference, differences
from edgeproof.oracle.equality import readable, spell, spells
from edgeproof.oracle.oracle import Oracle

__all__ = [
    "Difference",
    "Oracle",
    "agrees",
    "differences",
    "expect_program_agrees",
    "expect_program_keeps_to_its_keys",
    "expect_samples_agree",
    "expect_samples_keep_to_their_keys",
    "readable",
    "spell",
    "spells",
]
