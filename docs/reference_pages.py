"""The pages of the Python reference, one for each package: a hook of MkDocs.

A page with every module of a top package would be some megabytes long, and a browser would take half a minute to show
it. The pages are made while the site is built, so that a new package needs no line here
(https://www.mkdocs.org/user-guide/configuration/#hooks).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SECTION = "Python reference"  # of the navigation, to which the pages are added
BOOST = 0.001  # of the reference in a search, whose titles count 1,000: the pages for users come first
TOPS = ("agent", "eval", "finetune", "prompts")
ROOT = Path(__file__).resolve().parents[1]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the pages to the navigation, one section for each top package."""
    nav: list[Any] = config.nav or []
    (section,) = (entry[SECTION] for entry in nav if isinstance(entry, dict) and SECTION in entry)
    for top in TOPS:
        first, *others = packages(ROOT / top)
        pages = [{name(first): place(first)}]
        pages += [{".".join(package.relative_to(first).parts): place(package)} for package in others]
        section.append({name(first): pages} if others else pages[0])
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Write the pages."""
    from mkdocs.structure.files import File

    for top in TOPS:
        for package in packages(ROOT / top):
            files.append(File.generated(config, place(package), content=page(package)))
    return files


def packages(folder: Path) -> Iterator[Path]:
    """A package and all packages within it, in the order of their names."""
    if (folder / "__init__.py").exists():
        yield folder
        for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
            yield from packages(inner)


def name(package: Path) -> str:
    """The dotted name under which a package is imported."""
    return ".".join(("telltale", *package.relative_to(ROOT).parts))


def place(package: Path) -> str:
    """The page of a package, within the folder of the pages."""
    return f"api/{'/'.join(package.relative_to(ROOT).parts)}.md"


def page(package: Path) -> str:
    """A page: what the package is, and its modules. Names that the package only hands on stand in their modules."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    own = [each for each in defined if not each.startswith("_")]
    modules = sorted(file.stem for file in package.glob("*.py") if not file.stem.startswith("__"))
    lines = [
        "---",
        "search:",
        f"  boost: {BOOST}",
        "---",
        f"# `{name(package)}`",
        "",
        f"::: {name(package)}",
        "    options:",
        f"      members: {own or 'false'}",
        "",
    ]
    for module in modules:
        lines += [f"## `{module}`", "", f"::: {name(package)}.{module}", "    options:", "      heading_level: 3", ""]
    return "\n".join(lines)
