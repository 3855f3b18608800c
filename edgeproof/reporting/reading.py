"""Result documents that earlier runs wrote."""

from pathlib import Path
from typing import Final

import msgspec

from edgeproof.errors import ConfigurationError
from edgeproof.reporting.document import SCHEMA, Result
from edgeproof.reporting.files import read_limited

FAMILY: Final = SCHEMA.partition("/")[0]
RESULT_FILE: Final = "result.json"


class _Head(msgspec.Struct):
    schema: str = ""


def read_result(path: Path) -> Result:
    """The result in a file, or in the `result.json` of a folder.

    Raises ConfigurationError, which names the file and what to do, unless it is a complete result
    of this version of the schema.
    """
    file = path / RESULT_FILE if path.is_dir() else path
    return result_in(read_limited(file), str(file))


def result_in(document: bytes, name: str) -> Result:
    """The result in a document; `name` is what errors call it. Raises as `read_result` does."""
    try:
        _require_schema(msgspec.json.decode(document, type=_Head).schema, name)
        return msgspec.json.decode(document, type=Result)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{name} is not an edgeproof result", str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{name} is truncated, or not JSON", str(error)) from None


def _require_schema(schema: str, name: str) -> None:
    if schema == SCHEMA:
        return
    if schema.partition("/")[0] == FAMILY:
        raise ConfigurationError(
            f"{name} uses schema {schema}, but this version reads {SCHEMA}", "run it again"
        )
    raise ConfigurationError(f"{name} is not an edgeproof result", f"its schema is not {SCHEMA}")
