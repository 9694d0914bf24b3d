"""Recipes for pictures of one's own, which write a bundle: all of it, or the limits of the labels alone."""

from __future__ import annotations

import argparse
from pathlib import Path

from ...agent.console import DONE, FAILED, Commands, add_command, at_least_one, fail, note, reason_of
from .recipe_options import DATA_HELP, add_bundle_options, check_bundle_options, guarded_recipe

_ALL_EXAMPLES = (
    (
        "telltale finetune all --data pictures --minutes 30 --out my-bundle",
        "train on pictures/real and pictures/fake, whose subfolders are the sources, and print what it changes",
    ),
    ("telltale examine photo.jpg --bundle my-bundle", "use the result"),
)
_CALIBRATE_EXAMPLES = (
    (
        "telltale finetune calibrate --real claims --out my-bundle",
        "set the limit of the label synthetic by photographs of your own kind",
    ),
    (
        "telltale finetune calibrate --real claims --generated made --bundle trained --out my-bundle",
        "set both limits, for the detectors of a bundle",
    ),
)


def add(commands: Commands) -> None:
    """Declare the commands."""
    _add_all(commands)
    _add_calibrate(commands)


def _add_all(commands: Commands) -> None:
    about = "train everything that your pictures allow, in the time that you have"
    parser = add_command(commands, "all", about, _ALL_EXAMPLES, guarded_recipe(_all))
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="DATA", help=DATA_HELP)
    parser.add_argument(
        "--minutes",
        type=float,
        metavar="N",
        help="the time that it may take (default: no limit; then hours go into the adapter)",
    )
    parser.add_argument(
        "--limit",
        type=at_least_one,
        default=40,
        metavar="N",
        help="pictures at most of each source and generator (default 40)",
    )
    parser.add_argument(
        "--from",
        dest="start",
        default="shipped",
        metavar="WHAT",
        help="begin with the detector that ships (shipped, default), with nothing (base), or with a bundle's (its "
        "folder)",
    )
    parser.add_argument(
        "--no-adapter",
        action="store_true",
        help="train the detector and the limits only, and leave the adapter that answers about cues as it is",
    )
    _add_result_options(parser)


def _add_calibrate(commands: Commands) -> None:
    about = "set the limits of the labels by pictures of your own kind"
    parser = add_command(commands, "calibrate", about, _CALIBRATE_EXAMPLES, guarded_recipe(_calibrate))
    parser.add_argument(
        "--real",
        type=Path,
        required=True,
        metavar="DIR",
        help="photographs of your own kind; subfolders are the sources",
    )
    parser.add_argument(
        "--generated", type=Path, metavar="DIR", help="generated pictures of the same kind (default: none)"
    )
    parser.add_argument("--bundle", type=Path, metavar="DIR", help="calibrate this bundle's detectors")
    parser.add_argument(
        "--limit", type=at_least_one, default=1000, metavar="N", help="pictures at most of each source (default 1000)"
    )
    _add_result_options(parser)


def _add_result_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--promise-for",
        choices=("auto", "new-sources", "same-sources"),
        default="auto",
        help="for which pictures the limits are to hold: from new sources, which takes 20 sources or more, or from the "
        "same ones (default: the former if there are 20)",
    )
    add_bundle_options(parser)


def _all(arguments: argparse.Namespace) -> int:
    from .. import own_adapter, own_bundle, own_set, own_training
    from ..progress_steps import Steps, told

    check_bundle_options(arguments)
    if arguments.minutes is not None and arguments.minutes <= 0:
        raise ValueError(f"--minutes {arguments.minutes:g}: must be more than 0")
    options = own_training.OwnOptions(
        limit=arguments.limit,
        minutes=arguments.minutes,
        rate=arguments.error_rate,
        promise=arguments.promise_for,
        name=arguments.name,
    )
    start = own_bundle.start_of(arguments.start)
    records = own_set.distinct(own_set.records_in(arguments.data))
    steps = Steps(own_training.STEPS + (not arguments.no_adapter), arguments.minutes)
    outcome = own_training.run(records, start, options, arguments.work, arguments.out, steps)
    print("\n".join(own_bundle.report(outcome, arguments.error_rate)), flush=True)
    if not arguments.no_adapter:
        steps.begin("the adapter that answers questions about cues")
        chosen = own_set.limited(records, arguments.limit)
        try:
            changed = own_adapter.run(chosen, start.folder, arguments.work, arguments.out, steps)
        except OSError as error:
            reason = reason_of(error, str(arguments.work))
            return fail(f"{reason}. The bundle {arguments.out} is there, without a new adapter", FAILED)
        print("\n".join(["", *changed.report()]))
    note(f"done after {told(steps.spent)}")
    note(f"wrote the bundle {arguments.out}; use it with `telltale examine IMAGE --bundle {arguments.out}`")
    return DONE


def _calibrate(arguments: argparse.Namespace) -> int:
    import numpy as np

    from ...agent.bundle import read
    from ...agent.detectors import clip_heads
    from ...agent.reasoning.weighing import terms
    from .. import own_bundle, own_set, own_training
    from ..progress_steps import Steps
    from ..weighing.own_limits import limits
    from ..weighing.own_scores import measured

    check_bundle_options(arguments)
    if arguments.bundle is None and (arguments.out / clip_heads.FILE).exists():
        raise ValueError(
            f"--out {arguments.out}: holds a bundle with a detector of its own; name it with --bundle too, or choose "
            "another folder"
        )
    own = read(arguments.bundle) if arguments.bundle is not None else None
    records = own_set.limited(own_set.photographs_in(arguments.real, "real"), arguments.limit)
    if arguments.generated is not None:
        records += own_set.limited(own_set.photographs_in(arguments.generated, "generated"), arguments.limit)
    records = own_set.distinct(records)
    steps = Steps(2)
    steps.begin(f"examining {len(records):,} pictures")
    scores = measured(records, arguments.bundle, own, arguments.work, steps)
    fresh = [each for each in scores if not each.learned]
    if len(fresh) < len(scores):
        note(f"{len(scores) - len(fresh)} pictures are ones that the detectors learned from; they are left out")
    if not any(each.record.label == "real" for each in fresh):
        raise ValueError(f"{arguments.real}: no photograph is left to set a limit by; give others")
    steps.begin("limits of the labels, and the bundle")
    known = (own.fitted if own is not None else None) or terms.shipped()
    values, truth = np.array([e.score for e in fresh]), np.array([e.record.label == "generated" for e in fresh])
    source = [each.record.source for each in fresh]
    parameters = limits(known, values, truth, source, arguments.promise_for)
    start = own_bundle.Start(None, known, arguments.bundle)
    outcome = own_training.calibrated(
        values, truth, source, known, parameters, arguments.promise_for, arguments.error_rate
    )
    own_bundle.write(outcome, start, arguments.out, arguments.name)
    print("\n".join(own_bundle.report(outcome, arguments.error_rate)))
    note(f"wrote the bundle {arguments.out}; use it with `telltale examine IMAGE --bundle {arguments.out}`")
    return DONE
