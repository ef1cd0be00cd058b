"""One tree of errors: drawn in its module as it is, and nothing of the product raises outside it."""

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

from domain import errors
from domain.errors import FrontstageError
from tests.support.house import ROOT, package_files

# Not errors that a use case raises: a fake asked too often, and the server's refusal of a request that is not ours.
OUTSIDE_THE_TREE = {"ExhaustedFakeError", "Refused"}
DRAWN = re.compile(r"^[ |]*(?:\|- )?([A-Z]\w+)", re.MULTILINE)


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for file in package_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield file, node


def below(kind: type[FrontstageError]) -> set[str]:
    return {kind.__name__}.union(*(below(each) for each in kind.__subclasses__()))


def base_names(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}


def test_the_tree_is_drawn_as_it_is() -> None:
    drawn, _, rest = (errors.__doc__ or "").partition("FrontstageError\n")[2].partition("\n\n")
    own = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, FrontstageError)}
    assert {"FrontstageError", *DRAWN.findall(drawn)} == own
    assert "a test proves each mapping" in rest


def test_every_error_of_the_product_is_in_the_tree() -> None:
    tree = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, FrontstageError)}
    foreign = {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    own = dict(sorted((node.name, base_names(node)) for _, node in classes()))
    while grown := {name for name, bases in own.items() if bases & tree} - tree:
        tree |= grown
    strays = {name for name, bases in own.items() if bases & foreign and name not in tree}
    assert strays - OUTSIDE_THE_TREE == set()


def test_no_message_is_left_empty() -> None:
    bare = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in package_files()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id in below(FrontstageError)
        and not node.exc.args
    ]
    assert bare == []
