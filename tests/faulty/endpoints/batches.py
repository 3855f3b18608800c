"""What faults of pipelines and of transactions have in common."""

from tests.faulty.endpoints.faults import Request


def without_malformed_items(request: Request, path: bytes) -> Request:
    """A batch sent to `path` without the items that are no command; any other request as it is."""
    try:
        items = request.json() if request.path == path else None
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or not any(isinstance(item, list) for item in items):
        return request
    return request.with_json([item for item in items if isinstance(item, list) and item])
