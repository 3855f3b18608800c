"""The library's tree: no circle of imports, no folder in which nobody finds anything."""

import ast
from collections.abc import Mapping

from benchmarks.tree import Tree


def of(sources: Mapping[str, str]) -> Tree:
    return Tree({module: ast.parse(source) for module, source in sources.items()})


def test_no_circle_of_imports() -> None:
    assert Tree.of_checkout().circle() == []


def test_no_folder_is_too_full() -> None:
    assert [folder for folder, count in Tree.of_checkout().folders().items() if count > 22] == []


def test_the_only_long_functions_are_commands_with_their_options() -> None:
    long = [one.rpartition(" ")[0] for one in Tree.of_checkout().long_functions()]
    assert long == [
        "edgeproof.api.check",
        "edgeproof.cli.gate.gate",
        "edgeproof.cli.load.load",
        "edgeproof.cli.report.report",
    ]


def test_one_name_is_one_thing() -> None:
    # `edgeproof.check` and `edgeproof check` are the same, from Python and from a shell.
    assert list(Tree.of_checkout().shared_names()) == ["check (api cli.check)"]


def test_a_circle_is_seen() -> None:
    tree = of({"a": "from b import x", "b": "from c import y", "c": "if y:\n from a import z"})
    assert tree.circle()


def test_a_name_that_two_modules_define_and_others_use_is_seen() -> None:
    tree = of({"a": "X = 1", "b": "class X: ...", "c": "from a import X", "d": "from b import X"})
    assert list(tree.shared_names()) == ["X (a b)"]
    assert list(of({"a": "X = 1", "b": "X = 2", "c": "from a import X"}).shared_names()) == []
