"""The recipe that rewards grounded answers of a large model."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...agent.console import DONE, Commands, add_command, at_least_one, say
from .recipe_options import add_base_options, add_folder_options, guarded_recipe

_EXAMPLES = (
    (
        "telltale finetune grpo --rows work/rows-train.jsonl --model MODEL --load-in 4bit --out adapters",
        "draw several answers to each question about findings, and make the better grounded ones likelier",
    ),
    (
        "telltale finetune grpo --boxes artifacts/manifest.csv --model MODEL --out adapters",
        "the same for boxes around artifacts that `pseudo-fakes --artifacts` made",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    about = "reward grounded answers and boxes of a large model (GRPO, optional)"
    parser = add_command(commands, "grpo", about, _EXAMPLES, guarded_recipe(_grpo))
    parser.add_argument("--rows", type=Path, metavar="FILE", help="rows, as `explain` writes them")
    parser.add_argument(
        "--boxes",
        type=Path,
        metavar="FILE",
        help="pictures with marked artifacts: a JSON list of {image, artifacts: [{box, text}]}, or the manifest of "
        "`pseudo-fakes --artifacts`",
    )
    add_folder_options(parser)
    add_base_options(parser, faces=False)
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="folder with the explain adapter to begin with")
    parser.add_argument("--limit", type=at_least_one, metavar="N", help="prompts at most (default all)")
    parser.add_argument("--steps", type=int, default=200, metavar="N", help="training steps (default 200)")
    parser.add_argument("--answers", type=int, default=8, metavar="N", help="answers to each prompt (default 8)")
    parser.add_argument("--rate", type=float, default=1e-5, metavar="RATE", help="peak learning rate (default 1e-5)")
    parser.add_argument("--max-tokens", type=int, default=192, metavar="N", help="tokens of an answer (default 192)")
    parser.add_argument("--gradient-checkpointing", action="store_true", help="use less memory and more time")


def _grpo(arguments: argparse.Namespace) -> int:
    from ...agent.perception.adapters import find
    from ...agent.perception.models import load
    from ...eval.sets.artifact_files import marked_list
    from ..adapters import grpo, lora
    from ..bundle_writing import seal
    from ..progress_steps import Steps
    from ..pseudo_fakes.written_set import marked
    from ..rows import row_files

    if not (arguments.rows or arguments.boxes):
        raise ValueError("--rows or --boxes: name a file of questions, or one of pictures with marked artifacts")
    if arguments.answers < 2:
        raise ValueError(f"--answers {arguments.answers}: must be 2 or more, since answers are compared")
    rows = row_files.read(arguments.rows) if arguments.rows else []
    pictures = []
    if arguments.boxes:
        pictures = list((marked if arguments.boxes.suffix == ".csv" else marked_list)(arguments.boxes))
    asked = grpo.prompts(rows, pictures)[: arguments.limit]
    steps = Steps(2)
    steps.begin("the model")
    folder = None
    if arguments.adapter:
        found = find(arguments.adapter)
        folder = found.get("explain") or found["perceive"]  # the only adapter of a folder goes by this name
    base = load(arguments.model, load_in=arguments.load_in, bare=True)
    options = grpo.GrpoOptions(
        steps=arguments.steps,
        answers=arguments.answers,
        rate=arguments.rate,
        longest=arguments.max_tokens,
        gradient_checkpointing=arguments.gradient_checkpointing,
    )
    steps.begin(f"training on {len(asked):,} prompts, {options.answers} answers to each")
    wrapped = grpo.train(base, folder, asked, options, arguments.work, say)
    print(lora.save(wrapped, "explain", arguments.out, arguments.model, loaded_as="default"))
    seal(arguments.out, model=arguments.model)
    return DONE
