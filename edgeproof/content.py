"""Where the content (suites, load tests, worker) is, apart from the library's code; and the cache.

In a checkout these folders stand beside the library (`suites/`); in a wheel they are inside it
(`edgeproof/suites/`).
"""

from pathlib import Path

import platformdirs

from edgeproof.errors import UnavailableError

_LIBRARY = Path(__file__).resolve().parent


def suites_folder() -> Path:
    """Return the folder of the laws' pytest modules."""
    return _content_folder("suites")


def loadtests_folder() -> Path:
    """Return the folder of the load scenarios and the locustfile."""
    return _content_folder("loadtests")


def worker_folder() -> Path:
    """Return the folder of the reference worker, its OpenAPI document and its npm lock."""
    return _content_folder("worker")


def worker_file() -> Path:
    """Return the reference worker."""
    return worker_folder() / "posts.js"


def cache_folder() -> Path:
    """Return the folder in the user's cache for what would be costly to make or fetch twice."""
    return platformdirs.user_cache_path("edgeproof", appauthor=False)


def _content_folder(name: str) -> Path:
    for parent in (_LIBRARY, _LIBRARY.parent):
        if (parent / name).is_dir():
            return parent / name
    raise UnavailableError(
        f"this installation of edgeproof is missing its folder {name}",
        "pip install --force-reinstall edgeproof",
    )
