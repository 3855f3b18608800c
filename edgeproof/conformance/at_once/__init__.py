"""Laws about clients at once: what they do, what has to explain it, and how it is judged."""
