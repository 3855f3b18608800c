"""A stand-in for a Redis REST endpoint: the JSON form only, and a handful of commands."""

import json
from collections import defaultdict

from tests.stand_in import Seen, answer

TOKEN = "a-Token+of/its=own"
JSON = "Content-Type: application/json"


class StandInRedis:
    """Strings in a dictionary. Pipelines, paths and encodings are honestly lacking."""

    def __init__(self) -> None:
        self.strings: dict[str, str] = defaultdict(lambda: "0")

    def __call__(self, seen: Seen) -> bytes:
        """The answer to a request."""
        if seen.header("authorization") != f"Bearer {TOKEN}":
            return answer(401, b'{"error":"Unauthorized"}', JSON)
        if seen.method != "POST" or seen.target != "/" or self.asks_for_more(seen):
            return answer(400, b'{"error":"ERR not supported"}', JSON)
        return answer(200, json.dumps({"result": self.run(*json.loads(seen.body))}).encode(), JSON)

    def asks_for_more(self, seen: Seen) -> bool:
        """Whether a request wants an encoding that the stand-in has not."""
        return any(name.startswith("upstash-") for name, _ in seen.headers)

    def run(self, name: str, *arguments: str) -> object:
        """The result of one command."""
        match name.upper(), *arguments:
            case ["INCR", key]:
                self.strings[key] = str(int(self.strings[key]) + 1)
                return int(self.strings[key])
            case ["GET", key]:
                return self.strings.get(key)
            case ["SET", key, value]:
                self.strings[key] = value
                return "OK"
            case ["EXISTS", key]:
                return int(key in self.strings)
            case ["DEL", *keys]:
                return len([self.strings.pop(key) for key in keys if key in self.strings])
        return "PONG"
