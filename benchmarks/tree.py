"""What the library's tree is like: `python -m benchmarks.tree [FOLDER]`.

Prints modules per folder, functions over 60 lines, public names that several modules define,
circles of imports (those for the type checker alone count as well), and lines.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Final

CROWDED: Final = 20
LONG: Final = 60
SHOWN: Final = 8

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def main() -> None:
    """Measure the library of the folder that is named, or of this checkout."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1])
    files = sorted((root / "edgeproof").rglob("*.py"))
    trees = {_module(file, root): ast.parse(file.read_text("utf-8")) for file in files}
    rows = {
        "modules": [f"{len(files)}"],
        "lines": [f"{sum(len(file.read_text('utf-8').splitlines()) for file in files):,}"],
        "fullest folders": _fullest(files, root),
        f"functions over {LONG} lines": list(_long_functions(trees)),
        "public names in several modules": list(_shared_names(trees)),
        "circle of imports": _circle(trees),
    }
    for name, values in rows.items():
        more = [f"… {len(values) - SHOWN} more"] if len(values) > SHOWN else []
        print(f"{name}: {', '.join([*values[:SHOWN], *more]) or 'none'}")


def _module(file: Path, root: Path) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _fullest(files: list[Path], root: Path) -> list[str]:
    counts: dict[Path, int] = defaultdict(int)
    for file in files:
        counts[file.parent] += file.name != "__init__.py"
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    return [f"{folder.relative_to(root)} {count}" for folder, count in ordered[:SHOWN]]


def _long_functions(trees: dict[str, ast.Module]) -> Iterator[str]:
    for module, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONG:
                    yield f"{module}.{node.name} {lines}"


def _shared_names(trees: dict[str, ast.Module]) -> Iterator[str]:
    modules: dict[str, list[str]] = defaultdict(list)
    for module, tree in trees.items():
        for name in _public_names(tree):
            modules[name].append(module.removeprefix("edgeproof."))
    for name, places in sorted(modules.items()):
        if len(places) > 1:
            yield f"{name} ({' '.join(places)})"


def _public_names(tree: ast.Module) -> set[str]:
    """The classes, functions and constants that a module defines, but those with an underscore."""
    defined = {node.name for node in tree.body if isinstance(node, Definition)}
    assigned = chain.from_iterable(
        node.targets if isinstance(node, ast.Assign) else [node.target]
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )
    defined |= {target.id for target in assigned if isinstance(target, ast.Name)}
    return {name for name in defined if not name.startswith("_")}


def _circle(trees: dict[str, ast.Module]) -> list[str]:
    graph = {module: set(_imports(module, tree, trees)) for module, tree in trees.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return [" → ".join(found.args[1])]
    return []


def _imports(module: str, tree: ast.Module, modules: dict[str, ast.Module]) -> Iterator[str]:
    """The modules that one imports when it is imported, itself not among them.

    A name of a package counts as the module that is meant, and no module as its own packages.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in modules:
            for alias in node.names:
                imported = f"{node.module}.{alias.name}"
                found = imported if imported in modules else node.module
                if found != module:
                    yield found


if __name__ == "__main__":
    main()
