"""Replies: the answer to one command, in its JSON envelope."""

from dataclasses import dataclass

from edgeproof.laws import Broken, as_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one command: a `result`, or an `error` (`WRONGTYPE Operation against …`)."""

    status: int
    result: object = None
    error: str | None = None

    @property
    def code(self) -> str | None:
        """The error's code word (`WRONGTYPE`): the only part of an error that laws compare."""
        return self.error.split(" ", 1)[0] if self.error else None

    def as_json(self) -> dict[str, object]:
        """The envelope in which the reply came."""
        return {"result": self.result} if self.error is None else {"error": self.error}

    @property
    def value(self) -> object:
        """The result. Raises Broken if the command answered an error."""
        if self.error is not None:
            raise Broken("the command's answer", f"the error {as_shown(self.error)}", "a result")
        return self.result


def parse_reply(status: int, item: object) -> Reply:
    """The reply in an envelope `{"result": …}` or `{"error": "…"}`. Raises Broken for another."""
    match item:
        case {"error": str(error), **rest} if "result" not in rest:
            return Reply(status=status, error=error)
        case {"result": result, **rest} if "error" not in rest:
            return Reply(status=status, result=result)
    raise Broken("the reply's envelope", as_shown(item), 'one of {"result": …}, {"error": "…"}')
