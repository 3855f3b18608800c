"""Typed documents as JSON, and the JSON Schemas that are published beside them."""

import inspect
from typing import Any

import msgspec


def as_json(document: msgspec.Struct) -> bytes:
    """The document as indented JSON in UTF-8, with a line end."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def schema_of(kind: type[msgspec.Struct], title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document, made from its types."""
    schema = _as_all_versions_have_it(msgspec.json.schema(kind))
    for definition in schema["$defs"].values():
        if "description" in definition:
            # Python 3.13 removes the indentation of docstrings, older versions leave it in.
            definition["description"] = inspect.cleandoc(definition["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **schema,
    }


def _as_all_versions_have_it(schema: Any) -> Any:  # noqa: ANN401  (a part of a JSON Schema)
    """Without what only msgspec 0.23 and later say: which keys a mapping may have."""
    match schema:
        case dict():
            kept = {name: part for name, part in schema.items() if name != "propertyNames"}
            return {name: _as_all_versions_have_it(part) for name, part in kept.items()}
        case list():
            return [_as_all_versions_have_it(part) for part in schema]
    return schema
