"""Exchanges as curl commands that show the same fault from an empty POSIX shell."""

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence

from edgeproof.clients.posts import POST_ID
from edgeproof.laws import Exchange, SentRequest

VARIABLE = re.compile(r"\$\{[A-Z0-9_]+[%?]*\}|\$\(printf [^)]*\)")
"""What the mask puts in the place of a token; all other dollars are data."""


def shell_word(text: str) -> str:
    """The text as one shell word: quoted, but for the variables that stand for tokens and ids."""
    if not VARIABLE.search(text):
        return shlex.quote(text)
    pieces = []
    end = 0
    for found in VARIABLE.finditer(text):
        pieces += [_in_double_quotes(text[end : found.start()]), found[0]]
        end = found.end()
    pieces.append(_in_double_quotes(text[end:]))
    return '"' + "".join(pieces) + '"'


def _in_double_quotes(text: str) -> str:
    return re.sub(r'([\\"$`])', r"\\\1", text)


def as_printf(data: bytes) -> str:
    """A printf command that writes exactly these bytes; octal escapes are all that POSIX has."""
    escaped = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "\\%'" else f"\\{byte:03o}"  # noqa: PLR2004
        for byte in data
    )
    return f"printf '{escaped}'"


def _is_plain(body: bytes) -> bool:
    """Whether a person can paste the body as text: UTF-8 of printable characters."""
    try:
        return body.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def as_curl(request: SentRequest, *, has_answer_shown: bool = True) -> str:
    """One request as a command; `-i` shows the status and headers of its answer."""
    words = ["curl -sS --path-as-is -g"]
    if has_answer_shown:
        words.append("-i")
    words.append("-I" if request.method == "HEAD" else f"-X {request.method}")
    if request.body and not any(name.lower() == "content-type" for name, _ in request.headers):
        # curl would call it a form.
        words.append("-H 'Content-Type:'")
    words += [f"-H {shell_word(f'{name}: {value}' if value else f'{name};')}" for name, value in request.headers]
    prefix = ""
    if request.body and _is_plain(request.body):
        words.append(f"--data-raw {shell_word(request.body.decode())}")
    elif request.body:
        prefix = f"{as_printf(request.body)} | "
        words.append("--data-binary @-")
    words.append(shell_word(request.url))
    return prefix + " ".join(words)


def as_script(
    exchanges: Sequence[Exchange], base_urls: Mapping[str, str] | None = None
) -> list[str]:
    """The exchanges as shell commands, in order.

    An id that a POST was given is kept in a variable (`ID1`) and used wherever it comes again, for
    another run will be given another. `base_urls` maps URLs that will not be there again (those
    of the embedded stack) to the names of variables that hold their successors.
    """
    names = _names_of_ids(exchanges)
    replacements = {url: f"${{{name}}}" for url, name in (base_urls or {}).items()}
    commands = []
    for exchange in exchanges:
        request = _with_variables(exchange.request, replacements, names)
        given = _id_given_by(exchange)
        if given is None:
            commands.append(as_curl(request))
        else:
            command = as_curl(request, has_answer_shown=False)
            commands.append(f'{names[given]}=$({command}); echo "${names[given]}"')
    return commands


def _id_given_by(exchange: Exchange) -> str | None:
    if exchange.request.method != "POST" or exchange.response is None:
        return None
    body = exchange.response.body.decode("utf-8", errors="replace")
    return body if POST_ID.fullmatch(body) else None


def _names_of_ids(exchanges: Iterable[Exchange]) -> dict[str, str]:
    given = dict.fromkeys(filter(None, map(_id_given_by, exchanges)))
    return {post_id: f"ID{number}" for number, post_id in enumerate(given, start=1)}


def _with_variables(
    request: SentRequest, replacements: Mapping[str, str], names: Mapping[str, str]
) -> SentRequest:
    url = request.url
    for post_id, name in names.items():
        url = re.sub(rf"{re.escape(post_id)}(?![0-9])", f"${{{name}}}", url)
    for base, variable in replacements.items():
        if url.startswith(base):
            url = variable + url[len(base) :]
    return SentRequest(
        method=request.method, url=url, headers=request.headers, body=request.body
    )
