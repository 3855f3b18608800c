"""Laws of how a Redis command travels over HTTP and how its reply comes back."""
