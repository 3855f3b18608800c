"""Laws about clients at once: what clients do, what must explain it, and how it is judged."""
