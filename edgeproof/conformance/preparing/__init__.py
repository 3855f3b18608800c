"""Everything between what the user asks for and the first law."""
