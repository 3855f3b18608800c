"""Laws of /posts, the collection of an edge API."""
