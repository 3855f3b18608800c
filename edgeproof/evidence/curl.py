"""Exchanges as curl commands that show the same fault from an empty POSIX shell."""

import itertools
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence

from edgeproof.clients.credentials import shell_expressions
from edgeproof.laws import Exchange, SentRequest
from edgeproof.post_ids import POST_ID

ORIGIN = re.compile(r"https?://[^/?#]*")

METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})

STREAM_S = 5
"""How long a command keeps a stream of events open."""

REPEATED = re.compile(rb"([^\n\0-][^\n\0]{0,3}?)\1{499,}", re.DOTALL)
"""What large bodies consist of; a command makes it, so that nobody has to look at it."""

LONGEST_WORD = 100_000
"""Kernels refuse longer arguments (Linux: 128 KiB); `printf` is built into the shell."""

GIVEN = (
    'given() { n=0; until [ -s "$ids/$1" ] || [ $((n += 1)) -gt 50 ]; do sleep 0.1; done; '
    'cat "$ids/$1"; }'
)
"""A shell function that prints the id with that number, waiting up to 5 s until there is one."""


class Expressions:
    """What a shell must expand when the commands run again; every other dollar is data.

    That is: tokens (the mask has already put their expressions into the texts), and the ids that
    POSTs were given so far, since another run will be given others.
    """

    def __init__(
        self, ids: Mapping[str, str] | None = None, *, calls: Mapping[str, str] | None = None
    ) -> None:
        """`ids` maps an id (`post:7`) to the name of the variable that holds its successor.

        `calls` maps an id to a command that prints its successor.
        """
        self._expressions = {expression: expression for expression in shell_expressions()}
        for post_id, name in (ids or {}).items():
            self._expressions[post_id] = f"${{{name}}}"
            self._expressions[post_id.replace(":", "%3A")] = f"post%3A${{{name}#post:}}"
        for post_id, call in (calls or {}).items():
            self._expressions[post_id] = f"$({call})"
        longest_first = sorted(self._expressions, key=len, reverse=True)
        # `post:7` is not the beginning of `post:71`.
        alternatives = (
            re.escape(text) + r"(?![0-9])" * text[-1].isdigit() for text in longest_first
        )
        self._pattern = re.compile(f"({'|'.join(alternatives)})")

    def split(self, text: str) -> list[str]:
        """Data, an expression, data, an expression, …, data; the data may be empty."""
        pieces = self._pattern.split(text)
        pieces[1::2] = [self._expressions[found] for found in pieces[1::2]]
        return pieces


def shell_word(text: str, expressions: Expressions, *, start: str = "") -> str:
    """The text as one shell word: quoted, except for what the shell must expand.

    `start` is an expression to put before the text.
    """
    pieces = [*(["", start] if start else []), *expressions.split(text)]
    if len(pieces) == 1:
        return shlex.quote(text)
    if "!" not in text:
        pieces[::2] = map(_within_double_quotes, pieces[::2])
        return f'"{"".join(pieces)}"'
    # Between double quotes, interactive shells treat an exclamation mark as a command.
    pieces[::2] = [shlex.quote(piece) if piece else "" for piece in pieces[::2]]
    pieces[1::2] = [f'"{piece}"' for piece in pieces[1::2]]
    return "".join(pieces)


def _within_double_quotes(text: str) -> str:
    return re.sub(r'([\\"$`])', r"\\\1", text)


def as_printf(data: bytes, expressions: Expressions) -> str:
    """A command that writes exactly these bytes; POSIX's printf has only octal escapes for them."""
    commands: list[str] = []
    place = 0
    for run in REPEATED.finditer(data):
        commands += _printed(data[place : run.start()], expressions)
        count = len(run[0]) // len(run[1])
        unit = f"\"$(printf '{_escaped(run[1].decode('latin-1'))}')\""
        commands.append(f"yes {unit} | head -n {count} | tr -d '\\n'")
        place = run.start() + count * len(run[1])
    commands += _printed(data[place:], expressions)
    return commands[0] if len(commands) == 1 else f"{{ {'; '.join(commands)}; }}"


def _printed(data: bytes, expressions: Expressions) -> Iterator[str]:
    for number, piece in enumerate(expressions.split(data.decode("latin-1"))):
        if number % 2:
            yield f'printf %s "{piece}"'
        elif piece:
            yield f"printf '{_escaped(piece)}'"


def _escaped(text: str) -> str:
    """Latin-1 text as a printf format, between single quotes."""
    escaped = "".join(
        character
        if " " <= character <= "~" and character not in "\\%'"
        else f"\\{ord(character):03o}"
        for character in text
    )
    # A leading dash would make it an option.
    return r"\055" + escaped[1:] if escaped.startswith("-") else escaped


def _has_body(request: SentRequest) -> bool:
    """Whether the request has a body, even an empty one: that has `Content-Length: 0`."""
    return bool(request.body) or request.method in METHODS_WITH_BODY


