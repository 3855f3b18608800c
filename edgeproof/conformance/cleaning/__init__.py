"""What a run has made is removed; what could not be is listed, and removed later."""
