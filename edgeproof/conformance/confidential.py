"""What no answer of a deployment may contain: its tokens, and its database's address."""

from base64 import b64encode
from urllib.parse import quote, unquote, urlsplit

from edgeproof.deployments import Deployment
from edgeproof.laws import Untested

DISTINCTIVE_CHARACTERS = 12
"""A shorter token may be a word (`token`, `readonly`) that an innocent answer contains."""


def confidential_texts(deployment: Deployment) -> dict[str, str]:
    """Each text that no answer may contain, by its name.

    Raises Untested if none of them can be told from ordinary text.
    """
    texts = {
        f"{name}{spelling}": spelled
        for name, value in _secrets(deployment).items()
        if len(value) >= DISTINCTIVE_CHARACTERS
        for spelling, spelled in _spellings(value).items()
    }
    if deployment.redis_server_url is not None:
        server = urlsplit(deployment.redis_server_url)
        texts["the address of the database"] = server.netloc.rpartition("@")[2] or server.path
    if not texts:
        raise Untested("the token is too short to be told from ordinary text")
    return texts


def _secrets(deployment: Deployment) -> dict[str, str]:
    tokens = {"the token": deployment.token, "the read-only token": deployment.read_only_token}
    secrets = {name: token.reveal() for name, token in tokens.items() if token is not None}
    if deployment.redis_server_url is not None:
        password = urlsplit(deployment.redis_server_url).password
        secrets["the password of the database"] = unquote(password or "")
    return secrets


def _spellings(value: str) -> dict[str, str]:
    return {
        "": value,
        ", percent-encoded": quote(value, safe=""),
        ", in base64": b64encode(value.encode()).decode().rstrip("="),
    }
