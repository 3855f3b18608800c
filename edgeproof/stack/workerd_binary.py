"""The workerd binary: pinned by the worker's npm lock, kept in the user's cache directory.

npm runs once for each lock. The folder is named by the lock's digest and is created by a single
rename, so that it is complete or absent, even when two runs install at once.
"""

import hashlib
import logging
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from edgeproof.content import cache_folder, worker_folder
from edgeproof.errors import UnavailableError
from edgeproof.stack.node import npm_command

_LOCK_FILES = ("package.json", "package-lock.json")
_NPM_OPTIONS = ("--ignore-scripts", "--include=optional", "--no-audit", "--no-fund")
_PACKAGES = {
    ("linux", "x86_64"): "workerd-linux-64",
    ("linux", "aarch64"): "workerd-linux-arm64",
    ("darwin", "x86_64"): "workerd-darwin-64",
    ("darwin", "arm64"): "workerd-darwin-arm64",
}

_log = logging.getLogger("edgeproof.stack")


def workerd_binary() -> Path:
    """Return the pinned workerd, installing it through npm at the first use.

    Raises UnavailableError if it cannot be obtained on this machine.
    """
    package = _package()
    folder = cache_folder() / "workerd" / f"{_lock_digest()}-{package}"
    binary = folder / "node_modules" / "@cloudflare" / package / "bin" / "workerd"
    if not binary.exists():
        _install(folder)
    if not binary.exists():
        raise UnavailableError(f"npm did not install {package}", f"remove {folder} and run again")
    return binary


def _package() -> str:
    package = _PACKAGES.get((sys.platform, platform.machine()))
    if package is None:
        raise UnavailableError(
            f"Cloudflare publishes no workerd for {sys.platform} on {platform.machine()}",
            "check a deployment elsewhere with --posts and --redis",
        )
    return package


def _lock_digest() -> str:
    lock = (worker_folder() / "package-lock.json").read_bytes()
    return hashlib.sha256(lock).hexdigest()[:16]


def _install(folder: Path) -> None:
    npm = npm_command()
    # A warning, since only warnings reach standard error if logging is not set up.
    _log.warning("installing workerd into %s (once)", folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="installing-") as parent:
            fresh = Path(parent) / folder.name
            _run_npm(npm, fresh)
            _move(fresh, folder)
    except OSError as error:
        raise UnavailableError(
            f"workerd cannot be kept in {folder.parent} ({error.strerror})",
            "set XDG_CACHE_HOME to a writable folder",
        ) from error


def _run_npm(npm: tuple[str, ...], folder: Path) -> None:
    folder.mkdir()
    for name in _LOCK_FILES:
        shutil.copyfile(worker_folder() / name, folder / name)
    command = [*npm, "ci", *_NPM_OPTIONS, "--prefix", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        errors = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        raise UnavailableError(
            f"npm could not install workerd ({'; '.join(errors[:2]) or done.returncode})",
            f"see what `npm ci` says in a copy of {worker_folder()}",
        )


def _move(fresh: Path, folder: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError:
        # Another run was faster, and installed the same.
        if not folder.is_dir():
            raise
