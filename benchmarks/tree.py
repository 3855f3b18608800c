"""What the library's tree is like: `python -m benchmarks.tree [FOLDER]`.

Prints modules per folder, functions over 60 lines, public names that several modules define and
others import, a circle of imports if there is one (those for the type checker alone count as well),
and lines.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).parents[1]
LONG: Final = 60
SHOWN: Final = 8

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Tree:
    """Modules by their dotted names."""

    def __init__(self, modules: Mapping[str, ast.Module], lines: int = 0) -> None:
        self.modules = modules
        self.lines = lines

    @classmethod
    def of_checkout(cls, root: Path = CHECKOUT) -> "Tree":
        """The library in a checkout."""
        sources = {
            _module(file.relative_to(root)): file.read_text("utf-8")
            for file in sorted((root / "edgeproof").rglob("*.py"))
        }
        lines = sum(len(source.splitlines()) for source in sources.values())
        return cls({module: ast.parse(source) for module, source in sources.items()}, lines)

    def folders(self) -> dict[str, int]:
        """How many modules each package has beside itself, the fullest first."""
        counts: dict[str, int] = defaultdict(int)
        for module in self.modules:
            counts[module.rpartition(".")[0]] += not self._is_package(module)
        return dict(sorted(counts.items(), key=lambda item: -item[1]))

    def long_functions(self) -> Iterator[str]:
        """Those that are over the limit, with their lines."""
        for module, tree in self.modules.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    if lines > LONG:
                        yield f"{module}.{node.name} {lines}"

    def shared_names(self) -> Iterator[str]:
        """Public names that several modules define and others import from them."""
        imported = {
            (node.module, alias.name)
            for tree in self.modules.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        homes: dict[str, list[str]] = defaultdict(list)
        for module, tree in self.modules.items():
            for name in _public_names(tree):
                if (module, name) in imported:
                    homes[name].append(module.removeprefix("edgeproof."))
        for name, places in sorted(homes.items()):
            if len(places) > 1:
                yield f"{name} ({' '.join(places)})"

    def circle(self) -> list[str]:
        """The modules of a circle of imports; none if there is no circle."""
        graph = {module: set(self._imports(module)) for module in self.modules}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as found:
            circle: list[str] = found.args[1]
            return circle
        return []

    def _imports(self, module: str) -> Iterator[str]:
        """The modules that one imports, itself not among them.

        A name of a package stands for the module of that name, if there is one.
        """
        for node in ast.walk(self.modules[module]):
            if isinstance(node, ast.ImportFrom) and node.module and node.module in self.modules:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    found = inner if inner in self.modules else node.module
                    if found != module:
                        yield found

    def _is_package(self, module: str) -> bool:
        return any(other.startswith(f"{module}.") for other in self.modules)


def _module(file: Path) -> str:
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


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


def main() -> None:
    """Measure the library of the checkout that is named, or of this one."""
    tree = Tree.of_checkout(*map(Path, sys.argv[1:]))
    rows = {
        "modules": [str(len(tree.modules))],
        "lines": [f"{tree.lines:,}"],
        "fullest folders": [f"{folder} {count}" for folder, count in tree.folders().items()],
        f"functions over {LONG} lines": list(tree.long_functions()),
        "public names of several modules": list(tree.shared_names()),
        "circle of imports": [" → ".join(tree.circle()) or "none"],
    }
    for name, values in rows.items():
        more = [f"… {len(values) - SHOWN} more"] if len(values) > SHOWN else []
        print(f"{name}: {', '.join([*values[:SHOWN], *more]) or 'none'}")


if __name__ == "__main__":
    main()
