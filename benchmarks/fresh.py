"""The two commands of the README, word for word, on bare Debian systems.

    python -m benchmarks.fresh [--system bookworm]… [--revision REV] [--again] [--keep]

Each system is debootstrapped once (kept in the user's cache folder) and copied for each run; it has
Python, git and certificates, and a person without rights who clones this checkout. Root and
debootstrap are needed. All mounts are made in a mount namespace and all processes in a process
namespace that end with this program, however it ends. A system that was finished for this revision
is not run again, unless `--again` says so. The table is printed, and kept as `reports/fresh.md`.

Megabytes are what this machine received meanwhile, so nothing else should be downloading.
"""

import argparse
import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
REPORTS = CHECKOUT / "reports" / "fresh"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "edgeproof" / "fresh"
SYSTEMS = ("bookworm", "trixie", "forky")
# What a bare system is told to install: Debian splits venv and pip off Python.
PACKAGES = "python3,python3-venv,python3-pip,git,ca-certificates"
PERSON = 1000
HOME = "/home/person"
LONGEST_S = 3600
INSIDE = "EDGEPROOF_FRESH_INSIDE"
# By its path: a program is looked for on the PATH that it is given, and a person's has no sbin.
CHROOT = "/usr/sbin/chroot"

CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE")
PASSED_ON = re.compile(
    r"PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|DEFAULT_TIMEOUT)|npm_config_registry"
    r"|(https?|no|all)_proxy",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of one command on one system."""

    system: str
    python: str
    command: str
    seconds: float
    megabytes: float
    exit_code: int
    passed: int
    skipped: int
    last_line: str


def commands_in(readme: str) -> list[str]:
    """Return the lines of the first block of shell commands. Raises ValueError if not two."""
    block = re.search(r"^```sh\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    lines = [line for line in block[1].splitlines() if line.strip()] if block else []
    if len(lines) != 2:  # noqa: PLR2004  (to install and check, and to test)
        raise ValueError(f"the first block of commands has {len(lines)} lines, and not two")
    return lines


def counted(output: str, outcome: str) -> int:
    """Return how many tests had that outcome, added up over pytest's closing lines."""
    closing = re.findall(
        r"^(?:=+ )?(\d+ (?:passed|failed|skipped).* in [\d.]+s.*)$", output, re.MULTILINE
    )
    counts = re.findall(rf"(\d+) {outcome}", "\n".join(closing))
    return sum(map(int, counts))


def last_line(output: str) -> str:
    """Return the last line with anything on it, without colours and cut to what a table holds."""
    plain = re.sub(r"\x1b\[[\d;]*m", "", output)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    return lines[-1][:120] if lines else ""


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = "| system | Python | command | s | MB | exit | passed | skipped | last line |"
    lines = [head, "|---|---|---|--:|--:|--:|--:|--:|---|"]
    lines += [
        f"| {row.system} | {row.python} | `{row.command}` | {row.seconds:.0f} | "
        f"{row.megabytes:.0f} | {row.exit_code} | {row.passed} | {row.skipped} | "
        f"{row.last_line.replace('|', '¦')} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def received_mb() -> float:
    """Return the megabytes that this machine has received over its network so far."""
    lines = Path("/proc/net/dev").read_text().splitlines()[2:]
    counts = (line.partition(":") for line in lines)
    return sum(int(rest.split()[0]) for name, _, rest in counts if name.strip() != "lo") / 1e6


def base_of(system: str, mirror: str) -> Path:
    """Return the folder of the bare system, made if it is not there yet."""
    folder = CACHE / system
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=CACHE, prefix=f"{system}-"))
        # A release that this machine's debootstrap has not heard of is made as any of late is.
        known = Path(f"/usr/share/debootstrap/scripts/{system}").exists()
        script = [] if known else ["/usr/share/debootstrap/scripts/sid"]
        options = ["--variant=minbase", f"--include={PACKAGES}"]
        print(f"{system}: debootstrap", flush=True)
        making = ["debootstrap", *options, system, str(partial), mirror, *script]
        subprocess.run(making, check=True, stdout=subprocess.DEVNULL)
        partial.chmod(0o755)  # it is a person's `/`, and mkdtemp keeps others out
        partial.rename(folder)
    return folder


def mirror_of_this_machine() -> str:
    """Return where this machine has its own Debian packages from."""
    asked = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(SITE)", "Created-By: Packages"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()
    sites = [line.split(maxsplit=1)[1] for line in found if line.startswith("Debian ")]
    if not sites:
        raise SystemExit("fresh: say with --mirror where Debian's packages are")
    return sites[0]