def _is_plain(body: bytes) -> bool:
    """Whether a person can paste the body as text: printable characters, and not the same ones."""
    try:
        is_short = len(body) <= LONGEST_WORD and not REPEATED.search(body)
        return is_short and body.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def as_curl(
    request: SentRequest,
    *,
    has_answer_shown: bool = True,
    is_endless: bool = False,
    is_abandoned: bool = False,
    expressions: Expressions | None = None,
    base_urls: Mapping[str, str] | None = None,
) -> str:
    """One request as a command; `-i` shows the status and headers of its answer.

    An endless answer is shown as it comes, for a few seconds. A command that `is_abandoned` stops
    after a second, however much is still to come.
    """
    expressions = expressions or Expressions()
    words = ["curl -sS --path-as-is -g"]
    if is_endless:
        words.append(f"-N --max-time {STREAM_S}")
    if has_answer_shown:
        words.append("-i")
    if is_abandoned:
        words.append("-m 1")
    words += [_method(request), *_headers(request, expressions)]
    prefix = ""
    if _has_body(request) and _is_plain(request.body):
        words.append(f"--data-raw {shell_word(request.body.decode(), expressions)}")
    elif request.body:
        prefix = f"{as_printf(request.body, expressions)} | "
        words.append("--data-binary @-")
    return prefix + " ".join([*words, *_url(request.url, expressions, base_urls or {})])


def _method(request: SentRequest) -> str:
    # With -X alone, curl would wait for the body that an answer to HEAD does not have.
    return "-I" if request.method == "HEAD" else f"-X {shlex.quote(request.method)}"


def _headers(request: SentRequest, expressions: Expressions) -> list[str]:
    fields = [f"{name}: {value}" if value else f"{name};" for name, value in request.headers]
    if _has_body(request) and not any(
        name.lower() == "content-type" for name, _ in request.headers
    ):
        # curl would call it a form.
        fields.append("Content-Type:")
    return [f"-H {shell_word(field, expressions)}" for field in fields]


def _url(url: str, expressions: Expressions, base_urls: Mapping[str, str]) -> list[str]:
    """The words for the request's destination."""
    words = []
    if "#" in url:
        # curl would drop the fragment.
        target = ORIGIN.sub("", url, count=1)
        words.append(f"--request-target {shell_word(target, expressions)}")
        url = url.partition("#")[0]
    for base, name in base_urls.items():
        rest = url.removeprefix(base)
        if rest != url and not rest[:1].strip("/?"):
            return [*words, shell_word(rest, expressions, start=f"${{{name}}}")]
    return [*words, shell_word(url, expressions)]


def as_script(
    exchanges: Sequence[Exchange], base_urls: Mapping[str, str] | None = None
) -> list[str]:
    """The exchanges as shell commands, in order.

    An id that a POST was given is kept in a variable (`ID1`) and used wherever it occurs again,
    since another run will be given another id. `base_urls` maps URLs that will not exist again
    (those of the embedded stack) to the names of variables that hold their successors. A stream of
    events runs in the background beside the commands for which it was open, and ends at `wait`.
    """
    ids: dict[str, str] = {}
    names = (f"ID{number}" for number in itertools.count(1))
    commands: list[str] = []
    closing = {
        place + exchange.open_for
        for place, exchange in enumerate(exchanges)
        if exchange.open_for is not None
    }
    for place, exchange in enumerate(exchanges):
        given = _id_given_by(exchange)
        command = as_curl(
            exchange.request,
            has_answer_shown=given is None,
            is_endless=exchange.open_for is not None,
            is_abandoned=exchange.is_abandoned,
            expressions=Expressions(ids),
            base_urls=base_urls,
        )
        if given is not None:
            name = ids[given] = next(names)
            command = f'{name}=$({command}); echo "${name}"'
        if exchange.open_for is not None:
            # The next commands need the stream to be open.
            command = f"{command} & sleep 1"
        commands.append(command)
        if place in closing:
            commands.append("wait")
    return commands


def as_script_at_once(
    clients: Sequence[Sequence[Exchange]], base_urls: Mapping[str, str] | None = None
) -> list[str]:
    """The exchanges of overlapping clients: one line per client, all in the background.

    An id that a POST was given is kept in a file; commands that need it wait for the file.
    (`base_urls` as in `as_script`.)
    """
    given = (_id_given_by(exchange) for exchanges in clients for exchange in exchanges)
    ids = dict.fromkeys(post_id for post_id in given if post_id is not None)
    numbers = {post_id: number for number, post_id in enumerate(ids, start=1)}
    lines = ["ids=$(mktemp -d)", GIVEN] if numbers else []
    for exchanges in filter(None, clients):
        commands = [_command_of_many(one, numbers, base_urls) for one in exchanges]
        lines.append(f"( {'; '.join(commands)} ) &")
    return [*lines, "wait"]


def _command_of_many(
    exchange: Exchange, numbers: Mapping[str, int], base_urls: Mapping[str, str] | None
) -> str:
    given = _id_given_by(exchange)
    # A POST mentioned its own id before it was given one.
    calls = {one: f"given {at}" for one, at in numbers.items() if one != given}
    command = as_curl(
        exchange.request,
        has_answer_shown=False,
        expressions=Expressions(calls=calls),
        base_urls=base_urls,
    )
    return f"{command}; echo" if given is None else f'{command} > "$ids/{numbers[given]}"'


def _id_given_by(exchange: Exchange) -> str | None:
    if exchange.request.method != "POST" or exchange.response is None:
        return None
    body = exchange.response.body.decode("utf-8", errors="replace")
    return body if POST_ID.fullmatch(body) else None
