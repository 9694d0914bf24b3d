"""The shape of the house: small modules, one name for one file, documented packages, one way down."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("agent", "eval", "finetune", "prompts")
MODULES = sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))
LONGEST = 300  # lines


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_no_module_is_long():
    long = {_name(file): n for file in MODULES if (n := len(file.read_text("utf-8").splitlines())) > LONGEST}
    assert MODULES and not long


def test_a_file_name_means_one_module():
    names = Counter(file.stem for file in MODULES if not file.stem.startswith("__"))
    assert not [name for name, count in names.items() if count > 1]


@pytest.mark.parametrize("file", [file for file in MODULES if file.name == "__init__.py"], ids=_name)
def test_a_package_says_what_lives_there(file):
    tree = ast.parse(file.read_text("utf-8"))
    assert ast.get_docstring(tree)
    public = [node for node in tree.body if isinstance(node, (ast.ImportFrom, ast.Import)) and not _typing(node)]
    assigned = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
                if isinstance(target, ast.Name)}  # fmt: skip
    relative = [node for node in public if isinstance(node, ast.ImportFrom) and node.level]
    assert "__all__" in assigned or not relative, "what a package imports from its modules is what it exports"


def _typing(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module in ("__future__", "typing", "collections.abc")


def test_tests_leave_private_names_alone():
    """A test that reaches for `module._name` tests how a thing is built and not what it does."""
    reached = []
    for file in sorted((ROOT / "tests").rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        own = {arg.arg for node in ast.walk(tree) if isinstance(node, ast.arguments) for arg in node.args}
        own |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        modules = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("telltale")
            for alias in node.names
        }
        reached += [
            f"{file.relative_to(ROOT).as_posix()}:{node.lineno} {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and node.attr.startswith("_")
            and not node.attr.startswith("__")
            and isinstance(node.value, ast.Name)
            and node.value.id in modules - own
        ]
        reached += [
            f"{file.relative_to(ROOT).as_posix()}:{node.lineno} import {alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("telltale")
            for alias in node.names
            if alias.name.startswith("_")
        ]
    assert not reached


def test_every_package_is_installed():
    """What `pyproject.toml` lists is what is there; a folder that it forgets would be missing from a wheel."""
    import tomllib

    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    listed = table["tool"]["setuptools"]["packages"]
    there = {
        "telltale." + ".".join(file.relative_to(ROOT).parts[:-1]) for file in MODULES if file.name == "__init__.py"
    }
    assert sorted(there) == sorted(listed)
