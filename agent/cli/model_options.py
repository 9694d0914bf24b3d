"""The options that name a model, and the investigator that they ask for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..console import note

if TYPE_CHECKING:
    from ..investigator import Investigator


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Add --model, --second-model, --no-describe, --adapter and --load-in."""
    from ..reasoning.artifact_claims.question_count import QUESTIONS, QUESTIONS_OF_TWO

    parser.add_argument(
        "--model",
        default="small",
        help="small (default), a hub id or folder of a LLaVA-style model, or openai:URL#MODEL; any but small also "
        f"describes artifacts and is asked again about each, with at most {QUESTIONS} more questions a picture",
    )
    parser.add_argument(
        "--second-model",
        metavar="MODEL",
        help="another model, whose word and artifacts are shown beside those of --model; each is asked about what the "
        f"other names too, with at most {QUESTIONS_OF_TWO} more questions a picture for both",
    )
    parser.add_argument(
        "--no-describe", action="store_true", help="do not have a model other than small describe artifacts"
    )
    parser.add_argument(
        "--bundle",
        type=Path,
        metavar="DIR",
        help="use the detectors, limits and adapters that `telltale finetune` wrote there; what is missing is taken "
        "from the shipped ones",
    )
    parser.add_argument(
        "--adapter",
        type=Path,
        metavar="DIR",
        help="use these adapters instead of the shipped ones; what is missing is taken from these",
    )
    parser.add_argument("--load-in", choices=("4bit", "8bit"), help="quantise a local model with bitsandbytes")


def investigator_of(
    arguments: argparse.Namespace, make: Callable[..., Investigator] | None = None, **options: Any
) -> Investigator:
    """The investigator with the model that the arguments name; `small` is loaded while the first picture is measured.

    Args:
        arguments: with those of `add_model_options`.
        make: makes it, in place of `Investigator`.
        options: further keyword arguments of `Investigator`.

    Raises:
        ValueError, OSError: if the model, an adapter or a detector can't be had; in one line, with a fix.
    """
    from ..investigator import Investigator

    investigator = (make or Investigator)(
        arguments.model,
        adapter=arguments.adapter,
        bundle=arguments.bundle,
        load_in=arguments.load_in,
        describe=not arguments.no_describe,
        second_model=arguments.second_model,
        **options,
    )
    for line in completed(arguments, investigator):
        note(line)
    investigator.begin()
    return investigator


def completed(arguments: argparse.Namespace, investigator: Investigator) -> list[str]:
    """What a bundle or a folder of adapters lacks and is taken from what ships, in a line each.

    Raises:
        AdapterError: if the folder holds no adapter.
    """
    from ..foreign import Foreign, file_name
    from ..perception.adapters import completed as lacking

    if arguments.adapter is not None:
        names = lacking(arguments.model, arguments.adapter)
        folder = file_name(arguments.adapter)
        return [f"{folder}: has no adapter {name}; the one that ships is used" for name in names]
    if investigator.bundle is None:
        return []
    use = investigator.bundle.use(arguments.model)
    has, lacks = ", ".join(use.parts) or "nothing", ", ".join(use.completed)
    rest = f"; what ships is used for {lacks}" if lacks else ""
    return [f"bundle {Foreign(use.name)}: {has} from {file_name(arguments.bundle)}{rest}"]
