"""openapi.yaml is sound, and names the statuses that the worker gives, no more and no fewer.

(That every answer seen by the other tests is described there, their clients check.)
"""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from edgeproof.content import worker_file
from tests.worker.openapi import document, require_described, resolved


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping in the document."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from nodes(child)


def answer(method: str, path: str, status: int, **headers: str) -> httpx.Response:
    request = httpx.Request(method, f"http://localhost{path}")
    all_headers = {"Cache-Control": "no-store"} | headers
    return httpx.Response(status, request=request, headers=all_headers, json={"error": "why"})


def test_every_reference_leads_somewhere() -> None:
    references = [node for node in nodes(document()) if "$ref" in node]
    assert references
    assert all(resolved(node) for node in references)


def test_it_is_openapi_with_an_operation_for_each_thing_to_do() -> None:
    assert document()["openapi"].startswith("3.1.")
    names = {node["operationId"] for node in nodes(document()) if "operationId" in node}
    assert names == {"createPost", "listPosts", "probePosts", "deletePost"}


def test_its_statuses_are_those_in_the_worker() -> None:
    described = {status for node in nodes(document()) for status in node.get("responses", {})}
    # `responses` under `components` are named, not numbered.
    described = {status for status in described if status.isdecimal()}
    thrown = set(re.findall(r"failure\((\d{3}),", worker_file().read_text()))
    assert described == thrown | {"200", "201"}


@pytest.mark.parametrize(
    "undescribed",
    [
        answer("POST", "/posts", 409),
        answer("GET", "/elsewhere", 200),
        answer("PUT", "/posts", 405),
        answer("PUT", "/posts", 405, Allow="GET"),
        answer("GET", "/posts", 502, **{"Cache-Control": "public"}),
        answer("GET", "/posts", 502, **{"Content-Type": "text/html"}),
    ],
    ids=["status", "path", "no Allow", "another Allow", "caching", "media type"],
)
def test_an_answer_that_it_does_not_describe_is_noticed(undescribed: httpx.Response) -> None:
    with pytest.raises(AssertionError):
        require_described(undescribed)
