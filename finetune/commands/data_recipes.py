"""Recipes for data: check a set, train the autoencoders behind pseudo-fakes, write pseudo-fakes."""

from __future__ import annotations

import argparse

from ...agent.console import DONE, FAILED, Commands, add_command, note
from .recipe_options import (
    DATA_HELP,
    add_autoencoder_option,
    add_data_options,
    add_limit_option,
    guarded_recipe,
    limited_records,
    read_autoencoder,
    ready_generators,
)

_CHECK_EXAMPLES = (
    ("telltale finetune check-data images/manifest.csv", "look for leaks in a set as it is"),
    ("telltale finetune check-data images/manifest.csv --degraded", "look for leaks in the form that training sees"),
)
_AUTOENCODER_EXAMPLES = (
    (
        "telltale finetune autoencoders --data images/manifest.csv --out work/autoencoders",
        "train six small autoencoders on the real pictures of a set",
    ),
)
_PSEUDO_FAKE_EXAMPLES = (
    (
        "telltale finetune pseudo-fakes --data images/manifest.csv --work work --out pseudo-fakes --count 100",
        "write 100 altered copies of real pictures, to look at what training sees",
    ),
    (
        "telltale finetune pseudo-fakes --artifacts --data images/manifest.csv --autoencoder taef2 --out artifacts",
        "write 100 artifacts of a known name and place, each with its control, a mask and a box",
    ),
)


def add(commands: Commands) -> None:
    """Declare the commands."""
    check = add_command(
        commands,
        "check-data",
        "look for leaks, near-duplicates and unreadable files in a set",
        _CHECK_EXAMPLES,
        guarded_recipe(_check_data),
    )
    check.add_argument("data", metavar="DATA", help=DATA_HELP)
    add_limit_option(check)
    check.add_argument("--degraded", action="store_true", help="measure the set as training sees it, degraded")

    autoencoders = add_command(
        commands,
        "autoencoders",
        "train the autoencoders that make pseudo-fakes",
        _AUTOENCODER_EXAMPLES,
        guarded_recipe(_autoencoders),
    )
    add_data_options(autoencoders)
    add_limit_option(autoencoders)
    autoencoders.add_argument("--steps", type=int, default=1200, help="training steps of each (default 1200)")

    pseudo_fakes = add_command(
        commands,
        "pseudo-fakes",
        "write pseudo-fakes of real pictures, with masks and a manifest",
        _PSEUDO_FAKE_EXAMPLES,
        guarded_recipe(_pseudo_fakes),
    )
    add_data_options(pseudo_fakes)
    add_limit_option(pseudo_fakes)
    pseudo_fakes.add_argument("--count", type=int, default=100, help="how many to write (default 100)")
    pseudo_fakes.add_argument(
        "--artifacts", action="store_true", help="write artifacts of a known name and place, each with its control"
    )
    add_autoencoder_option(pseudo_fakes)
    pseudo_fakes.add_argument("--seed", type=int, default=0, help="of the random choices (default 0)")


def _check_data(arguments: argparse.Namespace) -> int:
    from ...eval.sets import checks
    from ..progress_steps import Steps

    arguments.data = [arguments.data]
    steps, records = Steps(1), limited_records(arguments)
    steps.begin(f"facts of {len(records):,} files")
    report = checks.check(records, degraded=arguments.degraded, progress=steps.track)
    for path in report.unreadable:
        note(f"{path}: can't be read")
    print(f"{report.pictures} pictures, {len(report.unreadable)} unreadable")
    print(f"near-duplicates: {len(report.duplicates)} pairs, {len(report.across)} of them across groups or labels")
    print(f"AUROC of {', '.join(checks.FACTS)} alone: {report.auroc:.3f} (0.5 ± {checks.TOLERANCE} passes)")
    for content, area in report.by_content.items():
        print(f"  {content}: {area:.3f}")
    return DONE if report.passed and not report.unreadable else FAILED


def _autoencoders(arguments: argparse.Namespace) -> int:
    from ..pseudo_fakes.made_autoencoders import make

    make(limited_records(arguments), arguments.out, arguments.steps)
    return DONE


def _pseudo_fakes(arguments: argparse.Namespace) -> int:
    from ..pseudo_fakes.written_set import write, write_artifacts

    if arguments.autoencoder and not arguments.artifacts:
        raise ValueError("--autoencoder is for artifacts; add --artifacts")
    real = [record for record in limited_records(arguments) if record.label == "real"]
    if arguments.artifacts:
        counts = write_artifacts(
            real, arguments.out, read_autoencoder(arguments.autoencoder), count=arguments.count, seed=arguments.seed
        )
        print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
        return DONE
    generators = ready_generators(arguments.work, real)
    counts = write(real, arguments.out, generators, count=arguments.count, seed=arguments.seed)
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    return DONE
