"""What a study is, how the studies of this folder are found, and the options that several of them have."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ...agent.console import Command

SETS = "sets of labelled pictures: a CSV manifest, FakeClue's JSON, a folder by label, or a saved Hugging Face dataset"


@dataclass(frozen=True, slots=True)
class Study:
    """One measurement, as a command.

    A module assigns one to `STUDY`. Such a module imports torch and scikit-learn inside functions alone, so that the
    parser of all studies is built fast.

    Attributes:
        name: the command; the module's name with hyphens.
        what: what it measures, in one line.
        about: the text of `--help`, which is the docstring of its module.
        add_arguments: declares its options.
        run: measures, prints tables and returns the exit status.
    """

    name: str
    what: str
    about: str | None
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Command


def studies() -> list[Study]:
    """Every study of this folder, by name."""
    package = __name__.rpartition(".")[0]
    folder = importlib.import_module(package)
    modules = [module.name for module in pkgutil.iter_modules(folder.__path__, f"{package}.")]
    return [importlib.import_module(name).STUDY for name in modules if _declares_study(name)]


def _declares_study(module: str) -> bool:
    """Whether a module assigns `STUDY`, read from its compiled code: importing the others could bring in torch."""
    spec = find_spec(module)
    assert spec is not None and spec.loader is not None  # pkgutil has just listed it
    return "STUDY" in spec.loader.get_code(module).co_names  # type: ignore[attr-defined]


def add_data(parser: argparse.ArgumentParser, *, required: bool = True, what: str = SETS) -> None:
    """Declare `--data SET…`."""
    parser.add_argument("--data", nargs="+", type=Path, default=[], required=required, metavar="SET", help=what)


def add_place(parser: argparse.ArgumentParser, metavar: str, what: str) -> None:
    """Declare a `--data` that takes one path."""
    parser.add_argument("--data", type=Path, required=True, metavar=metavar, help=what)


def add_work(parser: argparse.ArgumentParser, *, default: str | None = None) -> None:
    """Declare `--work DIR`; without a default it is required."""
    place = Path(default) if default else None
    note = f" (default ./{default})" if default else ""
    what = f"the folder that training used, with its autoencoders and features{note}"
    parser.add_argument("--work", type=Path, default=place, required=place is None, metavar="DIR", help=what)


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Declare `--limit N`, of pictures of a source; as many as the main detector learns from, by default."""
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="pictures of a source (default 20)")


def add_count(parser: argparse.ArgumentParser, default: int, what: str) -> None:
    """Declare `--count N`."""
    parser.add_argument("--count", type=int, default=default, metavar="N", help=f"{what} (default {default})")


def add_out(parser: argparse.ArgumentParser, metavar: str, what: str, *, required: bool = True) -> None:
    """Declare `--out FILE`."""
    parser.add_argument("--out", type=Path, required=required, metavar=metavar, help=what)
