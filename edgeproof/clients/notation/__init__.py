"""How commands, requests and replies are written, apart from who sends them."""