@contextlib.contextmanager
def bare_system(base: Path, revision: str, *, keep: bool) -> Iterator[Path]:
    """Yield a copy of the system that a person has just cloned the revision in."""
    folder = Path(tempfile.mkdtemp(dir=CACHE, prefix=f"run-{base.name}-"))
    root = folder / "root"
    try:
        subprocess.run(["cp", "-a", str(base), str(root)], check=True)
        shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
        bundle = Path(os.environ.get("SSL_CERT_FILE", CERTIFICATES))
        shutil.copyfile(bundle, root / CERTIFICATES.relative_to("/"))
        clone = root / HOME.lstrip("/") / "edgeproof"
        git = ["git", "-c", "advice.detachedHead=false", "-c", "safe.directory=*"]
        subprocess.run([*git, "clone", "-q", "--no-hardlinks", CHECKOUT, clone], check=True)
        subprocess.run([*git, "-C", clone, "checkout", "-q", revision], check=True)
        inside = [CHROOT, str(root)]
        subprocess.run([*inside, "useradd", "-u", str(PERSON), "-d", HOME, "person"], check=True)
        subprocess.run([*inside, "chown", "-R", "person:person", HOME], check=True)
        for kind, place in (("proc", "proc"), ("tmpfs", "dev/shm")):
            if place == "dev/shm":
                subprocess.run(["mount", "--rbind", "/dev", root / "dev"], check=True)
            subprocess.run(["mount", "-t", kind, kind, root / place], check=True)
        yield root
    finally:
        for place in ("proc", "dev"):
            subprocess.run(["umount", "--recursive", "--lazy", root / place], check=False)
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def environment() -> dict[str, str]:
    """Return the variables of a new login, and how the registries are reached from here."""
    passed = {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
    passed |= dict.fromkeys(CERTIFICATE_VARIABLES, str(CERTIFICATES))
    path = "/usr/local/bin:/usr/bin:/bin"
    return {**passed, "HOME": HOME, "PATH": path, "LANG": "C.UTF-8", "USER": "person"}


def told(root: Path, command: str, log: Path) -> int:
    """Run a line in the clone as the person, its output in `log`; returns the exit code."""
    to = [CHROOT, f"--userspec={PERSON}:{PERSON}", "--groups=", str(root), "sh", "-c"]
    line = f"cd {HOME}/edgeproof && {command}"
    with log.open("wb") as file, contextlib.suppress(subprocess.TimeoutExpired):
        return subprocess.run(
            [*to, line],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            timeout=LONGEST_S,
            check=False,
        ).returncode
    return 124  # as timeout(1) has it


def rows_of(system: str, root: Path) -> Iterator[Row]:
    """Run the commands that the clone's README has, one after the other, on that system."""
    readme = (root / HOME.lstrip("/") / "edgeproof" / "README.md").read_text(encoding="utf-8")
    version = "import platform; print(platform.python_version())"
    asked = [CHROOT, str(root), "python3", "-c", version]
    python = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    for number, command in enumerate(commands_in(readme), start=1):
        log = REPORTS / f"{system}-{number}.log"
        print(f"{system}: {command}", flush=True)
        received, started = received_mb(), time.monotonic()
        exit_code = told(root, command, log)
        output = log.read_text(encoding="utf-8", errors="replace")
        yield Row(
            system=system,
            python=python,
            command=command.partition("  #")[0].strip(),
            seconds=time.monotonic() - started,
            megabytes=received_mb() - received,
            exit_code=exit_code,
            passed=counted(output, "passed"),
            skipped=counted(output, "skipped"),
            last_line=last_line(output),
        )


def run(asked: argparse.Namespace) -> int:
    """Run what is not finished yet, and show all; returns 1 if any command failed."""
    parsing = ["git", "-c", "safe.directory=*", "-C", CHECKOUT, "rev-parse", asked.revision]
    revision = subprocess.run(parsing, check=True, capture_output=True, text=True).stdout.strip()
    REPORTS.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for system in asked.system or SYSTEMS:
        kept = REPORTS / f"{system}-{revision[:12]}.json"
        if asked.again or not kept.exists():
            base = base_of(system, asked.mirror or mirror_of_this_machine())
            with bare_system(base, revision, keep=asked.keep) as root:
                found = [asdict(row) for row in rows_of(system, root)]
            kept.write_text(json.dumps(found, indent=1))
        rows += [Row(**row) for row in json.loads(kept.read_text())]
        REPORTS.with_suffix(".md").write_text(f"{revision[:12]}\n\n{table(rows)}")
    print(table(rows))
    return int(any(row.exit_code for row in rows))


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="The README's two commands on bare systems.")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="Default: all three")
    parser.add_argument("--revision", default="HEAD", help="What is cloned. Default: HEAD")
    parser.add_argument("--mirror", help="Of Debian. Default: the one that this machine uses")
    parser.add_argument("--again", action="store_true", help="Also run what is finished")
    parser.add_argument("--keep", action="store_true", help="Keep the folders of the systems")
    return parser.parse_args()


def main() -> int:
    """Start again in namespaces, which end with everything that was mounted and started in them."""
    asked = arguments()
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("fresh: root and debootstrap are needed (Debian: apt install debootstrap)")
        return 2
    if os.environ.get(INSIDE):
        return run(asked)
    namespaces = "unshare --mount --propagation private --pid --fork --kill-child --mount-proc"
    command = [*shlex.split(namespaces), sys.executable, "-m", "benchmarks.fresh", *sys.argv[1:]]
    mounted = Path("/proc/mounts").read_text()
    try:
        code = subprocess.run(command, env=os.environ | {INSIDE: "1"}, check=False).returncode
    except KeyboardInterrupt:
        code = 130
    left = [
        line
        for line in Path("/proc/mounts").read_text().splitlines()
        if str(CACHE) in line and line not in mounted
    ]
    print(f"mounts left: {len(left)}")
    return code or int(bool(left))


if __name__ == "__main__":
    sys.exit(main())
