"""The options that name a model, and the investigator that they ask for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..investigator import Investigator


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Add --model, --adapter and --load-in."""
    parser.add_argument(
        "--model",
        default="small",
        help="small (default), a hub id or folder of a LLaVA-style model, or openai:URL#MODEL",
    )
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="use these adapters instead of the shipped ones")
    parser.add_argument("--load-in", choices=("4bit", "8bit"), help="quantise a local model with bitsandbytes")


def investigator_of(arguments: argparse.Namespace, **options) -> Investigator:
    """The investigator with the model that the arguments name, loaded.

    Args:
        arguments: with those of `add_model_options`.
        options: further keyword arguments of `Investigator`.

    Raises:
        ValueError, OSError: if the model, an adapter or a detector can't be had; in one line, with a fix.
    """
    from ..investigator import Investigator

    investigator = Investigator(arguments.model, adapter=arguments.adapter, load_in=arguments.load_in, **options)
    investigator.prepare()
    return investigator
