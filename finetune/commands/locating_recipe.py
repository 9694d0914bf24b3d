"""The recipe for the head that locates altered parts."""

from __future__ import annotations

import argparse

from ...agent.console import DONE, Commands, add_command, say
from .recipe_options import add_autoencoder_option, add_data_options, guarded_recipe, read_autoencoder, read_records

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
    parser.add_argument("--count", type=int, default=1000, metavar="N", help="pictures to edit (default 1000)")


def _locating(arguments: argparse.Namespace) -> int:
    from ...agent.locating import fused_map
    from ...agent.locating.fused_features import Scales
    from ..bundle_writing import seal
    from ..heads import locating_examples, locating_training
    from ..pseudo_fakes.part_edits import through_autoencoder

    autoencoder = read_autoencoder(arguments.autoencoder)
    regenerate = None if autoencoder is None else through_autoencoder(autoencoder)
    records = locating_examples.chosen(read_records(arguments.data))
    patterns = locating_examples.learned_patterns(locating_examples.pairs(records, seed=1))
    made = []
    for number, source, pair in locating_examples.pairs(records[: arguments.count], regenerate):
        made += locating_examples.examples(number, source, pair, patterns)
        if len(made) % 200 == 0:
            say(f"{len(made) // 2} pictures edited")
    scales = Scales(patterns, locating_examples.usual_floor(made))
    head, scored = locating_training.train(made, scales, say)
    for kind, (count, area, against) in locating_training.by_kind(scored).items():
        print(f"{kind}: {count} pictures, AUROC of the map {area:.3f}, of the picture {against:.3f}")
    print(f"a part is shown in {head.hits:.0%} of the edited and {head.alarms:.0%} of the untouched pictures")
    arguments.out.mkdir(parents=True, exist_ok=True)
    fused_map.save(head, arguments.out / fused_map.FILE)
    seal(arguments.out)
    return DONE
