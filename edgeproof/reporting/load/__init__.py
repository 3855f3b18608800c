"""What people read about a load: in words, on a terminal, as Markdown; and its objectives."""
