"""Laws of what Redis commands mean."""
