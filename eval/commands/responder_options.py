"""The options that name what answers, and what the commands below `telltale eval` share beside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import Command, guarded

if TYPE_CHECKING:
    from ..responders import ResponderOptions

MODEL_HELP = (
    "small (default), a hub id or folder, agent or agent:MODEL (all of Telltale), detector:NAME, "
    "openai:URL[,URL]#MODEL, saved:FILE, constant:TEXT, always:real, always:fake or chance"
)


_EXTRAS = {"ray": "ray", "datasets": "finetune", "pyarrow": "finetune"}  # the extra that brings a missing module


def guarded_eval(run: Command) -> Command:
    """The command with wrong calls answered in one line; a missing package is named with its extra."""
    return guarded(run, lambda module: _EXTRAS.get(module, "endpoint" if "openai" in module else "eval"))


def add_responder_options(parser: argparse.ArgumentParser) -> None:
    """Add --model and how it is run."""
    parser.add_argument("--model", default="small", help=MODEL_HELP)
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="use these adapters instead of the shipped ones")
    parser.add_argument(
        "--bundle", type=Path, metavar="DIR", help="use the bundle that `telltale finetune` wrote there"
    )
    parser.add_argument("--bare", action="store_true", help="use a local model without any adapter")
    parser.add_argument("--load-in", choices=("4bit", "8bit"), help="quantise a local model with bitsandbytes")
    parser.add_argument("--batch", type=int, default=8, help="questions per batch of a local model (default 8)")
    parser.add_argument("--concurrency", type=int, default=8, help="requests to each URL at the same time (default 8)")
    parser.add_argument(
        "--error-rate",
        type=float,
        default=0.05,
        help="share of reference pictures that the agent may label wrongly (default 0.05)",
    )


def responder_options(arguments: argparse.Namespace) -> ResponderOptions:
    """How to answer, from the arguments of `add_responder_options`."""
    from ..responders import ResponderOptions

    return ResponderOptions(
        adapter=arguments.adapter,
        bundle=arguments.bundle,
        bare=arguments.bare,
        load_in=arguments.load_in,
        batch=arguments.batch,
        concurrency=arguments.concurrency,
        error_rate=arguments.error_rate,
    )
