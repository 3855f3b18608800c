"""The worker's OpenAPI document, and whether an exchange is one that it describes."""

import json
import re
from functools import cache
from typing import Any

import httpx
import yaml

from edgeproof.content import worker_folder

RUNTIME_REFUSES_METHOD = 501
NOT_FOUND = 404


@cache
def document() -> dict[str, Any]:
    """Return the document as parsed."""
    parsed: dict[str, Any] = yaml.safe_load((worker_folder() / "openapi.yaml").read_text())
    return parsed


def require_described(response: httpx.Response) -> None:
    """Fail unless the document describes this answer to this request: status, type and body."""
    request = response.request
    operations = path_item(request.url.path)
    if operations is None:
        assert response.status_code == NOT_FOUND, f"{request.url.path} is not in openapi.yaml"
        described = document()["components"]["responses"]["NotFound"]
    elif request.method.lower() not in operations:
        # The document can only name methods that OpenAPI knows.
        assert response.status_code in {405, RUNTIME_REFUSES_METHOD}
        return
    else:
        responses = operations[request.method.lower()]["responses"]
        key = str(response.status_code)
        assert key in responses, f"{request.method} {request.url.path} {key} is not in openapi.yaml"
        described = resolved(responses[key])
    require_content(described, response)


def path_item(path: str) -> dict[str, Any] | None:
    """Return what the document says of a path, or None if it is no path of the API."""
    paths: dict[str, dict[str, Any]] = document()["paths"]
    if path == "/posts":
        return paths["/posts"]
    return paths["/posts/{id}"] if re.fullmatch("/posts/[^/]+", path) else None


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference within the document."""
    reference = node.get("$ref")
    if reference is None:
        return node
    target: Any = document()
    for name in reference.removeprefix("#/").split("/"):
        target = target[name]
    return resolved(target)


def require_content(described: dict[str, Any], response: httpx.Response) -> None:
    """Fail unless the answer has the headers, media type and JSON shape that are described."""
    assert response.headers["cache-control"] == "no-store"
    for name, header in described.get("headers", {}).items():
        assert name in response.headers
        schema = resolved(header)["schema"]
        assert response.headers[name] == schema.get("const", response.headers[name])
    if response.request.method == "HEAD":
        assert response.content == b""
        return
    content = described["content"]
    assert response.headers["content-type"] in content
    if response.is_error:
        assert list(json.loads(response.content)) == ["error"]
