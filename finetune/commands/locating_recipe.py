"""The recipe for the head that locates altered parts."""

from __future__ import annotations

import argparse

from ...agent.console import DONE, Commands, add_command
from .recipe_options import (
    add_autoencoder_option,
    add_data_options,
    add_limit_option,
    guarded_recipe,
    limited_records,
    read_autoencoder,
)

_EXAMPLES = (
    (
        "telltale finetune locating --data images/manifest.csv --out models --autoencoder taef2",
        "edit real pictures in a part, and train on them the head that finds such parts",
    ),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    what = "train what finds altered parts"
    parser = add_command(commands, "locating", what, _EXAMPLES, guarded_recipe(_locating))
    add_data_options(parser)
    add_autoencoder_option(parser)
    add_limit_option(parser)
    parser.add_argument("--count", type=int, default=1000, metavar="N", help="pictures to edit (default 1000)")


def _locating(arguments: argparse.Namespace) -> int:
    from ...agent.locating import fused_map
    from ...agent.locating.fused_features import Scales
    from ..bundle_writing import seal
    from ..heads import locating_examples, locating_training
    from ..progress_steps import Steps
    from ..pseudo_fakes.part_edits import through_autoencoder

    autoencoder = read_autoencoder(arguments.autoencoder)
    regenerate = None if autoencoder is None else through_autoencoder(autoencoder)
    records = locating_examples.chosen(limited_records(arguments))
    steps, few, some = Steps(3), min(len(records), 420), records[: arguments.count]
    steps.begin("patterns that edits change")
    edited = steps.track(locating_examples.pairs(records, seed=1), few, "pictures edited")
    patterns = locating_examples.learned_patterns(edited)
    steps.begin(f"edits of {len(some):,} pictures, each with its untouched twin")
    made = []
    pairs = steps.track(locating_examples.pairs(some, regenerate), len(some), "pictures edited")
    for number, source, pair in pairs:
        made += locating_examples.examples(number, source, pair, patterns)
    steps.begin("the head, with sources left out in turn")
    scales = Scales(patterns, locating_examples.usual_floor(made))
    head, scored = locating_training.train(made, scales)
    for kind, (count, area, against) in locating_training.by_kind(scored).items():
        print(f"{kind}: {count} pictures, AUROC of the map {area:.3f}, of the picture {against:.3f}")
    print(f"a part is shown in {head.hits:.0%} of the edited and {head.alarms:.0%} of the untouched pictures")
    arguments.out.mkdir(parents=True, exist_ok=True)
    fused_map.save(head, arguments.out / fused_map.FILE)
    seal(arguments.out)
    return DONE
